"""Is the shipped YAML written in the one way that makes small diffs?"""

from __future__ import annotations

import re

LONGEST = 400
_FLOW_ENTRY = re.compile(r" *- \{.*\}(?: +#.*)?")


def lines(text: str) -> list[tuple[int, str]]:
    return list(enumerate(text.split("\n"), 1))


def test_line_ends_are_those_of_unix(shipped_text: str) -> None:
    assert "\r" not in shipped_text, "save with LF line ends"


def test_the_file_ends_with_one_line_end(shipped_text: str) -> None:
    assert shipped_text.endswith("\n") and not shipped_text.endswith("\n\n"), "end with one line end"


def test_no_tabs_and_nothing_but_text(shipped_text: str) -> None:
    wrong = [number for number, line in lines(shipped_text) if not line.isprintable()]
    assert wrong == [], "indent with blanks; no tabs, no control characters, no byte order mark"


def test_no_blanks_at_the_end(shipped_text: str) -> None:
    wrong = [number for number, line in lines(shipped_text) if line != line.rstrip()]
    assert wrong == [], "remove the blanks at the end of these lines"


def test_indentation_is_by_two(shipped_text: str) -> None:
    wrong = [number for number, line in lines(shipped_text) if (len(line) - len(line.lstrip())) % 2]
    assert wrong == [], "indent by two blanks"


def test_an_entry_in_braces_stands_on_one_line(shipped_text: str) -> None:
    wrong = [
        number
        for number, line in lines(shipped_text)
        if line.lstrip().startswith("- {") and not _FLOW_ENTRY.fullmatch(line)
    ]
    assert wrong == [], "close the brace on the line where it opens, or write the entry in block style"


def test_no_line_is_too_long(shipped_text: str) -> None:
    wrong = [number for number, line in lines(shipped_text) if len(line) > LONGEST]
    assert wrong == [], f"more than {LONGEST} characters: write the entry in block style"
