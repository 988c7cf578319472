"""One sdist and one wheel serve all tests of this folder. They are built as a release is: from a clean copy.

No __init__.py here: this folder must not be importable as `packaging`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
# Of coverage, of a git hook that runs the tests, of this interpreter, of the shell of whoever works on this.
_NOT_PASSED_ON = (
    *("COV", "GIT_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_WORK_TREE"),
    *("PRE_COMMIT", "PYTEST", "PYTHON", "VIRTUAL_ENV", "VIRT_MACHINE_TYPE"),
)


@dataclass(frozen=True)
class Distributions:
    sdist: Path
    wheel: Path


@pytest.fixture(scope="session")
def environment() -> Mapping[str, str]:
    """That of the tests without what would measure, move or change a build."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_NOT_PASSED_ON)}


@pytest.fixture(scope="session")
def clean_copy(tmp_path_factory: pytest.TempPathFactory, environment: Mapping[str, str]) -> Path:
    """What a commit of this very tree would hold: no caches, no virtual environment, nothing ignored."""
    listing = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=True,
        env=environment,
    ).stdout
    copy = tmp_path_factory.mktemp("clean") / "tree"
    for name in filter(None, os.fsdecode(listing).split("\0")):
        if (ROOT / name).is_file():  # not if deleted and not yet committed
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    return copy


@pytest.fixture(scope="session")
def distributions(
    clean_copy: Path, tmp_path_factory: pytest.TempPathFactory, environment: Mapping[str, str]
) -> Distributions:
    """The sdist of the tree, and the wheel that is built from that sdist."""
    out = tmp_path_factory.mktemp("dist")
    build = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", out, clean_copy],
        capture_output=True,
        text=True,
        env=environment,
    )
    assert build.returncode == 0, build.stdout + build.stderr
    (sdist,) = out.glob("*.tar.gz")
    (wheel,) = out.glob("*.whl")
    return Distributions(sdist, wheel)


@pytest.fixture(scope="session")
def documented_keys() -> Mapping[str, Mapping[str, set[str]]]:
    tables = YAML(typ="safe").load(
        Path(__file__).with_name("documented_keys.yaml").read_text(encoding="utf-8")
    )
    return {tool: {of: set(keys) for of, keys in table.items()} for tool, table in tables.items()}
