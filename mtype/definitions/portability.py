"""What of a definition has to be the same at another host?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.definitions.asked import CPU_MODEL, Part
from mtype.definitions.draft import LONGEST_TEXT, Draft
from mtype.model.portability import HostDevice, Portability

# libvirt: formatdomaincaps.html; in which element of which device the value stands ("": in the device's
# own), and what enumerates it.
_ENUMERATED = {
    "disk": (("disk bus", "target", "bus"), ("disk device", "", "device")),
    "graphics": (("graphics type", "", "type"),),
    "video": (("video modelType", "model", "type"),),
    "rng": (("rng model", "", "model"),),
    "tpm": (("tpm model", "", "model"), ("tpm backendModel", "backend", "type")),
    "filesystem": (("filesystem driverType", "driver", "type"),),
    "channel": (("channel type", "", "type"),),
    "crypto": (("crypto model", "", "model"),),
}
_ADDRESS = ("domain", "bus", "device", "slot", "function", "uuid")
_USB = ("vendor", "product")
_LONGEST_NUMBER = 36  # a UUID
_LOCAL = ("file", "dev", "dir")
_NOTHING: dict[str, str] = {}


def portability(draft: Draft) -> Portability:
    """What the domain of `draft`, which was read to its end for this, asks of its host."""
    asked = draft.asked
    assert asked is not None
    by_element: dict[str, list[Part]] = {}
    for one in asked.devices:
        by_element.setdefault(one.element, []).append(one)
    disks, shared = by_element.get("disk", []), by_element.get("filesystem", [])
    memory = by_element.get("shmem", [])
    return Portability(
        cpu=_short(asked.cpu.get("mode")) if asked.cpu else None,
        cpu_model=draft.texts.get(CPU_MODEL) or None,
        fixed_clock=asked.invtsc and not asked.tsc_frequency,
        host_devices=tuple(_host_devices(by_element)),
        transient_disks=tuple(_named(disk) for disk in disks if "transient" in disk.inner),
        local_disks=tuple(path for disk in disks for path in _local(disk)),
        mounted=tuple(_tag(one) for one in shared if not _is_virtiofs(one)),
        virtiofs=tuple(_tag(one) for one in shared if _is_virtiofs(one)),
        shared_memory=tuple(_name(one) for one in memory if not _is_copied(one)),
        copied_memory=tuple(_name(one) for one in memory if _is_copied(one)),
        features=tuple(dict.fromkeys(_features(asked.devices))),
        too_many=asked.too_many,
    )


def _short(value: str | None) -> str | None:
    return value and value[:LONGEST_TEXT]


def _name(device: Part) -> str:
    return device.attributes.get("name", "")[:LONGEST_TEXT]


def _named(disk: Part) -> str:
    return disk.inner.get("target", _NOTHING).get("dev", "a disk")[:LONGEST_TEXT]


def _tag(shared: Part) -> str:
    return shared.inner.get("target", _NOTHING).get("dir", "")[:LONGEST_TEXT]


def _is_virtiofs(shared: Part) -> bool:
    return shared.inner.get("driver", _NOTHING).get("type") == "virtiofs"


def _is_copied(memory: Part) -> bool:
    """libvirt: qemuMigrationSrcIsAllowed; the old model `ivshmem` has no role."""
    legacy = memory.inner.get("model", _NOTHING).get("type") == "ivshmem"
    return memory.attributes.get("role") == "master" and not legacy


def _local(disk: Part) -> Iterator[str]:
    source = disk.inner.get("source", _NOTHING)
    kind = disk.attributes.get("type", "file")
    path = next((source[name] for name in _LOCAL if source.get(name)), None)
    if path and kind in ("file", "block", "dir"):
        yield path[:LONGEST_TEXT]
    elif kind == "volume" and source.get("volume"):
        yield f"{source['volume']} of the pool {source.get('pool', '')}"[:LONGEST_TEXT]


def _host_devices(by_element: dict[str, list[Part]]) -> Iterator[HostDevice]:
    for device in by_element.get("hostdev", ()):
        kind = device.attributes.get("type", "device")[:LONGEST_TEXT]
        yield _host_device(kind, f"{kind} {_address(device)}".strip(), device)
    for interface in by_element.get("interface", ()):
        kind = "vdpa" if interface.attributes["type"] == "vdpa" else "interface"
        mac = interface.inner.get("mac", _NOTHING).get("address", "")[:LONGEST_TEXT]
        yield _host_device(kind, f"{kind} {mac}".strip(), interface)
    for disk in by_element.get("disk", ()):
        if disk.attributes.get("type") == "nvme":
            yield HostDevice("nvme", f"the NVMe disk {_named(disk)} ({_address(disk)})")
        elif disk.attributes.get("type") == "vhostvdpa":
            yield HostDevice("vdpa", f"the vDPA disk {_named(disk)}")


def _host_device(kind: str, name: str, device: Part) -> HostDevice:
    unplugged = device.inner.get("teaming", _NOTHING).get("type") == "transient"
    driver = device.inner.get("driver", _NOTHING).get("model", "vfio-pci")
    return HostDevice(kind, name, unplugged, driver != "vfio-pci")


def _address(device: Part) -> str:
    """Where a device of the host is, or for USB which one it is, if that is written down."""
    address = device.inner.get("source address", _NOTHING)
    found = [address.get(name) for name in _ADDRESS]
    found = found if any(found) else [device.inner.get(name, _NOTHING).get("id") for name in _USB]
    return ":".join(value.removeprefix("0x")[:_LONGEST_NUMBER] for value in found if value)


def _features(devices: list[Part]) -> Iterator[tuple[str, str]]:
    for device in devices:
        for what, inner, attribute in _ENUMERATED.get(device.element, ()):
            where = device.inner.get(inner, _NOTHING) if inner else device.attributes
            value = where.get(attribute)
            if value:
                yield what, value[:LONGEST_TEXT]
