"""Is it told apart that a type is not there and that nothing there could run its guest?"""

from __future__ import annotations

import pytest

from mtype.catalogue.target import Target
from mtype.migration.assess import found
from mtype.migration.way import Kind, Move, Verdict
from tests.migration.moves import CATALOGUE, move, target


@pytest.mark.parametrize(
    ("source", "to", "name", "arch", "words"),
    [
        (
            "debian:12",
            "debian:13",
            "virt-7.2",
            "x86_64",
            "virt-7.2 is a type of aarch64, arm, m68k, the guest is",
        ),
        ("rhel:8.6", "rhel:9.4", "pseries-rhel8.6.0", "ppc64", "rhel:9.4 ships no emulator for ppc64"),
        ("debian:12", "rhel:9.4", "pseries-7.2", "ppc64", "rhel:9.4 ships no emulator for ppc64"),
        ("rhel:9.4", "debian:12", "pseries-7.2", "ppc64", "rhel:9.4 ships no emulator for ppc64"),
    ],
)
def test_what_nothing_can_run_goes_in_no_way(source: str, to: str, name: str, arch: str, words: str) -> None:
    for kind in Kind:
        one = found(move(source, to, name, arch), kind)
        assert one.answer.verdict is Verdict.IMPOSSIBLE
        assert one.route is None
        (reason,) = one.answer.reasons
        assert words in reason.text
        assert reason.sources


def test_a_guest_of_32_bits_runs_on_an_emulator_of_64() -> None:
    for name in ("pc-i440fx-7.2", "pc-q35-7.2"):
        answer = found(move("debian:12", "debian:13", name, "i386"), Kind.STOPPED).answer
        assert answer.verdict is Verdict.SUPPORTED


def _to_arches(*arches: str) -> Move:
    here, there = target("debian:12"), target("debian:13").release
    assert there is not None
    at = Target(CATALOGUE, there._replace(arches=arches), "zoo:1")
    return move("debian:12", "debian:13", "pc-q35-7.2")._replace(source=here, destination=at)


def test_a_guest_of_64_bits_does_not_run_where_only_32_do() -> None:
    (reason,) = found(_to_arches("i386"), Kind.STOPPED).answer.reasons
    assert "zoo:1 has an emulator for i386 only, which runs no guest of 64 bits (x86_64)" in reason.text
    assert any("linux-kvm.org" in one for one in reason.sources)
    assert found(_to_arches("i386", "x86_64"), Kind.STOPPED).answer.verdict is not Verdict.IMPOSSIBLE


def test_of_an_emulator_that_was_asked_it_is_cited_who_was_asked() -> None:
    offer = target("debian:13").offer("x86_64")
    assert offer is not None
    asked = Target(CATALOGUE, None, "this host", "emulator /usr/bin/qemu", {"x86_64": offer})
    for name, verdict in (("pc-q35-7.2", Verdict.SUPPORTED), ("pc-q35-11.1", Verdict.NEEDS_LIFT)):
        one = move("debian:sid", "debian:13", name)._replace(destination=asked)
        answer = found(one, Kind.STOPPED).answer
        assert answer.verdict is verdict
        assert {reason.sources for reason in answer.reasons} == {("emulator /usr/bin/qemu",)}
