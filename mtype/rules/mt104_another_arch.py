"""Is the machine type one of the guest's arch?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.model.definition import Definition
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.rules.base import Context, Rule
from mtype.rules.known import wrong_arches


class MachineTypeOfAnotherArch(Rule):
    """
    ## What it finds
    A machine type that exists, but not for the arch of this guest.

    ## Why it matters
    The emulator of the guest's arch has no such type: libvirt refuses the definition with "does not support
    machine type".

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
    another arch, its devices need a look as well.

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
        if not arches:
            return
        name, arch = definition.machine_type or "", context.arch(definition)
        known = context.catalogue.named(name)
        better = context.successor(known[0], arch) if known else None
        yield self.finding(
            definition,
            f"{name} is a machine type of {', '.join(arches)}; this guest is {arch} and will not start: "
            "correct the arch or the machine type",
            suggestion=better.name if better else None,
            target=context.label,
        )
