"""Is the record of what migrated read as it was written, and told as it is?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.evidence import record as records
from tools.evidence.page import evidence_page
from tools.evidence.record import KINDS, Attempt, Record, Versions, observed, read_record, write_record

NO_TYPE = "qemu-system-x86_64: unsupported machine type"
NO_ELEMENT = "unknown audio type 'none'"
ALL = dict.fromkeys(KINDS, "worked")
RECORD = Record(
    "2026-11-21",
    False,
    {"bookworm": Versions("7.2.22", "9.0.0", "1:7.2"), "sid": Versions("11.1.3", "12.8.0", "1:11.1")},
    (
        Attempt("bookworm", "sid", "pc-q35-7.2", ALL, {}),
        Attempt("sid", "bookworm", "pc-q35-7.2", {**ALL, "stopped": "refused"}, {NO_ELEMENT: ("stopped",)}),
        Attempt("sid", "bookworm", "pc-q35-11.1", dict.fromkeys(KINDS, "refused"), {NO_TYPE: KINDS}),
        Attempt("bookworm", "sid", "pc-q35-11.1", dict.fromkeys(KINDS, "no guest"), {NO_TYPE: KINDS}),
    ),
)


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_record(RECORD, tmp_path / "record.json")
    assert read_record(tmp_path / "record.json") == RECORD
    assert [path.name for path in tmp_path.iterdir()] == ["record.json"]
    assert len((tmp_path / "record.json").read_text().splitlines()) == 3 + 4 + 1, "an attempt is a line"


@pytest.mark.parametrize(
    ("source", "destination", "machine", "kind", "seen"),
    [
        ("bookworm", "sid", "pc-q35-7.2", "live", True),
        ("sid", "bookworm", "pc-q35-7.2", "saved", True),
        ("sid", "bookworm", "pc-q35-7.2", "stopped", False),
        ("sid", "bookworm", "pc-q35-11.1", "file", False),
        ("bookworm", "sid", "pc-q35-11.1", "live", None),  # there is no such guest at the source
        ("bookworm", "sid", "pc-q35-2.4", "live", None),  # not tried
    ],
)
def test_what_was_observed(
    source: str,
    destination: str,
    machine: str,
    kind: str,
    seen: bool | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(records, "read_record", lambda: RECORD)
    records._outcomes.cache_clear()
    assert observed(source, destination, machine, kind) is seen
    records._outcomes.cache_clear()


def test_the_page_tells_what_worked_and_what_was_said() -> None:
    page = evidence_page(RECORD)
    assert "Run of 2026-11-21, 4 attempts: a sample of the types." in page
    assert "| sid | 11.1.3 | 12.8.0 | 1:11.1 |" in page
    assert "| bookworm | sid | forward | 1 | 1 | 1 | 1 | 1 | 0 |" in page
    assert "| sid | bookworm | back | 1 | 1 | 1 | 0 | 1 | 1 |" in page
    assert "| sid | bookworm | live, saved, file | `pc-q35-7.2` |" in page
    assert f"| sid | bookworm | stopped | {NO_ELEMENT} | `pc-q35-7.2` |" in page
    assert f"| sid | bookworm | live, saved, stopped, file | {NO_TYPE} | `pc-q35-11.1` |" in page
    assert page.count("pc-q35-11.1") == 1, "what the source does not have tells nothing"
