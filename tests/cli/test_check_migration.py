"""Does `check-migration` answer, refuse and report as it should?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import run

WAY = ("--from", "debian:12", "--to", "debian:13")
BACK = ("--from", "debian:13", "--to", "debian:12")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--type", "pc-q35-7.2", *WAY, "--kind", "stopped"), 0, "1 supported"),
        (("--type", "pc-q35-7.2", *WAY), 0, "live     1 supported"),
        (("--type", "pc-q35-7.2", *BACK), 1, "may work, unsupported"),
        (("--type", "pc-q35-7.2"), 2, "say from where and to where"),
        ((*WAY,), 2, "say what is to go"),
        (("--type", "pc-q35-7.2", "guest.xml", *WAY), 2, "say what is to go"),
        (("--type", "q35", "--from", "debian:12", "--to", "debian:nosuch"), 2, "no release is called"),
        (("--type", "q35", "--from", "debian:trixy", "--to", "debian:12"), 2, "did you mean debian:13"),
        (("--type", "q35", *WAY, "--guest", "web"), 2, "say what is to go"),
        (("--type", "q35", *WAY, "--connect", "test:///default"), 2, "--connect says where the --guest is"),
        (("--guest", "nosuch", "--connect", "test:///default", *WAY), 2, "there is no guest 'nosuch'"),
        (("--type", "q35", *WAY, "--format", "sarif"), 2, "neither text nor json"),
        (("gone.xml", *WAY), 3, "gone.xml"),
        (("empty.xml", *WAY), 3, "empty.xml: skipped"),
        (("network.xml", *WAY), 3, "nothing to look at"),
        (("--from", "qemu+unix:///system?socket=/none", "--to", "debian:13"), 3, "cannot be reached"),
    ],
)
def test_answers_and_refusals(tmp_path: Path, words: tuple[str, ...], code: int, said: str) -> None:
    (tmp_path / "empty.xml").write_text("")
    (tmp_path / "network.xml").write_text("<network><name>n</name></network>")
    (tmp_path / "guest.xml").write_text("<domain type='kvm'><name>a</name></domain>")
    ran = run("check-migration", *words, cwd=tmp_path)
    assert said in ran.talk
    assert ran.code == code
    assert "Traceback" not in ran.talk


HOSTILE = {
    "truncated.xml": b"<domain type='kvm'><name>a</na",
    "binary.xml": bytes(range(256)) * 64,
    "bomb.xml": b"<!DOCTYPE d [<!ENTITY a 'aaaa'>]><domain type='kvm'><name>&a;</name></domain>",
    "lying.save": b"LibvirtQemudSave" + b"\2\0\0\0" + b"\xff" * 76 + b"<domain/>",
    "short.save": b"LibvirtQemudSave\2\0",
    "gzip.save": b"LibvirtQemudSave"
    + b"\2\0\0\0"
    + b"\x20\0\0\0"
    + bytes(72)
    + b"<domain type='kvm'></domain>",
    "lying.qcow2": b"QFI\xfb" + b"\0\0\0\3" + b"\xff" * 96,
    "utf16.xml": "<domain type='kvm'><name>ä</name></domain>".encode("utf-16"),
}


def test_hostile_files_are_told_each_and_the_others_still_answered(tmp_path: Path) -> None:
    for name, data in HOSTILE.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "good.xml").write_text(
        "<domain type='kvm'><name>good</name><os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>"
        "</domain>"
    )
    ran = run("check-migration", *HOSTILE, "good.xml", *WAY, "--format", "json", cwd=tmp_path)
    told = json.loads(ran.out)
    assert "Traceback" not in ran.talk
    assert ran.code == 3
    assert [one["domain"] for one in told["definitions"] if one["domain"] == "good"] == ["good"]
    named = {one["path"] for one in told["skipped"]} | {one["path"] for one in told["definitions"]}
    assert named == {*HOSTILE, "good.xml"}


def test_workers_say_what_one_process_says(tmp_path: Path) -> None:
    for number in range(230):
        machine = ("pc-q35-7.2", "pc-i440fx-2.4", "q35", "pc-q35-99.9")[number % 4]
        (tmp_path / f"{number:03}.xml").write_text(
            f"<domain type='kvm'><name>g{number}</name><os><type arch='x86_64' machine='{machine}'>hvm</type>"
            "</os></domain>"
        )
    one, two = (
        json.loads(run("check-migration", ".", *WAY, "--format", "json", "--jobs", jobs, cwd=tmp_path).out)
        for jobs in ("1", "2")
    )
    assert one["definitions"] == two["definitions"]
    assert len(one["definitions"]) == 230


OLD = (
    "<domain type='kvm'><name>old</name><os><type arch='x86_64' machine='pc-i440fx-2.6'>hvm</type></os>"
    "<devices><disk type='file' device='disk'><source file='/a'/><target dev='vda' bus='{bus}'/></disk>"
    "<controller type='scsi' index='0' model='virtio-scsi'/></devices></domain>"
)


@pytest.mark.parametrize(
    ("bus", "code"), [("virtio", 1), ("scsi", 1), ("ide", 0), ("sata", 0)]
)  # a SCSI disk here is one of a virtio controller
def test_a_guest_that_would_not_boot_there_is_not_called_fine(tmp_path: Path, bus: str, code: int) -> None:
    (tmp_path / "old.xml").write_text(OLD.format(bus=bus))
    ran = run("check-migration", *WAY, "old.xml", "--kind", "stopped", cwd=tmp_path)
    assert ran.code == code
    assert ("does not boot from a virtio disk" in ran.talk) == (code == 1)
    assert ("needs a lift first: pc-i440fx-10.0" in ran.talk) == (code == 1)
    checked = run("check", "--for", "debian:13", "old.xml", cwd=tmp_path)
    assert ("MT206" in checked.talk) == (code == 1)


def test_a_type_that_is_known_to_be_broken_is_told_of_though_it_can_go(tmp_path: Path) -> None:
    way = ("--from", "ubuntu:trusty", "--to", "ubuntu:xenial", "--kind", "live")
    ran = run("check-migration", *way, "--type", "pc-i440fx-trusty", cwd=tmp_path)
    assert ran.code == 0
    assert "live     supported\n           MT206 pc-i440fx-trusty is known to be broken" in ran.talk


def test_the_reasons_of_what_is_supported_are_told_to_who_asks(tmp_path: Path) -> None:
    way = ("check-migration", "--from", "ubuntu:bionic", "--to", "ubuntu:focal", "--type", "pc-q35-bionic")
    told = run(*way, "--verbose", cwd=tmp_path)
    assert told.code == 0
    assert "MT501 Ubuntu's support matrix: the LTS ubuntu:bionic to the next LTS" in told.talk
    assert "MT501 pc-q35-bionic is offered by ubuntu:focal (ubuntu-" in told.talk
    assert "MT501" not in run(*way, cwd=tmp_path).talk


def test_what_makes_a_way_impossible_leaves_no_way_round(tmp_path: Path) -> None:
    guest = OLD.replace("pc-i440fx-2.6", "pc-i440fx-xenial").format(bus="sata")
    (tmp_path / "stuck.xml").write_text(guest.replace("<source", "<transient/><source"))
    (tmp_path / "loose.xml").write_text(guest.replace("<devices>", "<cpu mode='host-passthrough'/><devices>"))
    way = ("check-migration", "--from", "ubuntu:xenial", "--to", "ubuntu:noble", "--kind", "live", "--route")
    stuck = run(*way, "stuck.xml", cwd=tmp_path).talk
    assert "live     impossible" in stuck
    assert "to go live" not in stuck
    loose = run(*way, "loose.xml", cwd=tmp_path).talk
    assert "live     may work, unsupported, by a route" in loose
    assert "a way to go live that may work, unsupported:\n    1. migrate it live from ubuntu:xenial" in loose
