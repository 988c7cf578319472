"""How is a difference between the catalogue and an emulator said in one line?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.catalogue.verify_values import Comparison, Difference, Name, NotCompared, Settled, Verification
from mtype.model.machine_type import MachineType
from mtype.model.release import Release
from mtype.model.version import parse_version
from mtype.reports.summary import counted
from mtype.rules.words import qemu_versions


def name_words(entry: Name, release: Release) -> str:
    """A name that only one side has, with what the catalogue knows of it."""
    if entry.alias_of:
        return f"{entry.name} (alias of {', '.join(entry.alias_of)})"
    return f"{entry.name} ({_known(entry.kind, release)})"


def _known(kind: MachineType | None, release: Release) -> str:
    if kind is None:
        return "the catalogue does not know it"
    if kind.introduced is None:
        return f"own type of {kind.vendor}"
    version = parse_version(release.qemu) if release.qemu else None
    gone = kind.removed is not None and version is not None and kind.removed.reached(version) is not False
    until = f", gone with {qemu_versions(kind.removed)}" if kind.removed is not None and gone else ""
    return f"came with {qemu_versions(kind.introduced)}{until}"


def difference_words(difference: Difference, release: Release) -> str:
    """What either side says."""
    name, what, mine, theirs = difference
    if what == "version":
        return (
            f"{mine} in the catalogue, {theirs} here: most likely another package than that of {release.id}"
        )
    if what == "arch":
        return f"{release.id} {mine} for this arch, says the catalogue; this one {theirs}"
    if what == "deprecated":
        here, there = ("here", "in the catalogue") if theirs == "yes" else ("in the catalogue", "here")
        return f"{name}: deprecated {here}, not {there}"
    subject = {"alias": f"alias {name}", "default": "default"}.get(what, name)
    return f"{subject}: {mine} in the catalogue, {theirs} here"


def settled_words(settled: list[Settled]) -> Iterator[str]:
    """What the listing settles; names of which the same is said stand together."""
    together: dict[tuple[str, str, str], list[str]] = {}
    for name, what, said, because in settled:
        together.setdefault((what, said, because), []).append(name or "")
    for (what, said, because), names in together.items():
        if what == "type":
            yield f"{said}: {', '.join(names)}{f' ({because})' if because else ''}"
        elif what == "alias":
            yield f"alias {', '.join(names)} {said}"
        elif what == "deprecated":
            yield f"{'deprecated' if said == 'yes' else 'not deprecated'}: {', '.join(names)}"
        else:
            yield {"default": f"the default: {said}"}.get(what, said)


def not_compared_words(entries: list[NotCompared]) -> str:
    """What was not compared, and why not."""
    return ", ".join(f"{what} ({why})" for what, why in entries)


def tally(comparisons: list[Comparison]) -> str:
    """`12 missing, 4 extra, 8 different`, or `no difference`."""
    parts = [
        (sum(len(one.missing) for one in comparisons), "missing"),
        (sum(len(one.extra) for one in comparisons), "extra"),
        (sum(len(one.different) for one in comparisons), "different"),
    ]
    return ", ".join(f"{number} {word}" for number, word in parts if number) or "no difference"


def sentence(result: Verification) -> str:
    """The sum of it. Nothing compared never looks like no difference."""
    name = result.release.id
    failed = (
        f"; {counted(len(result.unanswered), 'emulator')} could not be asked" if result.unanswered else ""
    )
    if not result.arches:
        return f"{name}: nothing was compared{failed}"
    differing = [one for one in result.arches if one.comparison.differences]
    where = ", ".join(one.arch for one in differing or result.arches)
    if differing and len(differing) < len(result.arches):
        where += f" (of {len(result.arches)} arches)"
    return f"{name} ({result.catalogue}): {tally([one.comparison for one in differing])} on {where}{failed}"
