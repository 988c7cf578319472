"""Does a list stay readable in a narrow terminal, and does nothing vanish from it in silence?"""

from __future__ import annotations

import json

import pytest

from mtype.cli.table import columns_that_fit, table
from tests.cli.command import run

HEAD = ("name", "kind", "text")
ROWS = [["pc-q35-9.2", "upstream", "a description that is long"], ["virt", "rhel", ""]]


@pytest.mark.parametrize(
    ("width", "kept"),
    [
        pytest.param(None, "name kind text", id="a pipe has room for all"),
        pytest.param(46, "name kind text", id="all fits"),
        pytest.param(34, "name kind text", id="the last column is cut"),
        pytest.param(33, "name kind", id="the last column is left out where nothing would be left of it"),
        pytest.param(20, "name kind", id="to the last character"),
        pytest.param(19, "name", id="the next column"),
        pytest.param(3, "name", id="what nobody may leave out stays"),
    ],
)
def test_columns_that_fit(width: int | None, kept: str) -> None:
    found = columns_that_fit(HEAD, ROWS, width, ("text", "kind"))
    assert " ".join(HEAD[place] for place in found) == kept


def test_a_cut_is_seen() -> None:
    shown = table(HEAD, ROWS, 34)
    assert shown.split("\n")[1] == "pc-q35-9.2  upstream  a descripti…"
    assert shown.split("\n")[2] == "virt        rhel"


@pytest.mark.parametrize(
    ("width", "left_out"),
    [
        pytest.param(40, "description, vendor, default", id="the narrowest"),
        pytest.param(80, "description, vendor, default", id="the usual"),
        pytest.param(100, "description", id="a wide one"),
    ],
)
def test_name_status_and_end_are_always_there_and_the_rest_is_told(width: int, left_out: str) -> None:
    words = ("list", "types", "--for", "ubuntu:noble", "--arch", "x86_64")
    ran = run(*words, env={"COLUMNS": str(width)})
    lines = ran.out.splitlines()
    assert all(part in lines[0] for part in ("name", "status", "stands for / goes with"))
    assert "ubuntu" in lines[1] and "floating" in lines[1] and "= pc-i440fx-noble-v2" in lines[1]
    assert set(left_out.split(", ")) == set(ran.err.partition(" for: ")[2].partition(";")[0].split(", "))
    if width >= 80:
        assert max(map(len, lines)) <= width
        assert any(line.endswith("ubuntu:34.10 2034-10 (forecast)") for line in lines)


def test_a_file_gets_all_of_it(tmp_path: object) -> None:
    place = f"{tmp_path}/types.txt"
    words = ("list", "types", "--for", "debian:13", "--arch", "x86_64", "--output", place)
    ran = run(*words, env={"COLUMNS": "60"})
    assert (ran.code, ran.err) == (0, "")
    with open(place, encoding="utf-8") as stream:
        assert "Standard PC (i440FX + PIIX, 1996)" in stream.read()


def test_a_column_without_content_is_not_missed() -> None:
    words = ("list", "types", "--for", "rhel:9.4", "--arch", "aarch64")
    assert run(*words, env={"COLUMNS": "80"}).err == ""


@pytest.mark.parametrize(
    ("today", "day", "text"),
    [
        pytest.param("2026-11-21", "2026-12-31", "qemu:11.2 2026-12 (forecast)", id="before its day"),
        pytest.param(
            "2027-01-01", None, "qemu:11.2 (forecast)", id="after it: nothing is foretold of the past"
        ),
    ],
)
def test_an_expected_day_depends_on_the_day_of_the_question(today: str, day: str | None, text: str) -> None:
    words = ("list", "types", "--for", "debian:14", "--arch", "x86_64", "--today", today, "--format", "json")
    rows = json.loads(run(*words).out)["machine_types"]
    (row,) = [row for row in rows if row["name"] == "pc-q35-5.2"]
    assert row["removal"] == text
    assert row["forecast"]["day"] == day
    assert row["forecast"]["sure"] is False
    assert row["forecast"]["basis"].startswith("By QEMU's policy: ")
    assert row["forecast"]["sources"][0] == "qemu-rule"
