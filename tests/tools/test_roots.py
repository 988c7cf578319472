"""Are roots of other suites made whole, kept as long as they are good, and removed without harm?"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tools.roots import cache, make
from tools.roots.cache import cache_folder, cached_root
from tools.roots.kinds import HOSTS
from tools.roots.make import PACKAGES, RootError, is_root, make_root, remove_root


def made_here(folder: Path, suite: str = "sid", days_old: float = 0) -> Path:
    (folder / "emulators").mkdir(parents=True)
    (folder / "made.json").write_text(json.dumps({"suite": suite, "packages": PACKAGES[suite]}))
    then = (folder / "made.json").stat().st_mtime - days_old * 86400
    os.utime(folder / "made.json", (then, then))
    return folder


@pytest.fixture
def roots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VMT_ROOTS", str(tmp_path))
    return tmp_path


@pytest.fixture
def making(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stands for mmdebstrap: which suites were made."""
    made: list[str] = []

    def unpack(suite: str, root: Path, _: object) -> None:
        made.append(suite)
        (root / "usr" / "bin").mkdir(parents=True)
        (root / "usr" / "lib" / "x").mkdir(parents=True)
        (root / "usr" / "lib" / "x" / "ld-linux-x.so.2").touch()
        (root / "usr" / "bin" / "qemu-system-x86_64").write_bytes(b"\x7fELF")
        (root / "usr" / "bin" / "qemu-system-i386").write_bytes(b"#!/bin/sh")
        (root / "usr" / "bin" / "qemu-system-amd64").symlink_to("qemu-system-x86_64")

    monkeypatch.setattr(make, "_unpack", unpack)
    monkeypatch.setattr(make, "which", lambda name: f"/usr/bin/{name}")
    return made


def refuse(*_: Any) -> None:
    raise RootError("the mirror is away")


def test_a_root_is_made_once_and_then_kept(roots: Path, making: list[str]) -> None:
    first, second = cached_root("sid"), cached_root("sid")
    assert first == second == (roots / "sid", None)
    assert making == ["sid"]
    assert is_root(roots / "sid", "sid") and not is_root(roots / "sid", "trixie")
    assert [path.name for path in (roots / "sid" / "emulators").iterdir()] == ["qemu-system-x86_64"]


def test_a_script_finds_its_root_wherever_the_cache_is_moved(roots: Path, making: list[str]) -> None:
    folder = cached_root("sid").folder
    loader = folder / "root" / "usr" / "lib" / "x" / "ld-linux-x.so.2"
    loader.write_text('#!/bin/sh\nprintf "%s|" "$@"')
    loader.chmod(0o755)
    moved = folder.rename(roots / "moved")
    ran = subprocess.run(
        [moved / "emulators" / "qemu-system-x86_64", "-M", "a b"], capture_output=True, text=True, check=True
    )
    here = f"{moved}/emulators/../root"
    assert ran.stdout == f"--library-path|{here}/usr/lib/x|{here}/usr/bin/qemu-system-x86_64|-M|a b|"


@pytest.mark.parametrize(
    ("suite", "days", "again"),
    [("sid", 6, False), ("sid", 9, True), ("trixie-backports", 9, True), ("trixie", 900, False)],
)
def test_only_a_suite_that_moves_is_made_anew(
    suite: str, days: float, again: bool, roots: Path, making: list[str]
) -> None:
    made_here(roots / suite, suite, days)
    assert cached_root(suite) == (roots / suite, None)
    assert making == ([suite] if again else [])


def test_a_root_with_other_packages_is_made_anew(roots: Path, making: list[str]) -> None:
    folder = made_here(roots / "trixie", "trixie")
    (folder / "made.json").write_text(json.dumps({"suite": "trixie", "packages": ["qemu-system-x86"]}))
    cached_root("trixie")
    assert making == ["trixie"]


