"""Has an update brought a newer increment of this machine type?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.catalogue.successor import superseding_increment
from mtype.model.definition import Definition
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.model.status import Status
from mtype.rules.base import Context, Rule


class SupersededIncrement(Rule):
    """
    ## What it finds
    A machine type of which the target offers a newer increment, such as `pc-q35-noble-v2` for
    `pc-q35-noble`.

    ## Why it matters
    An update of the same release added the increment because the first one could not be changed under
    running guests: it corrects a default or brings a feature. New guests get it; this one does not.

    ## Example
    For `--for ubuntu:noble`:

    ```xml
    <domain type='kvm'>
      <name>nas</name>
      <os>
        <type arch='x86_64' machine='pc-q35-noble'>hvm</type>
      </os>
    </domain>
    ```

    ## What to do
    Nothing has to be done. To have the correction, lift the guest while it is shut off; make sure that
    every host it may be migrated to has the update that brought the increment.

    ## References
    - Ubuntu wiki, QemuKVMMigration, on increments: <https://wiki.ubuntu.com/QemuKVMMigration>
    - The increment of 24.04: <https://launchpad.net/bugs/2131822>
    """

    id = "MT205"
    name = "superseded-increment"
    severity = Severity.INFO
    since = "0.1.0"
    about_type = True

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding if there is a newer increment; a deprecated type has graver news (MT202), and saved
        memory cannot have another type."""
        if definition.carrier.is_saved:
            return
        judged = context.judge(definition)
        kind, arch = judged.kind, context.arch(definition)
        if judged.status is not Status.SUPPORTED or kind is None:
            return
        key = "increment", kind.vendor, kind.name, arch
        newer = context.once(key, lambda: superseding_increment(context.target, kind, arch))
        if newer is None:
            return
        yield self.finding(
            definition,
            f"{kind.name} has a newer increment at {context.label}: an update brought {newer.name}, which "
            "new guests get; lift it when it is shut off anyway",
            suggestion=newer.name,
            target=context.label,
        )
