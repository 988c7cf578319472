"""Is a backup whole or not there, for our eyes only, and libvirt's text to the letter?"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mtype.model.definition import Carrier
from mtype.model.guest import State, Stored
from mtype.upgrade.backup import BackupError, Disks, note_disks, slug, stamp, write_backup
from mtype.upgrade.backup_read import Backup, list_backups, read_backup
from mtype.upgrade.state_folder import StateFolder, open_state_folder
from tests.cli.command import ROOT, environment
from tests.required import lacking
from tests.upgrade.backups import DEFINITION, URI, UUID, WHEN, contents, guest

SCRIPT = """
import sys
from pathlib import Path
from mtype.upgrade.backup import BackupError, write_backup
from mtype.upgrade.state_folder import StateFolder
from tests.upgrade.backups import contents
limit = int(sys.argv[2]) if sys.argv[2:] else 0
if limit:
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    write_backup(StateFolder(Path(sys.argv[1])), contents())
except BackupError as error:
    print(error)
    sys.exit(3)
"""
HOSTILE = [
    "a\nb", "a'b\"c", "../../etc/cron.d/x", "..", ".", "/", "-rf", "%n", "é" * 127 + "x", "x" * 255,
    "\udcff\udc00", "", "   ", "a b", "\u202egpj", "$(id)", "con.xml", "日本",
]  # fmt: skip


@pytest.fixture
def state(tmp_path: Path) -> StateFolder:
    return open_state_folder(str(tmp_path / "state"))


def everything(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_backup_holds_every_text_of_the_guest(state: StateFolder) -> None:
    path = write_backup(state, contents())
    assert path == state.backups / "web-5f0ab0f2" / "20261121T150536.123Z"
    assert everything(path) == [
        "capabilities.xml", "checkpoints", "checkpoints/001-daily.xml", "domain.xml", "live.xml",
        "managed-save.xml", "manifest.json", "snapshots", "snapshots/001-before.xml",
        "snapshots/002-etc-passwd.xml",
    ]  # fmt: skip
    assert (path / "domain.xml").read_text() == DEFINITION
    assert (path / "snapshots" / "001-before.xml").read_text() == "<domainsnapshot>1</domainsnapshot>\n"
    for entry in (path, path.parent, *path.rglob("*")):
        assert entry.stat().st_mode & 0o777 == (0o700 if entry.is_dir() else 0o600)
    assert os.listdir(path.parent) == [path.name]


def test_the_manifest_says_what_a_person_needs_without_the_tool(state: StateFolder) -> None:
    path = write_backup(state, contents())
    manifest = json.loads((path / "manifest.json").read_text())
    del manifest["sha256"]
    files = manifest.pop("files")
    assert manifest == {
        "format": 1,
        "uri": URI,
        "guest": "web",
        "uuid": UUID,
        "when": "2026-11-21T15:05:36.123456+00:00",
        "state": "running",
        "autostart": True,
        "from": "pc-q35-5.2",
        "to": "pc-q35-7.2",
        "versions": {"tool": "0.1", "libvirt": "9.0.0", "emulator": "7.2.22", "host": "node1"},
        "disk_snapshot": None,
    }
    assert {kept["path"] for kept in files} == {name for name in everything(path) if name.endswith(".xml")}
    for kept in files:
        data = (path / kept["path"]).read_bytes()
        assert (kept["size"], kept["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert [kept["label"] for kept in files if kept["carrier"] == "snapshot"] == [
        "before", "../../etc/passwd\n",
    ]  # fmt: skip


def test_what_was_written_is_read(state: StateFolder) -> None:
    backup = read_backup(write_backup(state, contents()))
    assert backup.id == "web-5f0ab0f2/20261121T150536.123Z"
    assert backup.definition == DEFINITION
    manifest = backup.manifest
    assert (manifest.uri, manifest.guest, manifest.uuid, manifest.when) == (URI, "web", UUID, WHEN)
    assert (manifest.state, manifest.autostart, manifest.from_) == (State.RUNNING, True, "pc-q35-5.2")
    assert manifest.disks is None
    assert list_backups(state) == [backup]


def test_a_guest_that_is_off_and_holds_nothing_has_one_text(state: StateFolder) -> None:
    of = guest(stored=(Stored(Carrier.PERSISTENT, DEFINITION),))
    path = write_backup(state, contents(of)._replace(live=None, capabilities=None))
    assert everything(path) == ["domain.xml", "manifest.json"]
    assert read_backup(path).definition == DEFINITION


@pytest.mark.parametrize("text", ["", "a\r\nb\r", "\ufeff<domain/>", "<a>\udcff</a>", "é" * 100_000])
def test_the_definition_is_kept_to_the_letter(text: str, state: StateFolder) -> None:
    path = write_backup(state, contents()._replace(definition=text))
    assert (path / "domain.xml").read_bytes() == text.encode("utf-8", "surrogateescape")
    assert read_backup(path).definition == text


@pytest.mark.parametrize("name", HOSTILE)
def test_a_guest_of_any_name_is_kept_inside_and_known_by_it(name: str, state: StateFolder) -> None:
    of = guest(name, stored=(Stored(Carrier.SNAPSHOT, "<domainsnapshot/>", name),))
    path = write_backup(state, contents(of))
    assert path.parent.parent == state.backups
    assert path.resolve() == path
    for entry in (path.parent, *path.rglob("*")):
        assert entry.name.isascii() and entry.name.isprintable() and len(entry.name) < 100
        assert not entry.name.startswith((".", "-"))
    backup = read_backup(path)
    assert backup.manifest.guest == name
    assert [kept.label for kept in backup.manifest.files if kept.carrier == "snapshot"] == [name]


def test_two_guests_of_one_slug_do_not_share_a_folder(state: StateFolder) -> None:
    other = guest("a/b", "77777777-6b1c-4a43-a0b0-000000000001")
    paths = {write_backup(state, contents(of)).parent for of in (guest("a b"), other)}
    assert len(paths) == 2


@pytest.mark.parametrize("name", ["web", "Web_1.2", "a-b"])
def test_an_honest_name_is_its_own_slug(name: str) -> None:
    assert slug(name) == name


def test_backups_of_one_moment_stay_apart_and_the_newest_comes_first(state: StateFolder) -> None:
    made = [write_backup(state, contents()) for _ in range(11)]
    made.append(write_backup(state, contents(seconds=1)))
    made.append(write_backup(state, contents(guest("db"), seconds=2)))
    assert [path.name for path in made[:3]] == [
        "20261121T150536.123Z", "20261121T150536.123Z-2", "20261121T150536.123Z-3",
    ]  # fmt: skip
    assert [backup.path for backup in list_backups(state)] == made[::-1]


def test_names_of_moments_sort_as_the_moments_do() -> None:
    moments = [WHEN.replace(microsecond=number) for number in (0, 999, 1000, 123456, 999999)]
    assert sorted(map(stamp, moments)) == [stamp(moment) for moment in moments]


def test_the_disks_can_be_noted_later(state: StateFolder) -> None:
    path = write_backup(state, contents())
    note_disks(path, Disks("virt-machine-type-1", ("/a.qcow2", "/b\nc.qcow2")))
    assert read_backup(path).manifest.disks == Disks("virt-machine-type-1", ("/a.qcow2", "/b\nc.qcow2"))
    note_disks(path, None)
    assert read_backup(path).manifest.disks is None
    assert os.listdir(path.parent) == [path.name]


def test_disks_of_a_damaged_manifest_are_not_noted(state: StateFolder) -> None:
    path = write_backup(state, contents())
    (path / "manifest.json").write_text("{")
    with pytest.raises(BackupError, match=r"could not be noted.*is no JSON"):
        note_disks(path, Disks("x", ()))
    assert (path / "manifest.json").read_text() == "{"


# -- what goes wrong ---------------------------------------------------------------------------------


def test_a_link_in_the_place_of_the_guests_folder_is_refused(state: StateFolder, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (state.backups / "web-5f0ab0f2").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BackupError, match="symbolic link"):
        write_backup(state, contents())
    assert os.listdir(tmp_path / "elsewhere") == []


def test_a_folder_that_has_gone_is_told(state: StateFolder) -> None:
    shutil.rmtree(state.path)
    with pytest.raises(BackupError, match=r"no backup could be written to .*: No such file"):
        write_backup(state, contents())


@pytest.mark.parametrize("limit", [10, 60, 200, 1000])
def test_a_disk_that_takes_no_more_leaves_nothing_behind(limit: int, state: StateFolder) -> None:
    ran = _script([sys.executable, "-c", SCRIPT, state.path, str(limit)])
    assert (ran.returncode, ran.stderr) == (3, "")
    assert "no backup could be written to" in ran.stdout
    assert "File too large" in ran.stdout
    assert everything(state.backups) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="mounts a small file system")
@pytest.mark.parametrize("size", ["nr_blocks=1", "nr_blocks=4", "nr_inodes=4", "nr_inodes=8"])
def test_a_full_file_system_leaves_nothing_behind(size: str, state: StateFolder) -> None:
    command = (
        'mount -t tmpfs -o mode=700,"$1" none "$2"; code=0; "$3" -c "$4" "$5" || code=$?; '
        'ls -A "$2"; exit $code'
    )
    ran = _script(
        ["unshare", "--mount", "--propagation", "private", "sh", "-euc", command, "sh",
         size, state.backups, sys.executable, SCRIPT, state.path]
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (3, "")
    assert ran.stdout.count("\n") == 1
    assert "No space left on device" in ran.stdout


# Every kind of system call by which something on the disk can change or become durable.
@pytest.mark.parametrize("calls", ["write", "fsync", "rename,renameat,renameat2", "mkdir,mkdirat"])
def test_killed_at_any_call_the_backup_is_whole_or_not_there(calls: str, state: StateFolder) -> None:
    strace = shutil.which("strace")
    if strace is None:
        lacking("strace is not installed.")
    seen = set()
    for number in range(1, 40):
        inject = f"--inject={calls}:signal=SIGKILL:when={number}"
        program = [sys.executable, "-B", "-c", SCRIPT, state.path]
        ran = _script([strace, "-f", "-o", os.devnull, inject, *program])
        found = list_backups(state)
        assert all(isinstance(backup, Backup) for backup in found)
        seen.add(len(found))
        # The next run clears up what is left.
        path = write_backup(state, contents(seconds=1))
        assert [name for name in everything(state.backups) if ".new-" in name] == []
        for backup in (path, *(backup.path for backup in found)):
            shutil.rmtree(backup)
        if ran.returncode == 0:
            break
    else:
        pytest.fail("it never ran to its end: the range is too short to be the whole matrix")
    assert seen == {0, 1}


def _script(command: list[str | Path]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=120, check=False
    )
