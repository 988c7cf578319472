"""Which own types does each release of a line offer, when some lists are changes and some not known?"""

from __future__ import annotations

from typing import Any

import pytest

from mtype.catalogue.lookup import Catalogue
from tests.catalogue.small import Facts, catalogue, kind, line, release

NAMES = ("ant", "bee", "cow", "dog", "elk")


def releases(*owns: Any, **last: Any) -> Catalogue:
    """A line of releases 1, 2, 3, … with these own types; `elk` is named after release 3 if there is one."""
    named = {"elk": {"release": "3"}} if len(owns) > 2 else {}
    types = [kind("virt", name, **named.get(name, {})) for name in NAMES]
    facts: list[Facts] = [{} if own is None else {"own": own} for own in owns]
    facts[-1] |= last
    rows = [release(str(number), **fact) for number, fact in enumerate(facts, 1)]
    return catalogue(vendors={"zoo": {"name": "Zoo", "types": types}}, lines={"zoo": line("zoo", rows)})


def told(known: Catalogue) -> list[tuple[str, str]]:
    """Of each release the first letters of what is sure, and of what is not."""
    return [
        ("".join(sorted(name[0] for name in one.own)), "".join(sorted(name[0] for name in one.unsure)))
        for one in known.line("zoo").releases
    ]


UNKNOWN: Facts = {"unknown": True}


@pytest.mark.parametrize(
    ("owns", "expected"),
    [
        pytest.param([None], [("", "")], id="nothing said is nothing offered"),
        pytest.param(["none"], [("", "")], id="none is nothing offered"),
        pytest.param([{"only": ["ant", "bee"]}], [("ab", "")], id="a whole list"),
        pytest.param([{"only": "{ant,bee}"}], [("ab", "")], id="a whole list in braces"),
        pytest.param([{"only": "ant"}, "same"], [("a", ""), ("a", "")], id="the same list again"),
        pytest.param(
            [{"only": "ant"}, {"add": "bee"}], [("a", ""), ("ab", "")], id="a change adds to the list above"
        ),
        pytest.param(
            [{"only": "{ant,bee}"}, {"drop": "ant", "add": "cow"}],
            [("ab", ""), ("bc", "")],
            id="a change drops from the list above",
        ),
        pytest.param(
            [{"only": "ant"}, "none", {"add": "bee"}],
            [("a", ""), ("", ""), ("b", "")],
            id="after none a change begins with nothing",
        ),
        pytest.param(
            [{"only": "ant", "unsure": "bee"}], [("a", "b")], id="a known list may name what is not sure"
        ),
        pytest.param(
            [{"only": "ant"}, UNKNOWN, {"add": "bee"}],
            [("a", ""), ("a", "b"), ("ab", "")],
            id="what both neighbours have is inferred, what one has is unsure",
        ),
        pytest.param(
            [{"only": "ant"}, UNKNOWN, {"drop": "ant"}],
            [("a", ""), ("", "a"), ("", "")],
            id="what goes in between is unsure",
        ),
        pytest.param(
            [{"only": "ant"}, UNKNOWN, UNKNOWN, "same"],
            [("a", "")] * 4,
            id="several unknown lists in a row are bridged",
        ),
        pytest.param(
            [{"only": "ant"}, UNKNOWN],
            [("a", ""), ("", "a")],
            id="after the last known list nothing is inferred, and nothing is gone",
        ),
        pytest.param(
            [UNKNOWN, {"only": "ant"}], [("", "a"), ("a", "")], id="before the first one nothing is inferred"
        ),
        pytest.param([UNKNOWN], [("", "")], id="where nothing is known nothing is offered"),
        pytest.param(
            [{"only": "ant"}, {"unknown": True, "has": "bee"}, {"only": "{ant,bee}"}],
            [("a", ""), ("ab", ""), ("ab", "")],
            id="what is told all the same is there",
        ),
        pytest.param(
            [{"only": "ant"}, {"unknown": True, "unsure": "ant"}, "same"],
            [("a", ""), ("", "a"), ("a", "")],
            id="a doubt wins over inference",
        ),
        pytest.param(
            [{"only": "ant"}, {"unknown": True, "unsure": "bee", "has": "bee"}, "same"],
            [("a", ""), ("ab", ""), ("a", "")],
            id="what is told wins over a doubt",
        ),
        pytest.param(
            [{"only": "{ant,bee}"}, {"unknown": True, "lacks": "ant"}, {"only": "{ant,cow}"}],
            [("ab", ""), ("", "bc"), ("ac", "")],
            id="what is told to be absent wins over inference",
        ),
        pytest.param(
            [{"only": "{ant,bee}"}, {"unknown": True, "lacks": "ant", "unsure": "ant"}],
            [("ab", ""), ("", "b")],
            id="what is told to be absent wins over a doubt",
        ),
        pytest.param(
            [{"unknown": True, "has": "ant"}, UNKNOWN, {"only": "ant"}],
            [("a", "")] * 3,
            id="what is told of a release before counts as much as a known list before",
        ),
        pytest.param(
            [{"only": "ant"}, UNKNOWN, {"unknown": True, "has": "ant"}],
            [("a", "")] * 3,
            id="what is told of a release after counts as much as a known list after",
        ),
        pytest.param(
            [UNKNOWN, {"unknown": True, "has": "ant"}, UNKNOWN],
            [("", ""), ("a", ""), ("", "a")],
            id="what is told of one release may be in those after it",
        ),
        pytest.param(
            [UNKNOWN, UNKNOWN, {"only": "elk"}],
            [("", ""), ("", ""), ("e", "")],
            id="a type is not older than the release it is named after",
        ),
        pytest.param(
            [{"only": "ant"}, "none", UNKNOWN, {"only": "ant"}],
            [("a", ""), ("", ""), ("", "a"), ("a", "")],
            id="the nearest known list counts, not one behind it",
        ),
    ],
)
def test_inference(owns: list[Any], expected: list[tuple[str, str]]) -> None:
    assert told(releases(*owns)) == expected


def test_an_update_adds_to_a_known_list() -> None:
    updates = [{"add": "{bee,cow}", "date": "2026-01-02", "package": "1-2", "sources": "s"}]
    known = releases({"only": "ant"}, updates=updates)
    assert told(known) == [("abc", "")]
    (update,) = known.line("zoo").releases[0].updates
    assert (update.package, str(update.date), update.adds) == ("1-2", "2026-01-02", ("bee", "cow"))


def test_an_update_tells_of_an_unknown_list() -> None:
    assert told(releases(UNKNOWN, updates=[{"add": "bee", "sources": "s"}])) == [("b", "")]


def test_an_unknown_list_is_marked_as_inferred_unless_it_says_how_it_is_known() -> None:
    known = releases({"only": "ant"}, UNKNOWN, {"unknown": True}, evidence="bound")
    assert [one.evidence for one in known.line("zoo").releases] == ["unknown", "inferred", "bound"]
