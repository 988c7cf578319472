"""Do the commands of tools/README.md add a release in ten minutes?"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mtype.catalogue.compile import compile_catalogue
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import find_release
from tests.cli.command import ROOT, environment
from tests.docs.console import commands
from tools.harvest.document import canonical
from tools.roots.cache import cache_folder

README = ROOT / "tools" / "README.md"
# Stands for the reader of source trees, which has tests of its own, in a machine without QEMU's sources:
# the next QEMU, as its rules make it.
TREE = """
from mtype.hosts.captured import read_capabilities
from mtype.hosts.listing import Listing
from pathlib import Path

LISTED = Path("tools/fixtures/ubuntu-27.04-x86_64.txt")
UBUNTU = "-zany", "-resolute", "-noble", "-jammy", "ubuntu"


def read_tree(place, revision=None, options=()):
    lines = [line for line in LISTED.read_text().splitlines() if not any(word in line for word in UBUNTU)]
    for board in ("pc-i440fx", "pc-q35"):
        lines.append(f"{board}-11.2".ljust(20) + " new" + " (default)" * (board == "pc-i440fx"))
    lines = [line.replace("-11.1)", "-11.2)") for line in lines if not line.split()[0].endswith("-5.2")]
    lines = [line + " (deprecated)" * line.split()[0].endswith("-8.2") for line in lines]
    (listing,) = read_capabilities("\\n".join(lines).encode(), "the tree")
    return [Listing("x86_64", listing.machines, version="11.2.0")]
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what the commands use, and `python` and the program on the PATH."""
    for name in ("mtype", "tools", "data"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tools" / "harvest" / "source_tree.py").write_text(TREE)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, line in {
        "python": f'exec {sys.executable} "$@"',
        "virt-machine-type": f'exec {sys.executable} -m mtype "$@"',
    }.items():
        (programs / name).write_text(f"#!/bin/sh\n{line}\n")
        (programs / name).chmod(0o755)
    return tmp_path


@pytest.mark.qemu
def test_the_commands_add_releases_one_after_the_other(
    checkout: Path, unpacked: Callable[[str], Path]
) -> None:
    unpacked("sid")
    variables = environment(
        PATH=f"{checkout / 'bin'}:{os.environ['PATH']}",
        PYTHONPATH=str(checkout),
        VMT_ROOTS=str(cache_folder()),
    )
    shown = [command.text for command in commands(README)]
    for command in shown:
        ran = subprocess.run(
            ["/bin/bash", "-c", command],
            cwd=checkout,
            env=variables,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert ran.returncode == 0, f"{command}\n{ran.stdout}{ran.stderr}"
    assert [
        word for word in ("listing", "emulator", "tree") if f"tools.harvest {word}" not in " ".join(shown)
    ] == []
    text = (checkout / "data" / "machine-types.yaml").read_text(encoding="utf-8")
    assert canonical(text) == text
    known = Catalogue(compile_catalogue(text.encode(), "written"), "written")
    assert {find_release(known, word).qemu for word in ("ubuntu:zany", "qemu:11.2")} == {"11.1", "11.2"}
    assert known.find("pc-q35-11.2", "x86_64") is not None
