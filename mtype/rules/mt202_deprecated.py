"""Is the machine type still there, but on its way out?"""

from __future__ import annotations

from collections.abc import Iterator

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
    deprecation and removal; a distribution may skip several QEMU releases at once.

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
        message = f"{definition.machine_type} is deprecated at {context.label}"
        if kind is None:
            message += ": it still starts, but will be removed one day"
        else:
            forecast = context.removal(kind, arch)
            end = ending(forecast, context.today) if forecast else "will be removed one day"
            advice, suggestion = lift(context, kind, arch)
            message += f"{_since(context, kind)}: it still starts, but {end}{advice}"
        yield self.finding(definition, message, suggestion=suggestion, target=context.label)


def _since(context: Context, kind: MachineType) -> str:
    if kind.deprecated:
        return f" (since {qemu_versions(kind.deprecated)})"
    release = context.target.release
    if release is None:
        return ""
    line = context.catalogue.line(release.line)
    marking = [r.id for r, names in zip(line.releases, line.deprecated, strict=True) if kind.name in names]
    return f" (since {marking[0]})" if marking else ""
