"""Is every kind of damage to a backup found, and named by the file?"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mtype.upgrade.backup import write_backup
from mtype.upgrade.backup_read import Backup, Damaged, DamagedError, list_backups, read_backup
from mtype.upgrade.manifest import _digest
from mtype.upgrade.state_folder import StateFolder, open_state_folder
from tests.upgrade.backups import contents

SNAPSHOT = "snapshots/001-before.xml"
Spoil = Callable[[Path], object]


@pytest.fixture
def state(tmp_path: Path) -> StateFolder:
    return open_state_folder(str(tmp_path / "state"))


def _flip(name: str, at: int) -> Spoil:
    def spoil(path: Path) -> None:
        data = bytearray((path / name).read_bytes())
        data[at] ^= 1
        (path / name).write_bytes(data)

    return spoil


def _manifest(**changes: Any) -> Spoil:
    """A manifest that somebody has written with its digest."""

    def spoil(path: Path) -> None:
        content = json.loads((path / "manifest.json").read_text()) | changes
        del content["sha256"]
        content["sha256"] = _digest(content)
        (path / "manifest.json").write_text(json.dumps(content))

    return spoil


def _file(**changes: Any) -> Spoil:
    def spoil(path: Path) -> None:
        files = json.loads((path / "manifest.json").read_text())["files"]
        _manifest(files=[files[0] | changes, *files[1:]])(path)

    return spoil


def _link(name: str) -> Spoil:
    def spoil(path: Path) -> None:
        shutil.move(path / name, path.parent / "moved")
        (path / name).symlink_to(path.parent / "moved")

    return spoil


DAMAGE: list[tuple[Spoil, str]] = [
    (lambda path: (path / "domain.xml").unlink(), "domain.xml is missing"),
    (lambda path: (path / SNAPSHOT).unlink(), f"{SNAPSHOT} is missing"),
    (lambda path: shutil.rmtree(path / "snapshots"), "snapshots/001-before.xml is missing"),
    (lambda path: (path / "manifest.json").unlink(), "manifest.json is missing"),
    (lambda path: os.truncate(path / "domain.xml", 5), "domain.xml is shorter than when it was written"),
    (lambda path: os.truncate(path / "domain.xml", 0), "domain.xml is shorter"),
    (lambda path: os.truncate(path / "domain.xml", 1 << 40), "domain.xml is longer"),
    (_flip("domain.xml", 10), "domain.xml has been changed since it was written"),
    (_flip(SNAPSHOT, 3), f"{SNAPSHOT} has been changed"),
    (_flip("capabilities.xml", 3), "capabilities.xml has been changed"),
    (lambda path: (path / "notes.txt").write_text(""), "notes.txt does not belong to it"),
    (lambda path: (path / "snapshots" / "x").mkdir(), "snapshots/x does not belong to it"),
    (lambda path: (path / ".hidden").write_text(""), ".hidden does not belong to it"),
    (_link("domain.xml"), "domain.xml cannot be read: Too many levels of symbolic links"),
    (_link("snapshots"), "snapshots does not belong to it"),
    (_link("manifest.json"), "manifest.json cannot be read"),
    (lambda path: ((path / "live.xml").unlink(), os.mkfifo(path / "live.xml")), "live.xml is no plain file"),
    (
        lambda path: ((path / "live.xml").unlink(), (path / "live.xml").mkdir()),
        "live.xml cannot be read: Is a d",
    ),
    (lambda path: os.truncate(path / "manifest.json", 0), "manifest.json is no JSON"),
    (lambda path: os.truncate(path / "manifest.json", 100), "manifest.json is no JSON"),
    (lambda path: (path / "manifest.json").write_bytes(b"\xff\xfe\x00"), "manifest.json is no JSON"),
    (lambda path: (path / "manifest.json").write_text("[" * 200_000), "manifest.json is no JSON"),
    (lambda path: (path / "manifest.json").write_text("9" * 10_000), "manifest.json is no JSON"),
    (lambda path: (path / "manifest.json").write_text("[]"), "manifest.json is no JSON object"),
    (lambda path: (path / "manifest.json").write_text("{}"), "manifest.json has been changed"),
    (_flip("manifest.json", 30), "manifest.json has been changed since it was written"),
    (_manifest(format=2), "manifest.json is of format 2, which only a newer version of this tool reads"),
    (_manifest(format="1"), "manifest.json is not a manifest of a backup"),
    (_manifest(files=[]), "capabilities.xml does not belong to it"),
    (_manifest(uuid=7), "manifest.json is not a manifest of a backup"),
    (_manifest(when="2026-11-21T15:05:36"), "manifest.json is not a manifest of a backup"),
    (_manifest(state="asleep"), "manifest.json is not a manifest of a backup"),
    (_manifest(versions=None), "manifest.json is not a manifest of a backup"),
    (_manifest(disk_snapshot={"name": "x", "paths": [1]}), "manifest.json is not a manifest of a backup"),
    (_file(path="../domain.xml"), "manifest.json is not a manifest of a backup"),
    (_file(path="/etc/passwd"), "manifest.json is not a manifest of a backup"),
    (_file(path="snapshots/../../x"), "manifest.json is not a manifest of a backup"),
    (_file(path="snapshots"), "snapshots/001-before.xml does not belong|domain.xml does not belong"),
    (_file(path="manifest.json"), "manifest.json is not a manifest of a backup"),
    (_file(path="a\0b"), "manifest.json is not a manifest of a backup"),
    (_file(path=""), "manifest.json is not a manifest of a backup"),
    (_file(size=-1), "domain.xml is longer"),
    (_file(size=1 << 70), "domain.xml is shorter"),
]


@pytest.mark.parametrize(("spoil", "reason"), DAMAGE, ids=[reason[:60] for _, reason in DAMAGE])
def test_damage_is_found_and_told(spoil: Spoil, reason: str, state: StateFolder) -> None:
    sound = write_backup(state, contents())
    path = write_backup(state, contents(seconds=1))
    spoil(path)
    with pytest.raises(DamagedError, match=reason) as refused:
        read_backup(path)
    assert str(refused.value) == f"the backup {path} is damaged: {refused.value.reason}"
    found = {backup.path: backup for backup in list_backups(state) if backup.path in (sound, path)}
    assert isinstance(found[path], Damaged)
    assert isinstance(found[sound], Backup)


@pytest.mark.parametrize("kind", ["gone", "file", "link"])
def test_what_is_no_folder_is_no_backup(kind: str, state: StateFolder, tmp_path: Path) -> None:
    path = tmp_path / "backup"
    if kind == "file":
        path.write_text("")
    elif kind == "link":
        path.symlink_to(write_backup(state, contents()))
    with pytest.raises(DamagedError, match=r"cannot be read: No such file|it is no folder"):
        read_backup(path)


def test_a_backup_that_was_copied_elsewhere_is_read(state: StateFolder, tmp_path: Path) -> None:
    path = write_backup(state, contents())
    shutil.copytree(path, tmp_path / "copy")
    assert read_backup(tmp_path / "copy").manifest == read_backup(path).manifest


def test_what_is_not_a_backup_folder_is_listed_as_damaged_or_left_out(state: StateFolder) -> None:
    folder = write_backup(state, contents()).parent
    (folder / "junk").write_text("")
    (folder / ".new-x").mkdir()
    (state.backups / "file").write_text("")
    (state.backups / "loop").symlink_to(".")
    kinds = {backup.path.name: type(backup) for backup in list_backups(state)}
    assert kinds == {"20261121T150536.123Z": Backup, "junk": Damaged}
