"""Does a journal say what was about to be done, whatever became of its file?"""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from mtype.upgrade import journal as journals
from mtype.upgrade.journal import (
    Intent,
    Journal,
    JournalError,
    journal_path,
    journal_paths,
    read_journal,
)
from mtype.upgrade.plan import DiskWork
from mtype.upgrade.stage import Stage

UUID = "c9b25897-0000-4000-8000-000000000001"
INTENT = Intent(
    "qemu:///system", UUID, "wéb\n\udcff", "pc-q35-7.0", "pc-q35-7.2", "<domain>old</domain>",
    "<domain>new</domain>", True, True, "c9b25897-0000-4000-8000-000000000002",
    disks=DiskWork(("/a", "/b"), "taken", None),
)  # fmt: skip


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """One that has been begun."""
    made = Journal(journal_path(tmp_path, INTENT.uri, INTENT.uuid), INTENT)
    made.begin()
    return made


def read(path: Path) -> Journal:
    found = read_journal(path)
    assert found is not None
    return found


def test_what_was_written_is_read(journal: Journal) -> None:
    assert read(journal.path).intent == INTENT
    assert read(journal.path).stage is None
    journal.reach(Stage.BACK_UP)
    journal.reach(Stage.PRE_FLIGHT, backup="/backups/web")
    journal.reach(Stage.SHUT_DOWN, until=12.5, patience=3.0)
    journal.reach(Stage.PUT_BACK, found="<domain>seen</domain>")
    again = read(journal.path)
    assert again.intent == INTENT._replace(backup="/backups/web")
    assert (again.stage, again.found) == (Stage.PUT_BACK, "<domain>seen</domain>")
    assert (again.until, again.patience) == (12.5, 3.0)


def test_nobody_else_may_read_it(journal: Journal) -> None:
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600


def test_it_is_gone_once_it_is_closed(journal: Journal) -> None:
    journal.close()
    assert read_journal(journal.path) is None
    journal.close()
    assert list(journal.path.parent.iterdir()) == []


@pytest.mark.parametrize("torn", [b'{"sta', b'{"stage": "define"}', b"\0" * 200, b"\xff"])
def test_a_last_line_that_was_written_in_part_was_never_begun(journal: Journal, torn: bytes) -> None:
    journal.reach(Stage.SHUT_DOWN, until=5.0, patience=5.0)
    with journal.path.open("ab") as stream:
        stream.write(torn)
    again = read(journal.path)
    assert (again.stage, again.until) == (Stage.SHUT_DOWN, 5.0)
    again.reach(Stage.START_AGAIN)
    assert [json.loads(line) for line in journal.path.read_bytes().splitlines()][-2:] == [
        {"stage": "shut down", "until": 5.0, "patience": 5.0},
        {"stage": "start again as it was"},
    ]
    assert read(journal.path).stage is Stage.START_AGAIN


@pytest.mark.parametrize("share", [0, 1, 0.5, -1])
def test_a_first_line_that_was_written_in_part_was_never_begun(journal: Journal, share: float) -> None:
    whole = journal.path.read_bytes()
    torn = whole[: int(share * len(whole)) if 0 < share < 1 else int(share)]
    journal.path.write_bytes(torn)
    assert read_journal(journal.path) is None
    assert journal.path.read_bytes() == torn  # another run may be writing it right now
    Journal(journal.path, INTENT).begin()
    assert read(journal.path).intent == INTENT


def test_an_open_journal_is_never_begun_anew(journal: Journal) -> None:
    journal.reach(Stage.DEFINE)
    with pytest.raises(JournalError, match="already"):
        Journal(journal.path, INTENT).begin()
    assert read(journal.path).stage is Stage.DEFINE


def changed(first: dict[str, object], **values: object) -> bytes:
    return json.dumps({**first, **values}).encode() + b"\n"


