"""snap/snapcraft.yaml, and the command as the snap would hold it.

snapcraft itself needs snapd and its store. So the keys of its documentation are held as a table, and the tree
that its python plugin makes (a virtual environment whose scripts start by `/usr/bin/env python3`) is made of
our wheel, with the dependencies of the environment that runs the tests. Nothing is fetched.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

from mtype import __version__

ROOT = Path(__file__).parents[2]
PROGRAM = "virt-machine-type"


@dataclass(frozen=True)
class Snap:
    """A staged snap, and a home of a user who never ran it."""

    tree: Path
    home: Path
    environment: Mapping[str, str]

    def run(self, *arguments: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PROGRAM, *arguments],
            executable=self.tree / "bin" / PROGRAM,
            cwd=cwd,
            env={**self.environment, **more},
            capture_output=True,
            text=True,
        )


@pytest.fixture(scope="module")
def project() -> dict:
    return YAML(typ="safe").load((ROOT / "snap/snapcraft.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def app(project) -> dict:
    assert list(project["apps"]) == [PROGRAM]
    return project["apps"][PROGRAM]


@pytest.fixture(scope="module")
def staged(distributions, project, environment, tmp_path_factory) -> Path:
    """What the parts put together."""
    tree = tmp_path_factory.mktemp("stage")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tree], check=True, env=environment)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--ignore-installed"]
    pip += ["--disable-pip-version-check", "--prefix"]
    subprocess.run([*pip, tree, distributions.wheel], check=True, env=environment)
    (site_packages,) = tree.glob("lib/python3*/site-packages")
    copy_dependencies(site_packages)
    script = tree / "bin" / PROGRAM
    _, code = script.read_text(encoding="utf-8").split("\n", 1)
    script.write_text(f"#!/usr/bin/env python3\n{code}", encoding="utf-8")
    dump = project["parts"]["completion"]
    for source, target in dump["organize"].items():
        (tree / target).parent.mkdir(parents=True)
        shutil.copy(ROOT / dump["source"] / source, tree / target)
    return tree


@pytest.fixture
def snap(staged, app, tmp_path) -> Snap:
    """The variables that snapd and snapcraft set, those of the app, and no other."""
    home = tmp_path / "home"
    home.mkdir()
    of_snapd = {
        "SNAP": str(staged),
        "SNAP_NAME": PROGRAM,
        "SNAP_USER_COMMON": str(home / "common"),
        "SNAP_USER_DATA": str(home),
        "HOME": str(home),
    }
    path = ":".join(f"{staged}/{folder}" for folder in ("usr/sbin", "usr/bin", "sbin", "bin"))
    of_app = {
        name: re.sub(r"\$(\w+)", lambda found: of_snapd[found[1]], value)
        for name, value in app["environment"].items()
    }
    return Snap(staged, home, {**of_snapd, **of_app, "PATH": f"{path}:/usr/bin:/bin"})


def copy_dependencies(site_packages: Path) -> None:
    """What the staged wheel declares that it needs, and what that needs; nothing that is merely installed."""
    (own,) = distributions(path=[str(site_packages)])
    done = set()
    open_ends = list(required(own))
    while open_ends:
        name = open_ends.pop()
        if name not in done:
            done.add(name)
            needed = distribution(name)
            copy_files(needed, site_packages)
            open_ends += required(needed)


def required(needed: Distribution) -> Iterator[str]:
    for line in needed.requires or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield canonicalize_name(requirement.name)


def copy_files(needed: Distribution, target: Path) -> None:
    assert needed.files, f"{needed.name} does not say which files are its own"
    for file in needed.files:
        if ".." in file.parts or "__pycache__" in file.parts:
            continue
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file.locate(), target / file)


def test_every_key_is_documented(project, app, documented_keys):
    documented = documented_keys["snapcraft"]
    assert set(project) <= documented["top level"]
    assert set(app) <= documented["app"]
    for part in project["parts"].values():
        assert set(part) <= documented["part"] | documented[f"plugin {part['plugin']}"]


def test_the_snap_is_strict_and_runs_where_libvirt_does(project):
    assert re.fullmatch(r"[a-z0-9-]{1,40}", project["name"])
    assert project["name"] == PROGRAM
    assert project["base"] == "core24"
    assert project["confinement"] == "strict"
    assert project["grade"] == "stable"
    assert project["license"] == "Apache-2.0"
    assert len(project["summary"]) <= 78
    assert list(project["platforms"]) == ["amd64", "arm64", "ppc64el", "s390x", "riscv64"]


def test_the_interfaces_are_these_and_no_other(project, app):
    assert app["plugs"] == ["home", "libvirt", "removable-media"]
    assert "slots" not in app
    assert not {"plugs", "slots", "hooks", "layout"} & set(project)


def test_the_snap_says_how_its_privileged_interface_is_connected(project):
    assert f"snap connect {PROGRAM}:libvirt" in project["description"]


def test_the_version_is_that_of_the_package(project, tmp_path, environment):
    assert "version" not in project
    part = project["parts"][project["adopt-info"]]
    craftctl = tmp_path / "craftctl"
    craftctl.write_text('#!/bin/sh\nprintf "%s\\n" "$*" >> "$CALLS"\n')
    craftctl.chmod(0o755)
    calls = tmp_path / "calls"
    subprocess.run(
        ["bash", "-e", "-c", part["override-pull"]],
        check=True,
        cwd=ROOT / part["source"],
        env={**environment, "PATH": f"{tmp_path}:{environment['PATH']}", "CALLS": str(calls)},
    )
    assert calls.read_text().splitlines() == ["default", f"set version={__version__}"]
    assert len(__version__) <= 32  # of snapd


def test_what_the_parts_read_is_in_the_tree(project, clean_copy):
    (python,) = (part for part in project["parts"].values() if part["plugin"] == "python")
    assert (clean_copy / python["source"] / "pyproject.toml").is_file()
    for name in python["python-constraints"]:
        assert (clean_copy / python["source"] / name).is_file()


def test_what_the_app_names_is_staged(app, staged):
    assert os.access(staged / app["command"], os.X_OK)
    assert (staged / app["completer"]).is_file()


def test_the_catalogue_is_staged_compiled(staged, distributions):
    (compiled,) = staged.glob("lib/python3*/site-packages/mtype/data/machine-types.jsonl")
    with zipfile.ZipFile(distributions.wheel) as wheel:
        assert compiled.read_bytes() == wheel.read("mtype/data/machine-types.jsonl")


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        pytest.param(["--version"], 0, f"{PROGRAM} {__version__}", id="version"),
        pytest.param(["list", "rules"], 0, "MT201", id="list rules"),
        pytest.param(["list", "types", "--for", "debian:13"], 0, "pc-q35-10.0", id="list types"),
        pytest.param(["explain", "MT201"], 0, "What to do", id="explain"),
        pytest.param(["check", "--for", "debian:13", "examples/debian"], 0, "MT202", id="check"),
        pytest.param(["check", "--for", "debian:13", "examples/broken"], 1, "MT101", id="check, findings"),
        pytest.param(
            ["check", "--for", "debian:13", "--schema", "own", "examples/debian"],
            0,
            "MT202",
            id="check, schema",
        ),
    ],
)
def test_the_staged_command_works_and_writes_nothing(snap, clean_copy, arguments, code, expected):
    done = snap.run(*arguments, cwd=clean_copy)
    assert done.returncode == code, done.stdout + done.stderr
    assert expected in done.stdout
    assert done.stderr == ""
    assert not list(snap.home.iterdir())


def test_the_staged_command_never_reads_yaml_for_its_catalogue(snap, tmp_path):
    done = snap.run("list", "types", "--for", "debian:13", cwd=tmp_path, PYTHONPROFILEIMPORTTIME="1")
    assert "mtype.catalogue.load" in done.stderr
    assert "ruamel" not in done.stderr


def test_the_cache_is_where_a_snap_may_write(snap, tmp_path):
    private = shutil.copy(ROOT / "data/machine-types.yaml", tmp_path / "private.yaml")
    done = snap.run("list", "types", "--for", "debian:13", "--catalogue", str(private), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    written = {path.parent.relative_to(snap.home) for path in snap.home.rglob("*") if path.is_file()}
    assert written == {Path("common/.cache", PROGRAM)}


def test_the_shipped_completion_is_the_one_the_command_generates(snap, app, tmp_path):
    """After an update of typer: _VIRT_MACHINE_TYPE_COMPLETE=source_bash virt-machine-type > (the file)."""
    generated = snap.run(cwd=tmp_path, _VIRT_MACHINE_TYPE_COMPLETE="source_bash")
    assert (snap.tree / app["completer"]).read_text(encoding="utf-8") == generated.stdout


@pytest.fixture
def complete(snap, app) -> Callable[[str], list[str]]:
    """As snapd does it inside the snap: source the completer, ask bash for the function, call it."""
    script = r"""
        source "$COMPLETER"
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        [[ $(complete -p "$1") =~ -F\ ([^ ]+) ]]
        "${BASH_REMATCH[1]}" "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\n' "${COMPREPLY[@]}"
    """

    def ask(line: str) -> list[str]:
        completer = str(snap.tree / app["completer"])
        return subprocess.run(
            ["bash", "--norc", "-c", script, "bash", *line.split(" ")],
            env={**snap.environment, "COMPLETER": completer},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()

    return ask


def test_tab_completes_commands_and_options(complete):
    assert complete(f"{PROGRAM} che") == ["check", "check-migration"]
    assert complete(f"{PROGRAM} list ru") == ["rules"]
    assert "--fail-on" in complete(f"{PROGRAM} check --f")
