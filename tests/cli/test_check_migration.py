"""Does `check-migration` answer, refuse and report as it should?"""

from __future__ import annotations

import json
import struct
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


def _guest(devices: str = "", machine: str = "pc-q35-jammy", above: str = "") -> str:
    return (
        f"<domain type='kvm'><name>g</name>{above}<os><type arch='x86_64' machine='{machine}'>hvm</type></os>"
        f"<devices>{devices}</devices></domain>"
    )


def _saved(text: str, memory: bytes = b"", *, length: int | None = None) -> bytes:
    data = text.encode() + b"\0"
    size = len(data) if length is None else length
    return struct.pack("<16s19I", b"LibvirtQemudSave", 2, size, 1, *[0] * 16) + data + memory


def _verdicts(folder: Path, *words: str) -> dict[str, dict[str, tuple[str, str]]]:
    """What is said of each file, by kind: the verdict and all its reasons."""
    told = json.loads(run("check-migration", ".", *words, "--format", "json", cwd=folder).out)
    return {
        Path(one["path"]).name: {
            kind: (one[kind]["verdict"], "; ".join(reason["text"] for reason in one[kind]["reasons"]))
            for kind in ("live", "saved", "stopped")
            if kind in one
        }
        for one in told["definitions"]
    }


UBUNTU = ("--from", "ubuntu:jammy", "--to", "ubuntu:noble")
TRANSIENT = "<disk type='network'><target dev='vda'/><transient/></disk>"


def test_a_save_image_is_judged_by_its_xml_and_not_by_the_memory_of_the_guest(tmp_path: Path) -> None:
    passed = _guest(above="<cpu mode='host-passthrough'/>")
    junk = b"\0" * 200 + b"<domain type='x'> <cpu mode='host-passthrough'/> <!--" + b"<!--" * 100_000
    (tmp_path / "plain.save").write_bytes(_saved(_guest(), junk))
    (tmp_path / "passed.save").write_bytes(_saved(passed, junk))
    (tmp_path / "transient.save").write_bytes(_saved(_guest(TRANSIENT), junk))
    (tmp_path / "transient.xml").write_text(_guest(TRANSIENT))
    told = _verdicts(tmp_path, *UBUNTU)
    assert told["plain.save"]["saved"][0] == "supported"
    assert told["passed.save"]["saved"][0] == "unsupported"
    assert told["transient.save"]["saved"][0] == told["transient.xml"]["saved"][0] == "impossible"


def test_a_text_longer_than_libxml2_reads_hides_no_obstacle(tmp_path: Path) -> None:
    above = f"<description>{'x' * 11_000_000}</description>"
    (tmp_path / "long.xml").write_text(_guest(TRANSIENT, above=above))
    (tmp_path / "two.xml").write_text(_guest() + _guest(TRANSIENT))
    told = _verdicts(tmp_path, *UBUNTU)
    assert [told[name]["live"][0] for name in ("long.xml", "two.xml")] == ["impossible"] * 2


def test_of_a_save_image_larger_than_a_definition_may_be_only_the_xml_is_read(tmp_path: Path) -> None:
    with (tmp_path / "big.save").open("wb") as stream:
        stream.write(_saved(_guest()))
        stream.truncate(3 << 30)
    assert _verdicts(tmp_path, *UBUNTU)["big.save"]["saved"][0] == "supported"


def test_a_save_image_whose_header_lies_has_no_verdict(tmp_path: Path) -> None:
    (tmp_path / "lies.save").write_bytes(_saved(_guest(), length=0xFFFFFFF0))
    ran = run("check-migration", "lies.save", *UBUNTU, cwd=tmp_path)
    assert ran.code == 3
    assert "lies.save: skipped: the save image is cut short" in ran.out


def test_an_emulator_where_the_destination_has_none_is_a_reason(tmp_path: Path) -> None:
    for name, path in (
        ("rhel.xml", "/usr/libexec/qemu-kvm"),
        ("own.xml", "/opt/qemu"),
        ("debian.xml", "/usr/bin/kvm"),
    ):
        (tmp_path / name).write_text(_guest(f"<emulator>{path}</emulator>"))
    told = _verdicts(tmp_path, *UBUNTU)
    assert told["rhel.xml"]["live"][0] == told["rhel.xml"]["stopped"][0] == "unsupported"
    assert "is not where ubuntu:noble keeps QEMU" in told["rhel.xml"]["live"][1]
    assert told["own.xml"]["live"][0] == "supported"
    assert "its emulator must be there at the same path: /opt/qemu" in told["own.xml"]["live"][1]
    assert "emulator" not in told["debian.xml"]["live"][1]


def test_images_of_the_host_are_told_of_where_nothing_else_is(tmp_path: Path) -> None:
    (tmp_path / "local.xml").write_text(_guest("<disk type='file'><source file='/srv/a'/></disk>"))
    verdict, reasons = _verdicts(tmp_path, *UBUNTU)["local.xml"]["live"]
    assert verdict == "supported"
    assert "its images must be there at the same path (live: or --copy-storage-all): /srv/a" in reasons


def test_of_a_host_on_disk_a_guest_with_snapshots_does_not_go_live(tmp_path: Path) -> None:
    definitions, snapshots = tmp_path / "etc/libvirt/qemu", tmp_path / "var/lib/libvirt/qemu/snapshot"
    (snapshots / "g").mkdir(parents=True)
    definitions.mkdir(parents=True)
    (definitions / "g.xml").write_text(_guest())
    (definitions / "other.xml").write_text(_guest().replace("<name>g<", "<name>other<"))
    for name in ("one", "two"):
        (snapshots / "g" / f"{name}.xml").write_text(
            f"<domainsnapshot><name>{name}</name><memory snapshot='no'/>{_guest()}</domainsnapshot>"
        )
    told = _verdicts(tmp_path, *UBUNTU)
    assert told["g.xml"]["live"][0] == "impossible"
    assert "libvirt does not migrate a guest that has 2 snapshots" in told["g.xml"]["live"][1]
    assert (
        told["g.xml"]["saved"][0]
        == told["g.xml"]["stopped"][0]
        == told["other.xml"]["live"][0]
        == "supported"
    )
    assert set(told["one.xml"]) == {"stopped"}
