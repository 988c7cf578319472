"""Is a type found of which something is known to be wrong, and its source named?"""

from __future__ import annotations

import pytest

from mtype.model.definition import Device
from mtype.rules.mt206_broken import KnownBroken
from tests.rules.build import check, define, device, one

FINDS = [
    pytest.param(
        "pc-i440fx-trusty",
        "ubuntu:noble",
        "pc-i440fx-trusty is known to be broken: its hardware followed the host (a short source); lift it "
        "to pc-i440fx-noble while it is shut off",
        "pc-i440fx-noble",
        id="a short source is told",
    ),
    pytest.param(
        "pc-i440fx-wily",
        "ubuntu:noble",
        "pc-i440fx-wily is known to be broken: redefined several times (example.org/wordy); lift it to "
        "pc-i440fx-noble while it is shut off",
        "pc-i440fx-noble",
        id="of a wordy source the place is told",
    ),
    pytest.param(
        "pc-i440fx-vivid",
        "ubuntu:wily",
        "pc-i440fx-vivid is known to be broken: nobody knows what it is; lift it to pc-i440fx-wily while "
        "it is shut off",
        "pc-i440fx-wily",
        id="a source without either is not told",
    ),
]

STAYS_SILENT = [
    pytest.param("pc-i440fx-noble", "ubuntu:noble", id="nothing is wrong with it"),
    pytest.param("pc-i440fx-vivid", "ubuntu:jammy", id="removed is MT201"),
    pytest.param("pc-i440fx-wily", "debian:13", id="foreign is MT301"),
    pytest.param("ubuntu", "ubuntu:xenial", id="an alias of it"),
    pytest.param("toaster", "ubuntu:noble", id="unknown"),
    pytest.param(None, "ubuntu:noble", id="a missing attribute"),
]


@pytest.mark.parametrize(("name", "target", "message", "suggestion"), FINDS)
def test_finds(name: str, target: str, message: str, suggestion: str | None) -> None:
    found = one(KnownBroken, define(name), target)
    assert found.message == message
    assert found.suggestion == suggestion
    assert found.target == target


@pytest.mark.parametrize(("name", "target"), STAYS_SILENT)
def test_stays_silent(name: str | None, target: str) -> None:
    assert check(KnownBroken, define(name), target) == []


VIRTIO = [
    pytest.param([device("disk", "virtio")], "debian:13", True, id="a virtio disk"),
    pytest.param(
        [device("disk", "scsi"), device("controller", "scsi", "virtio-scsi", 0)],
        "debian:13",
        True,
        id="on SCSI",
    ),
    pytest.param(
        [device("disk", "scsi"), device("controller", "scsi", "lsilogic", 0)],
        "debian:13",
        False,
        id="not virtio",
    ),
    pytest.param([device("disk", "ide")], "debian:13", False, id="an IDE disk"),
    pytest.param([], "debian:13", False, id="no disk"),
    pytest.param([device("disk", "virtio")], "qemu:8.2", False, id="an older QEMU"),
]


@pytest.mark.parametrize(("devices", "target", "finds"), VIRTIO)
def test_only_a_guest_that_boots_from_such_a_disk_is_concerned(
    devices: list[Device], target: str, finds: bool
) -> None:
    found = check(KnownBroken, define("pc-q35-4.2-old", devices=tuple(devices)), target)
    assert [one.rule for one in found] == ["MT206"] * finds
