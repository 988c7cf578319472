"""Is the release that the machine type was made for still supported?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mtype.catalogue.lookup import Catalogue
from mtype.model.definition import Definition
from mtype.model.finding import Finding
from mtype.model.machine_type import MachineType
from mtype.model.release import Release
from mtype.model.severity import Severity
from mtype.model.status import Status
from mtype.rules.advice import lift
from mtype.rules.base import Context, Rule


class VendorSupportEnded(Rule):
    """
    ## What it finds
    A vendor's own machine type, still offered, that was made for a release whose support has ended.
    Extended support that comes with the release counts; support that is sold apart does not.

    ## Why it matters
    A vendor keeps the types of a supported release so that its guests can be taken along. Once that
    release is out of support the type is dropped from one of the next releases, often with others of its
    age, and the guest will not start there.

    ## Example
    For `--for ubuntu:noble`:

    ```xml
    <domain type='kvm'>
      <name>nas</name>
      <os>
        <type arch='x86_64' machine='pc-q35-yakkety'>hvm</type>
      </os>
    </domain>
    ```

    ## What to do
    Lift the guest to the suggested type at the next planned shutdown.

    ## References
    - Ubuntu wiki, QemuKVMMigration: <https://wiki.ubuntu.com/QemuKVMMigration>
    - Ubuntu releases and their support: <https://wiki.ubuntu.com/Releases>
    """

    id = "MT204"
    name = "vendor-support-ended"
    severity = Severity.WARNING
    since = "0.1.0"
    about_type = True

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding if the type is offered and its release is out of support today."""
        judged = context.judge(definition)
        if judged.status not in (Status.SUPPORTED, Status.DEPRECATED) or judged.kind is None:
            return
        kind, arch = judged.kind, context.arch(definition)
        made = context.once(("made for", kind.vendor, kind.name), lambda: _made_for(context.catalogue, kind))
        if made is None or made[1] >= context.today:
            return
        release, ended = made
        advice, suggestion = lift(context, definition, kind, arch)
        yield self.finding(
            definition,
            f"{kind.name} was made for {release.id}, whose support ended on {ended}: "
            f"{context.catalogue.vendors[kind.vendor].name} may drop such types from a later release{advice}",
            suggestion=suggestion,
            target=context.label,
        )


def _made_for(catalogue: Catalogue, kind: MachineType) -> tuple[Release, date] | None:
    """The release the type is named after, and the end of its support; None where either is unknown."""
    if kind.release is None:
        return None
    for key in catalogue.line_names:
        line = catalogue.line(key)
        for release in line.releases if line.vendor == kind.vendor else ():
            ends = release.support.ends
            if ends is not None and kind.release in (release.version, release.codename):
                return release, ends
    return None
