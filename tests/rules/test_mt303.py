"""Is a type found that came after the target?"""

from __future__ import annotations

import pytest

from mtype.catalogue.offer import Offer, Offered
from mtype.rules.mt303_newer import NewerThanTarget
from tests.rules.build import CATALOGUE, check, define, emulator, one

FINDS = [
    pytest.param(
        "pc-q35-10.0",
        "debian:12",
        "pc-q35-10.0 is newer than debian:12 (it came with QEMU 10.0, debian:13 is the first to have it): "
        "the guest will not start; the newest there is pc-q35-7.2",
        "pc-q35-7.2",
        id="upstream",
    ),
    pytest.param(
        "pc-q35-11.1",
        "debian:12",
        "pc-q35-11.1 is newer than debian:12 (it came with QEMU 11.1, debian:14 is the first to have it): "
        "the guest will not start; the newest there is pc-q35-7.2",
        "pc-q35-7.2",
        id="upstream, several releases later",
    ),
    pytest.param(
        "pc-q35-resolute",
        "ubuntu:noble",
        "pc-q35-resolute is newer than ubuntu:noble (ubuntu:resolute is the first to have it): the guest "
        "will not start; the newest there is pc-q35-noble-v2",
        "pc-q35-noble-v2",
        id="of the target's vendor",
    ),
    pytest.param(
        "pc-q35-noble",
        "ubuntu:trusty",
        "pc-q35-noble is newer than ubuntu:trusty (ubuntu:noble is the first to have it): the guest will "
        "not start",
        None,
        id="the vendor had none on that board yet",
    ),
    pytest.param(
        "pc-q35-noble",
        "ubuntu:wily",
        "pc-q35-noble is newer than ubuntu:wily (ubuntu:noble is the first to have it): the guest will not "
        "start",
        None,
        id="only another vendor had one on that board",
    ),
    pytest.param(
        "pc-q35-11.1",
        "qemu:10.2",
        "pc-q35-11.1 is newer than qemu:10.2 (it came with QEMU 11.1, qemu:11.1 is the first to have it): "
        "the guest will not start; the newest there is pc-q35-10.2",
        "pc-q35-10.2",
        id="a QEMU release",
    ),
]

STAYS_SILENT = [
    pytest.param("pc-q35-10.0", "debian:13", id="as old as the target"),
    pytest.param("pc-i440fx-2.0", "debian:13", id="removed"),
    pytest.param("pc-q35-12.0", "debian:13", id="newer than the catalogue is MT101"),
    pytest.param("pc-q35-noble", "debian:12", id="foreign"),
    pytest.param(None, "debian:13", id="a missing attribute"),
]


@pytest.mark.parametrize(("name", "target", "message", "suggestion"), FINDS)
def test_finds(name: str, target: str, message: str, suggestion: str | None) -> None:
    found = one(NewerThanTarget, define(name), target)
    assert found.message == message
    assert found.suggestion == suggestion
    assert found.target == target


@pytest.mark.parametrize(("name", "target"), STAYS_SILENT)
def test_stays_silent(name: str | None, target: str) -> None:
    assert check(NewerThanTarget, define(name), target) == []


@pytest.mark.parametrize(
    ("name", "offered", "message"),
    [
        pytest.param(
            "pc-q35-10.0",
            "pc-q35-9.2",
            "pc-q35-10.0 is newer than this host (it came with QEMU 10.0): the guest will not start; the "
            "newest there is pc-q35-9.2",
            id="upstream",
        ),
        pytest.param(
            "pc-q35-resolute",
            "pc-q35-noble",
            "pc-q35-resolute is newer than this host: the guest will not start; the newest there is "
            "pc-q35-noble",
            id="of a vendor",
        ),
    ],
)
def test_an_emulator_of_unknown_release(name: str, offered: str, message: str) -> None:
    entry = Offered(offered, CATALOGUE.find(offered, "x86_64"))
    assert one(NewerThanTarget, define(name), emulator({"x86_64": Offer((entry,))})).message == message


def test_no_later_release_is_known_to_have_it() -> None:
    from mtype.catalogue.releases import find_release
    from mtype.catalogue.target import Target

    entry = Offered("pc-q35-10.2", CATALOGUE.find("pc-q35-10.2", "x86_64"))
    asked = Target(
        CATALOGUE, find_release(CATALOGUE, "forky"), "this host", "an emulator", {"x86_64": Offer((entry,))}
    )
    found = one(NewerThanTarget, define("pc-q35-11.1"), asked)
    assert found.message.startswith("pc-q35-11.1 is newer than this host (it came with QEMU 11.1): the")


def test_the_emulator_of_its_arch_came_later() -> None:
    found = one(NewerThanTarget, define("virt-8.2", "aarch64"), "proxmox:9.0")
    assert found.message == (
        "virt-8.2 is too new: proxmox:9.0 ships no emulator for aarch64 (proxmox:9.1 is the first "
        "that does), "
        "so the guest will not start there"
    )
    assert found.suggestion is None
