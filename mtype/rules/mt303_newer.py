"""Did the machine type exist when the target was made?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.catalogue.offer import offer_of_release
from mtype.model.definition import Definition
from mtype.model.finding import Finding
from mtype.model.machine_type import MachineType
from mtype.model.release import Release
from mtype.model.severity import Severity
from mtype.model.status import Status
from mtype.rules.advice import name_newest
from mtype.rules.base import Context, Rule
from mtype.rules.words import no_emulator, qemu_versions


class NewerThanTarget(Rule):
    """
    ## What it finds
    A machine type that came after the target: its emulator is too old to know it, or the target is older
    than the emulator for that arch.

    ## Why it matters
    The guest does not start on the target. It cannot be migrated there either: both sides of a migration
    must have its type.

    ## Example
    For `--for debian:12`:

    ```xml
    <domain type='kvm'>
      <name>nas</name>
      <os>
        <type arch='x86_64' machine='pc-q35-10.0'>hvm</type>
      </os>
    </domain>
    ```

    ## What to do
    Upgrade the host to the release that the message names. If the guest has to run on older hosts too,
    define it with the suggested type, the newest that the target has: that is a step back which its
    system must put up with, so try it on a copy.

    ## References
    - Why live migration from newer to older fails: <https://www.qemu.org/docs/master/devel/migration/compatibility.html>
    """

    id = "MT303"
    name = "newer-than-target"
    severity = Severity.ERROR
    since = "0.1.0"
    about_type = True

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding if the type came after the target."""
        judged, arch = context.judge(definition), context.arch(definition)
        if judged.status is not Status.NEWER or judged.kind is None:
            return
        kind = judged.kind
        if not judged.shipped:
            lacks = no_emulator(context.target, arch)
            message = f"{kind.name} is too new: {lacks}, so the guest will not start there"
            yield self.finding(definition, message, target=context.label)
            return
        newest = context.successor(kind, arch)
        if newest is not None and context.catalogue.compare(newest, kind) is None:
            newest = None  # another vendor's: that would be more than a step back
        advice, suggestion = name_newest("there", None if definition.carrier.is_saved else newest)
        yield self.finding(
            definition,
            f"{kind.name} is newer than {context.label}{_came_with(context, kind, arch)}: the guest will "
            f"not start{advice}",
            suggestion=suggestion,
            target=context.label,
        )


def _came_with(context: Context, kind: MachineType, arch: str) -> str:
    told = [f"it came with {qemu_versions(kind.introduced)}"] if kind.introduced else []
    release = context.target.release
    if release is not None:
        key = "first", kind.vendor, kind.name, arch
        first = context.once(key, lambda: _first_with(context, kind, release, arch))
        told += [f"{first.id} is the first to have it"] if first else []
    return f" ({', '.join(told)})" if told else ""


def _first_with(context: Context, kind: MachineType, release: Release, arch: str) -> Release | None:
    for later in context.catalogue.line(release.line).releases[release.place + 1 :]:
        offer = offer_of_release(context.catalogue, later, arch)
        if offer is not None and kind.name in offer.by_name:
            return later
    return None
