"""What does the catalogue know of each release, and how well? The page docs/reference/coverage.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mtype.catalogue.facts import Line
from mtype.catalogue.gaps import EXACT, INFERRED, UNKNOWN, grade, missing_facts
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.offer import offer_of_release
from mtype.model.machine_type import MachineType
from mtype.model.release import Release

Unread = frozenset[tuple[str, str]]
_HEAD = """\
# Coverage

What the catalogue knows, release by release. Made from the data: nothing here is typed by hand.

How well it is known which machine types a release offers:

- **exact**: its QEMU version is known, and the list of its own types, if it has any, was read whole;
- **inferred**: a list was not read but follows from those before and after it, or only bounds of the QEMU
  version are known;
- **unknown**: nothing is known of the QEMU version that its types follow from, or of its own types.

*Open* counts the types, over all arches, of which the catalogue cannot say whether the release has them: a
list was not read, a build option is not known, or a board came and went between two versions that were looked
at. Asked for one of them, the program answers *unknown*, never "fine".

*Evidence* is how the list of types is known (of QEMU itself, its date);
[data/README.md](../../data/README.md) explains the words. `virt-machine-type catalogue show --gaps LINE`
names everything that is missing, and `virt-machine-type catalogue show RELEASE` the sources of a release.
"""
_SUMS = (EXACT, INFERRED, UNKNOWN, "open")
_COLUMNS = (
    "release", "known", "QEMU", "libvirt", "own types", "open", "evidence", "released", "support ends",
    "not known",
)  # fmt: skip
# What is missing of a release, in a word for the last column; other columns tell the rest.
_WORDS = {
    "arches": "arches",
    "qemu": "QEMU",
    "own": "own types",
    "builds": "build options",
    "released": "date",
    "support": "support",
    "libvirt": "libvirt",
}


def coverage_page(catalogue: Catalogue, unread: Unread) -> str:
    """The page. `unread` are the releases whose list of own types has not been read."""
    lines = [catalogue.line(key) for key in catalogue.line_names]
    parts = [_HEAD, *_summary(catalogue, lines, unread), "", *_upstream(catalogue)]
    for line in lines:
        parts += ["", *_section(catalogue, line, unread)]
    return "\n".join(parts) + "\n"


def _summary(catalogue: Catalogue, lines: list[Line], unread: Unread) -> Iterator[str]:
    yield f"| line | releases | {' | '.join(_SUMS)} |"
    yield "|---|" + "---:|" * (len(_SUMS) + 1)
    total: Counter[str] = Counter()
    for line in lines:
        sums = Counter(grade(line, release, unread) for release in line.releases)
        sums["open"] = sum(_open(catalogue, release) for release in line.releases)
        sums["releases"] = len(line.releases)
        yield _row(f"[{line.name}](#{_anchor(line)})", *(sums[word] for word in ("releases", *_SUMS)))
        total += sums
    yield _row("**all**", *(f"**{total[word]}**" for word in ("releases", *_SUMS)))


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _anchor(line: Line) -> str:
    """As GitHub makes it of the heading."""
    heading = f"{line.name} ({line.key})".lower()
    return "".join(char for char in heading.replace(" ", "-") if char.isalnum() or char == "-")


def _upstream(catalogue: Catalogue) -> Iterator[str]:
    yield "## Machine types of QEMU itself\n"
    yield "Some changes are known by a bound only: they lie between two versions that were looked at.\n"
    yield "| arch | versioned types | of these by a bound | boards without versions | of these by a bound |"
    yield "|---|" + "---:|" * 4
    for arch in catalogue.line("qemu").releases[-1].arches:
        kinds = [kind for kind in catalogue.types_on(arch) if kind.vendor == "upstream"]
        cells: list[int] = []
        for versioned in (True, False):
            chosen = [kind for kind in kinds if kind.versioned is versioned]
            cells += [len(chosen), sum(map(_bounded, chosen))]
        yield _row(arch, *cells)


def _bounded(kind: MachineType) -> bool:
    bounds = (kind.introduced, kind.deprecated, kind.removed)
    return any(bound is not None and not bound.exact for bound in bounds)


def _section(catalogue: Catalogue, line: Line, unread: Unread) -> Iterator[str]:
    usual = Counter(release.arches for release in line.releases).most_common(1)[0][0]
    carried = f", with the types of {', '.join(line.carries)}" if line.carries else ""
    arches = ", ".join(usual) or "not known"
    yield f"## {line.name} ({line.key})\n"
    yield f"Types of {line.vendor}{carried}. Arches, where the table has no others: {arches}.\n"
    yield _row(*_COLUMNS)
    yield "|---" * len(_COLUMNS) + "|"
    for release in line.releases:
        others = f" ({', '.join(release.arches)})" if release.arches not in (usual, ()) else ""
        missing = [_WORDS[word] for word in missing_facts(line, release, unread) if word in _WORDS]
        yield _row(
            f"{_name(release)}{others}",
            grade(line, release, unread),
            release.qemu or " to ".join(release.qemu_range or ()),
            release.libvirt or "",
            _own(line, release, unread),
            _open(catalogue, release) or "",
            release.evidence,
            release.released or "",
            release.support.ends or "",
            ", ".join(missing),
        )


def _open(catalogue: Catalogue, release: Release) -> int:
    offers = [offer_of_release(catalogue, release, arch) for arch in release.arches]
    return sum(len(offer.unsure) for offer in offers if offer is not None)


def _name(release: Release) -> str:
    other = release.version if release.word == release.codename else release.codename
    return f"{release.word} {other}" if other and other != release.word else release.word


def _own(line: Line, release: Release, unread: Unread) -> str:
    if line.vendor == "upstream":
        return "—"
    read = (line.key, release.version) not in unread
    if not release.own and not release.unsure:
        return "none" if read else "not read"
    parts = [(len(release.own), "read" if read else "inferred"), (len(release.unsure), "maybe")]
    return ", ".join(f"{number} {word}" for number, word in parts if number)
