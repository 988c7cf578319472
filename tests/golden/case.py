"""What is one case of the golden tests? See README.md."""

from __future__ import annotations

import difflib
import re
import shlex
import shutil
from pathlib import Path

from tests.cli.command import EXAMPLES, FIXTURES, run

GOLDEN = Path(__file__).parent
EXPECTED = ("stdout", "stderr", "exit")
_OWN = ("cmd", "stdin", *EXPECTED)
_LENT = {"examples": EXAMPLES, "fixtures": FIXTURES}
# What differs from run to run or from version to version; the same expression is written in its place.
_VOLATILE = (
    r'"rules": \[\{.*\}\]',  # the pages of all rules: tests of the SARIF report look at them
    r'"seconds": [0-9.]+',
    r'time="[0-9.]+"',
    r"last_run_seconds [0-9.]+",
    r'"name": "virt-machine-type", "version": "[^"]+"',
    r"<footer>virt-machine-type \S+, \S+ s</footer>",
    r'type_info\{version="[^"]+"',
    r"and this is \S+",
    r'^    "version": "[^"]+"$',  # of the tool, in an indented object
    r"machine-types\.yaml:[0-9]+",  # moves with every change of the data
    r"[0-9]+ types, [0-9]+ releases, [0-9]+ sources",
)
_SPECIAL = re.compile(r"([\\.^$*+?{}\[\]|()])")


def cases() -> list[Path]:
    """The folder of every case."""
    return sorted(path.parent for path in GOLDEN.glob("*/*/cmd"))


def outcome(case: Path, folder: Path) -> dict[str, str]:
    """What the calls of a case say, made in `folder` on a copy of its input files."""
    calls = (case / "cmd").read_text().splitlines()
    for path in case.iterdir():
        if path.name not in _OWN:
            copy = shutil.copytree if path.is_dir() else shutil.copy2
            copy(path, folder / path.name)
    for name, lent in _LENT.items():
        if any(re.search(rf"(^|[ =]){name}(/|\s|$)", line) for line in calls):
            shutil.copytree(lent, folder / name)
    stdin = case / "stdin"
    given = stdin.read_bytes() if stdin.exists() else b""
    ran = [run(*shlex.split(line), cwd=folder, stdin=given) for line in calls]
    return {
        "stdout": "".join(one.out for one in ran),
        "stderr": "".join(one.err for one in ran),
        "exit": "".join(f"{one.code}\n" for one in ran),
    }


def expected(case: Path, name: str) -> str:
    """What a case expects under `name`; a file that is not there expects nothing."""
    path = case / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def difference(wanted: str, got: str) -> str:
    """The difference of two texts, line by line; empty where `got` is as expected."""
    lines = wanted.split("\n")
    new = got.split("\n")
    matching = [new[i] if i < len(new) and fits(line, new[i]) else line for i, line in enumerate(lines)]
    return "\n".join(difflib.unified_diff(matching, new, "expected", "got", lineterm="", n=1))


def fits(wanted: str, got: str) -> bool:
    """Whether a line is as expected: the same, or what a line between slashes describes."""
    if len(wanted) > 2 and wanted.startswith("/") and wanted.endswith("/"):
        return re.fullmatch(wanted[1:-1], got) is not None
    return wanted == got


def rewrite(case: Path, got: dict[str, str]) -> None:
    """Expect what was said, with the regular expressions that were there where they still fit."""
    for name, text in got.items():
        path = case / name
        patterns = [line for line in expected(case, name).split("\n") if line.startswith("/")]
        written = "\n".join(_as_expected(line, patterns) for line in text.split("\n"))
        if written:
            path.write_text(written, encoding="utf-8")
        else:
            path.unlink(missing_ok=True)


def _as_expected(line: str, patterns: list[str]) -> str:
    for pattern in patterns:
        if fits(pattern, line):
            return pattern
    marked = line
    for number, volatile in enumerate(_VOLATILE):
        marked = re.sub(volatile, chr(0xE000 + number), marked)
    if marked == line and not (line.startswith("/") and line.endswith("/")):
        return line
    marked = _SPECIAL.sub(r"\\\1", marked)
    for number, volatile in enumerate(_VOLATILE):
        marked = marked.replace(chr(0xE000 + number), volatile)
    return f"/{marked}/"
