"""Does the target still have this machine type?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.catalogue.presence import versions_of
from mtype.model.definition import Definition
from mtype.model.finding import Finding
from mtype.model.machine_type import MachineType
from mtype.model.release import Release
from mtype.model.severity import Severity
from mtype.model.status import Status
from mtype.rules.advice import lift
from mtype.rules.base import Context, Rule
from mtype.rules.words import no_emulator, qemu_versions


class RemovedMachineType(Rule):
    """
    ## What it finds
    A machine type that existed once and that the target no longer offers, or one of an arch that the target
    no longer ships an emulator for.

    ## Why it matters
    The guest does not start. libvirt loads its definition without a word and shows it as shut off; only
    the start fails, with "unsupported machine type".

    ## Example
    For `--for debian:13`:

    ```xml
    <domain type='kvm'>
      <name>nas</name>
      <os>
        <type arch='x86_64' machine='pc-i440fx-2.0'>hvm</type>
      </os>
    </domain>
    ```

    ## What to do
    Lift the guest to the suggested type while it is shut off, before the host is upgraded. The guest sees
    other virtual hardware afterwards, so take a backup of the definition and of the disks first. A guest
    of an arch without emulator needs a host of another release. What is saved of a guest cannot be lifted
    (MT404): resume it where the type is still offered, shut it down, and lift its definition.

    ## References
    - QEMU, Removed features: <https://www.qemu.org/docs/master/about/removed-features.html>
    - QEMU, Deprecated features, "System emulator machines": <https://www.qemu.org/docs/master/about/deprecated.html>
    """

    id = "MT201"
    name = "removed-machine-type"
    severity = Severity.ERROR
    since = "0.1.0"
    about_type = True

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding if the target has dropped the type."""
        judged = context.judge(definition)
        if judged.status is not Status.REMOVED or judged.kind is None:
            return
        kind, arch = judged.kind, context.arch(definition)
        if not judged.shipped:
            message = (
                f"{kind.name} is gone: {no_emulator(context.target, arch)}, so the guest will not start there"
            )
            yield self.finding(definition, message, target=context.label)
            return
        advice, suggestion = lift(context, definition, kind, arch)
        yield self.finding(
            definition,
            f"{kind.name} is gone from {context.label}{_when(context, kind)}: the guest will not "
            f"start{advice}",
            suggestion=suggestion,
            target=context.label,
        )


def _when(context: Context, kind: MachineType) -> str:
    """Who had it last; a removal in a QEMU later than the target's is not the reason, so it is not told."""
    release = context.target.release
    versions = versions_of(release) if release else None
    if kind.removed and (versions is None or kind.removed.reached(versions[0])):
        return f" (dropped by {qemu_versions(kind.removed)})"
    last = _last_with(context, kind, release) if release else None
    return f" (last known in {last.id})" if last else ""


def _last_with(context: Context, kind: MachineType, release: Release) -> Release | None:
    before = context.catalogue.line(release.line).releases[: release.place]
    return next((former for former in reversed(before) if kind.name in former.own), None)
