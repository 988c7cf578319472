"""Is a way supported exactly where the vendor's statement says so, and never by guess?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import find_release
from mtype.migration.kinds import RULES
from mtype.migration.support import Support, supported_way
from tests.catalogue.small import Facts, catalogue, line, release


def said(kind: str, **facts: Any) -> Facts:
    """A `migration`; `_` in a key stands for `-`."""
    told = {"kind": kind, "name": "the rule", "what": "so it is", "sources": "s"}
    return told | {key.replace("_", "-"): value for key, value in facts.items()}


def known(releases: list[Facts], migration: Facts | list[Facts] | None, **more: Facts) -> Catalogue:
    told = {"migration": migration} if migration else {}
    vendors = {"zoo": {"name": "Zoo"}, "farm": {"name": "Farm"}}
    return catalogue(vendors=vendors, lines={"zoo": line("zoo", releases, **told), **more})


def way(of: Catalogue, start: str, end: str, today: date | None = None) -> Support:
    first, last = (find_release(of, word if ":" in word else f"zoo:{word}") for word in (start, end))
    return supported_way(of, first, last, today)


INTERIM = {"released": "2021-01-01", "support": {"standard": "2022-01-01"}}
CHAIN = [
    release("1", lts="true"),
    release("2", **INTERIM),
    release("3", released="2021-07-01", support={"standard": "2022-06-01"}),
    release("3-new", pocket="backports"),
    release("4", lts="true", released="2022-04-01", support={"standard": "2027-04-01"}),
    release("5", released="2023-01-01"),
    release("6", lts="true"),
    release("7", lts="true"),
]
MINORS = [release(word) for word in ("8.1", "8.2", "8.3", "9.0", "9.1")]
GIVEN = {
    "forward": ["11 12 13 14 15", "22 23 24 25", "33 34 35", "44 45", "55"],
    "minors": ["11 12 13", "22 23", "33", "44 45", "55"],
    "minors both ways": ["11 12 13", "21 22 23", "31 32 33", "44 45", "54 55"],
    "next-minor": ["11 12", "22 23", "33", "44 45", "55"],
}


@pytest.mark.parametrize("kind", GIVEN)
def test_the_ways_of_each_kind(kind: str) -> None:
    told = said(kind.partition(" ")[0], **({"backward": "true"} if " " in kind else {}))
    of = known(MINORS, told)
    releases = of.line("zoo").releases
    ways = {
        f"{start.place + 1}{end.place + 1}"
        for start in releases
        for end in releases
        if supported_way(of, start, end).supported
    }
    assert ways == set(" ".join(GIVEN[kind]).split())


def test_every_kind_that_may_be_written_has_a_rule() -> None:
    assert {*GIVEN} - {"minors both ways"} | {"lts-chain", "by-qemu", "named", "unread"} == {*RULES}
    needed = {"by-qemu": {"qemu_since": "2.8"}, "named": {"also": {"8.1": "9.0"}}}
    for kind in RULES:
        (policy,) = known(MINORS, said(kind, **needed.get(kind, {}))).line("zoo").migrations
        assert policy.kind == kind


@pytest.mark.parametrize(
    ("start", "end", "supported", "why"),
    [
        pytest.param("1", "1", True, "zoo:1 to itself is supported", id="itself"),
        pytest.param("2", "2", True, "zoo:2 to itself is supported", id="an interim one to itself"),
        pytest.param("2", "1", False, "zoo:2 to zoo:1 is backward, and unsupported", id="backward"),
        pytest.param("1", "2", True, "to the next interim release, zoo:2, is", id="LTS to interim"),
        pytest.param("1", "4", True, "the LTS zoo:1 to the next LTS, zoo:4, is", id="LTS to the next LTS"),
        pytest.param("1", "6", True, "to the LTS after the next, zoo:6, is", id="LTS to the one after"),
        pytest.param("1", "7", False, "none of the ways that are supported", id="LTS to a third one"),
        pytest.param("1", "3", False, "none of the ways that are supported", id="LTS to a later interim"),
        pytest.param("6", "7", True, "the LTS zoo:6 to the next LTS, zoo:7, is", id="LTS right before one"),
        pytest.param("2", "3", True, "the interim release zoo:2 to the next one, zoo:3,", id="interim"),
        pytest.param("3", "4", True, "zoo:3, the last before the LTS zoo:4, to that LTS", id="the last one"),
        pytest.param("2", "4", False, "none of the ways that are supported", id="an interim one too early"),
        pytest.param("4", "3-new", None, "it does not tell of zoo:3-new", id="a pocket"),
    ],
)
def test_a_chain_of_lts_releases(start: str, end: str, supported: bool | None, why: str) -> None:
    found = way(known(CHAIN, said("lts-chain", caveat="or not")), start, end)
    assert found.supported is supported
    assert found.reason.startswith("the rule: ")
    assert why in found.reason
    assert found.policy is not None
    assert (found.policy.caveat, found.sources) == ("or not", ("s",))


@pytest.mark.parametrize(
    ("start", "end", "today", "supported", "why"),
    [
        pytest.param("2", "3", "2021-12-31", True, "is supported while they are", id="both are supported"),
        pytest.param("2", "3", "2022-01-01", True, "is supported while they are", id="on the last day"),
        pytest.param("2", "3", "2022-01-02", False, "zoo:2 ended on 2022-01-01", id="the day after"),
        pytest.param("2", "2", "2030-01-01", True, "to itself", id="to itself it stays"),
        pytest.param("3", "4", "2030-01-01", True, "to that LTS", id="to an LTS it stays"),
        pytest.param("3", "4", "2022-03-31", False, "zoo:4 is not out before 2022-04-01", id="not out yet"),
        pytest.param("4", "5", "2030-01-01", True, "to the next interim", id="from an LTS it stays"),
    ],
)
def test_on_a_day(start: str, end: str, today: str, supported: bool, why: str) -> None:
    found = way(known(CHAIN, said("lts-chain")), start, end, date.fromisoformat(today))
    assert found.supported is supported
    assert why in found.reason


def test_where_the_end_of_support_is_not_known_nothing_is_promised() -> None:
    of = known([release("1"), release("2")], said("lts-chain"))
    assert way(of, "1", "2").supported is True
    found = way(of, "1", "2", date(2026, 11, 21))
    assert found.supported is None
    assert found.reason.endswith("and when the support of zoo:1 ends is not known")


def test_what_the_statement_does_not_tell_of() -> None:
    of = known(MINORS, said("forward", since="8.2", until="9.0"))
    assert [way(of, "8.2", end).supported for end in ("8.1", "8.2", "9.0", "9.1")] == [None, True, True, None]
    assert way(of, "8.1", "8.1").reason == "the rule: it does not tell of zoo:8.1"


def test_ways_that_are_named_come_on_top() -> None:
    of = known(MINORS, said("next-minor", also={"8.1": ["9.0", "9.1"]}))
    found = way(of, "8.1", "9.1")
    assert (found.supported, way(of, "8.2", "9.0").supported) == (True, False)
    assert found.reason == "the rule: zoo:8.1 to zoo:9.1 is one of the ways that it names"


def test_stable_releases_of_qemu_share_the_place_of_their_series() -> None:
    of = catalogue()
    qemu = of.line("qemu")
    assert qemu.migrations == ()
    told = catalogue(
        lines={
            "qemu": line("upstream", [release(v, qemu=v) for v in ("9.2", "10.0")], migration=said("forward"))
        }
    )
    ways = [("9.2.1", "9.2.1"), ("9.2.1", "9.2.3"), ("9.2.3", "10.0"), ("9.2.3", "9.2"), ("10.0", "9.2.3")]
    found = [way(told, f"qemu:{start}", f"qemu:{end}").supported for start, end in ways]
    assert found == [True, True, True, False, False]


SHIPS = [
    release("1", qemu="2.6"),
    release("2", qemu="2.8.1"),
    release("3", qemu={"from": "2.9", "to": "2.11"}),
    release("3-new", qemu="4.2.1", pocket="backports"),
    release("4", qemu="4.1"),
    release("5", qemu="4.2.2"),
    release("6"),
    release("7", qemu={"from": "4.2", "to": "5.1"}),
    release("8", qemu={"from": "5.0", "to": "5.2"}),
    release("8-any", qemu="4.2", pocket="backports"),
]


@pytest.mark.parametrize(
    ("start", "end", "supported", "why"),
    [
        pytest.param("2", "2", True, "zoo:2 to itself is supported", id="itself"),
        pytest.param("3", "3", True, "zoo:3 to itself is supported", id="itself, of which bounds are known"),
        pytest.param("2", "4", True, "zoo:2 to zoo:4, from QEMU 2.8.1 to 4.1, is supported", id="later"),
        pytest.param("2", "3", True, "from QEMU 2.8.1 to 2.9–2.11, is", id="later, whichever it is"),
        pytest.param("4", "2", False, "zoo:4 to zoo:2 is backward, from QEMU 4.1 to 2.8.1", id="backward"),
        pytest.param("4", "3", False, "from QEMU 4.1 to 2.9–2.11, and", id="backward, whichever it is"),
        pytest.param("3-new", "4", False, "is backward, from QEMU 4.2.1 to 4.1", id="a pocket that is newer"),
        pytest.param("3-new", "5", True, "from QEMU 4.2.1 to 4.2.2, is", id="a stable release later"),
        pytest.param("5", "3-new", False, "from QEMU 4.2.2 to 4.2.1, and", id="a stable release back"),
        pytest.param("5", "8-any", True, "from QEMU 4.2.2 to 4.2, is", id="a series of which it may be any"),
        pytest.param("7", "8", None, "and which is newer is not known", id="bounds that overlap"),
        pytest.param("1", "2", None, "zoo:1, whose QEMU 2.6 is older than 2.8", id="before the promise"),
        pytest.param("2", "6", None, "not tell of zoo:6, whose QEMU is not known", id="not known"),
    ],
)
def test_by_the_qemu_of_each(start: str, end: str, supported: bool | None, why: str) -> None:
    found = way(known(SHIPS, said("by-qemu", qemu_since="2.8")), start, end)
    assert found.supported is supported
    assert found.reason.startswith("the rule: ")
    assert why in found.reason


def test_what_is_named_is_told_and_nothing_else() -> None:
    of = known(MINORS, said("named", also={"8.1": ["8.3", "9.0"]}, until="9.0"))
    found = [way(of, "8.1", end).supported for end in ("8.1", "8.2", "8.3", "9.0", "9.1")]
    assert found == [True, None, True, True, None]
    assert way(of, "8.3", "8.1").supported is None
    assert way(of, "8.1", "8.2").reason == "the rule: it does not tell of zoo:8.1 to zoo:8.2"


def test_a_statement_that_was_not_read_decides_nothing_and_says_where_it_stands() -> None:
    found = way(known(MINORS, said("unread")), "8.1", "8.2")
    assert (found.supported, found.sources) == (None, ("s",))
    assert found.reason == "the rule: not read, so nothing is known of zoo:8.1 to zoo:8.2"


def test_of_several_statements_the_first_that_decides_is_the_answer() -> None:
    first = said("minors", backward="true", until="8.2") | {"name": "the first"}
    second = said("forward", since="8.2") | {"name": "the second"}
    of = known(MINORS, [first, second])
    ways = [("8.1", "8.2"), ("8.2", "8.1"), ("8.2", "8.3"), ("8.3", "8.2"), ("8.1", "8.3")]
    found = [way(of, *one) for one in ways]
    assert [one.supported for one in found] == [True, True, True, False, None]
    assert [one.policy.name[4:] for one in found if one.policy] == ["first"] * 2 + ["second"] * 3
    assert found[-1].reason == "the second: it does not tell of zoo:8.1"


def test_any_of_several_statements_may_exclude_other_vendors() -> None:
    farm = line("farm", [release("1")])
    of = known(MINORS, [said("forward"), said("forward", own_vendor_only="true")], farm=farm)
    assert way(of, "zoo:8.1", "farm:1").supported is False


def test_no_statement_is_known_of_a_line() -> None:
    found = way(known(MINORS, None), "8.1", "8.1")
    assert found == Support(None, "no statement is known on ways between releases of zoo")


@pytest.mark.parametrize(("here", "there"), [("zoo:8.1", "farm:1"), ("farm:1", "zoo:8.1")])
def test_across_vendors_is_excluded_by_either(here: str, there: str) -> None:
    farm = line("farm", [release("1")])
    excluded = way(known(MINORS, said("forward", own_vendor_only="true"), farm=farm), here, there)
    assert excluded.supported is False
    assert excluded.reason.startswith("the rule: ways between ")
    silent = way(known(MINORS, said("forward"), farm=farm), here, there)
    assert silent == Support(None, f"no statement is known on {here} to {there}")


def test_lines_of_one_vendor_are_not_across_vendors() -> None:
    of = known(MINORS, said("forward", own_vendor_only="true"), farm=line("zoo", [release("1")]))
    assert way(of, "zoo:8.1", "farm:1").supported is None
