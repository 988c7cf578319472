"""What can a host do, by its domcapabilities?"""

from __future__ import annotations

import errno
from typing import Any

from mtype.definitions.tree import parse
from mtype.hosts.connection import Connection, failed, said
from mtype.model.errors import HostError, NoEmulatorError
from mtype.model.portability import HostAbilities


def ask_abilities(
    connection: Connection, emulator: str | None, arch: str | None, domain_type: str | None
) -> HostAbilities:
    """Ask the host what `emulator`, or its own one for `arch`, can do for a guest of `domain_type` (libvirt's
    words).

    Raises NoEmulatorError where it has no such emulator, HostError where it does not say.
    """
    try:
        text = connection.handle.getDomainCapabilities(emulator, arch, None, domain_type)
    except connection.api.libvirtError as error:
        if emulator is not None and _not_found(connection, emulator, error):
            raise NoEmulatorError(f"{connection.uri} has no emulator {emulator}") from error
        raise failed(
            f"{connection.uri} does not tell what {emulator or 'its emulator'} can do there", error
        ) from error
    return read_abilities(text)


def _not_found(connection: Connection, emulator: str, error: Any) -> bool:
    """libvirt: "Cannot check QEMU binary PATH: No such file or directory", with the number of the system's
    error. What is missing may be another file, which is no answer."""
    code, number = error.get_error_code(), error.get_int1()
    return code == connection.api.VIR_ERR_SYSTEM_ERROR and number == errno.ENOENT and emulator in said(error)


def read_abilities(text: str) -> HostAbilities:
    """Read a reply of `virsh domcapabilities` (libvirt: formatdomaincaps.html); raises HostError for none."""
    root = parse(text)
    if root.tag != "domainCapabilities":
        raise HostError(f"these are no domain capabilities: <{root.tag}>")
    modes = [mode for mode in root.iterfind("cpu/mode") if mode.get("supported") == "yes"]
    return HostAbilities(
        cpu_modes=frozenset(str(mode.get("name")) for mode in modes),
        cpu_models={
            str(model.text): model.get("usable") != "no"
            for model in root.iterfind("cpu/mode[@name='custom']/model")
        },
        features=dict(_enumerated(root)),
    )


def _enumerated(root: Any) -> list[tuple[str, frozenset[str]]]:
    """`disk bus` -> its values; a device that is not supported at all has none."""
    found = []
    for device in root.iterfind("devices/*"):
        supported = device.get("supported") != "no"
        for enum in device.iterfind("enum"):
            values = (
                frozenset(str(value.text) for value in enum.iterfind("value")) if supported else frozenset()
            )
            found.append((f"{device.tag} {enum.get('name')}", values))
    return found
