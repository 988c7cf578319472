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
from mtype.catalogue.compiled import pack, unpack
from mtype.catalogue.digest import digest, stamp
from mtype.catalogue.load import COMPILED_NAME, catalogue_path, load_catalogue, write_compiled
from mtype.catalogue.source import MAX_SIZE
from mtype.model.errors import CatalogueError

pytestmark = pytest.mark.io

MARK = "read from the compiled form"


@pytest.fixture
def yaml(tmp_path: Path) -> Path:
    """An overlay with a line of releases of its own."""
    path = tmp_path / "own.yaml"
    house: dict[str, object] = {"name": "House", "vendor": "upstream", "arch": "x86_64", "sources": "own"}
    house["releases"] = [{"version": "1", "qemu": "8.2", "sources": "own"}]
    sources = {"own": {"text": "our own packaging", "evidence": "patch"}}
    path.write_text(json.dumps({"format": 1, "sources": sources, "lines": {"house": house}}))
    return path


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "virt-machine-type"


def key_of(yaml: Path) -> str:
    return digest(catalogue_path().read_bytes(), [(str(yaml), yaml.read_bytes())])


def marked(place: Path, line: str) -> None:
    """Change a compiled form so that a reader shows where it read."""
    data = place.read_bytes()
    key = json.loads(data.split(b"\n")[0])["key"]
    lazy = unpack(data, key)
    assert lazy is not None
    parts = {name: lazy[name] for name in json.loads(data.split(b"\n")[1])}
    parts[f"line {line}"]["name"] = MARK
    place.write_bytes(pack(parts, key))


def name_read(path: Path) -> str:
    return load_catalogue([path]).line("house").name


def test_the_shipped_catalogue_is_the_one_of_the_source_tree() -> None:
    assert catalogue_path() == Path(__file__).parents[2] / "data" / "machine-types.yaml"
    assert load_catalogue().provenance == str(catalogue_path())


def test_it_is_compiled_once(yaml: Path, cache: Path) -> None:
    assert name_read(yaml) == "House"
    (place,) = cache.iterdir()
    assert place.name == f"{key_of(yaml)}.jsonl"
    marked(place, "house")
    assert name_read(yaml) == MARK


def test_what_is_read_from_the_cache_is_what_was_compiled(yaml: Path, cache: Path) -> None:
    fresh, cached = load_catalogue([yaml]), load_catalogue([yaml])
    assert cached.types == fresh.types
    assert cached.line_names == fresh.line_names
    for key in fresh.line_names:
        assert cached.line(key) == fresh.line(key)
    for name in ("boards", "vendors", "sources", "alias_names", "overlays", "overrides", "label"):
        assert getattr(cached, name) == getattr(fresh, name), name


def test_a_part_that_nobody_asks_for_is_not_decoded(yaml: Path, cache: Path) -> None:
    load_catalogue([yaml])
    (place,) = cache.iterdir()
    parts = unpack(place.read_bytes(), key_of(yaml))
    assert parts is not None and not parts
    assert parts["line house"]["name"] == "House"
    assert list(parts) == ["line house"]


def test_a_changed_yaml_is_compiled_anew(yaml: Path, cache: Path) -> None:
    load_catalogue([yaml])
    yaml.write_text(yaml.read_text() + "\n")
    load_catalogue([yaml])
    assert len(list(cache.iterdir())) == 2


def test_the_same_overlay_elsewhere_is_another_one(yaml: Path, cache: Path) -> None:
    """What it overrides is told with its path."""
    elsewhere = yaml.with_name("elsewhere.yaml")
    shutil.copy(yaml, elsewhere)
    assert [load_catalogue([path]).label for path in (yaml, elsewhere)] == [
        f"catalogue + {yaml}",
        f"catalogue + {elsewhere}",
    ]


def test_an_overlay_named_twice_is_read_once(yaml: Path, cache: Path) -> None:
    assert load_catalogue([yaml, str(yaml)]).overlays == (str(yaml),)


def test_the_shipped_catalogue_on_top_of_itself_changes_nothing(cache: Path) -> None:
    data = catalogue_path().read_bytes()
    once, twice = compile_catalogue(data, "a.yaml"), compile_catalogue(data, "a.yaml", [("b.yaml", data)])
    assert twice | {"overlays": []} == once


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: b"", id="empty"),
        pytest.param(lambda data: data[: len(data) // 2], id="cut in the middle"),
        pytest.param(lambda data: bytes(len(data)), id="null bytes, as after a power cut"),
        pytest.param(lambda data: data.replace(b"House", b"Mouse"), id="one letter"),
        pytest.param(lambda data: b"[" * 100_000, id="nested without end"),
        pytest.param(lambda data: b"[]", id="a list"),
        pytest.param(lambda data: data.replace(b'"key":"', b'"key":"0', 1), id="of another"),
        pytest.param(lambda data: data.partition(b"\n")[0], id="only its head"),
        pytest.param(lambda data: b"\xff" + data, id="no UTF-8"),
    ],
)
def test_a_damaged_cache_is_written_anew(yaml: Path, cache: Path, damage: Callable[[bytes], bytes]) -> None:
    load_catalogue([yaml])
    (place,) = cache.iterdir()
    whole = place.read_bytes()
    place.write_bytes(damage(whole))
    assert name_read(yaml) == "House"
    assert place.read_bytes() == whole


