"""Is the shipped catalogue what a change by a tool leaves untouched?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.format_catalogue import first_difference, main

CANONICAL = "# heading\na:\n  b: [1, 2]\n  # below\n  c:\n    - {d: 2.10, e: '>1'}\n\n# end\nf: \"g\"\n"


def test_the_shipped_catalogue_is_canonical(shipped_text: str) -> None:
    found = first_difference(shipped_text)
    assert found is None, f"line {found[0]} reads {found[1]!r}, not {found[2]!r}: run `make format`"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("[1, 2]", "[1,2]", 3),
        ("  # below", "  # below  ", 4),
        ("{d: 2.10, e: '>1'}", "{ d: 2.10, e: '>1' }", 6),
        ("{d: 2.10, e: '>1'}", "{d: 2.10,\n       e: '>1'}", 6),
        ("    - {d", "  - {d", 6),
        ("a:\n", "a:   \n", 2),
    ],
)
def test_the_first_line_that_is_not_is_named(old: str, new: str, line: int, tmp_path: Path) -> None:
    text = CANONICAL.replace(old, new)
    assert text != CANONICAL
    found = first_difference(text)
    assert found is not None and found[0] == line
    file = tmp_path / "some.yaml"
    file.write_text(text)
    assert main(["--check", str(file)]) == 1
    assert file.read_text() == text
    assert main([str(file)]) == 0
    assert file.read_text() == CANONICAL
    assert main(["--check", str(file)]) == 0


def test_check_says_what_to_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "some.yaml"
    file.write_text(CANONICAL.replace("[1, 2]", "[1,2]"))
    main(["--check", str(file)])
    assert capsys.readouterr().out == f"{file}:3: write 'b: [1, 2]', or let `make format` do it\n"


def test_what_is_no_yaml_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "some.yaml"
    file.write_text("a: [1\n")
    assert main([str(file)]) == 2
    assert file.read_text() == "a: [1\n"
    assert "the catalogue:2:1: not YAML" in capsys.readouterr().err
