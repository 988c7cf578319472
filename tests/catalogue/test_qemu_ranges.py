"""What is known of a release of whose QEMU only bounds are known?"""

from __future__ import annotations

import pytest

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.presence import versions_of
from mtype.catalogue.releases import find_release
from mtype.model.status import Status
from tests.catalogue.small import Facts, alias, catalogue, find, kind, line, names, offer, release, target


def on(first: str, last: str, *types: Facts, **upstream: object) -> Catalogue:
    """A distribution that ships one of the QEMU versions from `first` to `last`."""
    rows = [release("1", qemu={"from": first, "to": last})]
    return catalogue(types, lines={"debian": line("upstream", rows)}, **upstream)


@pytest.mark.parametrize(
    ("facts", "there"),
    [
        pytest.param({"introduced": "4.0"}, "sure", id="there at both ends"),
        pytest.param({"introduced": "2.9", "removed": "9.0"}, "sure", id="gone only later"),
        pytest.param({"introduced": "8.2"}, "unsure", id="it may have come in between"),
        pytest.param({"introduced": "2.9", "removed": "8.2"}, "unsure", id="it may have gone in between"),
        pytest.param({"introduced": "5.2", "removed": "7.2"}, "unsure", id="it came and went in between"),
        pytest.param({"introduced": "2.9", "removed": "4.1"}, "no", id="gone before"),
        pytest.param({"introduced": "9.0"}, "no", id="it came later"),
        pytest.param({"introduced": "≤10.0"}, "unsure", id="a bound that does not tell"),
        pytest.param(
            {"introduced": "9.0", "also-in": "4.1.1"}, "unsure", id="in a stable release in between"
        ),
        pytest.param(
            {"introduced": "4.2", "also-in": "4.1"}, "sure", id="in the stable release it begins with"
        ),
        pytest.param({"introduced": "9.0", "also-in": "4.0.1"}, "no", id="in a stable release before"),
    ],
)
def test_an_upstream_type(facts: Facts, there: str) -> None:
    found = offer(on("4.1", "8.2", {**kind("pc-q35", "pc-q35-x"), **facts}), "debian:1")
    told = "sure" if names(found) else "unsure" if found.unsure else "no"
    assert told == there


@pytest.mark.parametrize(
    ("name", "status", "unsure"),
    [
        pytest.param("pc-q35-5.2", Status.SUPPORTED, False, id="throughout"),
        pytest.param("pc-q35-8.2", Status.UNKNOWN, True, id="not throughout"),
        pytest.param("pc-q35-9.0", Status.NEWER, False, id="it came after the last"),
        pytest.param("pc-q35-2.9", Status.REMOVED, False, id="gone before the first"),
        pytest.param("pc-q35-4.0", Status.DEPRECATED, False, id="deprecated before the first"),
        pytest.param("pc-q35-4.1", Status.DEPRECATED, False, id="maybe deprecated is not fine"),
        pytest.param("q35", Status.FLOATING, False, id="an alias that is there"),
        pytest.param("q36", Status.FLOATING, False, id="a stated alias that is there throughout"),
        pytest.param("q37", Status.UNKNOWN, True, id="a stated alias that came in between"),
    ],
)
def test_judgement(name: str, status: Status, unsure: bool) -> None:
    known = on(
        "7.2",
        "8.2",
        kind("pc-q35", "pc-q35-2.9", introduced="2.9", removed="5.2"),
        kind("pc-q35", "pc-q35-4.0", introduced="4.0", deprecated="5.2"),
        kind("pc-q35", "pc-q35-4.1", introduced="4.1", deprecated="8.2"),
        kind("pc-q35", "pc-q35-5.2", introduced="5.2"),
        kind("pc-q35", "pc-q35-8.2", introduced="8.2"),
        kind("pc-q35", "pc-q35-9.0", introduced="9.0"),
        aliases=[alias("q36", "pc-q35-5.2", "5.2"), alias("q37", "pc-q35-5.2", "8.2")],
    )
    judged = target(known, "debian:1").judge(name, "x86_64")
    assert (judged.status, judged.unsure) == (status, unsure)
    if name == "pc-q35-4.1":
        assert judged.offered is not None and judged.offered.deprecated is None


@pytest.mark.parametrize(
    ("first", "last", "default"),
    [
        pytest.param("5.2", "8.2", True, id="the default throughout"),
        pytest.param("5.2", "9.0", None, id="not to the end"),
        pytest.param("9.0", "10.0", False, id="no more from the beginning"),
    ],
)
def test_a_default(first: str, last: str, default: bool | None) -> None:
    board = {
        "arch": "x86_64",
        "introduced": "2.9",
        "boards": {"spike": "A spike"},
        "default": "4.0",
        "default-until": "9.0",
        "sources": "s",
    }
    found = offer(on(first, last, boards_without_version=[board]), "debian:1")
    assert found.by_name["spike"].default is default


def test_an_alias_of_a_type_that_may_be_newer_has_two_targets() -> None:
    known = on(
        "7.2",
        "9.0",
        kind("pc-q35", "pc-q35-7.2", introduced="7.2"),
        kind("pc-q35", "pc-q35-9.0", introduced="9.0"),
    )
    entries = offer(known, "debian:1").entries
    assert [entry.alias_of for entry in entries if entry.name == "q35"] == ["pc-q35-7.2", "pc-q35-9.0"]


def test_a_release_says_what_it_ships() -> None:
    known = on("7.2", "8.2.1")
    found = find_release(known, "debian:1")
    assert (found.qemu, found.qemu_range) == (None, ("7.2", "8.2.1"))
    assert versions_of(found) == ((7, 2, 0), (8, 2, 1))
    exact = find_release(known, "qemu:7.2")
    assert (versions_of(exact), exact.qemu_range) == (((7, 2, 0), (7, 2, 0)), None)


def test_of_an_upstream_type_a_release_may_leave_it_open() -> None:
    types = [kind("pc-q35", "pc-q35-4.0", introduced="4.0"), kind("pc-q35", "pc-q35-4.1", introduced="4.1")]
    rows = [release("1", qemu="7.2", unsure="pc-q35-4.0")]
    known = catalogue(types, lines={"debian": line("upstream", rows)})
    found = offer(known, "debian:1")
    assert (names(found), [one.name for one in found.unsure]) == (["pc-q35-4.1"], ["pc-q35-4.0"])
    judged = target(known, "debian:1").judge("pc-q35-4.0", "x86_64")
    assert (judged.status, judged.unsure, judged.kind) == (Status.UNKNOWN, True, find(known, "pc-q35-4.0"))
