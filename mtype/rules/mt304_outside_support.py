"""Does the vendor's support statement name this machine type?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.catalogue.offer import newest_type
from mtype.model.definition import Definition
from mtype.model.finding import Finding
from mtype.model.machine_type import MachineType
from mtype.model.severity import Severity
from mtype.model.status import Status
from mtype.rules.advice import name_newest
from mtype.rules.base import Context, Rule


class TypeOutsideSupportList(Rule):
    """
    ## What it finds
    A machine type that the target offers, while its vendor has published which types it supports there and
    this one is not among them.

    ## Why it matters
    The guest starts and runs. But whoever calls the vendor with a fault of it may be told to use a supported
    type first, and migrations to and from other types are not tested.

    ## Example
    For `--for sles:15.4`:

    ```xml
    <domain type='kvm'>
      <name>nas</name>
      <os>
        <type arch='x86_64' machine='pc-q35-5.1'>hvm</type>
      </os>
    </domain>
    ```

    ## What to do
    Lift the guest to the suggested type, the newest of the list, at a planned shutdown. If nobody means to
    ask the vendor, allow type-outside-support-list.

    ## References
    - SUSE, Virtualization Guide: <https://documentation.suse.com/sles/15-SP4/html/SLES-all/cha-virt-support.html>
    - The lists of SUSE's package, `supported.*.txt`: <https://github.com/openSUSE/qemu-rpm>
    """

    id = "MT304"
    name = "type-outside-support-list"
    severity = Severity.INFO
    since = "0.1.0"
    about_type = True

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding if the type is offered and the vendor's list has others of this arch only."""
        judged, arch, release = context.judge(definition), context.arch(definition), context.target.release
        kind = judged.kind
        if judged.status not in (Status.SUPPORTED, Status.DEPRECATED) or kind is None or release is None:
            return
        listed = [
            found for name in release.supports if (found := context.catalogue.find(name, arch)) is not None
        ]
        if not listed or kind in listed:
            return
        newest = None if definition.carrier.is_saved else _newest(context, kind, listed, arch)
        advice, suggestion = name_newest("that it names", newest)
        yield self.finding(
            definition,
            f"{kind.name} is not among the machine types that the support statement for {context.label} "
            f"names{advice}",
            suggestion=suggestion,
            target=context.label,
        )


def _newest(context: Context, kind: MachineType, listed: list[MachineType], arch: str) -> MachineType | None:
    """The newest listed type of the same board and variant that is offered and not older than `kind`."""
    offer = context.target.offer(arch)
    offered = [one for one in listed if offer and one.name in offer.by_name]
    newest = newest_type(context.catalogue, offered, kind.board, kind.vendor, kind.variants)
    order = context.catalogue.compare(newest, kind) if newest is not None else None
    return newest if order is not None and order > 0 else None
