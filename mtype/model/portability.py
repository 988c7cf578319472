"""What in a definition, besides its machine type, decides whether its guest can go to another host?"""

from __future__ import annotations

from typing import NamedTuple


class HostDevice(NamedTuple):
    """A device of the host that a guest was given.

    `kind` is libvirt's word for it: `pci`, `usb`, `scsi`, `scsi_host` or `mdev`, what a `<hostdev>` of the
    mode capabilities names (`storage`, `misc`, `net`), `interface`, `vdpa` or `nvme`; `name` is what its
    owner calls it. `unplugged` is whether QEMU unplugs it for a migration (`<teaming type='transient'>`),
    `variant` whether it has a driver of its own in place of vfio-pci, which may be able to save its state.
    """

    kind: str
    name: str
    unplugged: bool = False
    variant: bool = False


class Portability(NamedTuple):
    """What a definition asks of its host.

    `cpu` is the mode of the CPU (`host-passthrough`, `host-model`, `custom`, …), None where none is written;
    `cpu_model` the named model; `fixed_clock` is whether it counts at a rate that nobody has written down
    (`invtsc` without a frequency). `host_devices` are devices of the host that it was given,
    `transient_disks` disks that forget, `local_disks` images in files or on devices of the host, `mounted`
    and `virtiofs` folders of the host, by what shares them, `shared_memory` regions that do not move and
    `copied_memory` those that do, each by a name that its owner knows. `features` are the values that
    libvirt's domcapabilities enumerate: (what, value). `too_many` is whether it has more of all this than is
    looked at.
    """

    cpu: str | None = None
    cpu_model: str | None = None
    fixed_clock: bool = False
    host_devices: tuple[HostDevice, ...] = ()
    transient_disks: tuple[str, ...] = ()
    local_disks: tuple[str, ...] = ()
    mounted: tuple[str, ...] = ()
    virtiofs: tuple[str, ...] = ()
    shared_memory: tuple[str, ...] = ()
    copied_memory: tuple[str, ...] = ()
    features: tuple[tuple[str, str], ...] = ()
    too_many: bool = False


class Circumstances(NamedTuple):
    """What is known besides of a guest that is to go.

    `emulator` is the path that its definition names; `emulator_there` whether it is at the destination, None
    where nobody knows, `asked` whether that host said so itself, and `destination` how it is called.
    `snapshots` is how many the source's libvirt keeps of the guest, `libvirt` the version of that, None where
    it is not known.
    """

    destination: str
    emulator: str | None = None
    emulator_there: bool | None = None
    asked: bool = False
    snapshots: int = 0
    libvirt: str | None = None


class HostAbilities(NamedTuple):
    """What a host's domcapabilities say of one emulator: `cpu_modes` are supported; `cpu_models` maps a named
    model to whether it is usable there; `features` maps what can have values (`disk bus`) to those values, of
    what the host enumerates at all."""

    cpu_modes: frozenset[str]
    cpu_models: dict[str, bool]
    features: dict[str, frozenset[str]]
