"""The hooks as pre-commit runs them: it clones this tree, installs it into an environment, and calls it.

That installation is real: pip fetches the dependencies from where it is configured to.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
MANIFEST = ".pre-commit-hooks.yaml"
HOOK = "virt-machine-type-check"

GOOD = "definitions/good.xml"
BAD = "definitions/bad.xml"
DOMAIN = """\
<domain type='kvm'>
  <name>web</name>
  <memory unit='GiB'>1</memory>
  <os>
    <type arch='x86_64' machine='{}'>hvm</type>
  </os>
</domain>
"""
FILES = {
    GOOD: DOMAIN.format("pc-q35-8.2"),
    BAD: DOMAIN.format("pc-q35-nobel"),
    "other/pom.xml": "<project/>\n",
    "README.md": "definitions of our guests\n",
    ".virt-machine-type.yaml": "for: [debian:13]\n",
    ".pre-commit-config.yaml": """\
repos:
  - repo: {repository}
    rev: {revision}
    hooks:
      - id: virt-machine-type-check
        files: ^definitions/
        args: [--for, "debian:13", --for, "ubuntu:noble"]
      - id: virt-machine-type-check-all
        args: [definitions]
""",
}

Runner = Callable[..., subprocess.CompletedProcess]


@pytest.fixture(scope="module")
def manifest() -> list[dict]:
    return YAML(typ="safe").load((ROOT / MANIFEST).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def git_environment(environment, tmp_path_factory) -> Mapping[str, str]:
    """A git that knows nobody's settings, and a pre-commit that has installed nothing yet."""
    folder = tmp_path_factory.mktemp("pre-commit")
    settings = folder / "gitconfig"
    settings.write_text("[user]\nname = Tester\nemail = tester@example.org\n[init]\ndefaultBranch = main\n")
    return {
        **environment,
        "GIT_CONFIG_GLOBAL": str(settings),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(folder / "home"),
        "PRE_COMMIT_COLOR": "never",
    }


@pytest.fixture(scope="module")
def pre_commit(clean_copy, git_environment, tmp_path_factory) -> Runner:
    """`pre-commit run` in a repository of definitions that names this tree as the source of its hooks."""
    tools = tmp_path_factory.mktemp("tools") / "repository"
    definitions = tmp_path_factory.mktemp("definitions")

    def call(*command: object, cwd: Path, check: bool = True) -> subprocess.CompletedProcess:
        done = subprocess.run(command, cwd=cwd, env=git_environment, capture_output=True, text=True)
        assert done.returncode == 0 or not check, done.stdout + done.stderr
        return done

    def commit_all(repository: Path) -> str:
        call("git", "init", "--quiet", cwd=repository)
        call("git", "add", "--all", cwd=repository)
        call("git", "commit", "--quiet", "--message", "all", cwd=repository)
        return call("git", "rev-parse", "HEAD", cwd=repository).stdout.strip()

    call("cp", "-r", clean_copy, tools, cwd=clean_copy)
    where = {"repository": tools, "revision": commit_all(tools)}
    for name, content in FILES.items():
        path = definitions / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content.format(**where) if name == ".pre-commit-config.yaml" else content)
    commit_all(definitions)

    def run(*arguments: str) -> subprocess.CompletedProcess:
        program = (sys.executable, "-m", "pre_commit", "run")
        return call(*program, *arguments, cwd=definitions, check=False)

    return run


def test_every_key_is_documented(manifest, documented_keys):
    for hook in manifest:
        assert set(hook) <= documented_keys["pre-commit"]["hook"]


def test_pre_commit_accepts_the_manifest(git_environment):
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", ROOT / MANIFEST]
    done = subprocess.run(command, env=git_environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_hooks_are_these(manifest):
    assert [(hook["id"], hook["entry"], hook["language"]) for hook in manifest] == [
        (HOOK, "virt-machine-type check", "python"),
        (f"{HOOK}-all", "virt-machine-type check", "python"),
    ]


@pytest.mark.parametrize(
    ("name", "of_commit", "of_all"),
    [
        ("a.xml", True, True),
        ("deep/b.xml", True, True),
        (".virt-machine-type.yaml", False, True),
        ("deep/.virt-machine-type.yaml", False, True),
        ("a.xml.bak", False, False),
        ("not.virt-machine-type.yaml", False, False),
    ],
)
def test_which_files_a_hook_is_for(manifest, name, of_commit, of_all):
    patterns = [hook["files"] for hook in manifest]
    assert [re.search(pattern, name) is not None for pattern in patterns] == [of_commit, of_all]


@pytest.mark.slow
class TestRun:
    def test_a_bad_definition_stops_the_commit_and_is_named(self, pre_commit):
        done = pre_commit(HOOK, "--files", BAD, GOOD)
        assert done.returncode == 1, done.stdout + done.stderr
        assert re.search(r"virt-machine-type check\.+Failed\n", done.stdout)
        assert "- exit code: 1" in done.stdout
        assert f"{BAD}\n" in done.stdout
        assert "MT101" in done.stdout
        assert "pc-q35-nobel" in done.stdout

    def test_a_good_definition_passes(self, pre_commit):
        done = pre_commit(HOOK, "--files", GOOD)
        assert done.returncode == 0, done.stdout + done.stderr
        assert re.search(r"virt-machine-type check\.+Passed\n", done.stdout)

    def test_files_that_are_no_definitions_are_left_alone(self, pre_commit):
        done = pre_commit(HOOK, "--files", "README.md", "other/pom.xml")
        assert done.returncode == 0, done.stdout + done.stderr
        assert re.search(r"virt-machine-type check\.+\(no files to check\)Skipped\n", done.stdout)

    def test_a_change_of_the_project_file_checks_everything(self, pre_commit):
        done = pre_commit(f"{HOOK}-all", "--files", ".virt-machine-type.yaml")
        assert done.returncode == 1, done.stdout + done.stderr
        assert f"{BAD}\n" in done.stdout
        assert "MT101" in done.stdout
