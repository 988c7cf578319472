"""Is the machine type an alias that points elsewhere after an upgrade?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.model.definition import Definition
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.model.status import Status
from mtype.rules.base import Context, Rule


class FloatingAlias(Rule):
    """
    ## What it finds
    An alias such as `pc`, `q35`, `virt` or `ubuntu` where a versioned machine type should stand.

    ## Why it matters
    An alias points at the newest type of its board, so every new release of the host's QEMU gives the
    guest other virtual hardware when it is defined again. Windows may ask for activation, network cards
    may change their names, and a guest saved or migrated under the old type cannot be matched with it.

    ## Example
    For `--for debian:13`:

    ```xml
    <domain type='kvm'>
      <name>nas</name>
      <os>
        <type arch='x86_64' machine='q35'>hvm</type>
      </os>
    </domain>
    ```

    ## What to do
    Write the suggested type, which is what the alias points at on the target. Where guests of a template
    are meant to be new each time, allow floating-alias for that file.

    ## References
    - Fedora, KVM stable guest ABI: <https://fedoraproject.org/wiki/Features/KVM_Stable_Guest_ABI>
    - Forklift stopped writing the floating `q35`: <https://github.com/kubev2v/forklift/pull/1291>
    """

    id = "MT103"
    name = "floating-alias"
    severity = Severity.WARNING
    since = "0.1.0"
    about_type = True

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding if the target has this name as an alias."""
        judged = context.judge(definition)
        if judged.status is not Status.FLOATING or judged.offered is None:
            return
        name, offer = judged.offered.name, context.target.offer(context.arch(definition))
        targets = [e.alias_of for e in offer.entries if e.name == name and e.alias_of] if offer else []
        gone = ", which is deprecated there" if judged.offered.deprecated else ""
        yield self.finding(
            definition,
            f"{name} is an alias: at {context.label} it stands for {' or '.join(targets)}{gone}, and after "
            "an upgrade for another type, so the guest's hardware changes unasked; write a versioned type",
            suggestion=targets[0] if len(targets) == 1 else None,
            target=context.label,
        )
