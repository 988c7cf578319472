"""Who said what of which arch, when several captures and emulators are held against a release at once?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from mtype.hosts.asked import asked
from mtype.hosts.captured import read_capabilities
from mtype.hosts.listing import ListedMachine, Listing
from mtype.model.errors import CapabilitiesError

NAMES = (ListedMachine("pc-q35-8.2"), ListedMachine("isapc"))


def listing(arch: str | None, emulator: str | None = None, **more: object) -> Listing:
    return replace(Listing(arch, NAMES, emulator=emulator), **more)


@pytest.mark.parametrize(
    ("given", "arches"),
    [
        ([("x86_64", "/usr/bin/qemu-system-x86_64")], {"x86_64": 1}),
        # One emulator that libvirt lists for two kinds of guests, as on RHEL.
        ([("i386", "/usr/libexec/qemu-kvm"), ("x86_64", "/usr/libexec/qemu-kvm")], {"x86_64": 1}),
        (
            [("i386", "/usr/bin/qemu-system-i386"), ("x86_64", "/usr/bin/qemu-system-x86_64")],
            {"i386": 1, "x86_64": 1},
        ),
        # Guests of i686 alone, run by the bigger emulator: its name tells what it is.
        ([("i386", "/usr/bin/qemu-system-x86_64")], {"x86_64": 1}),
        ([("i386", "/usr/libexec/qemu-kvm")], {"i386": 1}),
        ([("x86_64", "/a/qemu-system-x86_64"), ("x86_64", "/b/qemu-system-x86_64")], {"x86_64": 2}),
        # A name that lies: an emulator of sparc runs no guest of x86_64, so libvirt is believed.
        ([("x86_64", "/usr/bin/qemu-system-sparc")], {"x86_64": 1}),
        ([(None, None)], {"x86_64": 0}),
    ],
)
def test_an_emulator_counts_once_and_for_what_it_emulates(
    catalogue, given: list[tuple[str | None, str | None]], arches: dict[str, int]
) -> None:
    found = asked(catalogue, [listing(arch, emulator) for arch, emulator in given])
    assert {arch: len(told.emulators) for arch, (_, told) in found.items()} == arches


def test_who_told_it(catalogue) -> None:
    by_qmp = listing("x86_64", "/a", version="8.2.0", told_by="query-machines")
    by_libvirt = listing("x86_64", "/b", told_by="libvirt", leaves_out=frozenset({"none"}))
    (_, told) = asked(catalogue, [by_libvirt])["x86_64"]
    assert (told.by, told.leaves_out, told.versions) == ("libvirt", {"none"}, ())
    # What one of the two would have listed is not left out.
    (_, told) = asked(catalogue, [by_qmp, by_libvirt, by_qmp])["x86_64"]
    assert told.by == "query-machines and libvirt"
    assert (told.leaves_out, told.emulators, told.versions) == (frozenset(), ("/a", "/b"), ("8.2.0",))


def test_a_listing_that_does_not_tell_its_arch_is_refused(catalogue) -> None:
    with pytest.raises(CapabilitiesError, match="does not tell its architecture"):
        asked(catalogue, [Listing(None, (ListedMachine("unheard-of"),))])


@pytest.mark.parametrize(
    ("file", "by", "default", "deprecated"),
    [
        ("qemu-11.1-x86_64.json", "query-machines", {True, False}, {True, False}),
        ("qemu-10.0-s390x.json", "query-machines", {True, False}, {True, False}),
        ("qemu-5.2-x86_64.help", "-machine help", {True, False}, {True, False}),
        ("qemu-7.2-arm.help", "-machine help", {False}, {None}),  # nothing is marked: it does not tell
        ("libvirt-9.0-capabilities.xml", "libvirt", {None}, {True, False}),
        ("libvirt-9.0-domcapabilities-x86_64-q35.xml", "domcapabilities", {None}, {None}),
    ],
)
def test_what_each_kind_of_capture_tells(catalogue, capture, file, by, default, deprecated) -> None:
    listings = read_capabilities(capture(file), file)
    machines = [machine for one in listings for machine in one.machines if machine.alias_of is None]
    assert {one.told_by for one in listings} == {by}
    assert {machine.default for machine in machines} == default
    assert {machine.deprecated for machine in machines} == deprecated
    unmarked = {name for _, told in asked(catalogue, listings).values() for name in told.unmarked}
    assert bool(unmarked) is (deprecated == {None})
    assert unmarked <= {machine.name for machine in machines}
