"""Which files does a run find below its roots, and what does it say of those it cannot take?"""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtype.check.discover import Discovery, discover
from mtype.model.finding import Skipped
from tests.check import build
from tests.cli.command import NOBODY, ROOT, domain, write

SAVE = b"LibvirtQemudSave" + bytes(80) + domain().encode() + b"\0"


def found(*roots: Path | str, exclude: tuple[str, ...] = (), root: Path = Path()) -> Discovery:
    return discover([str(path) for path in roots], build.settings(exclude=exclude, root=root))


def names(folder: Path, discovery: Discovery) -> list[str]:
    return [os.path.relpath(path, folder) for path in discovery.files]


def test_folders_are_searched_to_the_bottom(tmp_path: Path) -> None:
    write(tmp_path, {"a.xml": domain(), "sub/b.xml": domain(), "sub/deep/er/c.XML": domain()})
    assert names(tmp_path, found(tmp_path)) == ["a.xml", "sub/b.xml", "sub/deep/er/c.XML"]


def test_the_paths_begin_as_the_root_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"guests/a.xml": domain()})
    monkeypatch.chdir(tmp_path)
    assert found(".").files == ["./guests/a.xml"]
    assert found("guests/").files == found("guests").files == ["guests/a.xml"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(domain().encode(), id="a domain"),
        pytest.param(b"\n  <domain/>", id="white space first"),
        pytest.param(b"\xef\xbb\xbf<domain/>", id="a byte order mark first"),
        pytest.param("<domain/>".encode("utf-16"), id="UTF-16"),
        pytest.param(b"<?xml version='1.0'?><domain/>", id="an XML declaration"),
        pytest.param(b"<!-- a guest --><domain/>", id="a comment"),
        pytest.param(SAVE, id="a save image"),
    ],
)
def test_what_starts_as_a_definition_is_taken_whatever_its_name(tmp_path: Path, content: bytes) -> None:
    write(tmp_path, {"guest": content})
    assert names(tmp_path, found(tmp_path)) == ["guest"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"# notes\n", id="text"),
        pytest.param(b"<<EOF\n", id="a here document"),
        pytest.param(b"<!DOCTYPE html><html>", id="a web page"),
        pytest.param(b"\x7fELF\x02\x01\x01", id="a program"),
    ],
)
def test_what_does_not_is_left_unless_it_is_called_xml(tmp_path: Path, content: bytes) -> None:
    write(tmp_path, {"other": content, "called.xml": content})
    assert names(tmp_path, found(tmp_path)) == ["called.xml"]


def test_a_named_file_is_taken_whatever_it_is(tmp_path: Path) -> None:
    write(tmp_path, {"notes.txt": "nothing"})
    assert names(tmp_path, found(tmp_path / "notes.txt")) == ["notes.txt"]


def test_hidden_folders_are_left_out_and_hidden_files_are_not(tmp_path: Path) -> None:
    write(tmp_path, {".git/a.xml": domain(), ".hidden.xml": domain(), "sub/.cache/b.xml": domain()})
    assert names(tmp_path, found(tmp_path)) == [".hidden.xml"]
    assert names(tmp_path, found(tmp_path / ".git")) == [".git/a.xml"]


def test_roots_keep_their_order_and_files_are_sorted_below_each(tmp_path: Path) -> None:
    write(tmp_path, {"z.xml": domain(), "a.xml": domain(), "sub/2.xml": domain(), "sub/10.xml": domain()})
    roots = (tmp_path / "z.xml", "-", tmp_path / "sub", tmp_path / "a.xml", "-")
    assert [os.path.basename(path) for path in found(*roots).files] == [
        "z.xml",
        "-",
        "10.xml",
        "2.xml",
        "a.xml",
    ]


def test_no_file_is_taken_twice(tmp_path: Path) -> None:
    write(tmp_path, {"sub/a.xml": domain()})
    os.link(tmp_path / "sub/a.xml", tmp_path / "sub/same.xml")
    assert names(tmp_path, found(tmp_path / "sub/a.xml", tmp_path, tmp_path / "sub")) == ["sub/a.xml"]


