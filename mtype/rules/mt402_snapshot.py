"""Would a revert to this snapshot leave a guest that does not start?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.model.definition import Carrier, Definition
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.rules.base import Context, Rule
from mtype.rules.known import not_offered


class SnapshotHoldsRemovedType(Rule):
    """
    ## What it finds
    A snapshot, in a file or on a host, whose machine type the target does not offer.

    ## Why it matters
    A revert puts the definition of the snapshot back, and with it the old machine type, without a word. If
    the snapshot holds no memory the revert succeeds, and the guest does not start afterwards; if it holds
    memory the revert fails. The guest itself may have been lifted long ago.

    ## Example
    For `--for debian:13` and `--select MT402`, as MT201 tells of the machine type too:

    ```xml
    <domainsnapshot>
      <name>before-the-upgrade</name>
      <domain type='kvm'>
        <name>nas</name>
        <os>
          <type arch='x86_64' machine='pc-i440fx-2.0'>hvm</type>
        </os>
      </domain>
    </domainsnapshot>
    ```

    ## What to do
    Delete the snapshot if nobody needs it any more. To keep what is on its disks, copy them out of it; or
    revert to it where its type is still offered, lift the guest there, and take a new snapshot.

    ## References
    - virsh(1), `snapshot-revert`: <https://libvirt.org/manpages/virsh.html#snapshot-revert>
    - libvirt, Snapshot XML: <https://libvirt.org/formatsnapshot.html>
    """

    id = "MT402"
    name = "snapshot-holds-removed-type"
    severity = Severity.WARNING
    since = "0.1.0"

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding on a snapshot whose type the target lacks."""
        if definition.carrier is not Carrier.SNAPSHOT:
            return
        if not not_offered(context, definition):
            return
        lacked = f"{definition.machine_type}, which {context.label} does not offer"
        if definition.memory is None:
            message = f"a revert to this snapshot puts back {lacked}: the guest will not start"
        else:
            message = f"a revert to this snapshot fails: it holds the memory of a guest of {lacked}"
        yield self.finding(definition, message, target=context.label)
