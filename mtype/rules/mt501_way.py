"""Does anybody support this way from one release to another?"""

from __future__ import annotations

from mtype.model.severity import Severity
from mtype.rules.base import DocumentRule


class MigrationNotSupported(DocumentRule):
    """
    ## What it finds
    A way from one host to another that a guest cannot go as it is, or that nobody supports: its machine type
    is not offered at both ends, the way is not one that the vendor supports, or it leads backward. It is
    told by `check-migration`.

    ## Why it matters
    A running guest, or its saved memory, can only be received by an emulator that knows its machine type, and
    that is not older than the one that sends: each device's state has a version, and a receiver takes older
    versions only. Some ways that nobody supports work today; nobody tests that they do after the next update.

    ## Example
    For `check-migration --from ubuntu:noble --to ubuntu:jammy`:

    ```xml
    <domain type='kvm'>
      <name>web</name>
      <os>
        <type arch='x86_64' machine='pc-q35-noble'>hvm</type>
      </os>
    </domain>
    ```

    ## What to do
    Follow the verdict: lift the guest to a type that both ends offer (`upgrade --to TYPE`), go by way of the
    releases that `--route` names, or move it stopped: only the definition and the disks go then, and no state
    has to fit.

    ## References
    - Ubuntu wiki, QemuKVMMigration: <https://wiki.ubuntu.com/QemuKVMMigration>
    - QEMU, Migration compatibility: <https://www.qemu.org/docs/master/devel/migration/compatibility.html>
    """

    id = "MT501"
    name = "migration-not-supported"
    severity = Severity.ERROR
    since = "0.1.0"
