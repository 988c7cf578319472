"""Do the tables of supported ways say what their sources say?"""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import all_releases, find_release
from mtype.migration.matrix import Matrix, support_matrix
from mtype.migration.support import Support, supported_way
from mtype.model.release import Release
from tests.data.tables import rows

BY_QEMU = ["debian", "fedora", "opensuse", "nixos", "alpine"]
LINES = ["qemu", "debian", "ubuntu", "rhel", "fedora", "sles", "opensuse", "proxmox", "nixos", "alpine"]
TODAY = date(2026, 11, 21)


def matrix_of(catalogue: Catalogue, key: str) -> Matrix:
    found = support_matrix(catalogue, key)
    assert found is not None
    return found


def way(catalogue: Catalogue, start: str, end: str) -> Support:
    return supported_way(catalogue, find_release(catalogue, start), find_release(catalogue, end))


def words(matrix: Matrix) -> set[tuple[str, str]]:
    return {(start.word, end.word) for start, end in matrix.ways}


def test_the_lines_of_which_somebody_says_something(shipped: Catalogue) -> None:
    assert [key for key in shipped.line_names if support_matrix(shipped, key)] == LINES


def test_ubuntu_is_the_table_written_by_hand(shipped: Catalogue) -> None:
    table = rows("ubuntu_migration.txt")
    names = [name.lower() for name, _ in table]
    by_hand = {
        (name.lower(), names[place]) for name, ways in table for place, cell in enumerate(ways) if cell == "Y"
    }
    matrix = matrix_of(shipped, "ubuntu")
    assert [release.word for release in matrix.releases][: len(names)] == names
    assert [one.word for one in matrix.releases if one.lts and one.word in names] == [
        name.lower() for name, _ in table if name.isupper()
    ]
    assert {way for way in words(matrix) if way[1] in names} == by_hand


def test_ubuntu_is_what_its_rules_say_written_another_way(shipped: Catalogue) -> None:
    """By versions: an LTS is the April of an even year, the next release half a year away."""
    matrix = matrix_of(shipped, "ubuntu")
    halves = {one: int(one.version[:2]) * 2 + (one.version[3:] == "10") for one in matrix.releases}
    rules = {
        (start, end)
        for start, end in product(matrix.releases, repeat=2)
        for gap in [halves[end] - halves[start]]
        if gap in (0, 1) or (start.lts and gap in (4, 8))
    }
    assert matrix.ways == rules
    assert all((halves[one] % 4 == 0) == one.lts for one in matrix.releases)


@pytest.mark.parametrize("key", LINES)
def test_itself_always_and_backward_only_where_it_is_said(shipped: Catalogue, key: str) -> None:
    matrix = matrix_of(shipped, key)
    assert {(one, one) for one in matrix.releases} <= matrix.ways
    assert [*matrix.releases] == sorted(matrix.releases, key=lambda one: one.place)
    back = {(start, end) for start, end in matrix.ways if start.place > end.place}
    # A backports suite has a newer QEMU than the release that comes after it in the list.
    told = [one for one in back if not one[0].pocket and not one[1].pocket]
    assert bool(told) == any(one.backward for one in matrix.policies)


def test_a_day_only_takes_ways_away(shipped: Catalogue) -> None:
    dated = {
        (start, end)
        for start, end in product(shipped.line("ubuntu").releases, repeat=2)
        if supported_way(shipped, start, end, TODAY).supported
    }
    gone = matrix_of(shipped, "ubuntu").ways - dated
    assert dated < matrix_of(shipped, "ubuntu").ways
    assert all(not start.lts and not end.lts for start, end in gone)
    lunar, mantic = (find_release(shipped, word) for word in ("lunar", "mantic"))
    assert (lunar, mantic) in gone
    reason = supported_way(shipped, lunar, mantic, TODAY).reason
    assert reason.endswith("and the support of ubuntu:lunar ended on 2024-01-25")


def test_suse_is_its_tables_and_every_service_pack_to_the_next(shipped: Catalogue) -> None:
    told = {
        (start, end)
        for start, *ends in rows("sles_migration.txt")
        for end in ends
        if end != "always" and start != end
    }
    ways = words(matrix_of(shipped, "sles"))
    assert {one for one in ways if one[0] != one[1] and not one[0].startswith("11.")} == told


def test_suse_says_of_sles_11_what_its_document_says(shipped: Catalogue) -> None:
    found = way(shipped, "sles:11.3", "sles:11.4")
    assert (found.supported, found.sources) == (True, ("suse-kb-7017048", "suse-migration"))
    assert way(shipped, "sles:11.4", "sles:12.0").supported is True
    assert [way(shipped, "sles:11.3", f"sles:{end}").supported for end in ("12.0", "12.3")] == [None, None]


