"""Would a revert to this snapshot give the guest another machine type than it has now?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.model.definition import Carrier, Definition
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.rules.base import Context, Rule
from mtype.rules.known import not_offered, other_than_persistent


class SnapshotBringsTypeBack(Rule):
    """
    ## What it finds
    A snapshot of a guest, on a host or in a copy of its folders, that holds another machine type than the
    guest's persistent definition. What the target does not offer is told by MT402.

    ## Why it matters
    `virsh snapshot-revert` puts the definition of the snapshot in place of the guest's, and the old machine
    type with it, without a word. Whoever lifted the guest believes that it has the new one for good; after a
    revert it has the old one, and is found again when that is removed.

    ## Example
    `virt-machine-type check --connect qemu:///system` of a guest that was lifted after a snapshot, or
    `virt-machine-type check /etc/libvirt /var/lib/libvirt`:

    ```text
    a revert to this snapshot puts 'pc-q35-5.2' back, without a word: the definition says 'pc-q35-7.2'
    ```

    ## What to do
    Nothing, as long as nobody reverts. After a revert lift the guest again; it has to be shut down once if
    the snapshot holds its memory. Delete snapshots that nobody needs any more.

    ## References
    - virsh(1), `snapshot-revert`: <https://libvirt.org/manpages/virsh.html#snapshot-revert>
    - libvirt, Snapshot XML: <https://libvirt.org/formatsnapshot.html>
    """

    id = "MT405"
    name = "snapshot-brings-type-back"
    severity = Severity.INFO
    since = "0.1.0"

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding on a snapshot of another type that the target offers, or that is not known."""
        types = other_than_persistent(definition, Carrier.SNAPSHOT)
        if types and not not_offered(context, definition):
            held, persistent = types
            yield self.finding(
                definition,
                f"a revert to this snapshot puts {held} back, without a word: the definition says "
                f"{persistent}",
            )
