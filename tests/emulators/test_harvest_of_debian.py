"""Does a harvest of real emulators restore what the catalogue knows of the newest QEMU?"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import find_release
from mtype.model.version import format_version, parse_version
from tests.cli.command import ROOT, Ran, run
from tests.tools.rewound import rewound
from tools.harvest.command import main
from tools.harvest.document import canonical
from tools.harvest.gather import paths_below

pytestmark = pytest.mark.qemu

Find = Callable[[str], Path]


def verify(folder: Path, catalogue: str, root: Path) -> Ran:
    """`catalogue verify` of a program with another catalogue, for sid on all arches."""
    place = folder / "program"
    if not place.exists():
        shutil.copytree(ROOT / "mtype", place / "mtype", ignore=shutil.ignore_patterns("__pycache__"))
    (place / "data").mkdir(exist_ok=True)
    (place / "data" / "machine-types.yaml").write_text(catalogue)
    asked = [word for path in paths_below(root) for word in ("--emulator", path)]
    return run(
        "catalogue", "verify", "--for", "debian:sid", *asked, cwd=place, env={"PYTHONPATH": str(place)}
    )


def test_what_a_new_qemu_brings_is_restored(
    unpacked: Find, shipped: Catalogue, shipped_text: str, tmp_path: Path
) -> None:
    root = unpacked("sid")
    newest = find_release(shipped, "debian:sid").qemu
    assert newest is not None
    before = rewound(shipped_text, format_version((*parse_version(newest)[:2], 0)))
    file = tmp_path / "machine-types.yaml"
    file.write_text(before)
    asked = ["--for", "debian:sid", "--root", str(root), "--source", "debian-emulators"]
    assert main(["emulator", *asked, "--catalogue", str(file), "--write"]) == 0
    after = file.read_text()
    assert after != before and canonical(after) == after
    ran = verify(tmp_path, after, root)
    assert ran.code == 0, ran.talk


def test_a_catalogue_that_says_the_same_is_left_as_it_is(
    unpacked: Find, capsys: pytest.CaptureFixture[str]
) -> None:
    root = unpacked("bookworm")
    asked = ["--for", "debian:bookworm", "--root", str(root), "--source", "debian-emulators"]
    assert main(["emulator", *asked]) == 0
    assert capsys.readouterr() == ("", "")
