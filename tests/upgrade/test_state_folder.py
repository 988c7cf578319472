"""Is the state folder where it should be, refused where it is not safe, and a guest one run's at a time?"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mtype.upgrade.state_folder import (
    LockedError,
    StateFolder,
    StateFolderError,
    guest_key,
    lock,
    open_state_folder,
)
from tests.cli.command import NOBODY, ROOT, environment

URI, UUID = "qemu:///system", "5f0ab0f2-6b1c-4a43-a0b0-000000000001"
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


def test_the_folder_and_those_in_it_are_made_for_us_alone(tmp_path: Path) -> None:
    old = os.umask(0o277)
    try:
        state = open_state_folder(str(tmp_path / "deep" / "state"))
    finally:
        os.umask(old)
    for folder in (state.path, state.backups, state.journals, state.locks):
        assert folder.stat().st_mode & 0o777 == 0o700
        assert [path for path in folder.iterdir() if path.is_file()] == []
    assert open_state_folder(str(state.path)) == state


@pytest.mark.parametrize(
    ("xdg", "user", "expected"),
    [
        ("/x/state", 0, "/x/state/virt-machine-type"),
        ("/x/state", 1000, "/x/state/virt-machine-type"),
        ("", 0, "/var/lib/virt-machine-type"),
        ("relative", 0, "/var/lib/virt-machine-type"),
        ("", 1000, "/home/me/.local/state/virt-machine-type"),
    ],
)
def test_the_usual_place(xdg: str, user: int, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []
    monkeypatch.setenv("XDG_STATE_HOME", xdg)
    monkeypatch.setenv("HOME", "/home/me")
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(Path, "mkdir", lambda *_, **__: None)
    monkeypatch.setattr("mtype.upgrade.state_folder.own_folder", made.append)
    monkeypatch.setattr("mtype.upgrade.state_folder._try_to_write", lambda _: None)
    assert str(open_state_folder().path) == expected
    assert made[0] == Path(expected)


def test_a_relative_path_is_meant_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_state_folder("here").path == tmp_path / "here"


def _link(path: Path) -> None:
    path.with_name("elsewhere").mkdir(0o700)
    path.symlink_to("elsewhere")


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def _file(path: Path) -> None:
    path.write_text("")


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _group(path: Path) -> None:
    path.mkdir()
    path.chmod(0o770)


def _world(path: Path) -> None:
    path.mkdir()
    path.chmod(0o1777)


def _foreign(path: Path) -> None:
    path.mkdir(0o700)
    os.chown(path, NOBODY, NOBODY)


BAD: list[tuple[Callable[[Path], None], str]] = [
    (_link, "is a symbolic link: name the real folder"),
    (_dangling, "is a symbolic link: name the real folder"),
    (_file, "is not a folder; name another one with --state-dir"),
    (_fifo, "is not a folder; name another one with --state-dir"),
    (_group, "others may write to"),
    (_world, "others may write to"),
    pytest.param(_foreign, "belongs to another user", marks=needs_root),  # type: ignore[list-item]
]


@pytest.mark.parametrize("place", ["", "backups", "journals", "locks"])
@pytest.mark.parametrize(("spoil", "reason"), BAD)
def test_what_is_not_safe_is_refused(
    place: str, spoil: Callable[[Path], None], reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "state"
    if place:
        path.mkdir(0o700)
    spoil(path / place if place else path)
    with pytest.raises(StateFolderError) as refused:
        open_state_folder(str(path))
    assert reason in str(refused.value)
    assert str(path / place).rstrip("/") in str(refused.value)
    if spoil is _link:
        assert os.listdir((path / place).resolve()) == []


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("", "--state-dir is empty"),
        ("a\0b", "embedded null byte"),
        ("/dev/null/state", "Not a directory"),
        ("/proc/state", "No such file or directory"),
        ("x" * 300, "File name too long"),
    ],
)
def test_a_path_that_leads_nowhere_is_refused(
    path: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StateFolderError, match=reason):
        open_state_folder(path)


SCRIPT = """
import sys
from mtype.upgrade.state_folder import StateFolderError, open_state_folder
try:
    open_state_folder(sys.argv[1])
except StateFolderError as error:
    print(error)
"""


@needs_root
def test_a_read_only_file_system_is_refused(tmp_path: Path) -> None:
    state = open_state_folder(str(tmp_path / "state"))
    command = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && exec "$2" -c "$3" "$1"'
    ran = subprocess.run(
        ["unshare", "--mount", "--propagation", "private", "sh", "-euc", command, "sh",
         state.path, sys.executable, SCRIPT],
        capture_output=True, text=True, check=True, cwd=ROOT, env=environment(),
    )  # fmt: skip
    assert "cannot be used: Read-only file system; name another one with --state-dir" in ran.stdout


# -- locks -------------------------------------------------------------------------------------------


@pytest.fixture
def state(tmp_path: Path) -> StateFolder:
    return open_state_folder(str(tmp_path / "state"))


def test_a_second_run_is_told_who_has_the_guest(state: StateFolder) -> None:
    with lock(state, URI, UUID):
        with (
            pytest.raises(LockedError, match=rf"another run \(process {os.getpid()}\)"),
            lock(state, URI, UUID),
        ):
            pass
        with lock(state, "qemu+ssh://other/system", UUID), lock(state, URI, UUID[:-1] + "2"):
            pass
    with lock(state, URI, UUID):
        pass


def test_the_lock_goes_with_the_process_that_had_it(state: StateFolder) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from mtype.upgrade.state_folder import StateFolder, lock\n"
        "with lock(StateFolder(Path(sys.argv[1])), *sys.argv[2:]):\n"
        " print('mine', flush=True)\n"
        " sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, state.path, URI, UUID],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=environment(),
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == b"mine\n"
        with pytest.raises(LockedError, match=rf"process {other.pid}\)"), lock(state, URI, UUID):
            pass
        other.kill()
        other.wait()
        with lock(state, URI, UUID):
            pass


def test_a_crash_inside_lets_go(state: StateFolder) -> None:
    with pytest.raises(ZeroDivisionError), lock(state, URI, UUID):
        raise ZeroDivisionError
    with lock(state, URI, UUID):
        pass


def test_a_program_that_is_called_does_not_keep_the_lock(state: StateFolder) -> None:
    with lock(state, URI, UUID):
        child = subprocess.Popen(["sleep", "60"], close_fds=False)
    try:
        with lock(state, URI, UUID):
            pass
    finally:
        child.kill()
        child.wait()


def test_a_lock_that_is_a_link_or_no_file_is_refused(state: StateFolder, tmp_path: Path) -> None:
    path = state.locks / f"{guest_key(URI, UUID)}.lock"
    victim = tmp_path / "victim"
    victim.write_text("precious")
    path.symlink_to(victim)
    with pytest.raises(StateFolderError, match="cannot be locked"), lock(state, URI, UUID):
        pass
    assert victim.read_text() == "precious"
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(StateFolderError, match="no regular file"), lock(state, URI, UUID):
        pass


def test_whatever_a_uri_or_uuid_holds_the_key_is_a_safe_name() -> None:
    keys = {guest_key(uri, UUID) for uri in ("../..", "a\nb", "\udcff", "x" * 5000, "")}
    assert len(keys) == 5
    assert all(key.isalnum() and len(key) == 24 for key in keys)
