"""Is there any machine type of this name?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.catalogue.lookup import Catalogue
from mtype.model.definition import Definition
from mtype.model.finding import Finding
from mtype.model.name import parse_type_name
from mtype.model.severity import Severity
from mtype.model.status import Status
from mtype.model.version import parse_version
from mtype.rules.advice import default_type
from mtype.rules.base import Context, Rule
from mtype.rules.known import stands_for, wrong_arches
from mtype.rules.words import quoted


class UnknownMachineType(Rule):
    """
    ## What it finds
    A machine type that neither the target nor the catalogue knows: a slip of the pen, an alias that the
    target does not have, a type newer than the catalogue, or an empty attribute.

    ## Why it matters
    libvirt refuses to define such a guest, and a guest that is already defined does not start:
    "does not support machine type". An empty attribute is worse than none: libvirt's schema forbids it,
    libvirt 9 takes the host's default instead.

    ## Example
    For `--for debian:13`:

    ```xml
    <domain type='kvm'>
      <name>nas</name>
      <os>
        <type arch='x86_64' machine='pc-q35-9.22'>hvm</type>
      </os>
    </domain>
    ```

    ## What to do
    Write the name that was meant; the finding suggests the nearest one. If the name is right, your
    emulator may be newer than the catalogue: ask it with `--emulator`, or describe a private build with
    `--catalogue`.

    ## References
    - libvirt, Domain XML format, "BIOS bootloader": <https://libvirt.org/formatdomain.html#bios-bootloader>
    """

    id = "MT101"
    name = "unknown-machine-type"
    severity = Severity.ERROR
    since = "0.1.0"
    about_type = True

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding if nothing at all is known by this name."""
        name, arch = definition.machine_type, context.arch(definition)
        if name is None:
            return
        if not name.strip():
            message, suggestion = _blank(name), default_type(context, arch)
        else:
            judged = context.judge(definition)
            if judged.status is not Status.UNKNOWN or judged.unsure or context.target.offer(arch) is None:
                return
            if wrong_arches(context, definition, judged):
                return
            message, suggestion = _unknown(name, context, arch)
        yield self.finding(definition, message, suggestion=suggestion, target=context.label)


def _blank(name: str) -> str:
    if name:
        return "the machine attribute is blank: libvirt refuses the definition; write a machine type"
    return (
        "the machine attribute is empty: libvirt's schema forbids that, and libvirt 9 takes the default of "
        "the host without a word; write a machine type"
    )


def _unknown(name: str, context: Context, arch: str) -> tuple[str, str | None]:
    alias = stands_for(context, name, arch)
    if alias is not None:
        better = context.successor(alias, arch)
        own = better.name if better and better.vendor == alias.vendor else None
        return f"{name} is an alias that {context.label} does not have: the guest will not start", own
    newest = _newest_qemu(context.catalogue)
    if _later_than(name, newest):
        return (
            f"{name} is not known: it looks newer than this catalogue, which knows QEMU up to {newest}; "
            "update the catalogue, or ask a real emulator with --emulator"
        ), None
    near = context.nearest_name(name, arch)
    hint = f"; did you mean {near}?" if near else ""
    return f"no machine type is called {quoted(name)}: the guest will not start{hint}", near


def _newest_qemu(catalogue: Catalogue) -> str:
    return catalogue.line("qemu").releases[-1].version


def _later_than(name: str, newest: str) -> bool:
    """Whether `name` is formed like an upstream type of a QEMU later than `newest`."""
    parsed = parse_type_name(name)
    if parsed is None:
        return False
    try:
        made = parse_version(parsed.revision)
    except ValueError:
        return False
    return made[:2] > parse_version(newest)[:2]