def test_an_old_root_stays_where_no_new_one_can_be_had(
    roots: Path, making: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made_here(roots / "sid", days_old=9)
    monkeypatch.setattr(make, "_unpack", refuse)
    assert cached_root("sid").note == "the root of sid is 9 days old and stays: the mirror is away"
    assert [path.name for path in sorted(roots.iterdir())] == ["sid", "sid.lock"]


def test_without_an_old_root_the_failure_is_told(
    roots: Path, making: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make, "_unpack", refuse)
    with pytest.raises(RootError, match="the mirror is away"):
        cached_root("sid")
    assert [path.name for path in roots.iterdir()] == ["sid.lock"]


def test_what_a_crash_left_is_cleared_away(roots: Path, making: list[str]) -> None:
    made_here(roots / "sid.new")
    made_here(roots / "sid.old")
    cached_root("sid")
    assert sorted(path.name for path in roots.iterdir()) == ["sid", "sid.lock"]


@pytest.mark.parametrize("name", ["sid", "sid.new", "sid.old"])
def test_a_folder_of_somebody_else_is_left_alone(name: str, roots: Path, making: list[str]) -> None:
    (roots / name).mkdir()
    (roots / name / "precious").touch()
    with pytest.raises(RootError, match="made here"):
        make_root("sid", roots / "sid")
    assert (roots / name / "precious").exists()
    assert making == []


def test_nothing_is_removed_below_a_mount(roots: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = made_here(roots / "with blank")
    table = roots / "mountinfo"
    table.write_text(f"36 35 98:0 / {roots}/with\\040blank/root/dev rw - devtmpfs udev rw\n")
    monkeypatch.setattr(make, "_MOUNTS", table)
    with pytest.raises(RootError, match=r"with blank/root/dev is mounted"):
        remove_root(folder)
    assert folder.exists()
    table.write_text(f"36 35 98:0 / {roots}/with\\040blank-too rw - devtmpfs udev rw\n")
    remove_root(folder)
    assert not folder.exists()


def test_a_suite_that_is_not_known(roots: Path) -> None:
    with pytest.raises(RootError, match="forky is none of bullseye, "):
        make_root("forky", roots / "forky")


def test_without_mmdebstrap(roots: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make, "which", lambda _: None)
    with pytest.raises(RootError, match="apt-get install mmdebstrap"):
        make_root("sid", roots / "sid")


def test_where_the_cache_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VMT_ROOTS", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(cache.os, "geteuid", lambda: 0)
    assert cache_folder() == Path("/var/cache/virt-machine-type/roots"), "root's home is not for others"
    monkeypatch.setattr(cache.os, "geteuid", lambda: 1000)
    assert cache_folder() == Path.home() / ".cache/virt-machine-type/roots"
    monkeypatch.setenv("XDG_CACHE_HOME", "/elsewhere")
    assert cache_folder() == Path("/elsewhere/virt-machine-type/roots")
    monkeypatch.setenv("VMT_ROOTS", "/named")
    assert cache_folder() == Path("/named")
    monkeypatch.setenv("VMT_HOSTS", "/hosts")
    assert cache_folder(HOSTS) == Path("/hosts")
    monkeypatch.delenv("VMT_HOSTS")
    assert cache_folder(HOSTS) == Path("/var/cache/virt-machine-type/hosts"), "only root makes and uses them"


@pytest.fixture
def hosts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VMT_HOSTS", str(tmp_path))
    monkeypatch.setattr(make.os, "geteuid", lambda: 0)
    return tmp_path


def test_a_host_is_a_root_of_another_kind(hosts: Path, making: list[str]) -> None:
    folder = cached_root("sid", HOSTS).folder
    assert sorted(path.name for path in folder.iterdir()) == ["made.json", "root"]
    assert is_root(folder, "sid", HOSTS) and not is_root(folder, "sid")
    cached_root("sid", HOSTS)
    assert making == ["sid"]


def test_a_host_of_an_older_recipe_is_made_anew(hosts: Path, making: list[str]) -> None:
    cached_root("trixie", HOSTS._replace(options=("--mode=root",)))
    cached_root("trixie", HOSTS)
    assert making == ["trixie", "trixie"]


def test_a_host_that_cannot_be_made_leaves_nothing(
    hosts: Path, making: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make, "_unpack", refuse)
    with pytest.raises(RootError, match="the mirror is away"):
        cached_root("bullseye", HOSTS)
    assert [path.name for path in hosts.iterdir()] == ["bullseye.lock"]


def test_only_root_makes_a_host(hosts: Path, making: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make.os, "geteuid", lambda: 1000)
    with pytest.raises(RootError, match="Only root makes a host of sid"):
        cached_root("sid", HOSTS)
