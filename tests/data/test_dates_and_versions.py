"""Are the dates and versions of releases plausible, and in order within a line?"""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from mtype.catalogue.load import load_catalogue
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import all_releases
from mtype.model.version import parse_version

LINES = load_catalogue().line_names
# openSUSE counted 42.3 and then 15.0.
COUNTED_BACK = {"opensuse"}


@pytest.mark.parametrize("key", [key for key in LINES if key not in COUNTED_BACK])
def test_versions_ascend(shipped: Catalogue, key: str) -> None:
    numbers = [
        tuple(int(part) for part in one.version.split("."))
        for one in shipped.line(key).releases
        if one.pocket is None and one.version not in ("sid", "rolling")
    ]
    assert all(before < after for before, after in pairwise(numbers)), f"{key}: oldest first"


@pytest.mark.parametrize("key", LINES)
def test_every_qemu_is_a_release_of_qemu(shipped: Catalogue, key: str) -> None:
    known = {parse_version(one.version)[:2] for one in shipped.line("qemu").releases}
    for one in shipped.line(key).releases:
        assert one.qemu is None or parse_version(one.qemu)[:2] in known, f"{one.id}: QEMU {one.qemu}"


# Brought to a newer QEMU after they came out, which is what the entry is about.
UPDATED_LATER = {
    "fedora:12",
    "fedora:13",
    "centos-stream:8",
    "centos-stream:9",
    "centos-stream:10",
    "proxmox:4.4",
    "proxmox:5.4",
    "nixos:20.09",
    "amazon:2",
    "oracle:7",
    "oracle:8",
}


@pytest.mark.parametrize("key", LINES)
def test_no_release_ships_a_qemu_that_came_after_it(shipped: Catalogue, key: str) -> None:
    born = {one.version: one.released for one in shipped.line("qemu").releases}
    for one in shipped.line(key).releases:
        if one.released and one.qemu and one.id not in UPDATED_LATER:
            came = born[".".join(one.qemu.split(".")[:2])]
            assert came is not None and came <= one.released, f"{one.id} ships QEMU {one.qemu} of {came}"


def test_every_release_of_qemu_has_its_date_and_ships_itself(shipped: Catalogue) -> None:
    for one in shipped.line("qemu").releases:
        assert one.qemu == one.version and one.released, one.id


def test_dates_are_of_this_century(shipped: Catalogue) -> None:
    for one in all_releases(shipped):
        for day in (one.released, one.support.standard, one.support.extended, one.support.legacy):
            assert day is None or date(2009, 1, 1) <= day <= date(2050, 1, 1), f"{one.id}: {day}"
        for update in one.updates:
            assert update.date is None or one.released is None or update.date > one.released, one.id


def test_long_term_support_is_ubuntus_of_every_second_april(shipped: Catalogue) -> None:
    for one in all_releases(shipped):
        expected = one.line == "ubuntu" and one.version.endswith(".04") and int(one.version[:2]) % 2 == 0
        assert one.lts is expected, f"{one.id}: lts"


def test_a_package_is_of_its_qemu(shipped: Catalogue) -> None:
    for one in all_releases(shipped):
        if one.package and one.qemu:
            minor = ".".join(one.qemu.split(".")[:2])
            assert one.package.startswith(minor), f"{one.id}: {one.package} is not QEMU {one.qemu}"


def test_what_a_pocket_is_of_comes_right_before_it(shipped: Catalogue) -> None:
    for key in LINES:
        for before, one in pairwise(shipped.line(key).releases):
            apart = one.pocket in (None, "rolling")  # what moves all the time is beside every release
            assert apart or one.version == f"{before.version}-{one.pocket}", one.id
