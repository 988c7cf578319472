"""Do only old backups go, and of them only what belongs to them?"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mtype.upgrade.backup import BackupError, Disks, note_disks, write_backup
from mtype.upgrade.backup_read import list_backups
from mtype.upgrade.retention import prune, remove
from mtype.upgrade.state_folder import StateFolder, open_state_folder
from tests.cli.command import ROOT, environment
from tests.required import lacking
from tests.upgrade.backups import contents, guest


@pytest.fixture
def state(tmp_path: Path) -> StateFolder:
    return open_state_folder(str(tmp_path / "state"))


def made(state: StateFolder, number: int, **of: str) -> list[Path]:
    return [write_backup(state, contents(guest(**of), seconds=second)) for second in range(number)]


def left(state: StateFolder) -> set[Path]:
    return {backup.path for backup in list_backups(state)}


def test_the_newest_stay(state: StateFolder) -> None:
    paths = made(state, 12)
    assert prune(state, guest()) == paths[1::-1]
    assert left(state) == set(paths[2:])
    assert prune(state, guest(), keep=1) == paths[10:1:-1]
    assert left(state) == {paths[11]}
    assert prune(state, guest(), keep=0) == []


def test_backups_of_others_stay(state: StateFolder) -> None:
    others = [
        *made(state, 3, name="db"),
        *made(state, 3, uri="qemu+ssh://other/system"),
        *made(state, 3, uuid="5f0ab0f2-0000-4a43-a0b0-000000000002"),
        *made(state, 3, uuid="77777777-0000-4a43-a0b0-000000000002"),
    ]
    mine = made(state, 3)
    prune(state, guest(), keep=1)
    # A guest that was renamed meanwhile is the same guest.
    newest = {others[2], mine[2]} & left(state)
    assert len(newest) == 1
    assert left(state) == {*newest, *others[3:]}


def test_what_is_needed_stays(state: StateFolder) -> None:
    paths = made(state, 6)
    note_disks(paths[0], Disks("virt-machine-type-1", ("/a.qcow2",)))
    (paths[1] / "domain.xml").write_text("damaged")
    assert prune(state, guest(), keep=1, protected={paths[2]}) == [paths[4], paths[3]]
    assert left(state) == {paths[0], paths[1], paths[2], paths[5]}


def test_a_removed_backup_is_gone_whole_and_its_folder_with_the_last(state: StateFolder) -> None:
    one, two = made(state, 2)
    remove(one)
    assert os.listdir(one.parent) == [two.name]
    remove(two)
    assert os.listdir(state.backups) == []
    with pytest.raises(BackupError, match="cannot be removed: No such file"):
        remove(two)


def test_no_link_is_followed(state: StateFolder, tmp_path: Path) -> None:
    one, _ = made(state, 2)
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "precious").write_text("")
    shutil.rmtree(one / "snapshots")
    (one / "snapshots").symlink_to(victim)
    remove(one)
    assert os.listdir(victim) == ["precious"]


SCRIPT = """
import sys
from pathlib import Path
from mtype.upgrade.retention import remove
remove(Path(sys.argv[1]))
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="mounts")
def test_no_file_system_is_left(state: StateFolder, tmp_path: Path) -> None:
    one, _ = made(state, 2)
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "precious").write_text("")
    command = (
        'mount -t tmpfs none "$1"; touch "$1/precious"; mount --move "$1" "$2/snapshots"; '
        '"$3" -c "$4" "$2" || true; ls "$5"/.old-*/snapshots "$2/snapshots" 2>/dev/null || true'
    )
    ran = subprocess.run(
        ["unshare", "--mount", "--propagation", "private", "sh", "-euc", command, "sh",
         victim, one, sys.executable, SCRIPT, one.parent],
        capture_output=True, text=True, check=False, cwd=ROOT, env=environment(),
    )  # fmt: skip
    assert "precious" in ran.stdout, ran


def test_killed_at_any_call_a_removed_backup_is_whole_or_gone(state: StateFolder) -> None:
    strace = shutil.which("strace")
    if strace is None:
        lacking("strace is not installed.")
    for number in range(1, 20):
        path, other = made(state, 2)
        inject = f"--inject=rename,renameat,unlink,unlinkat,rmdir,fsync:signal=SIGKILL:when={number}"
        ran = subprocess.run(
            [strace, "-f", "-o", os.devnull, inject, sys.executable, "-B", "-c", SCRIPT, path],
            cwd=ROOT, env=environment(), capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        assert left(state) in ({path, other}, {other})
        prune(state, guest())
        assert [name for name in os.listdir(other.parent) if name.startswith(".")] == []
        shutil.rmtree(other.parent)
        if ran.returncode == 0:
            return
    pytest.fail("it never ran to its end: the range is too short to be the whole matrix")
