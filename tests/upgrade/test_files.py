"""What becomes of whole files: what is written, what is told, and what is left alone?"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.cli.command import EXAMPLES, NOBODY, Ran, definitions, domain, run, write

SNAPSHOT = (
    "<domainsnapshot>\n<name>s</name><state>{state}</state>{memory}\n{domain}"
    "<inactiveDomain type='kvm'><os><type machine='pc-q35-5.2'>hvm</type></os></inactiveDomain>\n"
    "</domainsnapshot>\n"
)
STATUS = "<domstatus state='running' pid='7'>\n{domain}</domstatus>\n"


def upgrade(*arguments: str | Path, release: str = "debian:13", **how: object) -> Ran:
    return run("upgrade", "--for", release, *arguments, **how)  # type: ignore[arg-type]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_all_examples_but_for_the_attributes_stay_the_same(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(EXAMPLES, tmp_path / "examples"))
    before = contents(folder)
    ran = upgrade("--file", folder, "--format", "json", release="ubuntu:noble")
    assert ran.code == 3  # one of them is not well-formed
    lifted = {a["path"] for a in json.loads(ran.out)["definitions"] if a["outcome"] == "lifted"}
    assert len(lifted) > 8
    after = contents(folder)
    for name, content in before.items():
        now = after[name]
        if str(folder / name) not in lifted:
            assert now == content, name
            continue
        assert after[f"{name}~"] == content
        old, new = content.split(b"\n"), now.split(b"\n")
        changed = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
        assert changed, name
        assert all(b"machine=" in a and b"machine=" in b for a, b in changed), name


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    folder = definitions(tmp_path, ["pc-q35-5.2", "pc-i440fx-2.1", "pc-q35-noble"])
    first = upgrade("--file", folder)
    state = contents(folder)
    second = upgrade("--file", folder)
    assert (first.code, second.code) == (1, 1)
    assert "2 lifted" in first.out
    assert "2 kept as they are, 1 refused" in second.out
    assert contents(folder) == state


def test_a_dry_run_writes_nothing_and_shows_the_difference(tmp_path: Path) -> None:
    folder = definitions(tmp_path, ["pc-q35-5.2"])
    state = contents(folder)
    ran = upgrade("--file", "guest-0.xml", "--dry-run", "--diff", cwd=folder)
    assert ran.code == 0
    assert "guest-0.xml:4: guest-0: would be lifted: pc-q35-5.2 -> pc-q35-10.0" in ran.out
    assert "-    <type arch='x86_64' machine='pc-q35-5.2'>hvm</type>" in ran.out
    assert "+    <type arch='x86_64' machine='pc-q35-10.0'>hvm</type>" in ran.out
    assert contents(folder) == state


def test_several_files_may_follow_one_option(tmp_path: Path) -> None:
    folder = definitions(tmp_path, ["pc-q35-5.2", "pc-q35-6.2", "pc-q35-7.2"])
    ran = upgrade("--file", "guest-0.xml", "guest-1.xml", "--jobs", "3", cwd=folder)
    assert "2 definitions for debian:13: 2 lifted" in ran.out
    assert b"pc-q35-7.2" in (folder / "guest-2.xml").read_bytes()


def test_a_snapshot_of_disks_is_lifted_and_one_with_memory_is_not(tmp_path: Path) -> None:
    live = domain("pc-q35-5.2")
    disks = SNAPSHOT.format(state="shutoff", memory="<memory snapshot='no'/>", domain=live)
    memory = SNAPSHOT.format(state="running", memory="<memory snapshot='internal'/>", domain=live)
    folder = write(tmp_path, {"disks.xml": disks, "memory.xml": memory})
    ran = upgrade("--file", folder)
    assert ran.code == 1
    assert (folder / "disks.xml").read_text() == disks.replace("pc-q35-5.2", "pc-q35-10.0")
    assert (folder / "memory.xml").read_text() == memory
    assert "holds the memory of a running guest" in ran.out


def test_the_status_of_a_running_guest_is_refused(tmp_path: Path) -> None:
    text = STATUS.format(domain=domain("pc-q35-5.2"))
    folder = write(tmp_path, {"live.xml": text})
    ran = upgrade("--file", folder / "live.xml")
    assert ran.code == 1
    assert "the machine in it has been running" in ran.out
    assert (folder / "live.xml").read_text() == text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "say what to upgrade: guests by name, --all or --where, or --file PATH"),
        (("guest.xml",), "'guest.xml' is a file, and this is about guests: give it with --file"),
        (("--file", ".", "--format", "sarif"), "neither text nor json"),
        (("--file", ".", "--no-backup", "--backup-dir", "b"), "contradict each other"),
        (("--file", ".", "--allow", "everything"), "none of board, vendor, downgrade, variant"),
        (("--file", ".", "--to", "ubuntu:noble"), "both name the target"),
        (("--file", ".", "--jobs", "0"), "no number from 1 on"),
    ],
)
def test_wrong_usage_is_refused(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    (tmp_path / "guest.xml").write_text("<domain/>")
    ran = upgrade(*arguments, cwd=tmp_path)
    assert ran.code == 2
    assert message in ran.err
    assert ran.out == ""


def test_to_may_name_the_release(tmp_path: Path) -> None:
    folder = definitions(tmp_path, ["pc-q35-jammy", "pc-q35-6.2"])
    ran = run("upgrade", "--file", folder, "--to", "noble")
    assert ran.code == 0
    assert "2 definitions for ubuntu:noble: 2 lifted" in ran.out


def test_nothing_to_look_at_is_no_success(tmp_path: Path) -> None:
    ran = upgrade("--file", tmp_path)
    assert ran.code == 3
    assert "nothing to look at" in ran.err


def test_what_cannot_be_read_is_told_and_the_rest_is_done(tmp_path: Path) -> None:
    folder = definitions(tmp_path, ["pc-q35-5.2"])
    write(folder, {"half.xml": domain("pc-q35-5.2")[:60], "other.xml": "<a/>", "network.xml": "<network/>"})
    ran = upgrade("--file", folder, "missing.xml", cwd=tmp_path)
    assert ran.code == 3
    for piece in (
        "missing.xml:1: failed: cannot be read",
        "half.xml",
        "there is no libvirt domain",
        "1 lifted",
    ):
        assert piece in ran.out


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a folder that its caller may not write")
def test_a_folder_that_is_read_only_keeps_its_files(tmp_path: Path) -> None:
    folder = definitions(tmp_path, ["pc-q35-5.2"])
    for path in (tmp_path, *tmp_path.parents):
        if str(path).startswith("/tmp/"):
            path.chmod(0o755)
    state = contents(folder)
    ran = upgrade("--file", folder, unprivileged=True)
    assert ran.code == 3
    assert "no backup could be written: Permission denied" in ran.out
    assert contents(folder) == state


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a file of somebody else's")
@pytest.mark.parametrize("more", [(), ("--no-backup",)])
def test_a_folder_whose_names_may_not_be_read_keeps_its_files(tmp_path: Path, more: tuple[str, ...]) -> None:
    folder = definitions(tmp_path, ["pc-q35-5.2"])
    for path in (tmp_path, *tmp_path.parents):
        if str(path).startswith("/tmp/"):
            path.chmod(0o755)
    [file] = folder.rglob("*.xml")
    os.chown(file, NOBODY, NOBODY)
    os.chown(file.parent, NOBODY, NOBODY)
    file.parent.chmod(0o333)
    state = contents(folder)
    ran = upgrade("--file", file, *more, unprivileged=True)
    assert ran.code == 3
    assert "written: Permission denied" in ran.out
    assert contents(folder) == state


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xml")
    ran = upgrade("--file", tmp_path / "pipe.xml", timeout=20)
    assert (ran.code, "pipe.xml:1: failed: is no regular file" in ran.out) == (3, True)
