"""Is something known to be wrong with this machine type?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.quirks import wrong_with_qemu_of
from mtype.model.definition import Definition
from mtype.model.finding import Finding
from mtype.model.machine_type import Quirk
from mtype.model.severity import Severity
from mtype.model.status import Status
from mtype.rules.advice import lift
from mtype.rules.base import Context, Rule

_SHORT = 60


class KnownBroken(Rule):
    """
    ## What it finds
    A machine type that the target offers although something is known to be wrong with it, for instance
    one whose virtual hardware was changed after its release, or one of which a guest with a virtio disk
    does not boot with the QEMU of the target.

    ## Why it matters
    The promise of a machine type is that the guest sees the same hardware on every host. A broken one
    does not keep it: a migration between two hosts may fail, or the guest may find other devices after
    an upgrade. QEMU 10.0 still has the types up to 2.6, but with those its BIOS no longer boots from a
    virtio disk: a guest that runs goes on, and does not come back once it was shut down.

    ## Example
    For `--for ubuntu:noble`:

    ```xml
    <domain type='kvm'>
      <name>nas</name>
      <os>
        <type arch='x86_64' machine='pc-i440fx-wily'>hvm</type>
      </os>
    </domain>
    ```

    ## What to do
    Read the source that the message names, then lift the guest while it is shut off. Do not migrate it
    live to another release before.

    ## References
    - The wily type: <https://launchpad.net/bugs/1829868>
    - The trusty and utopic types: <https://launchpad.net/bugs/1641532>
    - Types up to 2.6 with QEMU 10.0: our own trial, `catalogue show own-old-virtio`
    """

    id = "MT206"
    name = "known-broken"
    severity = Severity.WARNING
    since = "0.1.0"

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding if the type is offered and has a known fault."""
        judged = context.judge(definition)
        if judged.status not in (Status.SUPPORTED, Status.DEPRECATED):
            return
        if judged.kind is None or judged.kind.quirk is None:
            return
        kind = judged.kind
        if not _concerns(judged.kind.quirk, definition, context):
            return
        advice, suggestion = lift(context, definition, kind, context.arch(definition))
        source = _source(context.catalogue, judged.kind.quirk)
        yield self.finding(
            definition,
            f"{kind.name} is known to be broken: {judged.kind.quirk.summary.rstrip('.')}{source}{advice}",
            suggestion=suggestion,
            target=context.label,
        )


def _concerns(quirk: Quirk, definition: Definition, context: Context) -> bool:
    if wrong_with_qemu_of(quirk, context.target.release) is not True:
        return False
    return quirk.boot_disk is None or definition.has_virtio_disk


def _source(catalogue: Catalogue, quirk: Quirk) -> str:
    """The first source in few words: what it is, or at least where."""
    for key in quirk.sources[:1]:
        source = catalogue.sources[key]
        for words in (source.get("text"), source.get("where")):
            if words and len(words) <= _SHORT:
                return f" ({words})"
    return ""
