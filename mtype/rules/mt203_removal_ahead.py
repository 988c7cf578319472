"""Will the machine type be gone within the horizon?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.model.definition import Definition
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.model.status import Status
from mtype.rules.advice import lift
from mtype.rules.base import Context, Rule
from mtype.rules.words import ending


class RemovalAhead(Rule):
    """
    ## What it finds
    A machine type that the target offers and that a later release of the same line lacks, or will lack,
    within the time asked for with `--horizon`. Without `--horizon` the rule is silent.

    ## Why it matters
    The upgrade of the host to that release leaves the guest unable to start. The message says how sure
    this is: a fact is read in a release that is known; a forecast follows from the policy it names (QEMU's,
    or that of the distribution) and from the rhythm in which releases come. What has no day, for nobody can
    tell it, is reported whatever the horizon.

    ## Example
    For `--for ubuntu:noble` and `--horizon 2y`:

    ```xml
    <domain type='kvm'>
      <name>nas</name>
      <os>
        <type arch='x86_64' machine='pc-q35-xenial'>hvm</type>
      </os>
    </domain>
    ```

    ## What to do
    Lift the guest before the host is upgraded to the release that the message names.

    ## References
    - QEMU, Deprecated features, "System emulator machines": <https://www.qemu.org/docs/master/about/deprecated.html>
    - Proxmox VE, QEMU Machine Version Deprecation: <https://pve.proxmox.com/pve-docs/chapter-qm.html>
    - Ubuntu wiki, QemuKVMMigration, on the clean-up: <https://wiki.ubuntu.com/QemuKVMMigration>
    """

    id = "MT203"
    name = "removal-ahead"
    severity = Severity.WARNING
    since = "0.1.0"
    about_type = True

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding if the type is offered now and gone within the horizon."""
        judged = context.judge(definition)
        if context.horizon is None or judged.status not in (Status.SUPPORTED, Status.DEPRECATED):
            return
        if judged.kind is None:
            return
        kind, arch = judged.kind, context.arch(definition)
        forecast = context.removal(kind, arch)
        if forecast is None or (forecast.day is not None and forecast.day > context.horizon):
            return
        advice, suggestion = lift(context, definition, kind, arch)
        yield self.finding(
            definition,
            f"{kind.name} goes away: {ending(forecast, context.today)}{advice}",
            suggestion=suggestion,
            target=context.label,
        )
