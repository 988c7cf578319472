"""Is a file either as it was or wholly new, whatever happens and wherever the process dies?"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mtype.upgrade.replace_file import ReplaceError, back_up, read_original, replace
from tests.cli.command import ROOT, environment
from tests.required import lacking

OLD, NEW = b"old content\n", b"new content, and longer\n"
SCRIPT = """
import sys
from pathlib import Path
from mtype.upgrade.replace_file import back_up, read_original, replace
original = read_original(sys.argv[1], 1000)
back_up(original, None)
replace(original, b"new content, and longer\\n")
"""
# Every system call by which something on disk can change or become durable.
CALLS = (
    "write",
    "fsync",
    "link,linkat",
    "rename,renameat,renameat2",
    "unlink,unlinkat",
    "fchmod,chmod,fchmodat",
)


def made(tmp_path: Path, content: bytes = OLD, mode: int = 0o640) -> Path:
    path = tmp_path / "guest.xml"
    path.write_bytes(content)
    path.chmod(mode)
    return path


def test_owner_mode_and_attributes_stay(tmp_path: Path) -> None:
    path = made(tmp_path, mode=0o604)
    os.setxattr(path, "user.label", b"kept")
    if os.geteuid() == 0:
        os.chown(path, 12345, 23456)
    before = path.stat()
    original = read_original(str(path), 1000)
    backup = back_up(original, None)
    replace(original, NEW)
    for file, content in ((path, NEW), (backup, OLD)):
        now = file.stat()
        assert (now.st_mode, now.st_uid, now.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
        assert os.getxattr(file, "user.label") == b"kept"
        assert file.read_bytes() == content
    assert sorted(os.listdir(tmp_path)) == ["guest.xml", "guest.xml~"]


def test_older_backups_are_kept(tmp_path: Path) -> None:
    path = made(tmp_path)
    folder = tmp_path / "deep" / "backups"
    names = [back_up(read_original(str(path), 1000), folder).name for _ in range(3)]
    assert names == ["guest.xml~", "guest.xml.~2~", "guest.xml.~3~"]
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path = made(tmp_path)
    link = tmp_path / "autostart.xml"
    link.symlink_to("guest.xml")
    replace(read_original(str(link), 1000), NEW)
    assert link.is_symlink()
    assert path.read_bytes() == NEW


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = made(tmp_path)
    original = read_original(str(path), 1000)
    path.write_bytes(b"of somebody else\n")
    with pytest.raises(ReplaceError, match="changed by somebody else"):
        replace(original, NEW)
    assert path.read_bytes() == b"of somebody else\n"
    assert os.listdir(tmp_path) == ["guest.xml"]


@pytest.mark.parametrize(
    ("prepare", "reason"),
    [
        (lambda path: path.unlink(), "No such file"),
        (lambda path: os.link(path, path.with_name("other")), "2 names"),
        (lambda path: path.write_bytes(b"x" * 1001), "larger than 1000"),
        (lambda path: (path.unlink(), path.mkdir()), "directory"),
        (lambda path: (path.unlink(), path.symlink_to(path)), "symbolic links|Symlink loop"),
        (lambda path: (path.unlink(), path.symlink_to("/dev/null")), "no regular file"),
        (lambda path: (path.unlink(), os.mkfifo(path)), "no regular file"),
    ],
)
def test_what_cannot_be_replaced_is_refused_at_once(tmp_path: Path, prepare: object, reason: str) -> None:
    path = made(tmp_path)
    prepare(path)  # type: ignore[operator]
    with pytest.raises(ReplaceError, match=reason):
        read_original(str(path), 1000)


def test_a_pipe_is_not_waited_for_even_if_it_comes_at_the_last_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path)
    seen = path.stat()
    path.unlink()
    os.mkfifo(path)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "stat", lambda *_, **__: seen)
        with pytest.raises(ReplaceError, match="no regular file"):
            read_original(str(path), 1000)


# Which fsync it is: of the backup, its folder, the new file, its folder.
@pytest.mark.parametrize(
    ("number", "content", "left"),
    [
        (1, OLD, ["guest.xml"]),
        (2, OLD, ["guest.xml"]),
        (3, OLD, ["guest.xml", "guest.xml~"]),
        (4, NEW, ["guest.xml", "guest.xml~"]),
    ],
)
def test_what_is_told_as_failed_is_as_it_was(
    tmp_path: Path, number: int, content: bytes, left: list[str]
) -> None:
    path = made(tmp_path)
    ran = _traced(path, f"--inject=fsync:error=EIO:when={number}")
    assert path.read_bytes() == content
    assert sorted(os.listdir(tmp_path)) == left
    assert (ran.returncode == 0) is (content == NEW)
    assert (b"Input/output error" in ran.stderr) is (content == OLD)


def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path) -> None:
    path = made(tmp_path)
    ran = _traced(path, "--inject=write:error=ENOSPC:when=1")
    assert b"no backup could be written: No space left on device" in ran.stderr
    assert path.read_bytes() == OLD
    assert os.listdir(tmp_path) == ["guest.xml"]


@pytest.mark.parametrize("calls", CALLS)
def test_killed_at_any_call_the_file_is_old_or_new_and_never_new_without_a_backup(
    tmp_path: Path, calls: str
) -> None:
    seen = set()
    for number in range(1, 12):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = made(folder)
        ran = _traced(path, f"--inject={calls}:signal=SIGKILL:when={number}")
        content = path.read_bytes()
        seen.add(content)
        assert content in (OLD, NEW)
        if content == NEW:
            assert (folder / "guest.xml~").read_bytes() == OLD
        if ran.returncode == 0:
            break
    else:
        pytest.fail("it never ran to its end: the range is too short to be the whole matrix")
    assert seen == {OLD, NEW}


def _traced(path: Path, inject: str) -> subprocess.CompletedProcess[bytes]:
    strace = shutil.which("strace")
    if strace is None:
        lacking("strace is not installed.")
    command = [strace, "-f", "-o", os.devnull, inject, sys.executable, "-B", "-c", SCRIPT, str(path)]
    return subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, timeout=60, check=False)
