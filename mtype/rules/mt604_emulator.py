"""Can the emulator that is named run a guest of this arch?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtype.model.arch import emulator_runs, qemu_arch
from mtype.model.definition import Definition
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.rules.base import Context, Rule

# qemu-system-x86_64-microvm is one of x86_64 too; qemu-kvm and wrappers do not say what they are.
_EMULATOR = re.compile(r"qemu-system-([a-z0-9_]+)(?:-[a-z0-9-]+)?(?:\.exe)?")
# The targets of QEMU (configs/targets/*-softmmu.mak, 5.2 to 11.1).
_ARCHES = frozenset(
    (
        "aarch64", "alpha", "arm", "avr", "cris", "hppa", "i386", "lm32", "loongarch64", "m68k", "microblaze",
        "microblazeel", "mips", "mips64", "mips64el", "mipsel", "moxie", "nios2", "or1k", "ppc", "ppc64",
        "riscv32", "riscv64", "rx", "s390x", "sh4", "sh4eb", "sparc", "sparc64", "tricore", "unicore32",
        "x86_64", "xtensa", "xtensaeb",
    )
)  # fmt: skip


class EmulatorOfAnotherArch(Rule):
    """
    ## What it finds
    A definition whose `<emulator>` is built for another arch than the one in `<type>`.

    ## Why it matters
    libvirt refuses it: "does not support arch". An emulator runs guests of its own arch, and some run the
    32-bit one besides: x86_64 runs i686, aarch64 runs armv7l, ppc64 runs ppc, never the other way round.

    ## Example
    For `--for debian:13`:

    ```xml
    <domain type='kvm'>
      <name>nas</name>
      <os>
        <type arch='x86_64' machine='pc-q35-10.0'>hvm</type>
      </os>
      <devices>
        <emulator>/usr/bin/qemu-system-aarch64</emulator>
      </devices>
    </domain>
    ```

    ## What to do
    Correct the path or the arch; or delete `<emulator>`, and libvirt finds the right one itself.

    ## References
    - libvirt, Domain XML format, "Devices": <https://libvirt.org/formatdomain.html#devices>
    """

    id = "MT604"
    name = "emulator-of-another-arch"
    severity = Severity.ERROR
    since = "0.1.0"

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding if both arches are told and the emulator cannot run the guest's."""
        if not definition.emulator or not definition.arch:
            return
        binary = definition.emulator.strip().rsplit("/", 1)[-1]
        match = _EMULATOR.fullmatch(binary)
        if match is None:
            return
        emulator, guest = qemu_arch(match[1]), qemu_arch(definition.arch)
        if emulator_runs(emulator, guest) or not {emulator, guest} <= _ARCHES:
            return
        yield self.finding(
            definition,
            f"{binary} cannot run a guest of {definition.arch}: libvirt refuses the definition; correct the "
            "emulator or the arch",
            at=definition.emulator_at,
        )
