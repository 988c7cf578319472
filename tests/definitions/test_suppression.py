"""Which comments suppress which rules, and for which definitions."""

from __future__ import annotations

import time

import pytest
from texts import GUEST, guest, names, read

from mtype.definitions.suppression import parse_suppression
from mtype.model.definition import Position

AT = Position(3, 4, 50)


@pytest.mark.parametrize(
    ("text", "rules", "reason"),
    [
        pytest.param(
            " virt-machine-type: ignore MT202: old on purpose ", ["MT202"], "old on purpose", id="usual"
        ),
        pytest.param("virt-machine-type:ignore MT202:x", ["MT202"], "x", id="without white space"),
        pytest.param(
            " virt-machine-type: ignore MT202, MT3: x", ["MT202", "MT3"], "x", id="two, one a group"
        ),
        pytest.param(
            " virt-machine-type: ignore MT202 MT3,MT401: x",
            ["MT202", "MT3", "MT401"],
            "x",
            id="any separator",
        ),
        pytest.param(" virt-machine-type: ignore MT202, : x", ["MT202"], "x", id="a comma too many"),
        pytest.param(
            "\n\tvirt-machine-type :\n  ignore\n  MT202,\n  MT3 :\n  two\n  lines\n",
            ["MT202", "MT3"],
            "two lines",
            id="over several lines",
        ),
        pytest.param(" virt-machine-type: ignore MT202 ", ["MT202"], "", id="no reason"),
        pytest.param(" virt-machine-type: ignore MT202: ", ["MT202"], "", id="an empty reason"),
        pytest.param(
            " virt-machine-type: ignore MT202: see: #7", ["MT202"], "see: #7", id="a colon in the reason"
        ),
        pytest.param(" virt-machine-type: ignore mt202: x", ["MT202"], "x", id="lower case"),
        pytest.param(" virt-machine-type: ignore MT202 MT202: x", ["MT202"], "x", id="the same twice"),
    ],
)
def test_a_suppression(text: str, rules: list[str], reason: str) -> None:
    suppression = parse_suppression(text, AT)
    assert suppression is not None
    assert (list(suppression.rules), suppression.reason, suppression.at) == (rules, reason, AT)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(" any comment: ignore MT202: x ", id="another comment"),
        pytest.param(" see virt-machine-type: ignore MT202: x", id="not at the beginning"),
        pytest.param(" virt-machine-type ignore MT202: x", id="no colon"),
        pytest.param(" virt-machine-type: ignore: x", id="no rule"),
        pytest.param(" virt-machine-type: ignore", id="nothing"),
        pytest.param(" virt-machine-type: disable MT202: x", id="another word"),
        pytest.param(" virt-machine-type: ignoreMT202: x", id="one word"),
        pytest.param(" virt-machine-type: ignore MT202 because it is old", id="a reason without a colon"),
        pytest.param(" virt-machine-type: ignore MT2021: x", id="no such number"),
        pytest.param(" virt-machine-type: ignore *: x", id="everything"),
        pytest.param(" virt-machine-type: ignore " + "MT202 " * 5000, id="more than anybody writes"),
        pytest.param(" virt-machine-type: ignore MT٢٠٢: x", id="digits of another script"),
    ],
)
def test_what_is_not_understood_suppresses_nothing(text: str) -> None:
    assert parse_suppression(text, AT) is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("virt-machine-type: ignore" + " " * 5_000_000 + "x", id="spaces"),
        pytest.param("virt-machine-type: ignore MT202" + "," * 5_000_000 + "x", id="commas"),
        pytest.param("virt-machine-type: ignore " + "MT202 " * 1_000_000, id="rules"),
        pytest.param("virt-machine-type: ignore MT202:" + " x" * 2_000_000, id="reason"),
    ],
)
def test_a_comment_of_megabytes_takes_no_time(text: str) -> None:
    began = time.process_time()
    parse_suppression(text, AT)
    assert time.process_time() - began < 0.5


def _comment(rule: str) -> str:
    return f"<!-- virt-machine-type: ignore {rule}: x -->"


def test_inside_a_domain_it_holds_for_that_domain_only() -> None:
    first, third = guest("a", rest=_comment("MT202")), guest("c", rest=_comment("MT3"))
    text = f"{first}\n<domains>{guest('b')}{third}</domains>"
    document = read(text)
    assert names(document) == ["a", "b", "c"]
    assert [[s.rules for s in definition.suppressions] for definition in document.definitions] == [
        [("MT202",)],
        [],
        [("MT3",)],
    ]
    assert [s.rules for s in document.suppressions] == [("MT202",), ("MT3",)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{_comment('MT202')}\n{GUEST}{GUEST}", id="before"),
        pytest.param(f"{GUEST}{GUEST}\n{_comment('MT202')}", id="behind"),
        pytest.param(f"{GUEST}\n{_comment('MT202')}{GUEST}", id="between two documents"),
        pytest.param(f"<domains>{GUEST}{_comment('MT202')}{GUEST}</domains>", id="in what is around"),
        pytest.param(
            f"<domainsnapshot>{_comment('MT202')}{GUEST}{GUEST}</domainsnapshot>", id="in a snapshot"
        ),
    ],
)
def test_outside_of_the_domains_it_holds_for_all(text: str) -> None:
    document = read(text)
    assert len(document.definitions) == 2
    for definition in document.definitions:
        assert definition.suppressions == document.suppressions
        assert [s.rules for s in definition.suppressions] == [("MT202",)]


@pytest.mark.parametrize("place", ["<metadata>{}</metadata>", "<os>{}</os>", "<name>{}</name>", "{}"])
def test_it_counts_wherever_in_the_domain_it_stands(place: str) -> None:
    document = read(guest(rest="\n" + place.format(_comment("MT202"))))
    (suppression,) = document.definitions[0].suppressions
    assert suppression.at[:2] == (2, place.index("{") + 1)


def test_in_a_cdata_section_it_is_text() -> None:
    assert read(guest(rest=f"<a><![CDATA[{_comment('MT202')}]]></a>")).suppressions == ()


def test_the_suppressions_of_a_broken_file_are_told() -> None:
    document = read(f"{_comment('MT601')}<domain>")
    assert document.problem is not None
    assert [suppression.rules for suppression in document.suppressions] == [("MT601",)]
