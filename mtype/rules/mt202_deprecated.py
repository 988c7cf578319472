"""Is the machine type still there, but on its way out?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.catalogue.deprecation import first_marking, marks_as_qemu_does
from mtype.model.definition import Definition
from mtype.model.finding import Finding
from mtype.model.machine_type import MachineType
from mtype.model.severity import Severity
from mtype.model.status import Status
from mtype.rules.advice import lift
from mtype.rules.base import Context, Rule
from mtype.rules.words import ending, qemu_versions


class DeprecatedMachineType(Rule):
    """
    ## What it finds
    A machine type that the target still offers and marks as deprecated.

    ## Why it matters
    A deprecated type is kept so that saved guests and incoming migrations still work; a later release
    deletes it, and the guest will not start there. libvirt defines such a guest without a word and
    mentions the deprecation only while it runs.

    ## Example
    For `--for debian:13`:

    ```xml
    <domain type='kvm'>
      <name>nas</name>
      <os>
        <type arch='x86_64' machine='pc-q35-6.2'>hvm</type>
      </os>
    </domain>
    ```

    ## What to do
    Lift the guest to the suggested type at the next planned shutdown. QEMU gives three years between
    deprecation and removal; a distribution may skip several QEMU releases at once. "May be deprecated" is
    said where it is not known exactly which QEMU the target ships.

    ## References
    - QEMU, Deprecated features, "System emulator machines": <https://www.qemu.org/docs/master/about/deprecated.html>
    """

    id = "MT202"
    name = "deprecated-machine-type"
    severity = Severity.WARNING
    since = "0.1.0"
    about_type = True

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding if the target marks the type as deprecated."""
        judged = context.judge(definition)
        if judged.status is not Status.DEPRECATED:
            return
        kind, arch, suggestion = judged.kind, context.arch(definition), None
        sure = judged.offered is None or judged.offered.deprecated is not None
        message = f"{definition.machine_type} {'is' if sure else 'may be'} deprecated at {context.label}"
        if kind is None:
            message += ": it still starts, but will be removed one day"
        else:
            forecast = context.removal(kind, arch)
            end = ending(forecast, context.today) if forecast else "will be removed one day"
            advice, suggestion = lift(context, definition, kind, arch)
            message += f"{_since(context, kind)}: it still starts, but {end}{advice}"
        yield self.finding(definition, message, suggestion=suggestion, target=context.label)


def _since(context: Context, kind: MachineType) -> str:
    release = context.target.release
    line = context.catalogue.line(release.line) if release is not None else None
    if kind.deprecated and (release is None or line is None or marks_as_qemu_does(kind, release, line)):
        return f" (since {qemu_versions(kind.deprecated)})"
    marking = first_marking(kind, line) if line is not None else None
    return f" (since {marking.id})" if marking else ""
