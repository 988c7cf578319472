"""Did a rule crash?"""

from __future__ import annotations

from mtype.model.severity import Severity
from mtype.rules.base import DocumentRule


class InternalError(DocumentRule):
    """
    ## What it finds
    A mistake in this program: a rule stopped with an error of its own while it looked at a definition.

    ## Why it matters
    The rule gave no answer for this definition, so nobody knows whether the guest is well. All other rules
    were run and their findings stand.

    ## Example
    No definition is meant to cause it. If one of yours does, the message names the rule and its error.

    ## What to do
    Report it together with the definition, or with as much of it as you may show. Until it is mended,
    `--ignore` with the id of the rule that crashed keeps the rest of the report usable.

    ## References
    - Rules and their ids: `virt-machine-type list rules`
    """

    id = "MT000"
    name = "internal-error"
    severity = Severity.ERROR
    since = "0.1.0"
