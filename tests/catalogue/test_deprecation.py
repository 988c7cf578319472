"""When is a machine type deprecated and when is it gone?"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from mtype.catalogue.life import deprecated_in, removed_in
from mtype.catalogue.policy import by_policy
from mtype.catalogue.releases import find_release
from mtype.model.version import parse_version
from tests.catalogue.small import RULE, Facts, catalogue, find, kind, line, offer, release, rule


@pytest.mark.parametrize(
    ("made", "majors", "since", "expected"),
    [
        pytest.param("6.0", 3, "9.1", "9.1", id="not before the rule took effect"),
        pytest.param("7.2", 3, "9.1", "10.2", id="three majors, same minor"),
        pytest.param("4.0.1", 6, "0.0", "10.0", id="the micro does not count"),
        pytest.param("11.1", 6, "10.1", "17.1", id="far ahead"),
    ],
)
def test_by_policy(made: str, majors: int, since: str, expected: str) -> None:
    assert by_policy(parse_version(made), majors, parse_version(since)) == parse_version(expected)


@pytest.mark.parametrize(
    ("facts", "life"),
    [
        pytest.param({"policy": "rule"}, ("9.1", "10.1"), id="by the rule, once it took effect"),
        pytest.param({"policy": "rule", "deprecated": "9.0"}, ("9.0", "10.1"), id="a fact wins"),
        pytest.param({"policy": "rule", "removed": "9.2"}, ("9.1", "9.2"), id="a fact about its end wins"),
        pytest.param({}, ("None", "None"), id="without a rule it lives on"),
        pytest.param({"policy": "soft"}, ("7.1", "None"), id="a rule that only deprecates, in effect always"),
    ],
)
def test_policy(facts: Facts, life: tuple[str, str]) -> None:
    entry = {"board": "virt", "versions": "4.1..4.1", "pattern": "virt-VERSION", "sources": "s", **facts}
    soft = rule("qemu-majors", deprecated_after_majors=3)
    known = catalogue([entry], policies={"rule": RULE, "soft": soft})
    virt = find(known, "virt-4.1", "aarch64")
    assert (str(virt.deprecated), str(virt.removed)) == life
    assert virt.policy == facts.get("policy")


def test_a_policy_reads_the_version_in_a_name() -> None:
    known = catalogue([kind("virt", "virt-4.0.1", introduced="4.1", policy="rule")], policies={"rule": RULE})
    assert str(find(known, "virt-4.0.1", "aarch64").removed) == "10.1"


def deprecated(
    known_line: Facts, types: list[Facts], policy: Facts | None = None, upstream: Sequence[Facts] = ()
) -> dict[str, list[str]]:
    """What each release of a line marks, with a question mark where that is not known."""
    policies = {"policies": {"rule": policy}} if policy else {}
    zoo = {"name": "Zoo", "types": types, **policies}
    known_line |= {"policy": "rule"} if policy else {}
    known = catalogue(upstream, vendors={"zoo": zoo}, lines={"zoo": known_line}, policies={"versioned": RULE})
    mark = {True: "", None: "?"}
    return {
        one.version: [
            entry.name + mark[entry.deprecated]
            for entry in offer(known, one.id).entries
            if entry.deprecated is not False and not entry.alias_of
        ]
        for one in known.line("zoo").releases
    }


def test_what_is_deprecated_by_name_stays_so() -> None:
    rows = [
        release("1", own={"only": "{a,b}"}),
        release("2", own="same", deprecated="a"),
        release("3", own="same"),
    ]
    assert deprecated(line("zoo", rows), [kind("pc-q35", "{a,b}")]) == {"1": [], "2": ["a"], "3": ["a"]}


def test_types_of_former_majors_are_deprecated_from_a_major_on() -> None:
    types = [kind("pc-q35", "{rhel6.5.0,pc-q35-rhel8.6.0,pc-q35-rhel9.0.0,pc-q35-zoo,other}")]
    own = {"only": "{rhel6.5.0,pc-q35-rhel8.6.0,pc-q35-rhel9.0.0,pc-q35-zoo,other}"}
    rows = [release("8.10", own=own), release("9", own="same"), release("10.0", own="same")]
    majors = rule("line-majors", deprecated_after_majors=1, deprecated_since=9)
    assert deprecated(line("zoo", rows), types, majors) == {
        "8.10": [],
        "9": ["rhel6.5.0", "pc-q35-rhel8.6.0"],
        "10.0": ["rhel6.5.0", "pc-q35-rhel8.6.0", "pc-q35-rhel9.0.0"],
    }


def test_types_on_an_old_base_are_deprecated_on_some_boards_from_a_release_on() -> None:
    types = [
        kind("pc-q35", "q35-old", base="4.0"),
        kind("pc-i440fx", "old", base="4.0"),
        kind("pc-i440fx", "young", base="7.2"),
        kind("pc-i440fx", "baseless"),
    ]
    own = {"only": "{q35-old,old,young,baseless}"}
    rows = [
        release("1", qemu="9.0", own=own),
        release("2", qemu="9.0", own="same"),
        release("3", own="same"),
        release("4", qemu="10.2.3", own="same"),
        release("5", qemu={"from": "10.0", "to": "11.1"}, own="same"),
    ]
    by_base = rule("qemu-majors", boards="pc-i440fx", since="2", deprecated_after_majors=3)
    assert deprecated(line("zoo", rows), types, by_base) == {
        "1": [],
        "2": ["old"],
        "3": ["old?", "young?"],
        "4": ["old", "young"],
        "5": ["old", "young?"],
    }


def test_a_baseline_takes_the_place_of_what_qemu_deprecates() -> None:
    versions = {"board": "pc-q35", "versions": "4.0..11.1", "pattern": "pc-q35-VERSION", "sources": "s"}
    upstream = [{**versions, "policy": "versioned"}, kind("pc-i440fx", "pc-i440fx-4.0", introduced="4.0")]
    own = [
        kind("pc-q35", "old", base="4.1"),
        kind("pc-q35", "new", base="10.0"),
        kind("pc-q35", "baseless"),
    ]
    offered = {"only": "{old,new,baseless}"}
    rows = [
        release("8.0", qemu="9.0", own=offered),
        release("8.4", qemu="9.2", own="same"),
        release("9.0", qemu="10.0", own="same"),
        release("11.0", qemu="10.2", own="same"),
    ]
    baseline = rule("baseline", baselines={"8": "4.1", "9": "5.2"}, raised_by_majors=2, since="8.4")
    assert deprecated(line("zoo", rows, carries="upstream"), own, baseline, upstream) == {
        "8.0": [],
        "8.4": ["pc-q35-4.0"],
        "9.0": ["pc-q35-4.0", "pc-q35-4.1", "old"],
        "11.0": ["pc-q35-5.2", "pc-q35-7.2", "pc-q35-8.2", "pc-q35-9.0", "old"],
    }


def test_before_the_first_baseline_that_is_told_there_is_none() -> None:
    upstream = [kind("pc-q35", "pc-q35-4.0", introduced="4.0", policy="versioned", removed="11.1")]
    baseline = rule("baseline", baselines={"9": "5.2"}, raised_by_majors=2, since="8.0")
    rows = [release("8.0", qemu="10.0"), release("9.0", qemu="10.2")]
    told = deprecated(line("zoo", rows, carries="upstream"), [], baseline, upstream)
    assert told == {"8.0": [], "9.0": ["pc-q35-4.0"]}


@pytest.mark.parametrize(
    ("qemu", "marked"),
    [
        pytest.param({"from": "5.2", "to": "8.2"}, [], id="throughout before it"),
        pytest.param({"from": "9.0", "to": "11.1"}, ["pc-q35-4.0"], id="throughout after it"),
        pytest.param({"from": "8.2", "to": "9.0"}, ["pc-q35-4.0?"], id="it lies in the range"),
    ],
)
def test_an_upstream_type_where_only_bounds_of_the_qemu_are_known(qemu: Facts, marked: list[str]) -> None:
    upstream = [kind("pc-q35", "pc-q35-4.0", introduced="4.0", deprecated="9.0")]
    rows = [release("1", qemu=qemu)]
    assert deprecated(line("zoo", rows, carries="upstream"), [], None, upstream) == {"1": marked}


def test_a_policy_that_only_removes_leaves_deprecation_to_qemu() -> None:
    upstream = [kind("pc-q35", "pc-q35-4.0", introduced="4.0", deprecated="9.0")]
    rows = [release("1", qemu="9.0", own={"only": "ant"})]
    removes = rule("line-majors", removed_after_majors=1)
    told = deprecated(line("zoo", rows, carries="upstream"), [kind("pc-q35", "ant")], removes, upstream)
    assert told == {"1": ["pc-q35-4.0"]}


LIFE = catalogue(
    [
        kind("pc-q35", "pc-q35-2.9", introduced="2.9", deprecated="9.0", removed="11.1"),
        kind("pc-q35", "pc-q35-11.1", introduced="11.1", deprecated="14.1", removed="17.1"),
        kind("pc-q35", "pc-q35-4.0", introduced="4.0", removed="≤10.2"),
    ],
    vendors={"zoo": {"name": "Zoo", "types": [kind("pc-i440fx", "{ant,bee,cow,dog}")]}},
    lines={
        "zoo": line(
            "zoo",
            [
                release("1", own={"only": "{ant,bee}"}),
                release("2", own={"unknown": True, "unsure": "ant"}, deprecated="bee"),
                release("2-backports", own="none", pocket="backports"),
                release("3", own={"only": "{bee,cow}"}),
                release("4", own="same"),
            ],
        )
    },
)


@pytest.mark.parametrize(
    ("name", "life"),
    [
        pytest.param("pc-q35-2.9", ("9.0", "11.1"), id="upstream types answer in QEMU versions"),
        pytest.param("pc-q35-11.1", (None, None), id="what lies ahead of the newest QEMU is a forecast"),
        pytest.param("pc-q35-4.0", (None, "≤10.2"), id="a bound is told as a bound"),
        pytest.param("ant", (None, "3"), id="gone once no release may have it any more"),
        pytest.param("bee", ("2", None), id="deprecated in a release of its line, and still there"),
        pytest.param("cow", (None, None), id="alive"),
        pytest.param("dog", (None, None), id="of a type that no release has nothing can be said"),
    ],
)
def test_life(name: str, life: tuple[str | None, str | None]) -> None:
    found, at = find(LIFE, name), find_release(LIFE, "zoo:1")
    assert (deprecated_in(LIFE, found, at), removed_in(LIFE, found, at)) == life
