"""Does the target carry the vendor of this machine type?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.model.definition import Definition
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.model.status import Status
from mtype.rules.advice import NOT_LIFTED
from mtype.rules.base import Context, Rule
from mtype.rules.known import stands_for
from mtype.rules.words import no_emulator


class ForeignVendor(Rule):
    """
    ## What it finds
    A machine type, or an alias, of a vendor whose types the target does not carry: an Ubuntu type on
    Debian, a type of upstream QEMU on Red Hat Enterprise Linux.

    ## Why it matters
    The guest does not start there, however old or new the target is. A type of another vendor is other
    virtual hardware even where the names look alike, so a guest cannot be migrated live across vendors
    and its saved state cannot be restored.

    ## Example
    For `--for debian:13`:

    ```xml
    <domain type='kvm'>
      <name>nas</name>
      <os>
        <type arch='x86_64' machine='pc-q35-noble'>hvm</type>
      </os>
    </domain>
    ```

    ## What to do
    Shut the guest off, copy it, and lift it to the suggested type of the new vendor. Expect what a new
    mainboard would bring: new device addresses, perhaps a new activation.

    ## References
    - Ubuntu wiki, QemuKVMMigration: <https://wiki.ubuntu.com/QemuKVMMigration>
    - An Ubuntu type elsewhere: <https://github.com/oxidecomputer/helios-engvm/pull/33>
    """

    id = "MT301"
    name = "foreign-vendor"
    severity = Severity.ERROR
    since = "0.1.0"
    about_type = True

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding if the type is known, of a vendor that the target does not carry."""
        judged, arch = context.judge(definition), context.arch(definition)
        name = definition.machine_type
        if judged.status is not Status.FOREIGN or not name:
            return
        kind = judged.kind or stands_for(context, name, arch)
        vendor = kind.vendor if kind else context.catalogue.alias_names[name]
        vendors = context.catalogue.vendors
        carried = " and ".join(vendors[key].name for key in context.target.vendors(arch))
        has = (
            f"{context.label} has only those of {carried}"
            if carried
            else f"{context.label} has none of those"
        )
        better = context.successor(kind, arch) if kind else None
        advice = (
            f"; move it to {better.name} while it is shut off, for it changes the hardware"
            if better
            else ", and no type there can take its place"
        )
        if definition.carrier.is_saved:
            advice = f"; {NOT_LIFTED}"
        if not judged.shipped:
            has, advice = f"{has}, and {no_emulator(context.target, arch)}", ""
        yield self.finding(
            definition,
            f"{name} is {'a machine type' if judged.kind else 'an alias'} of {vendors[vendor].name}, and "
            f"{has}: the guest will not start{advice}",
            suggestion=better.name if better else None,
            target=context.label,
        )
