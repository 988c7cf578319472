"""What is the outcome of holding the catalogue against a real emulator?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from mtype.model.exit_code import ExitCode
from mtype.model.machine_type import MachineType
from mtype.model.release import Release


class Told(NamedTuple):
    """Who listed the types of one arch. `by` says in whose words (`libvirt`), `leaves_out` which names those
    never mention, `unmarked` of which types they do not say whether they are deprecated; `emulators` are
    paths, `versions` what QEMU called itself, each empty where not told."""

    by: str
    leaves_out: frozenset[str] = frozenset()
    unmarked: frozenset[str] = frozenset()
    emulators: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()


class Name(NamedTuple):
    """A name that only one side has; `kind` is what the catalogue knows of it, None if nothing."""

    name: str
    kind: MachineType | None
    alias_of: tuple[str, ...] = ()


class Difference(NamedTuple):
    """Both sides speak of it and do not agree. `what` is `version`, `arch`, `kind`, `alias`, `default` or
    `deprecated`; `name` is None for the first two and the default, which are about the emulator."""

    name: str | None
    what: str
    catalogue: str
    emulator: str


class Settled(NamedTuple):
    """What the catalogue does not know and the emulator tells; `what` as in Difference, or `type`. `because`
    says why the catalogue does not know it, where it says so."""

    name: str | None
    what: str
    emulator: str
    because: str = ""


class NotCompared(NamedTuple):
    """What the source cannot tell, and why not."""

    what: str
    why: str


@dataclass(slots=True)
class Comparison:
    """One arch. `compared` says in words what was; everything else is empty where the two agree."""

    compared: list[str] = field(default_factory=list)
    not_compared: list[NotCompared] = field(default_factory=list)
    missing: list[Name] = field(default_factory=list)
    extra: list[Name] = field(default_factory=list)
    different: list[Difference] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)

    @property
    def differences(self) -> int:
        """How many there are; what is settled is none."""
        return len(self.missing) + len(self.extra) + len(self.different)


class Verified(NamedTuple):
    """The comparison of one arch, and who was asked."""

    arch: str
    told: Told
    comparison: Comparison


class Unanswered(NamedTuple):
    """An emulator that could not be asked, and why."""

    emulator: str
    reason: str


class Verification(NamedTuple):
    """All arches that a release was held against. `catalogue` says what was, `source` against what."""

    release: Release
    catalogue: str
    source: str
    arches: tuple[Verified, ...]
    unanswered: tuple[Unanswered, ...] = ()

    @property
    def not_asked(self) -> tuple[str, ...]:
        """The arches that the release ships and nobody was asked about."""
        asked = {one.arch for one in self.arches}
        return tuple(arch for arch in self.release.arches if arch not in asked)

    @property
    def exit_code(self) -> ExitCode:
        """A difference is worth less than not to know: 3 wins over 1."""
        if self.unanswered or not self.arches:
            return ExitCode.INCOMPLETE
        different = any(one.comparison.differences for one in self.arches)
        return ExitCode.FINDINGS if different else ExitCode.CLEAN
