"""Which definition is started for a moment to see whether it would start?"""

from __future__ import annotations

from typing import Any

from lxml import etree

from mtype.definitions.tree import parse

# They hold something of the guest that runs: an image, a device of the host, a socket, a file, memory.
_TAKEN = (
    "disk",
    "hostdev",
    "filesystem",
    "shmem",
    "lease",
    "redirdev",
    "smartcard",
    "rng",
    "crypto",
    "pstore",
)
# libvirt, drvqemu.html: arguments, capabilities and properties that libvirt passes on as they are.
_QEMU = "{http://libvirt.org/schemas/domain/qemu/1.0}"
_CONSOLES = ("serial", "console", "parallel", "channel")


def trial_definition(definition: str, name: str, uuid: str) -> str:
    """`definition` under another name and UUID and with nothing of its owner's: no disk, no device of the
    host, no network but QEMU's own, no port or socket that its guest listens on, no saved firmware
    variables or TPM, nothing that is passed to QEMU past libvirt. The machine, its controllers, its cards and
    all their addresses are the same."""
    root = parse(definition)
    root.find("name").text = name
    root.find("uuid").text = uuid
    for path in ("metadata", "seclabel", "title"):
        for element in root.findall(path):
            root.remove(element)
    for element in list(root):
        if isinstance(element.tag, str) and element.tag.startswith(_QEMU):
            root.remove(element)
    for nvram in root.findall("os/nvram"):
        for attribute in ("type", "format"):
            nvram.attrib.pop(attribute, None)
        # libvirt knows a template for the firmware of its packages only.
        if not nvram.get("template") and (nvram.text or "").strip():
            nvram.set("template", nvram.text.strip())
        nvram.text = None
        for child in list(nvram):
            nvram.remove(child)
    for entry in (*root.findall("os/boot"), *root.findall("devices/*/boot")):
        entry.getparent().remove(entry)
    devices = root.find("devices")
    for element in list(devices) if devices is not None else []:
        if element.tag in _TAKEN or _is_of_the_host(element):
            devices.remove(element)
        elif element.tag == "tpm":
            _to_new_state(element)
        elif element.tag in _CONSOLES:
            _to_null(element)
        elif element.tag == "interface":
            _to_user_network(element)
        elif element.tag == "graphics":
            _to_any_port(element)
    return str(etree.tostring(root, encoding="unicode"))


def _is_of_the_host(device: Any) -> bool:
    """Whether it can only be had by one guest at a time, because of what it is made from."""
    if device.tag == "tpm":
        backend = device.find("backend")
        return backend is None or backend.get("type") != "emulator"
    if device.tag == "input":
        return device.get("type") in ("evdev", "passthrough")
    if device.tag == "memory":  # an NVDIMM is a file
        return bool(device.findall("source/path"))
    if device.tag == "audio":
        return bool(device.get("type") == "file")
    return bool(device.tag == "vsock")


def _to_new_state(tpm: Any) -> None:
    # libvirt 10.10: the state may lie where the owner says; without that it is one of the UUID.
    for source in tpm.findall("backend/source"):
        source.getparent().remove(source)


def _to_null(console: Any) -> None:
    if console.get("type") not in ("spicevmc", "qemu-vdagent", "spiceport", "dbus"):
        console.set("type", "null")
    for name in ("source", "log", "protocol"):
        for child in console.findall(name):
            console.remove(child)


def _to_user_network(interface: Any) -> None:
    interface.set("type", "user")
    for attribute in ("managed", "trustGuestRxFilters"):
        interface.attrib.pop(attribute, None)
    for child in list(interface):
        if child.tag not in ("mac", "model", "address", "rom", "acpi"):
            interface.remove(child)


def _to_any_port(graphics: Any) -> None:
    for attribute in ("port", "tlsPort", "websocket", "socket", "passwd", "passwdValidTo", "listen"):
        graphics.attrib.pop(attribute, None)
    if graphics.get("type") in ("vnc", "spice"):
        graphics.set("autoport", "yes")
    for child in graphics.findall("listen"):
        graphics.remove(child)
