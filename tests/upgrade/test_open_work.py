"""Which unfinished upgrades does `list` know of?"""

from __future__ import annotations

from pathlib import Path

from mtype.upgrade.journal import Intent, Journal, journal_path
from mtype.upgrade.open_work import OpenWork, open_work
from mtype.upgrade.stage import Stage
from mtype.upgrade.state_folder import StateFolder, lock, open_state_folder

URI, UUID = "qemu:///system", "5f0ab0f2-0c1e-4f0e-9a86-0c5ad6f3c2f1"


def begun(folder: Path) -> StateFolder:
    state = open_state_folder(str(folder / "state"))
    intent = Intent(URI, UUID, "web", "pc-q35-7.0", "pc-q35-7.2", "<a/>", "<b/>", True, True, UUID)
    journal = Journal(journal_path(state.journals, URI, UUID), intent)
    journal.begin()
    journal.reach(Stage.BACK_UP)
    return state


def test_a_journal_without_a_run_is_an_interrupted_upgrade(tmp_path: Path) -> None:
    assert open_work(begun(tmp_path)) == {(URI, UUID): OpenWork("pc-q35-7.2", under_way=False)}


def test_a_journal_that_a_run_has_locked_is_under_way(tmp_path: Path) -> None:
    state = begun(tmp_path)
    with lock(state, URI, UUID):
        assert open_work(state) == {(URI, UUID): OpenWork("pc-q35-7.2", under_way=True)}


def test_without_a_state_folder_there_is_none_and_none_is_made(tmp_path: Path) -> None:
    assert open_work(StateFolder(tmp_path / "none")) == {}
    assert not (tmp_path / "none").exists()


def test_a_journal_that_cannot_be_read_hides_no_other(tmp_path: Path) -> None:
    state = begun(tmp_path)
    (state.journals / "0.jsonl").write_text("{}\n")
    assert list(open_work(state)) == [(URI, UUID)]
    assert (state.journals / "0.jsonl").exists()
