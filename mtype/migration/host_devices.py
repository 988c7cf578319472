"""What becomes of a device of the host when its guest goes to another one?"""

from __future__ import annotations

from mtype.migration.way import Kind, Reason, Verdict
from mtype.model.portability import HostDevice

_LIBVIRT = "https://libvirt.org/migration.html"
_TEAMING = "https://libvirt.org/formatdomain.html#teaming-a-virtio-hostdev-nic-pair"
_NEWS = "https://libvirt.org/news.html"
# qemuMigrationSrcIsAllowedHostdev: USB devices go, PCI devices with <teaming type='transient'> go, nothing
# else does, unless QEMU itself can be asked and knows of nothing against it; qemuMigrationSrcIsSafe: NVMe.
_ALLOWED = "https://gitlab.com/libvirt/libvirt/-/blob/master/src/qemu/qemu_migration.c"


def host_device(device: HostDevice, kind: Kind) -> tuple[Verdict, Reason]:
    """What is said of one device that a guest was given."""
    if kind is Kind.STOPPED:
        text = "there must be one like it at the same address"
        return _said(Verdict.UNSUPPORTED, device, text, _LIBVIRT)
    if device.unplugged:
        if kind is Kind.LIVE:
            text = "it is unplugged for the migration (teaming), and there must be one like it there"
            return _said(Verdict.SUPPORTED, device, text, _TEAMING)
        return _said(Verdict.UNSUPPORTED, device, "its teaming is made for migrations", _TEAMING)
    match device.kind:
        case "usb":
            text = "libvirt lets the guest go, the device stays; there should be one like it there"
            return _said(Verdict.UNSUPPORTED, device, text, _ALLOWED)
        case "nvme":
            text = (
                "libvirt refuses it as unsafe without --copy-storage-all, and one must be at that address"
                if kind is Kind.LIVE
                else "there must be one with the same data at the same address"
            )
            return _said(Verdict.UNSUPPORTED, device, text, _ALLOWED)
        case "scsi" | "vdpa":
            text = "libvirt refuses it unless its QEMU knows of nothing against it, and it must be there too"
            return _said(Verdict.UNSUPPORTED, device, text, _ALLOWED)
    if device.variant or device.kind == "mdev":
        # News of 9.7 (VFIO variant drivers) and 11.0 (vGPUs).
        return _said(Verdict.UNSUPPORTED, device, "its state goes only if its driver can save it", _NEWS)
    return _said(Verdict.IMPOSSIBLE, device, "its state cannot be saved: detach it first", _ALLOWED)


def _said(verdict: Verdict, device: HostDevice, text: str, source: str) -> tuple[Verdict, Reason]:
    return verdict, Reason("MT504", f"{device.name} is a device of its host: {text}", (source,))
