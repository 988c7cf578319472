"""Does the guest hold something of its host?"""

from __future__ import annotations

from mtype.model.severity import Severity
from mtype.rules.base import DocumentRule


class BoundToItsHost(DocumentRule):
    """
    ## What it finds
    Something besides the machine type that stands in the way of a migration: a device of the host, a
    transient disk, a mounted folder, shared memory, the host's own CPU, images on the host's own disks, an
    emulator where the other host has none, snapshots; and with `--to URI` what the other host says it cannot
    do. It is told by `check-migration`.

    ## Why it matters
    Both ends have to be started the same way: the same devices, the same images at the same paths, a CPU with
    the same features. libvirt refuses some of it, and only in the middle of the migration; other things
    work until the guest uses what is no longer there.

    ## Example
    For `check-migration --from debian:12 --to debian:13`:

    ```xml
    <domain type='kvm'>
      <name>lab</name>
      <os>
        <type arch='x86_64' machine='pc-q35-7.2'>hvm</type>
      </os>
      <devices>
        <disk type='file' device='disk'>
          <source file='/srv/lab.qcow2'/>
          <target dev='vda' bus='virtio'/>
          <transient/>
        </disk>
      </devices>
    </domain>
    ```

    ## What to do
    Detach the device, name a CPU model that both hosts have, put the images on shared storage, or move the
    guest stopped.

    ## References
    - KVM, Migration: <https://www.linux-kvm.org/page/Migration>
    - libvirt, Guest migration: <https://libvirt.org/migration.html>
    """

    id = "MT504"
    name = "bound-to-its-host"
    severity = Severity.ERROR
    since = "0.1.0"
