"""Are known findings known again, and is a damaged baseline never taken for an empty one?"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtype.check.baseline import apply_baseline, key_of, read_baseline, write_baseline
from mtype.model.errors import UsageError
from mtype.model.finding import Finding
from tests.check.build import finding

FINDINGS = [finding(), finding("MT103", machine_type="q35"), finding(path="guests/mail.xml"), finding()]


def read(text: str) -> Counter[tuple[str | None, ...]]:
    return read_baseline(text, "known.json")


def test_what_was_written_silences_the_same_findings() -> None:
    assert apply_baseline(FINDINGS, read(write_baseline(FINDINGS))) == ([], 4, 0)


def test_a_line_that_moved_does_not_matter() -> None:
    known = read(write_baseline([finding()]))
    assert apply_baseline([finding(line=40, column=2, message="other words")], known) == ([], 1, 0)


@pytest.mark.parametrize(
    "other",
    [
        {"rule": "MT202"},
        {"path": "guests/nas2.xml"},
        {"domain": None},
        {"machine_type": "pc-q35-2.4"},
        {"target": "debian:14"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_what_differs_is_new(other: dict[str, Any]) -> None:
    new = finding(**other)
    assert apply_baseline([new], read(write_baseline([finding()]))) == ([new], 0, 1)


def test_one_more_of_the_same_is_new() -> None:
    fresh, known, stale = apply_baseline(
        [finding(), finding(), finding()], read(write_baseline([finding()] * 2))
    )
    assert (len(fresh), known, stale) == (1, 2, 0)


def test_a_file_that_cannot_be_parsed_is_never_known() -> None:
    broken = finding("MT601", domain=None, machine_type=None, target=None)
    text = write_baseline([broken])
    assert json.loads(text)["findings"] == []
    entry = {"rule": "MT601", "path": "guests/nas.xml", "domain": None, "machine_type": None, "target": None}
    by_hand = json.dumps({"version": 1, "findings": [{**entry, "count": 1}]})
    assert apply_baseline([broken], read(by_hand)) == ([broken], 0, 1)


def test_entries_that_occur_no_longer_are_counted() -> None:
    assert apply_baseline([], read(write_baseline(FINDINGS))) == ([], 0, 3)


def test_the_file_is_sorted_and_ends_with_a_line_feed() -> None:
    text = write_baseline(FINDINGS)
    assert text == write_baseline(FINDINGS[::-1])
    assert text.endswith("}\n")
    assert json.loads(text)["version"] == 1


def test_a_path_that_is_no_utf8_comes_back() -> None:
    odd = finding(path="guests/\udcff.xml", domain="new\nline")
    assert apply_baseline([odd], read(write_baseline([odd]))) == ([], 1, 0)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("{", id="cut short"),
        pytest.param("[]", id="a list"),
        pytest.param("null", id="null"),
        pytest.param('"text"', id="a text"),
        pytest.param("{}", id="no version"),
        pytest.param('{"version": 1}', id="no findings"),
        pytest.param('{"version": 1, "findings": 3}', id="a number for findings"),
        pytest.param('{"version": 1, "findings": {"a": 1}}', id="a mapping for findings"),
        pytest.param('{"version": 1, "findings": [3]}', id="a number for a finding"),
        pytest.param('{"version": 1, "findings": [{"rule": "MT201"}]}', id="a finding with too little"),
        pytest.param("[" * 100_000, id="nested deeply"),
        pytest.param('{"version": 1, "findings": %s}' % ("[" * 100_000), id="findings nested deeply"),
    ],
)  # fmt: skip
def test_what_is_no_baseline_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"known.json is no baseline file; write one with --write-baseline"):
        read(text)


@pytest.mark.parametrize(
    "count", ['"many"', "null", "[]", "{}", "Infinity", "NaN", "1e999", '"' + "9" * 5000 + '"']
)
def test_a_count_that_is_no_number_is_refused(count: str) -> None:
    entry = dict.fromkeys(("rule", "path", "domain", "machine_type", "target"), "x") | {"count": 0}
    text = json.dumps({"version": 1, "findings": [entry]}).replace('"count": 0', f'"count": {count}')
    with pytest.raises(UsageError, match="no baseline file"):
        read(text)


def test_a_key_that_cannot_be_one_is_refused() -> None:
    entry = {
        **dict.fromkeys(("rule", "path", "domain", "machine_type", "target"), "x"),
        "domain": [1],
        "count": 1,
    }
    with pytest.raises(UsageError, match="no baseline file"):
        read(json.dumps({"version": 1, "findings": [entry]}))


@pytest.mark.parametrize("version", [0, 2, "1", None, 1.5])
def test_another_version_is_refused(version: object) -> None:
    with pytest.raises(UsageError, match=r"a baseline of version .*, not 1"):
        read(json.dumps({"version": version, "findings": []}))


_TEXTS = st.none() | st.text(max_size=8)
_FINDINGS = st.lists(
    st.builds(
        finding,
        rule=st.sampled_from(["MT201", "MT103"]),
        path=st.text(max_size=4),
        domain=_TEXTS,
        machine_type=_TEXTS,
        target=_TEXTS,
    ),
    max_size=12,
)


@given(_FINDINGS, _FINDINGS)
def test_any_findings_come_back_and_only_they(known: list[Finding], others: list[Finding]) -> None:
    fresh, silenced, stale = apply_baseline(known + others, read(write_baseline(known)))
    assert (silenced, stale) == (len(known), 0)
    left = Counter(map(key_of, known + others)) - Counter(map(key_of, known))
    assert Counter(map(key_of, fresh)) == left


@given(st.text(max_size=40) | st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["version", "findings", "rule", "path", "count"]), inner, max_size=3),
).map(json.dumps))  # fmt: skip
def test_no_text_makes_it_crash(text: str) -> None:
    try:
        read(text)
    except UsageError as error:
        assert "known.json" in str(error)
