"""Is the backup found that was meant, and none where it is not clear?"""

from __future__ import annotations

from pathlib import Path

import pytest

from mtype.model.errors import UsageError
from mtype.upgrade.backup import Disks, note_disks, write_backup
from mtype.upgrade.backup_choice import choose_backup
from mtype.upgrade.backup_read import DamagedError, list_backups
from mtype.upgrade.state_folder import StateFolder, open_state_folder
from tests.upgrade.backups import URI, UUID, contents, guest

OTHER_UUID = UUID.replace("5f", "77")
OTHER = "qemu+ssh://node2/system"


@pytest.fixture
def state(tmp_path: Path) -> StateFolder:
    return open_state_folder(str(tmp_path / "state"))


def chosen(state: StateFolder, word: str, uri: str | None = None) -> Path:
    return choose_backup(word, list_backups(state), uri)[0].path


def test_an_id_a_name_a_uuid_and_a_path_name_one(state: StateFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    older = write_backup(state, contents())
    newer = write_backup(state, contents(seconds=5))
    write_backup(state, contents(guest("db", OTHER_UUID)))
    assert chosen(state, f"web-5f0ab0f2/{older.name}") == older
    assert chosen(state, "web") == newer
    assert chosen(state, UUID) == newer
    assert chosen(state, str(older)) == older
    monkeypatch.chdir(older.parent)
    assert chosen(state, f"./{older.name}") == older


@pytest.mark.parametrize("word", ["wbe", "", "web-5f0ab0f2", "./gone", "../..", "web-5f0ab0f2/2026", "a\0/b"])
def test_what_names_none_is_told(word: str, state: StateFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_backup(state, contents())
    monkeypatch.chdir(path)
    with pytest.raises((UsageError, DamagedError), match=r"there is no backup|is damaged"):
        chosen(state, word)


def test_a_name_that_is_nearly_right_is_suggested(state: StateFolder) -> None:
    write_backup(state, contents(guest("webserver")))
    with pytest.raises(UsageError, match="did you mean 'webserver'"):
        chosen(state, "websever")


def test_two_guests_of_one_name_are_not_guessed_between(state: StateFolder) -> None:
    here = write_backup(state, contents())
    there = write_backup(state, contents(guest(uri=OTHER), seconds=1))
    with pytest.raises(UsageError, match=r"name of several guests: name one of web-5f0ab0f2/2026.*, web-"):
        chosen(state, "web")
    assert chosen(state, "web", URI) == here
    assert chosen(state, "web", OTHER) == there
    with pytest.raises(UsageError, match=rf"no backup of 'web' at qemu:///session; .*, {there.parent.name}/"):
        chosen(state, "web", "qemu:///session")


def test_an_older_backup_never_stands_in_for_a_damaged_one(state: StateFolder) -> None:
    older = write_backup(state, contents())
    newer = write_backup(state, contents(seconds=1))
    (newer / "domain.xml").write_text("")
    with pytest.raises(DamagedError, match=rf"domain.xml is shorter.*newest sound one is .*/{older.name}"):
        chosen(state, "web")
    with pytest.raises(DamagedError, match=r"domain.xml is shorter"):
        chosen(state, f"web-5f0ab0f2/{newer.name}")
    assert chosen(state, f"web-5f0ab0f2/{older.name}") == older


def test_an_older_damaged_backup_is_in_nobodys_way(state: StateFolder) -> None:
    older = write_backup(state, contents())
    newer = write_backup(state, contents(seconds=1))
    (older / "domain.xml").write_text("")
    assert chosen(state, "web") == newer


def test_for_the_disks_the_newest_that_has_them_is_meant(state: StateFolder) -> None:
    older = write_backup(state, contents())
    newer = write_backup(state, contents(seconds=1))
    known = list_backups(state)
    assert choose_backup("web", known, None, disks=True)[0].path == newer
    note_disks(older, Disks("virt-machine-type-1", ("/a.qcow2",)))
    known = list_backups(state)
    assert choose_backup("web", known, None, disks=True)[0].path == older
    assert choose_backup("web", known, None)[0].path == newer
    assert choose_backup(f"web-5f0ab0f2/{newer.name}", known, None, disks=True)[0].path == newer


def test_older_ones_of_the_guest_follow_up_to_a_damaged_one(state: StateFolder) -> None:
    paths = [write_backup(state, contents(seconds=second)) for second in range(4)]
    write_backup(state, contents(guest("db", OTHER_UUID), seconds=1))
    assert [one.path for one in choose_backup("web", list_backups(state), None)] == paths[::-1]
    (paths[1] / "domain.xml").write_text("")
    assert [one.path for one in choose_backup("web", list_backups(state), None)] == paths[:1:-1]
    assert len(choose_backup(str(paths[3]), list_backups(state), None)) == 1
