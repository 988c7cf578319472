from __future__ import annotations

import shutil
import stat
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from configparser import ConfigParser
from email.parser import Parser
from pathlib import Path

import pytest

from mtype import __version__
from mtype.catalogue.compiled import unpack
from mtype.catalogue.digest import stamp

ROOT = Path(__file__).parents[2]
CATALOGUE = "data/machine-types.yaml"
DIST_INFO = f"virt_machine_type-{__version__}.dist-info"


@pytest.fixture(scope="module")
def wheel(distributions) -> Mapping[str, bytes]:
    with zipfile.ZipFile(distributions.wheel) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def sdist(distributions) -> Mapping[str, bytes]:
    """Without the folder that an sdist wraps around its files."""
    top = f"virt_machine_type-{__version__}/"
    files = {}
    with tarfile.open(distributions.sdist) as archive:
        for member in archive.getmembers():
            assert member.isfile() and member.name.startswith(top)
            files[member.name.removeprefix(top)] = archive.extractfile(member).read()
    return files


def files_of(tree: Path) -> set[str]:
    return {path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file()}


def test_the_catalogue_is_the_same_to_the_byte_in_source_sdist_and_wheel(wheel, sdist):
    source = (ROOT / CATALOGUE).read_bytes()
    assert sdist[CATALOGUE] == source
    assert wheel[f"mtype/{CATALOGUE}"] == source


def test_the_compiled_catalogue_belongs_to_the_yaml_beside_it(wheel):
    compiled = wheel["mtype/data/machine-types.jsonl"]
    assert unpack(compiled, stamp(wheel["mtype/data/machine-types.yaml"])) is not None


def test_the_sdist_holds_the_tree_and_nothing_else(sdist, clean_copy):
    expected = {name for name in files_of(clean_copy) if not name.startswith(".ci/")}
    assert set(sdist) == expected | {"PKG-INFO"}


def test_the_wheel_holds_the_package_and_its_data_and_nothing_else(wheel, clean_copy):
    package = {name for name in files_of(clean_copy) if name.startswith("mtype/")}
    data = {"mtype/data/machine-types.yaml", "mtype/data/machine-types.jsonl"}
    about = {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"}
    assert set(wheel) == package | data | {f"{DIST_INFO}/{name}" for name in about}


@pytest.mark.parametrize("name", ["mtype/definitions/domain.xsd", "mtype/py.typed"])
def test_what_is_no_python_is_in_the_wheel_too(wheel, name):
    assert wheel[name] == (ROOT / name).read_bytes()


def test_the_licence_is_in_both(wheel, sdist):
    licence = (ROOT / "LICENSE").read_bytes()
    assert sdist["LICENSE"] == licence
    assert wheel[f"{DIST_INFO}/licenses/LICENSE"] == licence


def test_the_command_is_an_entry_point(wheel):
    entry_points = ConfigParser()
    entry_points.read_string(wheel[f"{DIST_INFO}/entry_points.txt"].decode())
    assert dict(entry_points["console_scripts"]) == {"virt-machine-type": "mtype.cli.app:main"}


def test_the_metadata_names_the_version_the_licence_and_the_oldest_python(wheel):
    metadata = Parser().parsestr(wheel[f"{DIST_INFO}/METADATA"].decode())
    assert metadata["Name"] == "virt-machine-type"
    assert metadata["Version"] == __version__
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Requires-Python"] == ">=3.10"
    assert metadata.get_payload().strip() == (ROOT / "README.md").read_text(encoding="utf-8").strip()


def test_nothing_tells_of_the_machine_that_built(wheel, sdist, distributions, clean_copy):
    for name, content in {**wheel, **sdist}.items():
        assert str(clean_copy.parent).encode() not in content, name
    with tarfile.open(distributions.sdist) as archive:
        owners = {(member.uid, member.gid, member.uname, member.gname) for member in archive}
    assert owners == {(0, 0, "", "")}


def test_everyone_can_read_what_the_wheel_installs(distributions):
    with zipfile.ZipFile(distributions.wheel) as archive:
        for member in archive.infolist():
            assert stat.S_IMODE(member.external_attr >> 16) & 0o444 == 0o444, member.filename


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        pytest.param("format: 1", "format: 1\nbroken: [", "not YAML", id="no YAML"),
        pytest.param("evidence: source", "evidence: hearsay", "evidence must be one of", id="no fact"),
    ],
)
def test_an_invalid_catalogue_stops_the_build_with_its_problems(
    clean_copy, tmp_path, environment, old, new, problem
):
    tree = tmp_path / "tree"
    shutil.copytree(clean_copy, tree)
    catalogue = tree / CATALOGUE
    catalogue.write_text(catalogue.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    build = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "dist"],
        cwd=tree,
        capture_output=True,
        text=True,
        env=environment,
    )
    assert build.returncode != 0
    assert f"{CATALOGUE}:" in build.stderr
    assert problem in build.stderr
    assert "Traceback" not in build.stderr
    assert not list((tmp_path / "dist").glob("*.whl"))


def test_a_build_leaves_nothing_behind(clean_copy, tmp_path, environment):
    tree, temporary = tmp_path / "tree", tmp_path / "temporary"
    shutil.copytree(clean_copy, tree)
    temporary.mkdir()
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "dist"],
        cwd=tree,
        check=True,
        capture_output=True,
        env={**environment, "TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert list((tmp_path / "dist").glob("*.whl"))
    assert not list(temporary.iterdir())
    assert files_of(tree) == files_of(clean_copy)
