"""What does a page show as a terminal: which commands, and which output of each?

In a block ```console, a line that begins with `$ ` is a command; one that ends with a backslash goes on in
the next. What follows is its output, both streams as they come. A line `…` stands for any number of lines.
A command without output lines only has to run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FILL = "???"  # as output: `--regenerate-docs` puts the real one there
_ANY = "…"


@dataclass(slots=True)
class Command:
    """One command of a page; `first` and `last` bound its output lines there (from 0, `last` excluded)."""

    text: str
    first: int
    last: int
    output: list[str]

    def fits(self, shown: str) -> bool:
        """Whether `shown` is the expected output."""
        pattern = "".join(r"(?:.*\n)*" if line == _ANY else re.escape(line) + r"\n" for line in self.output)
        return re.fullmatch(pattern, "".join(f"{line}\n" for line in lines(shown))) is not None


def lines(shown: str) -> list[str]:
    """The lines of an output as a page shows them: without blanks at the end, without empty lines around."""
    return [line.rstrip() for line in shown.strip("\n").split("\n")] if shown.strip("\n") else []


def commands(page: Path) -> list[Command]:
    """All commands of a page, in order."""
    found: list[Command] = []
    inside = going_on = False
    for number, line in enumerate(page.read_text(encoding="utf-8").split("\n")):
        if not inside:
            inside = line.strip() == "```console"
        elif line.strip() == "```":
            inside = False
        elif going_on:
            found[-1].text += "\n" + line
            found[-1].first = found[-1].last = number + 1
            going_on = line.endswith("\\")
        elif line.startswith("$ "):
            found.append(Command(line[2:], number + 1, number + 1, []))
            going_on = line.endswith("\\")
        else:
            assert found, f"{page}:{number + 1}: output before the first command"
            found[-1].output.append(line)
            found[-1].last = number + 1
    return found


def write_output(page: Path, written: list[tuple[Command, str]]) -> None:
    """Put these outputs into the page."""
    text = page.read_text(encoding="utf-8").split("\n")
    for command, shown in sorted(written, key=lambda pair: -pair[0].first):
        text[command.first : command.last] = lines(shown)
    page.write_text("\n".join(text), encoding="utf-8")