def test_a_linked_folder_is_followed_once(tmp_path: Path) -> None:
    write(tmp_path, {"outside/a.xml": domain(), "root/b.xml": domain()})
    (tmp_path / "root/one").symlink_to(tmp_path / "outside")
    (tmp_path / "root/two").symlink_to(tmp_path / "outside")
    assert names(tmp_path / "root", found(tmp_path / "root")) == ["b.xml", "one/a.xml"]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    write(tmp_path, {"root/sub/a.xml": domain()})
    (tmp_path / "root/sub/up").symlink_to("..")
    (tmp_path / "root/self").symlink_to(".")
    (tmp_path / "root/one").symlink_to("two")
    (tmp_path / "root/two").symlink_to("one")
    discovery = found(tmp_path / "root")
    assert names(tmp_path / "root", discovery) == ["sub/a.xml"]
    assert discovery.skipped == []


@pytest.mark.parametrize("folder", ["autostart", "zzz"])
def test_an_autostart_link_is_reported_by_its_real_path(tmp_path: Path, folder: str) -> None:
    write(tmp_path, {"qemu/web.xml": domain(), f"qemu/{folder}/.keep": "", "qemu/net/db.xml": domain()})
    (tmp_path / "qemu" / folder / "web.xml").symlink_to("../web.xml")
    (tmp_path / "qemu" / folder / "db.xml").symlink_to("../net/db.xml")
    assert names(tmp_path, found(tmp_path / "qemu")) == ["qemu/net/db.xml", "qemu/web.xml"]


def test_a_link_out_of_the_folder_is_followed(tmp_path: Path) -> None:
    write(tmp_path, {"elsewhere/web.xml": domain(), "root/.keep": ""})
    (tmp_path / "root/web.xml").symlink_to("../elsewhere/web.xml")
    assert names(tmp_path, found(tmp_path / "root")) == ["root/web.xml"]


def test_a_link_to_nothing_is_told_if_its_name_promises_a_definition(tmp_path: Path) -> None:
    (tmp_path / "gone.xml").symlink_to("nowhere")
    (tmp_path / "round.xml").symlink_to("round.xml")
    (tmp_path / "editor-lock").symlink_to("somebody@somewhere")
    skipped = found(tmp_path).skipped
    assert [os.path.basename(skip.path) for skip in skipped] == ["gone.xml", "round.xml"]
    assert [skip.reason.partition(": ")[0] for skip in skipped] == ["cannot be read"] * 2
    assert all(skip.failed for skip in skipped)


def test_fifos_and_sockets_are_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xml")
    os.mkfifo(tmp_path / "pipe")
    monitor = socket.socket(socket.AF_UNIX)
    here = os.getcwd()
    os.chdir(tmp_path)  # the path of a socket is short
    try:
        monitor.bind("monitor.xml")
    finally:
        os.chdir(here)
        monitor.close()
    skipped = found(tmp_path).skipped
    assert {os.path.basename(skip.path): skip.reason for skip in skipped} == {
        "monitor.xml": "is no regular file",
        "pipe.xml": "is no regular file",
    }


def test_a_root_that_is_not_there_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"a.xml": domain()})
    discovery = found(tmp_path / "gone", tmp_path / "a.xml", "no\0name", tmp_path / "a.xml" / "b")
    assert names(tmp_path, discovery) == ["a.xml"]
    assert [skip.reason for skip in discovery.skipped] == [
        "cannot be read: No such file or directory",
        "cannot be read: embedded null byte",
        "cannot be read: Not a directory",
    ]


@pytest.mark.parametrize(
    ("exclude", "left"),
    [
        pytest.param(("archive",), ["a.bak.xml", "b.xml", "sub/archive/d.xml"], id="a folder"),
        pytest.param(("archive/",), ["a.bak.xml", "b.xml", "sub/archive/d.xml"], id="a folder with a slash"),
        pytest.param(("*archive*",), ["a.bak.xml", "b.xml"], id="a star crosses folders"),
        pytest.param(("*.bak.xml", "archive"), ["b.xml", "sub/archive/d.xml"], id="several"),
        pytest.param(("[ab].xml",), ["a.bak.xml", "archive/c.xml", "sub/archive/d.xml"], id="a set"),
        pytest.param(
            ("ARCHIVE",), ["a.bak.xml", "archive/c.xml", "b.xml", "sub/archive/d.xml"], id="case counts"
        ),
        pytest.param(("*",), [], id="all"),
    ],
)
def test_what_is_excluded_is_left_out(tmp_path: Path, exclude: tuple[str, ...], left: list[str]) -> None:
    write(tmp_path, dict.fromkeys(("a.bak.xml", "b.xml", "archive/c.xml", "sub/archive/d.xml"), domain()))
    assert names(tmp_path, found(tmp_path, exclude=exclude, root=tmp_path)) == left


