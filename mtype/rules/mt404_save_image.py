"""Can what was saved be resumed at the target?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.model.definition import Carrier, Definition
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.rules.base import Context, Rule
from mtype.rules.known import not_offered

_SAVED = {
    Carrier.SAVE_IMAGE: ("save image cannot be restored", "restore it"),
    Carrier.MANAGED_SAVE: ("managed save cannot be resumed, so the guest will not start", "start the guest"),
}


class SaveImageNotRestorable(Rule):
    """
    ## What it finds
    A save image (`virsh save`), a managed save, or the file in which a snapshot keeps its memory, whose
    machine type the target does not offer.

    ## Why it matters
    The memory of a running guest fits only the machine that it was saved from. Where no emulator offers that
    machine any more, what was in the memory is lost: unlike a definition, a save image cannot be lifted.

    ## Example
    `virt-machine-type check --for debian:13 web.save` of a save image:

    ```text
    debian:13 does not offer pc-i440fx-2.0: this save image cannot be restored there; restore it and shut it
    down where the type is still offered
    ```

    ## What to do
    Resume the guest on a host that still offers the type, before that host is upgraded, and shut it down
    from inside. If the memory is worth nothing, `virsh managedsave-remove GUEST` or deleting the image gives
    it up; the disks stay as they are.

    ## References
    - virsh(1), `save` and `restore`: <https://libvirt.org/manpages/virsh.html#save>
    - QEMU, Migration compatibility: <https://www.qemu.org/docs/master/devel/migration/compatibility.html>
    """

    id = "MT404"
    name = "save-image-not-restorable"
    severity = Severity.ERROR
    since = "0.1.0"

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding on a saved memory whose type the target lacks."""
        if definition.carrier not in _SAVED or not not_offered(context, definition):
            return
        what, how = _SAVED[definition.carrier]
        yield self.finding(
            definition,
            f"{context.label} does not offer {definition.machine_type}: this {what} there; {how} and shut it "
            "down where the type is still offered",
            target=context.label,
        )
