"""What in a definition, besides its machine type, decides whether its guest can go to another host?"""

from __future__ import annotations

from typing import NamedTuple


class Portability(NamedTuple):
    """What a definition asks of its host.

    `cpu` is the mode of the CPU (`host-passthrough`, `host-model`, `custom`, …), None where none is written;
    `cpu_model` the named model. `host_devices` are devices of the host that it was given, `transient_disks`
    disks that forget, `local_disks` images in files or on devices of the host, `mounted` folders of the host,
    and `shared_memory` regions, each by a name that its owner knows. `features` are the values that libvirt's
    domcapabilities enumerate: (what, value).
    """

    cpu: str | None = None
    cpu_model: str | None = None
    host_devices: tuple[str, ...] = ()
    transient_disks: tuple[str, ...] = ()
    local_disks: tuple[str, ...] = ()
    mounted: tuple[str, ...] = ()
    shared_memory: tuple[str, ...] = ()
    features: tuple[tuple[str, str], ...] = ()


class HostAbilities(NamedTuple):
    """What a host's domcapabilities say of one emulator: `cpu_modes` are supported; `cpu_models` maps a named
    model to whether it is usable there; `features` maps what can have values (`disk bus`) to those values, of
    what the host enumerates at all."""

    cpu_modes: frozenset[str]
    cpu_models: dict[str, bool]
    features: dict[str, frozenset[str]]