@pytest.mark.parametrize(
    "name", [b"new\nline.xml", b"quo'te\".xml", b"caf\xe9.xml", b"\xff\xfe.xml", b"-.xml", b" .xml"]
)
def test_any_name_that_a_file_can_have_is_taken(tmp_path: Path, name: bytes) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))).write_text(domain())
    assert [os.fsencode(path) for path in found(tmp_path).files] == [os.fsencode(tmp_path) + b"/" + name]


def test_a_path_upward_is_taken_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.xml": domain(), "sub/b.xml": domain()})
    monkeypatch.chdir(tmp_path / "sub")
    assert found("..").files == ["../a.xml", "../sub/b.xml"]


# -- as a user who may not read everything ---------------------------------------------------------


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can enter; pytest's own are closed to them."""
    with tempfile.TemporaryDirectory(prefix="discover-") as name:
        os.chmod(name, 0o755)
        yield Path(name)


_AS_NOBODY = f"""
import os, sys
from mtype.check.discover import discover
from tests.check import build
import mtype.definitions.recognise
settings = build.settings()
if os.geteuid() == 0:
    os.setgroups([]); os.setgid({NOBODY}); os.setuid({NOBODY})
found = discover(sys.argv[1:], settings)
for path in found.files:
    print("file", path)
for skip in found.skipped:
    print("skip", skip.path, skip.reason, skip.failed)
"""


def test_what_may_not_be_read_is_told(open_folder: Path) -> None:
    write(
        open_folder, {"a.xml": domain(), "closed.xml": domain(), "closed": "text", "locked/b.xml": domain()}
    )
    for name in ("closed.xml", "closed", "locked"):
        os.chmod(open_folder / name, 0)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE")}
    ran = subprocess.run(
        [sys.executable, "-c", _AS_NOBODY, open_folder],
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    os.chmod(open_folder / "locked", stat.S_IRWXU)
    denied = "cannot be read: Permission denied True"
    assert ran.stdout.splitlines() == [
        f"file {open_folder}/a.xml",
        # It is called a definition, so the attempt to read it is made, and fails, when it is linted.
        f"file {open_folder}/closed.xml",
        # Whether this one is a definition, nobody can tell.
        f"skip {open_folder}/closed {denied}",
        f"skip {open_folder}/locked {denied}",
    ]


# -- any tree ----------------------------------------------------------------------------------------

_NAMES = st.sampled_from(["a.xml", "b.xml", "c", "d.txt", ".e.xml", "f.XML"])
_FOLDERS = st.sampled_from(["one", "two", ".three", "four.xml"])
_TREES = st.recursive(
    st.dictionaries(_NAMES, st.sampled_from(["<domain/>", "text", ""]), max_size=4),
    lambda children: st.dictionaries(_FOLDERS, children, max_size=3),
    max_leaves=8,
)
_LINKS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 20), st.sampled_from(["l.xml", "l", "m.xml"])), max_size=4
)


def _plant(folder: Path, tree: object) -> None:
    folder.mkdir(exist_ok=True)
    assert isinstance(tree, dict)
    for name, child in tree.items():
        if isinstance(child, dict):
            _plant(folder / name, child)
        else:
            (folder / name).write_text(child)


def _wanted(folder: Path) -> set[Path]:
    wanted = set()
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts[:-1])
        taken = path.is_file() and not path.is_symlink() and not hidden
        if taken and (path.name.lower().endswith(".xml") or path.read_text().startswith("<")):
            wanted.add(path)
    return wanted


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=_TREES, links=_LINKS)
def test_of_any_tree_every_definition_is_found_once(tree: object, links: list[tuple[int, int, str]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _plant(folder, tree)
        places = sorted(path for path in folder.rglob("*") if not path.is_symlink())
        folders = [folder, *(path for path in places if path.is_dir())]
        for one, other, link in links:
            place = folders[one % len(folders)] / link
            if places and not place.exists() and not place.is_symlink():
                place.symlink_to(places[other % len(places)])
        discovery = found(folder)
        reached = [Path(path).resolve() for path in discovery.files]
        assert discovery.files == sorted(discovery.files)
        assert len(set(reached)) == len(reached)
        # Links may lead into hidden folders besides.
        assert _wanted(folder) <= {path.resolve() for path in reached}
        assert not any(
            Path(path).is_symlink() for path in discovery.files if Path(path).resolve() in _wanted(folder)
        )
        assert all(isinstance(skip, Skipped) for skip in discovery.skipped)
