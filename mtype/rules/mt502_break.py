"""Does a break in the line of releases lie on the way?"""

from __future__ import annotations

from mtype.model.severity import Severity
from mtype.rules.base import DocumentRule


class SavedStateBehindBreak(DocumentRule):
    """
    ## What it finds
    A running guest, a saved memory or a memory snapshot of a release from which a later one is known to take
    nothing, though both know the machine type. It is told by `check-migration`.

    ## Why it matters
    Breaks happen where a distribution changed what it built QEMU from. Fedora up to 17 shipped the fork
    qemu-kvm; patches let 18 to 20 load what it had saved, and 21 dropped them. What was saved on 17 is lost
    on 21, whatever its machine type.

    ## Example
    For `check-migration --from fedora:17 --to fedora:21`:

    ```xml
    <domain type='kvm'>
      <name>tickets</name>
      <os>
        <type arch='x86_64' machine='pc-1.0'>hvm</type>
      </os>
    </domain>
    ```

    ## What to do
    Load it on a release between the two, power the guest off there, lift it to a newer type, start it and
    save it anew. `--route` gives the steps.

    ## References
    - Fedora, guests of Fedora 17 cannot be migrated to Fedora 21:
      <https://fedoraproject.org/wiki/Virtualization>
    """

    id = "MT502"
    name = "saved-state-behind-break"
    severity = Severity.ERROR
    since = "0.1.0"
