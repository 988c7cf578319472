"""Does a comment that suppresses findings say which, and why?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtype.model.definition import Definition
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.rules.base import Context, Rule

# Users' own rules are MT9xx: they are not in the tuple.
_USERS = re.compile(r"MT9[0-9]{0,2}")


class VoidSuppression(Rule):
    """
    ## What it finds
    A comment `virt-machine-type: ignore` that gives no reason, or that names a rule which does not exist.

    ## Why it matters
    It suppresses nothing, although whoever wrote it believes so. A reason is asked for because the comment
    will outlive the memory of why it was written.

    ## Example
    For `--for debian:13`:

    ```xml
    <!-- virt-machine-type: ignore MT202 -->
    <domain type='kvm'>
      <name>nas</name>
      <os>
        <type arch='x86_64' machine='pc-q35-10.0'>hvm</type>
      </os>
    </domain>
    ```

    ## What to do
    Write `<!-- virt-machine-type: ignore MT202: lifted with the host in May -->`: the ids, or groups such
    as `MT2`, then a colon and the reason. `virt-machine-type list rules` shows all ids.

    ## References
    - Rules and their ids: `virt-machine-type list rules`
    """

    id = "MT606"
    name = "void-suppression"
    severity = Severity.WARNING
    since = "0.1.0"

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding for each suppression without a reason, one for each with rules that do not exist."""
        from mtype.rules import RULES  # this file is imported from there

        for suppression in definition.suppressions:
            named = ", ".join(suppression.rules)
            if not suppression.reason.strip():
                message = f"the suppression of {named or 'nothing'} gives no reason, so it has no effect"
                message += ": write why after a colon"
                yield self.finding(definition, message, at=suppression.at)
            strange = [entry for entry in suppression.rules if not _exists(entry, RULES)]
            if strange or not suppression.rules:
                what = (
                    f"no rule is called {', '.join(strange)}" if strange else "this suppression names no rule"
                )
                message = f"{what}, so nothing is suppressed by it: `virt-machine-type list rules` shows all"
                yield self.finding(definition, message, at=suppression.at)


def _exists(entry: str, rules: tuple[type[Rule], ...]) -> bool:
    """Whether `entry` is a rule, or a group (`MT3`) that has rules."""
    if _USERS.fullmatch(entry):
        return True
    return any(entry in (rule.id, rule.id[:3]) for rule in rules)
