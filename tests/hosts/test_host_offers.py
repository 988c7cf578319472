from __future__ import annotations

from dataclasses import replace

import pytest

from mtype.catalogue.target import Target
from mtype.hosts.captured import read_capabilities
from mtype.hosts.listing import ListedMachine, Listing
from mtype.hosts.offers import offers
from mtype.model.errors import CapabilitiesError
from mtype.model.status import Status


def named(*names: str, arch: str | None = None, **more: object) -> Listing:
    return replace(Listing(arch, tuple(ListedMachine(name) for name in names)), **more)


@pytest.mark.parametrize(
    ("file", "arch"),
    [
        ("qemu-5.2-x86_64.help", "x86_64"),
        ("qemu-7.2-arm.help", "arm"),
        ("qemu-10.0-ppc64.help", "ppc64"),
        ("qemu-10.0-s390x.json", "s390x"),
    ],
)
def test_the_arch_of_a_capture(catalogue, capture, file, arch):
    found = offers(catalogue, read_capabilities(capture(file), file))
    assert list(found) == [arch]
    assert found[arch].complete


@pytest.mark.parametrize(
    ("names", "arch"),
    [
        (("pc-i440fx-8.2", "none"), "x86_64"),
        (("virt-8.2", "none"), "aarch64"),  # m68k has one too, but is neither bigger nor smaller
        (("virt-8.2", "raspi2b"), "arm"),
        (("virt-8.2", "raspi2b", "raspi3b"), "aarch64"),
    ],
)
def test_the_arch_of_names(catalogue, names, arch):
    if names == ("virt-8.2", "none"):
        with pytest.raises(CapabilitiesError, match="aarch64 or arm or m68k"):
            offers(catalogue, [named(*names)])
        assert list(offers(catalogue, [named("virt-5.2", *names)])) == [arch]
    else:
        assert list(offers(catalogue, [named(*names)])) == [arch]


def test_the_same_name_described_otherwise(catalogue):
    board = ListedMachine("virt", default=True, description="LoongArch machine")
    assert list(offers(catalogue, [Listing(None, (board, ListedMachine("none")))])) == ["loongarch64"]
    with pytest.raises(CapabilitiesError, match="loongarch64 or riscv64"):
        offers(catalogue, [named("virt", "none")])
    with pytest.raises(CapabilitiesError, match="knows none of its names"):
        offers(catalogue, [named("acme-1", "acme-2", "none")])


def test_entries(catalogue, capture):
    listings = read_capabilities(capture("qemu-11.1-x86_64.json"), "x")
    offer = offers(catalogue, listings)["x86_64"]
    alias, newest = offer.by_name["pc"], offer.by_name["pc-i440fx-11.1"]
    assert (alias.alias_of, alias.kind, alias.default) == ("pc-i440fx-11.1", newest.kind, False)
    assert newest.default
    assert newest.kind is catalogue.find("pc-i440fx-11.1", "x86_64")
    assert offer.by_name["pc-q35-8.1"].deprecated
    assert not offer.by_name["pc-q35-8.2"].deprecated
    versioned = [e.name for e in offer.entries if e.name.startswith("pc-q35-")]
    assert versioned[:2] == ["pc-q35-5.2", "pc-q35-6.0"]
    assert versioned[-1] == "pc-q35-11.1"


def test_two_targets_of_one_alias(catalogue, capture):
    offer = offers(catalogue, read_capabilities(capture("qemu-10.0-ppc64.json"), "x"))["ppc64"]
    assert [e.alias_of for e in offer.entries if e.name == "powernv"] == ["powernv10", "powernv10-rainier"]


def test_verdicts_of_a_target(catalogue, capture):
    found = offers(catalogue, read_capabilities(capture("qemu-11.1-x86_64.json"), "x"))
    target = Target(catalogue, None, "11.1", "capabilities", found)
    assert target.judge("pc-q35-9.0", "x86_64").status is Status.SUPPORTED
    assert target.judge("pc-q35-8.0", "i386").status is Status.DEPRECATED
    assert target.judge("pc-q35-2.11", "x86_64").status is Status.REMOVED
    assert target.judge("q35", "x86_64").status is Status.FLOATING
    own = Target(catalogue, None, "own", "emulator", offers(catalogue, [named("acme-1", arch="x86_64")]))
    assert own.judge("acme-1", "x86_64").status is Status.SUPPORTED
    assert own.offer("x86_64").by_name["acme-1"].kind is None


def test_one_domcapabilities_reply_removes_nothing(catalogue, capture):
    found = offers(catalogue, read_capabilities(capture("libvirt-9.0-domcapabilities-x86_64-q35.xml"), "x"))
    target = Target(catalogue, None, "x", "capabilities", found)
    judgement = target.judge("pc-q35-2.11", "x86_64")
    assert (judgement.status, judgement.unsure) == (Status.UNKNOWN, True)


def test_listings_of_one_arch_add_up(catalogue):
    one = named("pc-q35-7.2", arch="x86_64", emulator="/a")
    deprecating = replace(
        one, machines=(ListedMachine("pc-q35-7.2", default=None, deprecated=True),), emulator="/b"
    )
    entry = offers(catalogue, [one, deprecating])["x86_64"].by_name["pc-q35-7.2"]
    assert (entry.default, entry.deprecated) == (None, True)
    part = named("pc-q35-8.2", arch="x86_64", emulator="/a", complete=False)
    both = offers(catalogue, [one, part])["x86_64"]
    assert both.complete
    assert set(both.by_name) == {"pc-q35-7.2", "pc-q35-8.2"}
    assert not offers(catalogue, [one, replace(part, emulator="/b")])["x86_64"].complete
    assert not offers(catalogue, [part])["x86_64"].complete


def test_a_host_with_many_arches(catalogue, capture):
    found = offers(catalogue, read_capabilities(capture("libvirt-9.0-capabilities.xml"), "x"))
    assert {"x86_64", "i386", "aarch64", "arm", "ppc64", "s390x"} <= set(found)
    assert found["ppc64"].complete  # two emulators list the same
    assert found["aarch64"].by_name["virt"].alias_of == "virt-7.2"