def test_a_cache_that_cannot_be_written_does_no_harm(yaml: Path, cache: Path) -> None:
    cache.parent.write_text("a file where the folder should be")
    assert name_read(yaml) == "House"


def test_a_cache_that_cannot_be_replaced_leaves_nothing_behind(yaml: Path, cache: Path) -> None:
    place = cache / f"{key_of(yaml)}.jsonl"
    place.mkdir(parents=True)
    assert name_read(yaml) == "House"
    assert list(cache.iterdir()) == [place]


def test_a_user_without_a_home_has_no_cache(
    yaml: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000_000)  # nobody has this number
    monkeypatch.chdir(tmp_path)
    assert name_read(yaml) == "House"
    assert list(tmp_path.iterdir()) == [yaml]


def test_a_relative_cache_folder_is_ignored(
    yaml: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    load_catalogue([yaml])
    assert not (tmp_path / "relative").exists()
    assert len(list((tmp_path / "home" / ".cache" / "virt-machine-type").iterdir())) == 1


def test_what_lies_beside_an_overlay_is_not_read(yaml: Path, cache: Path) -> None:
    shipped, own = catalogue_path().read_bytes(), yaml.read_bytes()
    beside = yaml.with_name(COMPILED_NAME)
    for key in (stamp(own), stamp(shipped), key_of(yaml)):
        write_compiled(compile_catalogue(shipped, "a.yaml", [(str(yaml), own)]), str(beside), key)
        marked(beside, "house")
        assert name_read(yaml) == "House"


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
    data = source.read_bytes()
    write_compiled(compile_catalogue(data, str(source)), str(compiled), stamp(data))
    marked(compiled, "qemu")
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


def test_no_overlay_no_cache(installed: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtype.catalogue.load._PACKAGE", str(installed))
    assert load_catalogue().line("qemu").name == MARK
    assert not cache.exists()


def test_a_changed_yaml_in_an_installed_package_wins_over_its_compiled_form(installed: Path) -> None:
    yaml = installed / "data" / "machine-types.yaml"
    yaml.write_text(yaml.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    assert ask_installed(installed) == f"{yaml}|QEMU|True"
    assert ask_installed(installed) == f"{yaml}|QEMU|False"


def test_reading_the_shipped_catalogue_loads_nothing_slow(installed: Path) -> None:
    """Each of these takes as long to load as all the rest takes."""
    code = "import json, sys; before = {*sys.modules}\n"
    code += "from mtype.catalogue.load import load_catalogue; load_catalogue()\n"
    code += "print(*sorted({name.partition('.')[0] for name in {*sys.modules} - before}))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=installed.parent, capture_output=True, text=True, check=True
    )
    assert {*done.stdout.split()} <= {"__future__", "collections", "mtype", "zlib"}


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(lambda path: None, "cannot read: No such file or directory", id="no such file"),
        pytest.param(lambda path: path.mkdir(), "cannot read: Is a directory", id="a folder"),
        pytest.param(lambda path: path.symlink_to(path), "cannot read: Too many levels", id="a cyclic link"),
        pytest.param(
            lambda path: path.symlink_to("/dev/zero"), "larger than 1048576 bytes", id="without end"
        ),
        pytest.param(
            lambda path: path.write_bytes(b"#" * (MAX_SIZE + 1)), "larger than 1048576 bytes", id="too large"
        ),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, make: Callable[[Path], None], reason: str) -> None:
    path = tmp_path / "own.yaml"
    make(path)
    with pytest.raises(CatalogueError) as caught:
        load_catalogue([path])
    assert str(caught.value).startswith(f"{path}:1:1: {reason}")


def test_a_path_that_cannot_be_one() -> None:
    with pytest.raises(CatalogueError, match="cannot read: embedded null byte"):
        load_catalogue(["a\0b"])


def test_what_cannot_be_read_hides_no_problem_of_another_file(yaml: Path, cache: Path) -> None:
    yaml.write_text("format: 1\ncolour: blue\n")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(["gone.yaml", yaml])
    told = [(problem.path, problem.message.partition(":")[0]) for problem in caught.value.problems]
    assert told == [
        ("gone.yaml", "cannot read"),
        (str(yaml), "the catalogue has an unknown key 'colour'"),
    ]
    assert not cache.exists()
