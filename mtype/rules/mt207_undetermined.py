"""Can the catalogue tell whether the target has this machine type?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.model.definition import Definition
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.model.status import Status
from mtype.rules.base import Context, Rule
from mtype.rules.known import wrong_arches

_ASK = "ask a real emulator with --emulator or --capabilities"


class UndeterminedMachineType(Rule):
    """
    ## What it finds
    A machine type of which it is not known whether the target offers it: the list of that release was
    never published, its QEMU version is not known exactly, the target's source names only some of its types,
    or nothing is known of the arch. (Where it is known that the target has no emulator for the arch, other
    rules say so.)

    ## Why it matters
    What is not known is not fine. The guest may start or may not, and only a real emulator can tell.

    ## Example
    For `--for ubuntu:lunar`:

    ```xml
    <domain type='kvm'>
      <name>nas</name>
      <os>
        <type arch='x86_64' machine='pc-q35-jammy-maxcpus'>hvm</type>
      </os>
    </domain>
    ```

    ## What to do
    Ask the emulator of the host: `--emulator /usr/bin/qemu-system-x86_64`, or capture
    `virsh capabilities` there and give it with `--capabilities`. If you have such a list of a public
    release, the catalogue would like to have it.

    ## References
    - libvirt, Capabilities: <https://libvirt.org/formatcaps.html>
    """

    id = "MT207"
    name = "undetermined-machine-type"
    severity = Severity.ERROR
    since = "0.1.0"
    about_type = True

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding if the catalogue has no answer for this type, or none for this arch."""
        judged, arch = context.judge(definition), context.arch(definition)
        name = (definition.machine_type or "").strip()
        if (
            not name
            or not judged.shipped
            or judged.status is not Status.UNKNOWN
            or wrong_arches(context, definition, judged)
        ):
            return
        offer = context.target.offer(arch)
        if offer is None:
            message = (
                f"nothing is known of {arch} at {context.label}, so whether the guest starts is not known"
            )
        elif not judged.unsure:
            return
        elif not offer.complete:
            message = f"{context.target.source} names only some machine types, and {name} is none of them"
        else:
            message = f"it is not known whether {context.label} offers {name}"
        yield self.finding(definition, f"{message}: {_ASK}", target=context.label)
