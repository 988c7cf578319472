"""Is there a type of the target's own vendor that it supports, where upstream's stands?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.model.definition import Definition
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.model.status import Status
from mtype.rules.advice import own_instead
from mtype.rules.base import Context, Rule


class UpstreamTypeOnVendor(Rule):
    """
    ## What it finds
    A machine type of upstream QEMU on a target whose vendor says that it supports its own types only, and
    has one for the same board.

    ## Why it matters
    The guest starts and runs. But the vendor's updates look after its own types: an increment that
    corrects a fault, and the promise that a guest can be migrated to the next releases, come to those.

    ## Example
    For `--for ubuntu:noble`:

    ```xml
    <domain type='kvm'>
      <name>nas</name>
      <os>
        <type arch='x86_64' machine='pc-q35-8.2'>hvm</type>
      </os>
    </domain>
    ```

    ## What to do
    If the guest is to stay with this vendor, lift it to the suggested type at a planned shutdown. If it
    has to run elsewhere as well, keep it and allow upstream-type-on-vendor.

    ## References
    - Ubuntu wiki, QemuKVMMigration: <https://wiki.ubuntu.com/QemuKVMMigration>
    """

    id = "MT302"
    name = "upstream-type-on-vendor"
    severity = Severity.INFO
    since = "0.1.0"
    about_type = True

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding if the target's own vendor would rather have one of its own types here."""
        if definition.carrier.is_saved:
            return  # it cannot have another
        judged, arch = context.judge(definition), context.arch(definition)
        kind = judged.kind
        if judged.status not in (Status.SUPPORTED, Status.DEPRECATED) or kind is None:
            return
        better = own_instead(context, kind, arch)
        if better is None:
            return
        promise = context.catalogue.vendors[better.vendor].own_types_only or ""
        yield self.finding(
            definition,
            f"{kind.name} is a machine type of {context.catalogue.vendors['upstream'].name}: "
            f"{promise.rstrip('.')}; the newest of its own is {better.name}",
            suggestion=better.name,
            target=context.label,
        )
