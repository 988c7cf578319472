"""Is everything that there is documented: exit codes, commands, formats, statuses, keys?"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from mtype.check.selection import rule_ids
from mtype.model.exit_code import ExitCode
from mtype.model.status import Status
from mtype.reports.formats import Format
from tests.cli.command import ROOT, domain, environment, run, write
from tests.cli.command_tree import CALLED, OPTIONS

DOCS = ROOT / "docs"


def test_every_exit_code_is_documented() -> None:
    rows = re.findall(
        r"^\| (\d+) \| `(\w+)` \| .{20,} \|$", (DOCS / "reference/exit-codes.md").read_text(), re.MULTILINE
    )
    assert rows == [(str(code.value), code.name) for code in ExitCode]


def test_every_command_is_documented() -> None:
    text = (DOCS / "reference" / "command-line.md").read_text()
    assert re.findall(r"^###? ([\w -]+)$", text, re.MULTILINE) == list(CALLED)
    for command, option in OPTIONS:
        section = re.split(rf"^###? {command}$", text, flags=re.MULTILINE)[1]
        assert option in re.split(r"^###? ", section, flags=re.MULTILINE)[0]


def test_every_format_is_documented() -> None:
    text = (DOCS / "reference" / "report-formats.md").read_text()
    assert re.findall(r"^\| `(\w+)` \| \w+.*:", text, re.MULTILINE)
    assert [form.value for form in Format if f"| `{form.value}` |" not in text] == []


def test_every_status_is_documented() -> None:
    text = (DOCS / "reference" / "report-formats.md").read_text()
    assert [status.value for status in Status if f"`{status.value}`" not in text] == []


def test_every_rule_that_a_page_names_exists() -> None:
    for page in [ROOT / "README.md", *DOCS.rglob("*.md")]:
        if page.exists():
            for rule in set(re.findall(r"\bMT\d{3}\b", page.read_text())):
                assert rule_ids([rule]), page


def test_the_keys_of_the_project_file_are_documented(tmp_path: Path) -> None:
    page = (DOCS / "reference" / "project-file.md").read_text()
    shown = page.partition("```yaml\n")[2].partition("```")[0]
    named = {"known-findings.json": '{"version": 1, "findings": []}', "private-build.yaml": "format: 1\n"}
    write(tmp_path, {".virt-machine-type.yaml": shown, "a.xml": domain(), **named})
    assert run("check", "a.xml", cwd=tmp_path).code in (0, 1)
    write(tmp_path, {".virt-machine-type.yaml": "nonsense-of-all-kinds: 1\n"})
    known = run("check", "a.xml", cwd=tmp_path).err.partition("(known: ")[2].rpartition(")")[0].split(", ")
    assert len(known) > 10
    assert [key for key in known if f"`{key}`" not in page] == []


def test_the_generated_pages_are_current() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tools.generate_docs", "--check"],
        env=environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
