"""Does a context answer for every definition, and remember what it has worked out?"""

from __future__ import annotations

import pytest

from mtype.catalogue.offer import Offer
from mtype.rules import Context
from tests.rules.build import CATALOGUE, TODAY, define, emulator, target


@pytest.mark.parametrize(
    ("name", "arch", "expected"),
    [
        pytest.param("pc-q35-10.0", "i686", "i386", id="libvirt's word becomes QEMU's"),
        pytest.param("virt-10.0", None, "aarch64", id="no arch: the first that knows the type"),
        pytest.param("toaster", None, "x86_64", id="no arch and no type that is known"),
        pytest.param(None, None, "x86_64", id="neither"),
    ],
)
def test_arch(name: str | None, arch: str | None, expected: str) -> None:
    assert Context(target("debian:13"), TODAY).arch(define(name, arch)) == expected


def test_the_own_vendor_comes_first() -> None:
    assert Context(target("ubuntu:noble"), TODAY).own_vendor("x86_64") == "ubuntu"
    assert Context(emulator({"x86_64": Offer(())}), TODAY).own_vendor("x86_64") is None


def test_what_was_worked_out_is_not_worked_out_again() -> None:
    context, asked = Context(target("debian:13"), TODAY), []
    for _ in range(3):
        assert context.once(("key",), lambda: asked.append(1)) is None
    assert asked == [1]


def test_two_contexts_remember_apart() -> None:
    kind = CATALOGUE.find("pc-q35-4.2", "x86_64")
    assert kind is not None
    old, new = (Context(target(name), TODAY).successor(kind, "x86_64") for name in ("debian:12", "debian:14"))
    assert (old and old.name, new and new.name) == ("pc-q35-7.2", "pc-q35-11.1")


def test_thousands_of_unknown_names_are_not_looked_up_for_minutes() -> None:
    context = Context(target("debian:13"), TODAY)
    assert context.nearest_name("pc-q35-10.O", "x86_64") == "pc-q35-10.0"
    for number in range(5001):
        context.once((str(number),), lambda: None)
    assert context.nearest_name("pc-q35-10.O", "x86_64") is None
