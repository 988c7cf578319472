"""Does a report of what was changed arrive, or is nothing changed?"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mtype.cli.output import expect_report
from mtype.model.errors import SourceError
from mtype.upgrade.backup import write_backup
from mtype.upgrade.state_folder import open_state_folder
from tests.cli.command import NOBODY, definitions, domain, run, write
from tests.required import full_device
from tests.upgrade.backups import contents


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "files", {"old.xml": domain("pc-q35-5.2"), "there": "a report\n"})


def upgraded(folder: Path) -> bool:
    return "pc-q35-5.2" not in (folder / "old.xml").read_text()


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("no/such/folder", "No such file or directory"),
        (".", "Is a directory"),
        ("there/report", "Not a directory"),
    ],
)
def test_a_place_that_cannot_be_written_is_told_before_a_file_is_changed(
    folder: Path, place: str, reason: str
) -> None:
    ran = run("upgrade", "--file", "old.xml", "--for", "debian:13", "--output", place, cwd=folder)
    assert (ran.code, ran.out) == (3, "")
    assert f"the report cannot be written to {place}: {reason}" in ran.err
    assert not upgraded(folder)
    assert sorted(os.listdir(folder)) == ["old.xml", "there"]


def test_the_same_before_a_guest_is_touched(folder: Path) -> None:
    """libvirt's own test driver has a guest `test`."""
    call = ["upgrade", "test", "--connect", "test:///default", "--yes", "--state-dir", "state"]
    ran = run(*call, "--output", "no/such/folder", cwd=folder)
    assert (ran.code, ran.out) == (3, "")
    assert "cannot be written to no/such/folder" in ran.err
    assert not (folder / "state").exists()


def test_the_same_before_a_backup_is_deleted(folder: Path) -> None:
    state = open_state_folder(str(folder / "state"))
    place = write_backup(state, contents())
    call = ["restore", "web", "--forget", "--yes", "--state-dir", "state"]
    ran = run(*call, "--output", "no/such/folder", cwd=folder)
    assert (ran.code, ran.out) == (3, "")
    assert "cannot be written to no/such/folder" in ran.err
    assert place.exists()
    assert run(*call, "--output", "there", cwd=folder).code == 0
    assert not place.exists()


def test_a_place_that_fails_at_the_end_loses_no_report(folder: Path) -> None:
    call = ["upgrade", "--file", "old.xml", "--for", "debian:13", "--format", "json"]
    full = str(full_device())
    ran = run(*call, "--output", full, cwd=folder)
    assert ran.code == 3
    assert upgraded(folder)
    assert [one["outcome"] for one in json.loads(ran.out)["definitions"]] == ["lifted"]
    why = f"the report cannot be written to {full}: No space left on device"
    assert ran.err == f"{why}; it follows on the standard output\n"


def test_what_is_there_stays_until_the_report_is_written(folder: Path) -> None:
    before = (folder / "there").stat()
    expect_report(str(folder / "there"))
    assert (folder / "there").stat() == before
    assert sorted(os.listdir(folder)) == ["old.xml", "there"]
    expect_report("/dev/stdout")
    expect_report(str(folder / "new"))
    assert not (folder / "new").exists()
    (folder / "link").symlink_to("there")
    expect_report(str(folder / "link"))
    assert (folder / "link").is_symlink()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize(
    "make",
    [
        lambda place: place.parent.chmod(0o555),
        lambda place: os.mkfifo(place, 0o400),
    ],
    ids=["folder", "pipe"],
)
def test_a_place_that_others_own_is_told_before_too(tmp_path: Path, make: Callable[[Path], None]) -> None:
    for path in (tmp_path, *tmp_path.parents):
        if str(path).startswith("/tmp/"):
            path.chmod(0o755)
    (tmp_path / "reports").mkdir()
    definitions_ = definitions(tmp_path / "files", ["pc-q35-5.2"])
    for path in (definitions_, *definitions_.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    report = tmp_path / "reports" / "report"
    make(report)
    call = ["upgrade", "--file", definitions_, "--for", "debian:13"]
    ran = run(*call, "--output", report, unprivileged=True)
    assert (ran.code, ran.out) == (3, "")
    assert f"the report cannot be written to {report}: Permission denied" in ran.err
    assert [path.name for path in definitions_.iterdir()] == ["guest-0.xml"]


@pytest.mark.parametrize("command", ["upgrade --file old.xml --for debian:13", "restore --state-dir state"])
def test_a_dash_is_the_standard_output(folder: Path, command: str) -> None:
    ran = run(*command.split(), "--format", "json", "--output", "-", cwd=folder)
    assert (ran.code, json.loads(ran.out)["tool"]["name"]) == (0, "virt-machine-type")
    assert not (folder / "-").exists()


def test_a_closed_stdout_is_told_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", None)
    with pytest.raises(SourceError, match="the standard output is closed"):
        expect_report(None)
