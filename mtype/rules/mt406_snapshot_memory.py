"""Is the memory of a snapshot where the snapshot says that it is?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.model.definition import Definition
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.rules.base import Context, Rule


class SnapshotMemoryUnusable(Rule):
    """
    ## What it finds
    A snapshot in the folders of a host that says it holds the memory of the running guest, while that memory
    is not there or cannot be loaded: no disk image of it has a snapshot of that name with memory, or its file
    is gone, was not written to its end, is no save image, or was saved from another machine type. It is found
    only where that is certain: an image that is not here, or not a readable qcow2 image, says nothing.

    ## Why it matters
    The snapshot looks like one that can be reverted to, and `virsh snapshot-list` shows it as `running`. The
    revert fails, and what was kept for an emergency is lost: an image was restored from a backup, converted
    or replaced, `qemu-img snapshot -d` was called, or a machine type was changed with an editor in the XML
    and not in the memory.

    ## Example
    `virt-machine-type check /etc/libvirt /var/lib/libvirt` of a guest whose image was put back:

    ```text
    a revert to this snapshot fails: /var/lib/libvirt/images/web.qcow2 holds no memory of that name
    ```

    ## What to do
    If the memory is worth something, put the image or the file back from a backup of the day of the snapshot.
    If not, `virsh snapshot-delete --metadata GUEST SNAPSHOT` takes the entry away and touches no image.

    ## References
    - libvirt, Snapshot XML, `memory`: <https://libvirt.org/formatsnapshot.html>
    - virsh(1), `snapshot-delete`: <https://libvirt.org/manpages/virsh.html#snapshot-delete>
    - QEMU, the qcow2 format, "Snapshots": <https://www.qemu.org/docs/master/interop/qcow2.html>
    """

    id = "MT406"
    name = "snapshot-memory-unusable"
    severity = Severity.WARNING
    since = "0.1.0"

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding on a snapshot whose memory is certain not to be loaded."""
        if definition.memory is not None and definition.memory.unusable is not None:
            yield self.finding(definition, f"a revert to this snapshot fails: {definition.memory.unusable}")
