"""What can a host do, by its domcapabilities?"""

from __future__ import annotations

from typing import Any

from mtype.definitions.tree import parse
from mtype.hosts.connection import Connection, failed
from mtype.model.errors import HostError
from mtype.model.portability import HostAbilities


def ask_abilities(
    connection: Connection, emulator: str | None, arch: str | None, domain_type: str | None
) -> HostAbilities:
    """Ask the host what `emulator`, or its own one for `arch`, can do for a guest of `domain_type` (libvirt's
    words).

    Raises HostError where it does not say, as where it has no such emulator.
    """
    try:
        text = connection.handle.getDomainCapabilities(emulator, arch, None, domain_type)
    except connection.api.libvirtError as error:
        raise failed(
            f"{connection.uri} does not tell what {emulator or 'its emulator'} can do there", error
        ) from error
    return read_abilities(text)


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
