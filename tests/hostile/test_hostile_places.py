"""Is a report that cannot be written told, and the file that was there kept? Is a cache only ever a help?"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtype.catalogue.compiled import unpack
from mtype.catalogue.digest import digest
from mtype.catalogue.load import catalogue_path
from tests.cli.command import domain, run, write
from tests.hostile.harmless import harmless
from tests.required import full_device

CHECK = ("check", "--for", "debian:13", "--format", "json")
OLD = "the report of yesterday\n"


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that any user can enter, with a definition and a copy of the catalogue in it."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as name:
        folder = Path(name) / "guests"
        folder.mkdir()
        os.chmod(name, 0o777)
        os.chmod(folder, 0o755)
        write(folder, {"a.xml": domain("pc-q35-2.3"), "c.yaml": catalogue_path().read_bytes()})
        yield folder


@pytest.fixture
def full(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder in which a file ends at 4 KiB, and what is said of that: a disk of this size, or a limit on
    files for a user who may not mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
        try:
            yield place, "File too large"
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        return
    try:
        yield place, "No space left on device"
    finally:
        subprocess.run(["umount", place], check=True)


def guests(folder: Path) -> Path:
    return write(folder / "guests", {"a.xml": domain("pc-q35-2.3")})


# -- reports -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", ["--output", "--write-baseline"])
def test_a_full_disk_leaves_the_old_report(full: tuple[Path, str], tmp_path: Path, option: str) -> None:
    disk, reason = full
    (disk / "report").write_text(OLD)
    (disk / "filler").write_bytes(b"")
    folder = write(
        tmp_path / "guests", {f"{n}.xml": domain("pc-q35-2.3", f"guest-{n}" * 9) for n in range(60)}
    )
    ran = harmless(folder, *CHECK, option, f"{disk}/report", ".", codes=(3,))
    assert ran.err.endswith(f"cannot be written to {disk}/report: {reason}\n")
    assert (disk / "report").read_text() == OLD
    assert sorted(path.name for path in disk.iterdir()) == ["filler", "report"]


def test_a_full_device_is_told(tmp_path: Path) -> None:
    device = full_device()
    ran = harmless(guests(tmp_path), *CHECK, "--output", device, ".", codes=(3,))
    assert (
        ran.err == f"virt-machine-type: the report cannot be written to {device}: No space left on device\n"
    )


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        pytest.param("no/such/folder", "No such file or directory", id="a folder that is not there"),
        pytest.param("a.xml/report", "Not a directory", id="a file for a folder"),
        pytest.param(".", "Is a directory", id="a folder"),
        pytest.param("x" * 300, "File name too long", id="a long name"),
        pytest.param("/proc/report", "No such file or directory", id="a folder of the kernel"),
    ],
)
@pytest.mark.parametrize("option", ["--output", "--write-baseline"])
def test_a_place_where_nothing_can_be_written_is_told(
    tmp_path: Path, option: str, place: str, reason: str
) -> None:
    ran = harmless(guests(tmp_path), *CHECK, option, place, ".", codes=(3,))
    assert ran.err == f"virt-machine-type: the report cannot be written to {place}: {reason}\n"


def test_a_folder_that_is_read_only_is_told(shared: Path) -> None:
    (shared / "report").write_text(OLD)
    words = (*CHECK, "--catalogue", "c.yaml", "--output", "report", "a.xml")
    ran = harmless(shared, *words, codes=(3,), unprivileged=True, env={"XDG_CACHE_HOME": "/nonexistent"})
    assert ran.err == "virt-machine-type: the report cannot be written to report: Permission denied\n"


def test_the_report_of_another_user_is_kept(shared: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    os.chmod(shared, 0o1777)
    (shared / "report").write_text(OLD)
    words = (*CHECK, "--catalogue", "c.yaml", "--output", "report", "a.xml")
    ran = harmless(shared, *words, codes=(3,), unprivileged=True, env={"XDG_CACHE_HOME": "/nonexistent"})
    assert "cannot be written to report" in ran.err


def test_a_definition_is_not_written_over_by_half_a_report(tmp_path: Path) -> None:
    """Whoever names a definition as the file of the report gets it, whole."""
    folder = guests(tmp_path)
    ran = harmless(folder, *CHECK, "--output", "a.xml", "a.xml", codes=(1,), written=("a.xml",))
    assert ran.out == ""
    assert json.loads((folder / "a.xml").read_text())["summary"]["definitions"] == 1


# -- definitions that may not be read ----------------------------------------------------------------


def test_what_may_not_be_read_is_skipped_and_the_rest_is_linted(shared: Path) -> None:
    write(shared, {"closed.xml": domain(), "locked/b.xml": domain()})
    os.chmod(shared / "closed.xml", 0)
    os.chmod(shared / "locked", 0)
    os.unlink(shared / "c.yaml")
    write(shared.parent, {"c.yaml": catalogue_path().read_bytes()})
    try:
        words = (*CHECK, "--catalogue", "../c.yaml", ".")
        ran = harmless(shared, *words, codes=(3,), unprivileged=True, env={"XDG_CACHE_HOME": "/nonexistent"})
    finally:
        os.chmod(shared / "locked", 0o755)
    result = json.loads(ran.out)
    assert [row["path"] for row in result["definitions"]] == ["./a.xml"]
    assert {(skip["path"], skip["reason"]) for skip in result["skipped"]} == {
        ("./locked", "cannot be read: Permission denied"),
        ("./closed.xml", "cannot be read: Permission denied"),
    }


@pytest.mark.parametrize("name", ["config", "baseline", "capabilities", "catalogue"])
def test_a_configuration_that_may_not_be_read_is_refused(shared: Path, name: str) -> None:
    write(shared, {"closed": "{}"})
    os.chmod(shared / "closed", 0)
    words = ["check", "--for", "debian:13", "--catalogue", "c.yaml", f"--{name}", "closed", "a.xml"]
    ran = harmless(shared, *words, codes=(2,), unprivileged=True, env={"XDG_CACHE_HOME": "/nonexistent"})
    assert "ermission denied" in ran.err


# -- the cache ---------------------------------------------------------------------------------------


def cached(folder: Path, home: str, *, unprivileged: bool = False) -> None:
    """The answer is the same whatever the cache is."""
    words = (*CHECK, "--catalogue", "c.yaml", "a.xml")
    env = {"XDG_CACHE_HOME": home}
    ran = harmless(folder, *words, codes=(1,), env=env, unprivileged=unprivileged)
    assert [found["rule"] for found in json.loads(ran.out)["findings"]] == ["MT201"]
    assert ran.err == ""


def test_a_cache_that_cannot_be_is_no_failure(shared: Path) -> None:
    cached(shared, "/nonexistent/cache", unprivileged=True)
    cached(shared, str(shared / "a.xml"))
    cached(shared, "/dev/null")
    cached(shared, "x" * 5000)


def test_a_cache_on_a_full_disk_is_no_failure_and_leaves_nothing(
    shared: Path, full: tuple[Path, str]
) -> None:
    disk, _ = full
    cached(shared, str(disk))
    assert [path for path in disk.rglob("*") if path.is_file()] == []


def test_a_cache_that_is_read_only_is_no_failure(shared: Path) -> None:
    home = shared.parent / "cache"
    home.mkdir(mode=0o555)
    cached(shared, str(home), unprivileged=True)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="cut short"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"[" * 100_000, id="nested"),
        pytest.param(b"\xff\xfe", id="binary"),
        pytest.param(b'{"key": "of another", "sum": 0}\n', id="of another catalogue"),
    ],
)
def test_a_damaged_cache_is_made_anew(shared: Path, content: bytes) -> None:
    home = shared.parent / "cache"
    key = digest(catalogue_path().read_bytes(), [("c.yaml", (shared / "c.yaml").read_bytes())])
    place = home / "virt-machine-type" / f"{key}.jsonl"
    write(place.parent, {place.name: content})
    cached(shared, str(home))
    parts = unpack(place.read_bytes(), key)
    assert parts is not None and parts["types"]


def test_without_a_home_the_answer_is_the_same(tmp_path: Path) -> None:
    folder = guests(tmp_path)
    homes = {"HOME": str(tmp_path / "nowhere"), "XDG_CACHE_HOME": ""}
    assert run(*CHECK, "a.xml", cwd=folder, env=homes).code == 1