DAMAGES = {
    "no JSON": b"so\n",
    "a list": b"[]\n",
    "nothing": b"\n",
    "deep": b"[" * 100_000 + b"\n",
    "no version": b'{"uri": "x"}\n',
    "NULs": b"\0" * 20 + b"\n",
    "no UTF-8": b"\xff\xfe\n",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_journal_is_told_and_kept(journal: Journal, damage: bytes) -> None:
    for content in (damage, journal.path.read_bytes() + damage):
        journal.path.write_bytes(content)
        with pytest.raises(JournalError, match="is damaged: look at the guest and its backup"):
            read_journal(journal.path)
        assert journal.path.read_bytes() == content


@pytest.mark.parametrize(
    "values",
    [{"old": 5}, {"ran": 1}, {"uuid": None}, {"disks": [1]}, {"disks": "x"}, {"more": 1}, {"version": "1"}],
    ids=str,
)
def test_a_journal_whose_values_are_of_another_kind_is_damaged(
    journal: Journal, values: dict[str, object]
) -> None:
    journal.path.write_bytes(changed(json.loads(journal.path.read_bytes()), **values))
    with pytest.raises(JournalError, match="is damaged"):
        read_journal(journal.path)


def test_a_stage_that_is_not_known_is_damage(journal: Journal) -> None:
    with journal.path.open("ab") as stream:
        stream.write(b'{"stage": "dance"}\n')
    with pytest.raises(JournalError, match="is damaged"):
        read_journal(journal.path)


def test_a_newer_journal_is_left_to_the_newer_program(journal: Journal) -> None:
    first = json.loads(journal.path.read_bytes())
    journal.path.write_bytes(changed(first, version=journals.VERSION + 1, more="x"))
    with pytest.raises(JournalError, match="of a newer version of this program: run that again"):
        read_journal(journal.path)


def test_a_journal_is_never_read_or_written_through_a_link(journal: Journal, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    journal.path.rename(elsewhere)
    journal.path.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    with pytest.raises(JournalError, match="cannot be read"):
        read_journal(journal.path)
    with pytest.raises(JournalError, match="cannot be written"):
        journal.reach(Stage.DEFINE)
    with pytest.raises(JournalError):
        Journal(journal.path, INTENT).begin()
    assert elsewhere.read_bytes() == before


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    (tmp_path / "folder.jsonl").mkdir()
    for path in journal_paths(tmp_path):
        with pytest.raises(JournalError, match="cannot be read"):
            read_journal(path)


def test_two_hosts_with_one_uuid_have_two_journals(journal: Journal) -> None:
    other = INTENT._replace(uri="qemu+ssh://other/system", name="there")
    second = Journal(journal_path(journal.path.parent, other.uri, other.uuid), other)
    second.begin()
    assert {read(path).intent for path in journal_paths(journal.path.parent)} == {INTENT, other}
    second.close()
    assert read(journal.path).intent == INTENT


def test_a_line_that_does_not_fit_leaves_the_journal_as_it_was(journal: Journal) -> None:
    size = journal.path.stat().st_size
    # A limit for the whole process, so in one of its own.
    program = f"""
import resource, signal, sys
from pathlib import Path
from mtype.upgrade.journal import JournalError, read_journal
from mtype.upgrade.stage import Stage
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({size + 10}, {size + 10}))
journal = read_journal(Path(sys.argv[1]))
try:
    journal.reach(Stage.SHUT_DOWN)
except JournalError as error:
    print(error)
assert journal.stage is None
"""
    ran = subprocess.run(
        [sys.executable, "-c", program, journal.path], capture_output=True, text=True, check=False
    )
    assert "cannot be written: No space left on device" in ran.stdout, ran.stderr
    assert journal.path.stat().st_size == size
    journal.reach(Stage.BACK_UP)
    assert read(journal.path).stage is Stage.BACK_UP


def test_a_first_line_that_does_not_fit_leaves_no_journal(tmp_path: Path) -> None:
    made = Journal(tmp_path / "missing" / "x.jsonl", INTENT)
    with pytest.raises(JournalError, match="cannot be written: No such file or directory"):
        made.begin()
    assert list(tmp_path.iterdir()) == []
