"""Does a managed save hold another machine type than the guest's definition?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.model.definition import Carrier, Definition
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.rules.base import Context, Rule
from mtype.rules.known import other_than_persistent


class ManagedSavePinsType(Rule):
    """
    ## What it finds
    A guest on a host, or in a copy of its folders, whose managed save holds another machine type than its
    persistent definition.

    ## Why it matters
    The next start does not boot the guest: it resumes the saved memory on the machine that was saved. libvirt
    accepts a new machine type in the definition while there is a managed save, without a word, so whoever
    changed it believes that the guest has it. It gets it at the first start after that one.

    ## Example
    `virt-machine-type check --connect qemu:///system` of a guest that was lifted while it was saved, or
    `virt-machine-type check /etc/libvirt /var/lib/libvirt`:

    ```text
    the managed save holds 'pc-q35-5.2' and the definition says 'pc-q35-7.2': the next start resumes
    'pc-q35-5.2'
    ```

    ## What to do
    Start the guest, which resumes it, and shut it down from inside: it starts with the type of its definition
    from then on. Or give up what was saved with `virsh managedsave-remove GUEST`, which is like pulling the
    plug.

    ## References
    - libvirt, `virDomainManagedSave`: <https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainManagedSave>
    - virsh(1), `managedsave-remove`: <https://libvirt.org/manpages/virsh.html#managedsave-remove>
    """

    id = "MT401"
    name = "managed-save-pins-type"
    severity = Severity.WARNING
    since = "0.1.0"

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding on a managed save of another type."""
        if types := other_than_persistent(definition, Carrier.MANAGED_SAVE):
            saved, persistent = types
            yield self.finding(
                definition,
                f"the managed save holds {saved} and the definition says {persistent}: the next start "
                f"resumes {saved}",
            )
