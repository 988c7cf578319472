"""Is the machine type one of the guest's arch?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.catalogue.target import Judgement
from mtype.model.definition import Definition
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.model.status import Status
from mtype.rules.base import Context, Rule
from mtype.rules.known import wrong_arches
from mtype.rules.words import no_emulator


class MachineTypeOfAnotherArch(Rule):
    """
    ## What it finds
    A machine type that exists, but not for the arch of this guest; or a guest of an arch that the target
    ships no emulator for. Where an earlier or a later release of the target's line ships one, removed or
    newer-than-target tell so.

    ## Why it matters
    The emulator of the guest's arch has no such type, or is not there: libvirt refuses the definition with
    "does not support machine type" or "No emulator found for arch".

    ## Example
    For `--for debian:13`:

    ```xml
    <domain type='kvm'>
      <name>nas</name>
      <os>
        <type arch='x86_64' machine='virt-8.2'>hvm</type>
      </os>
    </domain>
    ```

    ## What to do
    One of the two is wrong: correct `arch` or correct `machine`. If the definition was made from that of
    another arch, its devices need a look as well. Where both are right, the guest needs another host.

    ## References
    - libvirt, Domain XML format, "BIOS bootloader": <https://libvirt.org/formatdomain.html#bios-bootloader>
    """

    id = "MT104"
    name = "machine-type-of-another-arch"
    severity = Severity.ERROR
    since = "0.1.0"
    about_type = True

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding if only other arches have the type; a suggestion if the board exists on this one."""
        judged = context.judge(definition)
        arches = wrong_arches(context, definition, judged)
        name, arch = definition.machine_type or "", context.arch(definition)
        if not arches:
            if _needs_another_host(definition, context, judged):
                message = f"this guest is {arch} and will not start: {no_emulator(context.target, arch)}"
                yield self.finding(definition, message, target=context.label)
            return
        known = context.catalogue.named(name)
        better = context.successor(known[0], arch) if known else None
        yield self.finding(
            definition,
            f"{name} is a machine type of {', '.join(arches)}; this guest is {arch} and will not start: "
            "correct the arch or the machine type",
            suggestion=better.name if better else None,
            target=context.label,
        )


def _needs_another_host(definition: Definition, context: Context, judged: Judgement) -> bool:
    """Whether there is no emulator for the guest's arch, and no graver news of its type."""
    if definition.machine_type is None:  # libvirt takes the host's arch where none is given
        return definition.arch is not None and context.target.ships(context.arch(definition)) is False
    named = definition.machine_type.strip() != ""
    return named and judged.status is Status.UNKNOWN and not judged.shipped
