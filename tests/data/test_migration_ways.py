"""Do the tables of supported ways say what their sources say?"""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import all_releases, find_release
from mtype.migration.matrix import Matrix, support_matrix
from mtype.migration.support import supported_way
from mtype.model.release import Release
from tests.data.tables import HERE

LINES = ["qemu", "ubuntu", "rhel", "sles", "proxmox"]
TODAY = date(2026, 11, 21)


def matrix_of(catalogue: Catalogue, key: str) -> Matrix:
    found = support_matrix(catalogue, key)
    assert found is not None
    return found


def words(matrix: Matrix) -> set[tuple[str, str]]:
    return {(start.word, end.word) for start, end in matrix.ways}


def test_the_lines_of_which_somebody_says_something(shipped: Catalogue) -> None:
    assert [key for key in shipped.line_names if support_matrix(shipped, key)] == LINES


def test_ubuntu_is_the_table_written_by_hand(shipped: Catalogue) -> None:
    text = (HERE / "ubuntu_migration.txt").read_text(encoding="utf-8")
    rows = [row.split() for row in text.splitlines() if not row.startswith("#")]
    names = [name.lower() for name, _ in rows]
    by_hand = {
        (name.lower(), names[place]) for name, ways in rows for place, cell in enumerate(ways) if cell == "Y"
    }
    matrix = matrix_of(shipped, "ubuntu")
    assert [release.word for release in matrix.releases][: len(names)] == names
    assert [one.word for one in matrix.releases if one.lts and one.word in names] == [
        name.lower() for name, _ in rows if name.isupper()
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
    if not matrix.policy.backward:
        assert all(start.place <= end.place for start, end in matrix.ways)
    assert [*matrix.releases] == sorted(matrix.releases, key=lambda one: one.place)


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


def test_suse_is_its_table(shipped: Catalogue) -> None:
    """virt_support.xml, "Supported live-migration guests"; rows 12 SP3 to 15 SP3."""
    table = {
        "12.3": "12.4", "12.4": "12.4 12.5 15.0", "12.5": "12.5 15.1", "15.0": "15.0 15.1",
        "15.1": "15.1 15.2", "15.2": "15.2 15.3", "15.3": "15.3 15.4",
    }  # fmt: skip
    columns = ("12.4", "12.5", "15.0", "15.1", "15.2", "15.3", "15.4")
    ways = {way for way in words(matrix_of(shipped, "sles")) if way[0] in table and way[1] in columns}
    assert ways == {(start, end) for start, ends in table.items() for end in ends.split()}


def test_red_hat_says_it_of_6_and_here_of_nothing_else(shipped: Catalogue) -> None:
    matrix = matrix_of(shipped, "rhel")
    assert {one.version.partition(".")[0] for one in matrix.releases} == {"6"}
    assert len(matrix.ways) == len(matrix.releases) ** 2
    six, seven = (find_release(shipped, word) for word in ("rhel:6.10", "rhel:7.9"))
    assert supported_way(shipped, six, seven).supported is None


def test_every_pair_of_releases_has_an_answer_with_its_sources(shipped: Catalogue) -> None:
    newest: dict[str, Release] = {one.line: one for one in all_releases(shipped) if not one.pocket}
    for start, end in product(newest.values(), repeat=2):
        found = supported_way(shipped, start, end, TODAY)
        across = "ubuntu" in (start.line, end.line) and start.line != end.line
        assert (found.supported is False) == across, (start.id, end.id)
        assert bool(found.sources) == (found.policy is not None)
        assert {*found.sources} <= {*shipped.sources}
        assert "\n" not in found.reason
