"""What does the command line of the harvesters print, write and return?"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.tools.zoo import PC_10_1, ZOO, line_of
from tools.harvest.command import main
from tools.harvest.document import canonical

LISTING = "Supported machines are:\n" + "".join(
    f"{name:<20} {text}\n" for name, _, text in (line.partition(": ") for line in PC_10_1)
)
NEW = LISTING + "a-new-one            New\n"
ASKED = ["--for", "plain:second", "--source", "new", "--arch", "x86_64", "--qemu", "10.1"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "zoo.yaml"
    path.write_text(ZOO)
    return path


def harvest(file: Path, text: str, *more: str, asked: list[str] = ASKED) -> int:
    pasted = file.with_name("pasted.txt")
    pasted.write_text(text)
    return main(["listing", str(pasted), "--catalogue", str(file), *asked, *more])


def test_a_proposal_is_a_diff_and_nothing_is_written(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert harvest(file, NEW) == 0
    said = capsys.readouterr()
    assert said.out.startswith("--- a/zoo.yaml\n+++ b/zoo.yaml\n@@ ")
    assert "boards: {a-new-one: New}" in said.out
    assert said.err == ""
    assert file.read_text() == ZOO


def test_write_writes_what_the_diff_says_and_a_second_harvest_has_nothing_to_say(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert harvest(file, NEW, "--write") == 0
    assert "boards: {a-new-one: New}" in capsys.readouterr().out
    written = file.read_text()
    assert "boards: {a-new-one: New}" in written and canonical(written) == written
    assert harvest(file, NEW, "--write") == 0
    assert capsys.readouterr() == ("", "")
    assert file.read_text() == written


def test_a_contradiction_is_told_with_its_line_and_left_alone(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--for", "qemu:10.1", *ASKED[2:]]
    text = NEW.replace("isapc                ISA-only PC\n", "")
    assert harvest(file, text, "--write", asked=asked) == 1
    said = capsys.readouterr()
    place = line_of("isapc: ISA") - 3
    assert said.err == f"zoo.yaml: line {place}: - arch: [x86_64, i386]\n    isapc is not listed, QEMU 10.1\n"
    assert "a-new-one: New" in said.out, "what is no contradiction is proposed all the same"
    assert "isapc: ISA-only PC" in file.read_text()


def test_a_new_source_is_described_at_the_end_of_the_others(file: Path) -> None:
    described = ["--text", "a list: pasted", "--where", "somewhere", "--date", "2026-11-21"]
    asked = [*ASKED[:2], "--source", "pasted", *ASKED[4:]]
    assert harvest(file, NEW, *described, "--write", asked=asked) == 0
    assert (
        "  new: {text: the emulator that is asked, evidence: emulator}\n"
        "  pasted:\n"
        '    text: "a list: pasted"\n'
        "    where: somewhere\n"
        "    evidence: listing\n"
        "    date: 2026-11-21\n"
        "\n"
        "# Boards with versions.\n"
    ) in file.read_text()


def test_a_source_that_is_not_used_is_not_added(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--for", "qemu:10.1", "--source", "pasted", "--text", "a list", *ASKED[4:]]
    assert harvest(file, LISTING, asked=asked) == 0
    assert capsys.readouterr() == ("", "")


def test_a_listing_on_standard_input(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(NEW.encode())))
    assert main(["listing", "-", "--catalogue", str(file), *ASKED]) == 0
    assert "boards: {a-new-one: New}" in capsys.readouterr().out


def test_the_arch_follows_from_the_names_where_it_can(file: Path) -> None:
    asked = [*ASKED[:4], "--qemu", "10.1"]
    assert harvest(file, LISTING, asked=asked) == 0


@pytest.mark.parametrize(
    ("asked", "text", "told"),
    [
        (["--for", "plain"], LISTING, "plain names no line: write LINE:VERSION"),
        (["--for", "moon:1"], LISTING, "There is no line moon: qemu, plain, zoo."),
        (["--source", "pasted"], LISTING, "The source pasted is a new one: describe it with --text"),
        ([], "pc-q35-\n", "is no listing of machine types: line 1 reads 'pc-q35-'"),
        ([], LISTING + LISTING, "There are two listings of x86_64: harvest one release at a time."),
        (["--qemu", "ten"], LISTING, "'ten' is not a QEMU version such as 9.2 or 4.0.1"),
        (["--for", "qemu:next"], LISTING, "'next' is not a QEMU version"),
        (["--for", "plain:3", "--released", "soon"], LISTING, "'soon' is not a date such as"),
        (["--catalogue", "/nowhere"], LISTING, "No such file or directory: '/nowhere'"),
    ],
)
def test_wrong_usage_is_told(
    asked: list[str], text: str, told: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert harvest(file, text, *asked) == 2
    said = capsys.readouterr()
    assert told in said.err and said.out == ""


def test_a_catalogue_that_is_not_valid_is_told_with_its_line(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(ZOO.replace("introduced: 9.1\n", "introduce: 9.1\n", 1))
    assert harvest(file, LISTING) == 2
    assert f"{file}:{line_of('introduce:', file.read_text())}:" in capsys.readouterr().err
    file.write_bytes(b"a: \xff\n")
    assert harvest(file, LISTING) == 2
    assert "can't decode byte 0xff" in capsys.readouterr().err


@pytest.mark.parametrize("tree", ["somewhere", "/nowhere/at/all@v11.2.0"])
def test_a_tree_that_is_none(tree: str, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["tree", tree, "--for", "qemu:11.2", "--source", "new", "--catalogue", str(file)]
    assert main(asked) == 2
    assert tree.partition("@")[0] in capsys.readouterr().err


def test_a_folder_without_emulators(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--for", "plain:second", "--source", "new", "--catalogue", str(file)]
    assert main(["emulator", "--root", str(tmp_path), *asked]) == 2
    assert main(["emulator", *asked]) == 2
    assert capsys.readouterr().err == (
        f"There is no emulator below {tmp_path}.\nName emulators, or a folder of them with --root.\n"
    )