def test_red_hat_s_table_for_6_is_kept_and_of_later_ones_nothing_is_known(shipped: Catalogue) -> None:
    """Its rows are read as they stand: which pairs of releases is each about, and what does it say?"""
    releases = [one for one in shipped.line("rhel").releases if not one.pocket]
    numbers = {one: tuple(int(part) for part in one.version.split(".")) for one in releases}
    told: dict[tuple[Release, Release], bool] = {(one, one): True for one in releases if numbers[one][0] == 6}
    for _, _, of, to, condition, support in rows("rhel_migration.txt"):
        for start, end in product(releases, repeat=2):
            (major, x), (other, y) = numbers[start], numbers[end]
            if (f"{major}.x", f"{other}.y") == (of, to) and _holds(condition, x, y):
                told[start, end] = support != "not"
    for start, end in product(releases, repeat=2):
        found = supported_way(shipped, start, end)
        assert found.supported is told.get((start, end)), (start.id, end.id)
        assert found.supported is not None or found.sources == ("rhel-later-migration",)
    assert sum(told.values()) == 11 * 11


def _holds(condition: str, x: int, y: int) -> bool:
    bigger, smaller = (y, x) if condition.startswith("y>x") else (x, y)
    return condition != "-" and bigger > smaller >= int(condition.rpartition("=")[2])


def test_fedora_is_what_its_maintainer_says(shipped: Catalogue) -> None:
    line = shipped.line("fedora")
    loads, lost = set(), set()
    for start, *ends, answer in rows("fedora_migration.txt"):
        (loads if answer == "yes" else lost).update((start, end) for end in ends)
    early = {one.version for one in line.releases if one.version < "22"}
    ways = {one for one in words(matrix_of(shipped, "fedora")) if {*one} <= early}
    assert {(start, end) for start, end in ways if start != end} == {one for one in loads if one[0] != one[1]}
    broken = {
        (start.version, end.version)
        for one in line.breaks
        for start, end in product(line.releases, repeat=2)
        if start.place < one.from_before and end.place >= one.to
    }
    assert lost <= broken
    assert not broken & loads
    assert {start for start, _ in broken} - {start for start, _ in lost} == {"18"}


@pytest.mark.parametrize("key", BY_QEMU)
def test_where_upstream_s_types_are_shipped_qemu_s_promise_holds(shipped: Catalogue, key: str) -> None:
    (sample,) = [row[1:] for row in rows("qemu_promise.txt") if row[0] == key]
    told = [word for word in sample if not word.startswith("(")]
    for word in sample:
        for other in sample:
            found = way(shipped, f"{key}:{word.strip('()')}", f"{key}:{other.strip('()')}")
            both = word in told and other in told
            assert found.supported is (told.index(word) <= told.index(other) if both else None), (word, other)
            assert found.sources == ("qemu-migration-docs",) or word == other or key == "fedora"
            policy = found.policy
            assert policy is not None and (not both or policy.name == "QEMU's promise")
            assert not both or f"no statement of {shipped.line(key).name} itself" in (policy.caveat or "")


@pytest.mark.parametrize("key", BY_QEMU)
def test_qemu_s_promise_is_told_of_lines_that_ship_upstream_s_types(shipped: Catalogue, key: str) -> None:
    matrix = matrix_of(shipped, key)
    line = shipped.line(key)
    (promise,) = shipped.line("qemu").migrations
    said = matrix.policies[-1]
    assert said.qemu_since == shipped.line("qemu").releases[promise.since].version
    assert (said.kind, said.name, said.sources) == ("by-qemu", promise.name, promise.sources)
    assert "upstream" in line.vendors
    for release in line.releases:
        promised = any((release, other) in matrix.ways for other in matrix.releases)
        if promised and key != "fedora":
            assert not release.own, f"{release.id} has types of its own"


def test_every_pair_of_releases_has_an_answer_with_its_sources(shipped: Catalogue) -> None:
    newest: dict[str, Release] = {one.line: one for one in all_releases(shipped) if not one.pocket}
    for start, end in product(newest.values(), repeat=2):
        found = supported_way(shipped, start, end, TODAY)
        across = "ubuntu" in (start.line, end.line) and start.line != end.line
        assert (found.supported is False) == across, (start.id, end.id)
        assert bool(found.sources) == (found.policy is not None)
        assert {*found.sources} <= {*shipped.sources}
        assert "\n" not in found.reason
