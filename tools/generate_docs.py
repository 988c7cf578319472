"""Which pages of docs/reference follow from the code? Writes them, or with --check says which are stale."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from mtype.catalogue.gaps import unread_lists
from mtype.catalogue.load import load_catalogue
from mtype.cli.app import COMMANDS, PROGRAM
from mtype.cli.explain_command import page
from mtype.cli.showings import read_tree
from mtype.rules import RULES
from tools.coverage_page import coverage_page
from tools.evidence.page import evidence_page
from tools.evidence.record import read_record
from tools.migration_pictures import pictures

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
_GROUPS = {
    "0": "the program itself",
    "1": "the name",
    "2": "its life",
    "3": "its vendor",
    "4": "its carriers",
    "5": "its way",
    "6": "the definition",
    "9": "rules of users",
}
_MADE = "<!-- Made by tools/generate_docs.py: do not edit. -->\n\n"


def pages() -> dict[Path, str]:
    """Every generated page with its text."""
    made = {REFERENCE / "rules" / f"{rule.id}.md": _MADE + page(rule) for rule in RULES}
    made[REFERENCE / "rules" / "index.md"] = _MADE + _rule_index()
    made[REFERENCE / "command-line.md"] = _MADE + _command_line()
    catalogue = load_catalogue()
    made[REFERENCE / "coverage.md"] = _MADE + coverage_page(catalogue, unread_lists(read_tree(catalogue)))
    pictured = pictures(catalogue).items()
    made.update({ROOT / "docs" / "explanation" / "pictures" / name: svg for name, svg in pictured})
    made[REFERENCE / "migration-evidence.md"] = _MADE + evidence_page(read_record())
    return made


def _rule_index() -> str:
    lines = ["# Rules\n", "`virt-machine-type explain RULE` prints the same pages.\n"]
    group = ""
    for rule in RULES:
        if rule.id[2] != group:
            group = rule.id[2]
            lines += [f"\n## MT{group}xx {_GROUPS[group]}\n", "| rule | severity | name |", "|---|---|---|"]
        lines.append(f"| [{rule.id}]({rule.id}.md) | {rule.severity.value} | {rule.name} |")
    return "\n".join(lines) + "\n"


def _command_line() -> str:
    parts = ["# Command line\n", _help([])]
    for words in commands():
        parts += [f"\n{'##' if len(words) == 1 else '###'} {' '.join(words)}\n", _help(words)]
    parts.append(
        "\nEvery option has an environment variable: `VIRT_MACHINE_TYPE_` and the option's name in capitals, "
        "such as `VIRT_MACHINE_TYPE_FAIL_ON=warning`. [Exit codes](exit-codes.md), "
        "[project file](project-file.md).\n"
    )
    return "\n".join(parts)


def commands() -> list[list[str]]:
    """The words of every command, those of a group after the group."""
    found: list[list[str]] = []
    for command in COMMANDS:
        found.append([command])
        app = import_module(f"mtype.cli.{command.replace('-', '_')}_command").app
        if app.registered_callback is not None:
            found += [[command, str(one.callback.__name__)] for one in app.registered_commands]
    return found


def _help(words: list[str]) -> str:
    """The help as a terminal of 100 columns shows it."""
    environment = {**os.environ, "COLUMNS": "100", "TERMINAL_WIDTH": "100", "NO_COLOR": "1"}
    environment = {key: value for key, value in environment.items() if not key.startswith("VIRT_MACHINE_")}
    call = [sys.executable, "-m", "mtype", *words, "--help"]
    shown = subprocess.run(call, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    text = "\n".join(line.rstrip() for line in shown.stdout.strip().splitlines())
    return f"```\n$ {' '.join([PROGRAM, *words, '--help'])}\n{text}\n```"


def main() -> int:
    """Write the pages; with --check change nothing and return 1 if one is stale or left over."""
    made = pages()
    old = set((REFERENCE / "rules").glob("*.md"))
    stale = [path for path, text in made.items() if not path.exists() or path.read_text() != text]
    left_over = [path for path in old if path not in made and path.exists()]
    if "--check" in sys.argv:
        for path in stale + left_over:
            print(f"{path.relative_to(ROOT)} is stale: run `make docs`")
        return 1 if stale or left_over else 0
    (REFERENCE / "rules").mkdir(parents=True, exist_ok=True)
    for path, text in made.items():
        path.write_text(text)
    for path in left_over:
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
