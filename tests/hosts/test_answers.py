"""Is an emulator started twice for one answer, and is an answer believed that is not ours?"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest

from mtype.hosts import answers, process
from mtype.hosts.answers import answer_key, read_answer, write_answer
from mtype.hosts.emulator import ask_emulator
from mtype.hosts.listing import ListedMachine, Listing
from mtype.model.errors import EmulatorError
from tests.hosts.test_emulator import real

PC = ListedMachine("pc-1", None, True, False, "Standard PC")
ALIAS = ListedMachine("pc", "pc-1", False, None)
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")


@pytest.fixture
def program(tmp_path):
    path = tmp_path / "qemu-system-x86_64"
    path.write_bytes(b"\x7fELF and more")
    path.chmod(0o755)
    return path


def answer(path: Path) -> Listing:
    machines = (PC, ALIAS)
    return Listing("x86_64", machines, emulator=str(path), version="9.2.1", told_by="QMP", cross_checked=True)


def kept(path: Path) -> Path:
    key = answer_key(str(path))
    assert key is not None
    write_answer(key, answer(path))
    assert read(path) == answer(path)
    return key.place


def read(path: Path) -> Listing | None:
    key = answer_key(str(path))
    assert key is not None
    return read_answer(key)


@pytest.mark.qemu
@pytest.mark.parametrize("name", ["qemu-system-x86_64", "qemu-system-aarch64"])
def test_the_second_asking_starts_no_process(name, cache, monkeypatch):
    path = real(name)
    first = ask_emulator(path)
    assert [place.suffix for place in cache.iterdir()] == [".jsonl"]

    def start(*_words: object, **_more: object) -> None:
        raise AssertionError("started")

    monkeypatch.setattr(process, "_start", start)
    monkeypatch.setattr(subprocess, "Popen", start)
    started = time.perf_counter()
    assert ask_emulator(path) == first
    assert time.perf_counter() - started < 0.05
    with pytest.raises(AssertionError, match="started"):
        ask_emulator(path, cache=False)


@pytest.mark.qemu
def test_another_program_at_the_same_path_is_asked(cache, script):
    path = script("")
    for arch in ("aarch64", "s390x"):
        os.unlink(path)
        shutil.copy(real(f"qemu-system-{arch}"), path)
        listing = ask_emulator(path)
        assert (listing.arch, listing.cross_checked) == (arch, True)
        assert len([*cache.iterdir()]) == 1  # a new answer takes the place of the old one


@pytest.mark.qemu
def test_what_a_script_says_is_never_kept(cache, script):
    wrapper = script(f'exec {real("qemu-system-x86_64")} "$@"')
    assert ask_emulator(wrapper).cross_checked
    assert answer_key(wrapper) is None
    assert not cache.exists()


def test_a_failed_answer_is_never_kept(cache):
    assert answer_key("/bin/true") is not None
    for _ in range(2):
        with pytest.raises(EmulatorError, match="no emulator that answers"):
            ask_emulator("/bin/true")
    assert not cache.exists()


def _longer(path: Path) -> None:
    path.write_bytes(b"\x7fELF longer than that")


def _newer(path: Path) -> None:
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))


def _replaced(path: Path) -> None:
    """By a copy of the same size and time, as `cp -p` makes it."""
    copy = path.with_name("copy")
    shutil.copy2(path, copy)
    copy.replace(path)


def _written_in_place(path: Path) -> None:
    """With the time put back."""
    then = path.stat().st_mtime_ns
    path.write_bytes(b"\x7fELF AND MORE")
    os.utime(path, ns=(then, then))


@pytest.mark.parametrize(
    "change",
    [_newer, _replaced, _written_in_place, _longer],
)
def test_a_changed_program_has_no_answer(program, change):
    kept(program)
    time.sleep(0.01)  # the clock of a file system ticks every 4 ms
    change(program)
    assert read(program) is None


def test_a_link_that_leads_elsewhere_has_no_answer(program, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(program)
    kept(link)
    kept(program)  # another path, another answer: the name may tell the arch
    assert read(link) == answer(link)
    other = tmp_path / "other"
    os.link(program, other)  # the same inode, but another file in the end
    link.unlink()
    link.symlink_to(other)
    assert read(link) is None


@pytest.mark.parametrize(("name", "value"), [("_FORMAT", -1), ("__version__", "0.0.0")])
def test_another_version_of_ours_asks_again(program, monkeypatch, name, value):
    kept(program)
    monkeypatch.setattr(answers, name, value)
    assert read(program) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-9],
        lambda data: data.replace(b"pc-1", b"pc-2"),
        lambda data: data + b"\n[]",
        lambda data: b"\xff" * 100,
        lambda data: b"[" * 100_000,
        lambda data: data * 10_000,
    ],
)
def test_a_damaged_answer_is_replaced(program, damage):
    place = kept(program)
    place.write_bytes(damage(place.read_bytes()))
    assert read(program) is None
    kept(program)


def test_only_the_user_can_read_and_write_it(program, cache):
    before = os.umask(0o002)  # of a system where each user has a group
    try:
        place = kept(program)
    finally:
        os.umask(before)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (place, cache)]
    assert modes == [0o600, 0o700]
    assert [*cache.iterdir()] == [place]


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_an_answer_that_others_can_write_is_ignored(program, mode):
    kept(program).chmod(mode)
    assert read(program) is None
    kept(program)


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o1777])
def test_a_folder_that_others_can_write_is_not_used(program, mode):
    place = kept(program)
    place.parent.chmod(mode)
    assert read(program) is None
    place.unlink()
    write_answer(answer_key(str(program)), answer(program))
    assert not place.exists()


@needs_root
@pytest.mark.parametrize("above", range(4))
def test_what_belongs_to_somebody_else_is_not_used(program, above):
    """The answer, its folder, the one above, and XDG_CACHE_HOME: sudo may keep the HOME of its caller."""
    place = kept(program)
    theirs = (place, *place.parents)[above]
    os.chown(theirs, 65534, 65534)
    assert read(program) is None
    if above:
        place.unlink()
        write_answer(answer_key(str(program)), answer(program))
        assert not place.exists()


@needs_root
def test_nothing_is_made_in_the_home_of_another_user(program, tmp_path):
    os.chown(tmp_path, 65534, 65534)
    key = answer_key(str(program))
    write_answer(key, answer(program))
    assert not key.place.parents[2].exists()


def test_a_world_writable_place_is_not_used(program, tmp_path):
    place = kept(program)
    place.parents[2].chmod(0o777)
    assert read(program) is None
    place.parents[2].chmod(0o1777)  # as /tmp
    assert read(program) is not None


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda place: place.symlink_to(f"{place}.of-another")])
def test_what_is_no_file_is_no_answer(program, make):
    place = kept(program)
    place.rename(f"{place}.of-another")
    make(place)
    assert read(program) is None


def test_a_folder_that_is_a_link_is_not_used(program, tmp_path):
    place = kept(program)
    place.parent.rename(tmp_path / "elsewhere")
    place.parent.symlink_to(tmp_path / "elsewhere")
    assert read(program) is None


def test_no_place_to_keep_it(program, monkeypatch, tmp_path):
    key = answer_key(str(program))
    (tmp_path / "cache").write_text("a file")
    write_answer(key, answer(program))
    assert read_answer(key) is None
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", "relative")
    assert answer_key(str(program)) is None


def test_a_program_that_changes_while_it_is_asked(program, cache, monkeypatch):
    from mtype.hosts import asking

    def ask(path: str, _limit: float) -> Listing:
        _newer(program)
        return replace(answer(program), emulator=path)

    monkeypatch.setattr(asking, "ask", ask)
    assert ask_emulator(str(program)) == answer(program)
    assert not cache.exists()
