"""What did a real emulator list as its machine types, whoever asked it and in whatever words?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

# Names are printed to terminals and written into definitions, and a listing may come from anywhere: a name
# that no QEMU has is refused here, once, rather than escaped everywhere.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,127}")
ARCH = re.compile(r"[a-z][a-z0-9_]{0,31}")


class ListingError(ValueError):
    """Something is no listing of machine types. The text goes on where the name of the source left off:
    "is empty", "holds the reply to another command"."""


@dataclass(frozen=True, slots=True)
class ListedMachine:
    """One name of a listing. An alias is an entry of its own, with `alias_of` set to what it stands for.

    `default` and `deprecated` are None where the source does not tell: libvirt never names a default, and
    what is older than the mark "deprecated" leaves it out everywhere.
    """

    name: str
    alias_of: str | None = None
    default: bool | None = False
    deprecated: bool | None = False
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """The machine types of one emulator.

    `arch` is QEMU's name for what it emulates, None where the source does not tell. `complete` is False
    for a source that names only some of its types. `emulator` is the path of the binary, on whatever host
    that was; `version` is QEMU's. `told_by` says in whose words it is, and `leaves_out` names what those
    words never mention.

    `cross_checked` is whether the emulator was asked in two ways, of which `told_by` names one: then every
    machine here is in both of its lists, and `disagreements` names what is not. A listing with
    disagreements is never complete.
    """

    arch: str | None
    machines: tuple[ListedMachine, ...]
    complete: bool = True
    emulator: str | None = None
    version: str | None = None
    told_by: str = "the listing"
    leaves_out: frozenset[str] = frozenset()
    cross_checked: bool = False
    disagreements: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Every name it lists, aliases too."""
        return frozenset(machine.name for machine in self.machines)


def merged(machines: Iterable[ListedMachine]) -> tuple[ListedMachine, ...]:
    """`machines` with each pair of name and target once, in order of appearance.

    Ubuntu 24.04 prints `q35` twice. Two *targets* of one alias stay apart (`powernv` of 10.0). Raises
    ListingError where a name is none, or there is no name at all.
    """
    once: dict[tuple[str, str | None], ListedMachine] = {}
    for machine in machines:
        for name in (machine.name, machine.alias_of):
            if name is not None and not NAME.fullmatch(name):
                raise ListingError(f"names a machine type that cannot be one: {shown(name)}")
        key = machine.name, machine.alias_of
        once[key] = _joined(once[key], machine) if key in once else machine
    if not once:
        raise ListingError("names no machine type")
    return tuple(once.values())


def _joined(one: ListedMachine, other: ListedMachine) -> ListedMachine:
    """Two entries of one name: what either says counts, "not known" weighs more than "no"."""
    return replace(
        one,
        default=_either(one.default, other.default),
        deprecated=_either(one.deprecated, other.deprecated),
        description=one.description or other.description,
    )


def _either(one: bool | None, other: bool | None) -> bool | None:
    if one or other:
        return True
    return None if None in (one, other) else False


def shown(text: str, limit: int = 60) -> str:
    """A text from elsewhere, fit for a message: short, on one line, without control characters."""
    return repr(text if len(text) <= limit else text[:limit] + "…")


def version_text(major: object, minor: object, micro: object) -> str | None:
    """QEMU's version as it is written, None unless all three are numbers."""
    parts = major, minor, micro
    sound = all(isinstance(part, int) and part is not True and part >= 0 for part in parts)
    return ".".join(str(part) for part in parts) if sound else None
