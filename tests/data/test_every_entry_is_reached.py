"""Is every type, release and alias of the shipped catalogue there for something, and judged sanely?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from mtype.catalogue import checks
from mtype.catalogue import compile as compiler
from mtype.catalogue.facts import AliasFact
from mtype.catalogue.load import load_catalogue
from mtype.catalogue.offer import Offer
from mtype.catalogue.releases import all_releases, find_release
from mtype.catalogue.target import Target
from mtype.model.machine_type import MachineType
from mtype.model.release import Release
from mtype.model.status import Status
from mtype.model.version import parse_version

SHIPPED = load_catalogue()
TARGETS = {one.id: Target(SHIPPED, one, one.id) for one in all_releases(SHIPPED)}
ABSENT = {Status.REMOVED, Status.NEWER, Status.FOREIGN}

# QEMU's emulators for these arches have no default machine.
WITHOUT_DEFAULT = {"aarch64", "arm"}
WHY_NO_DEFAULT = {
    ("rhev:7.1", "ppc64"): "pseries is a type there, and of which of the two is the default nobody tells",
    ("rhel-alt:7.4", "s390x"): "it has upstream types alone, and which of them is the default nobody tells",
}
# Only where QEMU is built with Xen, which the line of QEMU itself does not tell.
NOT_IN_QEMU = {("xenfv", "xenfv-3.1"), ("xenfv", "xenfv-4.2")}
# Of CentOS Stream only lists of x86_64 have been read.
NOT_SEEN: set[tuple[str, str]] = set()


def by_id(items: Any, name: Any) -> list[Any]:
    return [pytest.param(item, id=name(item)) for item in items]


@pytest.mark.parametrize("kind", by_id(SHIPPED.types, lambda kind: f"{kind.name} on {' '.join(kind.arches)}"))
def test_a_type(kind: MachineType) -> None:
    for arch in kind.arches:
        there = [judge(target, kind, arch) for target in TARGETS.values()]
        assert any(there), f"no release offers it on {arch}: correct its life or its arches"


def judge(target: Target, kind: MachineType, arch: str) -> bool:
    """Whether the target has the type or may have it. Its verdict must agree with its offer and the order."""
    judged, offer = target.judge(kind.name, arch), target.offer(arch)
    status, where = judged.status, f"{target.label} on {arch}: {judged.status.value}"
    if offer is None:
        assert status in {*ABSENT, Status.UNKNOWN}, where
        return False
    entry = offer.by_name.get(kind.name)
    maybe = kind in offer.unsure or kind.name in offer.unsure_aliases
    expected = Status.UNKNOWN if maybe else None
    if entry is not None:
        marked = Status.SUPPORTED if entry.deprecated is False else Status.DEPRECATED
        expected = Status.FLOATING if entry.alias_of else marked
    assert (status is expected) if expected else (status in ABSENT), where
    assert judged.offered == entry and judged.wrong_arch == (), where
    assert judged.unsure is (status is Status.UNKNOWN), where
    if status in ABSENT:
        assert (status is Status.FOREIGN) is (kind.vendor not in target.vendors(arch)), where
        assert status is Status.FOREIGN or in_time(target.release, kind, status), where
    return status not in ABSENT


def in_time(release: Release | None, kind: MachineType, status: Status) -> bool:
    """Whether what is absent came later than the release if it is `newer`, and earlier if it is `removed`."""
    assert release is not None
    own = [
        other.place < release.place
        for other in SHIPPED.line(release.line).releases
        if kind.name in (*other.own, *other.unsure)
    ]
    if own:
        return any(own) is (status is Status.REMOVED)
    if kind.introduced is None or release.qemu is None or kind.name in release.without:
        return True
    return (kind.introduced.reached(parse_version(release.qemu)) is False) is (status is Status.NEWER)


@pytest.mark.parametrize("target", by_id(TARGETS.values(), lambda target: target.label))
def test_a_release(target: Target) -> None:
    release = target.release
    assert release is not None
    for arch in release.arches:
        offer = target.offer(arch)
        assert offer is not None, arch
        types = [entry.name for entry in offer.entries if not entry.alias_of]
        there = {*types, *(kind.name for kind in offer.unsure)}
        assert len(types) == len({*types}), f"{arch}: a type is offered twice"
        assert {entry.alias_of for entry in offer.entries if entry.alias_of} <= there, f"{arch}: a lost alias"
        defaults = [entry.name for entry in offer.entries if entry.default]
        reason = why_no_default(release, arch, offer)
        assert len(defaults) == 1 or (not defaults and reason), f"{arch}: the default is {defaults}"


def why_no_default(release: Release, arch: str, offer: Offer) -> str | None:
    """Why it may be that no default is known: it hangs on something that is not, or there is none."""
    if (release.id, arch) in WHY_NO_DEFAULT:
        return WHY_NO_DEFAULT[release.id, arch]
    if offer.unsure or not offer.entries:
        return "a type of which it is not known whether it is there may be it"
    own = SHIPPED.line(release.line).default.get(arch)
    if arch in WITHOUT_DEFAULT and own is None:
        return "QEMU has none"
    until = [kind.default_until for kind in SHIPPED.types_on(arch) if kind.default_until]
    ended = release.qemu and any(bound.reached(parse_version(release.qemu)) for bound in until)
    return "QEMU has none any more" if ended else None


@cache
def aliases_of(line: str) -> frozenset[tuple[str, str]]:
    """What the aliases of a line stand for, in any release on any arch."""
    targets = [target for target in TARGETS.values() if target.release and target.release.line == line]
    if line == "qemu":  # aliases that came or went with a stable release
        stable = [find_release(SHIPPED, f"{target.label}.3") for target in targets]
        targets += [Target(SHIPPED, release, release.id) for release in stable]
    offers = (target.offer(arch) for target in targets for arch in target.arches)
    entries = (entry for offer in offers if offer for entry in offer.entries)
    return frozenset((entry.name, entry.alias_of) for entry in entries if entry.alias_of)


FACTS = SHIPPED.vendors["upstream"].aliases


@pytest.mark.parametrize("fact", by_id(FACTS, lambda fact: f"{fact.alias} for {fact.target}"))
def test_an_alias_of_qemu(fact: AliasFact) -> None:
    reached = (fact.alias, fact.target) in aliases_of("qemu")
    assert reached is ((fact.alias, fact.target) not in NOT_IN_QEMU), "no QEMU has it"


def aliases_of_lines() -> Iterator[tuple[str, str, str | None]]:
    """Line, alias, and target where that is stated."""
    for key in SHIPPED.line_names:
        yield from ((key, alias, None) for alias, *_ in SHIPPED.line(key).aliases)
    for release in all_releases(SHIPPED):
        yield from ((release.line, alias, stands_for) for alias, stands_for in release.aliases)


@pytest.mark.parametrize(
    ("line", "alias", "stands_for"),
    [
        pytest.param(*one, id=f"{one[0]}: {one[1]} for {one[2] or 'the newest'}")
        for one in dict.fromkeys(aliases_of_lines())
    ],
)
def test_an_alias_of_a_line(line: str, alias: str, stands_for: str | None) -> None:
    found = aliases_of(line)
    reached = (alias, stands_for) in found if stands_for else alias in {name for name, _ in found}
    assert reached is ((line, alias) not in NOT_SEEN), "no release has it: correct it, or the `own` lists"


INCREMENTS = [kind for kind in SHIPPED.types if kind.increment_of]


@pytest.mark.parametrize("kind", by_id(INCREMENTS, lambda kind: kind.name))
def test_an_increment(kind: MachineType) -> None:
    for arch in kind.arches:
        base = SHIPPED.find(kind.increment_of or "", arch)
        assert base is not None and (SHIPPED.compare(kind, base) or 0) > 0


SUCCESSORS = [kind for kind in SHIPPED.types if kind.successor]


@pytest.mark.parametrize("kind", by_id(SUCCESSORS, lambda kind: kind.name))
def test_a_successor(kind: MachineType) -> None:
    """A release offers it to guests that have the type from an earlier release."""
    offers = [target.offer(arch) for target in TARGETS.values() for arch in kind.arches]
    assert any(offer and kind.successor in offer.by_name for offer in offers)


def test_nothing_is_without_use(shipped_text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Policies, boards, vendors and sources: what the checks of a whole catalogue say."""
    monkeypatch.setattr(checks, "CHECKS", (*checks.CHECKS, *checks.COMPLETE))
    compiler.compile_catalogue(shipped_text.encode(), "data/machine-types.yaml")
