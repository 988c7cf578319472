"""Which object of libvirt is an XML text that is no domain?"""

from __future__ import annotations

# Root elements that libvirt reads or writes, with what libvirt's documentation calls the object.
_DEVICES = (
    "audio channel console controller crypto disk filesystem graphics hostdev hub input iommu lease "
    "memballoon memory nvram panic parallel pstore redirdev redirfilter rng serial shmem smartcard sound "
    "tpm video vsock watchdog"
)
OTHER_OBJECTS = {
    "backupStatus": "backup job",
    "capabilities": "capabilities report",
    "cpu": "CPU model",
    "cpus": "CPU map",
    "device": "node device",
    "domainCapabilities": "domain capabilities report",
    "domainbackup": "backup job",
    "filter": "network filter",
    "filterbinding": "network filter binding",
    "filterbindingstatus": "network filter binding",
    "interface": "interface",
    "network": "network",
    "networkport": "network port",
    "networkportstatus": "network port",
    "networkstatus": "network",
    "pool": "storage pool",
    "poolstate": "storage pool",
    "qemuCaps": "cache of an emulator's capabilities",
    "secret": "secret",
    "sources": "list of storage pool sources",
    "storagepoolCapabilities": "storage pool capabilities report",
    "sysinfo": "system information report",
    "volume": "storage volume",
    **dict.fromkeys(_DEVICES.split(), "device"),
}
