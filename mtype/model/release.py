"""What is a release: of QEMU, or of a distribution that ships one?"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Support(NamedTuple):
    """The days on which support ends, each None where there is none or it is not known."""

    standard: date | None = None
    extended: date | None = None
    legacy: date | None = None

    @property
    def ends(self) -> date | None:
        """The end of the support that comes with the release: extended if there is one, else standard.

        Legacy support is sold apart, so it does not count.
        """
        return self.extended or self.standard


class Update(NamedTuple):
    """An SRU or point release inside a release that added machine types (increments)."""

    package: str | None
    date: date | None
    adds: tuple[str, ...]


class Release(NamedTuple):
    """One release of one line.

    `line` is `ubuntu`, `qemu`, …; `version` is `24.04`; `codename` is `noble` or None; `place` is its place
    in the line, oldest first. `pocket` is set for `backports` and the like, which nobody upgrades into.
    `qemu` is the QEMU version it ships (x.y or x.y.z), None where it is not known exactly; `qemu_range` the
    first and last version that it may be, where only such bounds are known. `arches` are those it ships an
    emulator for; none at all means that nothing is known. `own` are the vendor's own types it offers for
    certain, `unsure` types that it may offer, of the vendor or upstream. `aliases` are exceptions to the
    derived ones. `without` and `also` are upstream types that it lacks or has against its QEMU version.
    `builds` are the build options of its emulators (`xen`), None where unknown. `supports` are the types
    that the vendor's support statement names, none where there is no such statement. `evidence` says how
    `own` is known.
    """

    line: str
    version: str
    place: int
    codename: str | None = None
    pocket: str | None = None
    lts: bool = False
    released: date | None = None
    support: Support = Support()
    qemu: str | None = None
    package: str | None = None
    libvirt: str | None = None
    arches: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    without: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    builds: tuple[str, ...] | None = None
    updates: tuple[Update, ...] = ()
    evidence: str = "unknown"
    sources: tuple[str, ...] = ()
    note: str | None = None
    qemu_range: tuple[str, str] | None = None
    supports: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """How it is written on the command line: `ubuntu:noble`, `debian:13`, `qemu:9.2`."""
        return f"{self.line}:{self.word}"

    @property
    def word(self) -> str:
        """The word its users call it by: the codename on Ubuntu, the number elsewhere."""
        return self.codename if self.codename and self.line == "ubuntu" else self.version
