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

    `default` is None where the source does not tell (libvirt never does).
    """

    name: str
    alias_of: str | None = None
    default: bool | None = False
    deprecated: bool = False
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """The machine types of one emulator.

    `arch` is QEMU's name for what it emulates, None where the source does not tell. `complete` is False
    for a source that names only some of its types. `emulator` is the path of the binary, on whatever host
    that was; `version` is QEMU's.
    """

    arch: str | None
    machines: tuple[ListedMachine, ...]
    complete: bool = True
    emulator: str | None = None
    version: str | None = None

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
    known = one.default or other.default
    unknown = None in (one.default, other.default)
    return replace(
        one,
        default=True if known else None if unknown else False,
        deprecated=one.deprecated or other.deprecated,
        description=one.description or other.description,
    )


def shown(text: str, limit: int = 60) -> str:
    """A text from elsewhere, fit for a message: short, on one line, without control characters."""
    return repr(text if len(text) <= limit else text[:limit] + "…")


def version_text(major: object, minor: object, micro: object) -> str | None:
    """QEMU's version as it is written, None unless all three are numbers."""
    parts = major, minor, micro
    return ".".join(str(part) for part in parts) if all(type(part) is int for part in parts) else None
