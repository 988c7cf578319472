"""What was the host of a guest at the time of a backup?"""

from __future__ import annotations

from typing import Any

from mtype.definitions.tree import parse


def versions_of(host: Any) -> dict[str, str]:
    """Versions of libvirt and of its default emulator, and the name of the host; only what it tells."""
    handle, api = host.connection.handle, host.connection.api
    asked = {
        "libvirt": lambda: _dotted(handle.getLibVersion()),
        "emulator": lambda: _dotted(handle.getVersion()),
        "host": handle.getHostname,
    }
    found = {}
    for name, ask in asked.items():
        try:
            found[name] = str(ask())
        except api.libvirtError:
            continue  # a backup without it is still a backup
    return found


def capabilities_of(host: Any, definition: str) -> str | None:
    """What libvirt said of the emulator of `definition` (domcapabilities); None where it says nothing."""
    root = parse(definition)
    kind = root.find("os/type")
    try:
        return str(
            host.connection.handle.getDomainCapabilities(
                root.findtext("devices/emulator"),
                None if kind is None else kind.get("arch"),
                None if kind is None else kind.get("machine"),
                root.get("type"),
            )
        )
    except host.connection.api.libvirtError:
        return None


def _dotted(number: int) -> str:
    """libvirt: 1,000,000 * major + 1,000 * minor + release."""
    return f"{number // 1_000_000}.{number // 1000 % 1000}.{number % 1000}"
