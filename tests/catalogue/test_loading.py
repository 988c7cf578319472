"""Is the catalogue found, compiled once, and read again without harm?"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mtype.catalogue.compile import compile_catalogue
from mtype.catalogue.digest import digest
from mtype.catalogue.load import COMPILED_NAME, catalogue_path, load_catalogue, write_compiled
from mtype.catalogue.source import MAX_SIZE
from mtype.model.errors import CatalogueError
from tests.catalogue.small import document

pytestmark = pytest.mark.io

MARK = "read from the compiled form"


@pytest.fixture
def yaml(tmp_path: Path) -> Path:
    """A small catalogue of one's own."""
    path = tmp_path / "own.yaml"
    path.write_text(json.dumps(document()), encoding="utf-8")
    return path


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "virt-machine-type"


def marked(place: Path) -> None:
    """Change a compiled form so that a reader shows where it read."""
    compiled = json.loads(place.read_text(encoding="utf-8"))
    compiled["lines"]["qemu"]["name"] = MARK
    place.write_text(json.dumps(compiled), encoding="utf-8")


def name_read(path: Path) -> str:
    return load_catalogue(path).line("qemu").name


def test_the_shipped_catalogue_is_the_one_of_the_source_tree() -> None:
    assert catalogue_path() == Path(__file__).parents[2] / "data" / "machine-types.yaml"
    assert load_catalogue().provenance == str(catalogue_path())


def test_it_is_compiled_once(yaml: Path, cache: Path) -> None:
    assert name_read(yaml) == "upstream"
    (place,) = cache.iterdir()
    assert place.name == f"{digest(yaml.read_bytes())}.json"
    marked(place)
    assert name_read(yaml) == MARK


def test_the_cache_holds_what_compiling_gives(yaml: Path, cache: Path) -> None:
    load_catalogue(yaml)
    (place,) = cache.iterdir()
    assert json.loads(place.read_bytes()) == compile_catalogue(yaml.read_bytes(), str(yaml))


def test_a_changed_yaml_is_compiled_anew(yaml: Path, cache: Path) -> None:
    load_catalogue(yaml)
    yaml.write_text(yaml.read_text() + "\n")
    load_catalogue(yaml)
    assert len(list(cache.iterdir())) == 2


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda text: "", id="empty"),
        pytest.param(lambda text: text[: len(text) // 2], id="cut in the middle"),
        pytest.param(lambda text: "\x00" * len(text), id="null bytes, as after a power cut"),
        pytest.param(lambda text: "[" * 100_000, id="nested without end"),
        pytest.param(lambda text: "[]", id="a list"),
        pytest.param(lambda text: json.dumps({**json.loads(text), "digest": "of another"}), id="of another"),
        pytest.param(lambda text: json.dumps({"digest": json.loads(text)["digest"]}), id="a part of it"),
    ],
)
def test_a_damaged_cache_is_written_anew(yaml: Path, cache: Path, damage: Callable[[str], str]) -> None:
    load_catalogue(yaml)
    (place,) = cache.iterdir()
    whole = place.read_text()
    place.write_text(damage(whole))
    assert name_read(yaml) == "upstream"
    assert place.read_text() == whole


def test_a_cache_that_is_no_utf_8_is_written_anew(yaml: Path, cache: Path) -> None:
    load_catalogue(yaml)
    (place,) = cache.iterdir()
    place.write_bytes(b'{"digest": "\xff"}')
    assert name_read(yaml) == "upstream"


def test_a_cache_that_cannot_be_written_does_no_harm(yaml: Path, cache: Path) -> None:
    cache.parent.write_text("a file where the folder should be")
    assert name_read(yaml) == "upstream"


def test_a_cache_that_cannot_be_replaced_leaves_nothing_behind(yaml: Path, cache: Path) -> None:
    place = cache / f"{digest(yaml.read_bytes())}.json"
    place.mkdir(parents=True)
    assert name_read(yaml) == "upstream"
    assert list(cache.iterdir()) == [place]


def test_a_user_without_a_home_has_no_cache(
    yaml: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000_000)  # nobody has this number
    monkeypatch.chdir(tmp_path)
    assert name_read(yaml) == "upstream"
    assert list(tmp_path.iterdir()) == [yaml]


def test_a_relative_cache_folder_is_ignored(
    yaml: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    load_catalogue(yaml)
    assert not (tmp_path / "relative").exists()
    assert len(list((tmp_path / "home" / ".cache" / "virt-machine-type").iterdir())) == 1


def test_what_lies_beside_a_catalogue_of_ones_own_is_not_read(yaml: Path, cache: Path) -> None:
    beside = yaml.with_name(COMPILED_NAME)
    write_compiled(compile_catalogue(yaml.read_bytes(), str(yaml)), beside)
    marked(beside)
    assert name_read(yaml) == "upstream"


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The package as a wheel installs it, with the catalogue and its compiled form inside."""
    package = tmp_path / "site" / "mtype"
    source = catalogue_path()
    shutil.copytree(
        Path(__file__).parents[2] / "mtype", package, ignore=shutil.ignore_patterns("__pycache__")
    )
    (package / "data").mkdir()
    shutil.copy(source, package / "data")
    compiled = package / "data" / COMPILED_NAME
    write_compiled(compile_catalogue(source.read_bytes(), str(source)), compiled)
    marked(compiled)
    return package


def ask_installed(package: Path, *flags: str) -> str:
    code = "from mtype.catalogue.load import load_catalogue as load; c = load()\n"
    code += "import sys; print(c.provenance, c.line('qemu').name, 'ruamel.yaml' in sys.modules, sep='|')"
    environment = {"PATH": os.environ["PATH"], "XDG_CACHE_HOME": str(package.parent / "cache")}
    done = subprocess.run(
        [sys.executable, *flags, "-c", code],
        cwd=package.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_an_installed_package_reads_what_was_compiled_when_it_was_built(installed: Path) -> None:
    provenance = installed / "data" / "machine-types.yaml"
    assert ask_installed(installed) == f"{provenance}|{MARK}|False"
    assert not (installed.parent / "cache").exists()


def test_a_changed_yaml_in_an_installed_package_wins_over_its_compiled_form(installed: Path) -> None:
    yaml = installed / "data" / "machine-types.yaml"
    yaml.write_text(yaml.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    assert ask_installed(installed) == f"{yaml}|QEMU|True"
    assert ask_installed(installed) == f"{yaml}|QEMU|False"


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(lambda path: None, "cannot read: No such file or directory", id="no such file"),
        pytest.param(lambda path: path.mkdir(), "cannot read: Is a directory", id="a folder"),
        pytest.param(lambda path: path.symlink_to(path), "cannot read: Too many levels", id="a cyclic link"),
        pytest.param(
            lambda path: path.symlink_to("/dev/zero"), "larger than 4194304 bytes", id="without end"
        ),
        pytest.param(
            lambda path: path.write_bytes(b"#" * (MAX_SIZE + 1)), "larger than 4194304 bytes", id="too large"
        ),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, make: Callable[[Path], None], reason: str) -> None:
    path = tmp_path / "own.yaml"
    make(path)
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(path)
    assert str(caught.value).startswith(f"{path}:1:1: {reason}")


def test_an_invalid_catalogue_is_told_with_its_file(yaml: Path, cache: Path) -> None:
    yaml.write_text("format: 2\n")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(yaml)
    assert all(problem.path == str(yaml) for problem in caught.value.problems)
    assert not cache.exists()
