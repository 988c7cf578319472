"""What of a definition has to be the same at another host?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from mtype.definitions.tree import parse_bytes
from mtype.model.definition import Definition
from mtype.model.portability import Portability

# What has to be parsed to be told; of everything else a glance at the bytes tells as much, at a hundredth of
# the cost, and most definitions have none of it.
_PARSED = (
    b"<hostdev", b"<transient", b"<filesystem", b"<shmem", b"type='hostdev'", b'type="hostdev"',
)  # fmt: skip
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_CPU = re.compile(rb"""<cpu\s[^>]*mode\s*=\s*["'](host-passthrough|host-model)["']""")
# libvirt: formatdomaincaps.html; where the value stands in a definition, and what enumerates it.
_ENUMERATED = (
    ("disk bus", "devices/disk/target", "bus"),
    ("disk device", "devices/disk", "device"),
    ("graphics type", "devices/graphics", "type"),
    ("video modelType", "devices/video/model", "type"),
    ("rng model", "devices/rng", "model"),
    ("tpm model", "devices/tpm", "model"),
    ("tpm backendModel", "devices/tpm/backend", "type"),
    ("filesystem driverType", "devices/filesystem/driver", "type"),
    ("channel type", "devices/channel", "type"),
    ("crypto model", "devices/crypto", "model"),
)


def at_a_glance(text: bytes) -> Portability | None:
    """What can be told without parsing: the mode of the CPU, where nothing else binds the guest to its host.
    None where the text has to be parsed: there is more in it, several domains, or characters of two bytes."""
    if b"\0" in text[:4]:
        return None
    if any(word in text for word in _PARSED):
        return None
    if b"host-" not in text:
        return Portability()
    modes = set(_CPU.findall(_COMMENT.sub(b"", text)))
    if len(modes) > 1 or (modes and text.count(b"<domain ") > 1):
        return None
    return Portability(cpu=modes.pop().decode()) if modes else Portability()


def portability(text: bytes, definition: Definition) -> Portability:
    """What `definition`, which was read from `text`, says; nothing where the text cannot be read that way, as
    that of a save image, whose guest was looked at when it was saved."""
    domain = _domain(text, definition)
    if domain is None:
        return Portability()
    cpu = domain.find("cpu")
    return Portability(
        cpu=None if cpu is None else cpu.get("mode"),
        cpu_model=domain.findtext("cpu/model"),
        host_devices=tuple(_host_devices(domain)),
        transient_disks=tuple(_named(disk) for disk in _disks(domain) if disk.find("transient") is not None),
        local_disks=tuple(path for disk in _disks(domain) for path in _local(disk)),
        mounted=tuple(one.get("dir", "") for one in domain.iterfind("devices/filesystem/target")),
        shared_memory=tuple(one.get("name", "") for one in domain.iterfind("devices/shmem")),
        features=tuple(dict.fromkeys(_features(domain))),
    )


def _domain(text: bytes, definition: Definition) -> Any | None:
    """The domain of that UUID or name, else the only one; there may be several in a file or a snapshot."""
    try:
        root = parse_bytes(text)
    except etree.XMLSyntaxError:
        return None
    domains = [
        one for tag in ("domain", "inactiveDomain") for one in root.iter(tag) if one.find("os") is not None
    ]
    for what, value in (("uuid", definition.uuid), ("name", definition.name)):
        same = [one for one in domains if value and (one.findtext(what) or "").strip() == value]
        if same:
            return same[0]
    return domains[0] if len(domains) == 1 else None


def _disks(domain: Any) -> Iterator[Any]:
    yield from domain.iterfind("devices/disk")


def _named(disk: Any) -> str:
    target = disk.find("target")
    return "a disk" if target is None else str(target.get("dev", "a disk"))


def _local(disk: Any) -> Iterator[str]:
    source = disk.find("source")
    if source is not None and disk.get("type", "file") in ("file", "block", "dir"):
        path = source.get("file") or source.get("dev") or source.get("dir")
        if path:
            yield path


def _host_devices(domain: Any) -> Iterator[str]:
    for device in domain.iterfind("devices/hostdev"):
        yield f"{device.get('type', 'device')} {_alias(device)}".strip()
    for interface in domain.iterfind("devices/interface[@type='hostdev']"):
        mac = interface.find("mac")
        yield f"interface {'' if mac is None else mac.get('address', '')}".strip()


def _alias(device: Any) -> str:
    address = device.find("source/address")
    if address is None:
        return ""
    return ":".join(
        value.removeprefix("0x")
        for name in ("domain", "bus", "slot", "function")
        if (value := address.get(name))
    )


def _features(domain: Any) -> Iterator[tuple[str, str]]:
    for what, path, attribute in _ENUMERATED:
        for element in domain.iterfind(path):
            value = element.get(attribute)
            if value:
                yield what, value
