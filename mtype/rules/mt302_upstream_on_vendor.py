"""Is there a type of the target's own vendor that it supports, where upstream's stands?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.catalogue.offer import newest_type
from mtype.model.definition import Definition
from mtype.model.finding import Finding
from mtype.model.machine_type import MachineType
from mtype.model.severity import Severity
from mtype.model.status import Status
from mtype.model.version import parse_version
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
        judged, arch = context.judge(definition), context.arch(definition)
        kind, own = judged.kind, context.own_vendor(arch)
        if judged.status not in (Status.SUPPORTED, Status.DEPRECATED) or kind is None or own is None:
            return
        if kind.vendor != "upstream" or own == "upstream" or not kind.versioned:
            return
        promise = context.catalogue.vendors[own].own_types_only
        if promise is None:
            return
        key = "own", own, kind.name, arch
        better = context.once(key, lambda: _newest_own(context, kind, own, arch))
        if better is None:
            return
        yield self.finding(
            definition,
            f"{kind.name} is a machine type of {context.catalogue.vendors['upstream'].name}: "
            f"{promise.rstrip('.')}; the newest of its own is {better.name}",
            suggestion=better.name,
            target=context.label,
        )


def _newest_own(context: Context, kind: MachineType, own: str, arch: str) -> MachineType | None:
    offer = context.target.offer(arch)
    kinds = [e.kind for e in offer.entries if e.kind and not e.alias_of and not e.deprecated] if offer else []
    newest = newest_type(context.catalogue, kinds, kind.board, own, kind.variants)
    if newest is None or newest.base is None or kind.introduced is None:
        return newest
    # pseries-2.12-sxxm is newer hardware than pseries-bionic-sxxm: never suggest to go down.
    return newest if parse_version(newest.base)[:2] >= kind.introduced.by[:2] else None
