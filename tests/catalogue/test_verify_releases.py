"""How is a whole release held against an emulator, and to which exit code does it come?"""

from __future__ import annotations

from typing import Any

import pytest

from mtype.catalogue.releases import find_release
from mtype.catalogue.verify import compare, verify
from mtype.catalogue.verify_values import Comparison, Difference, Settled, Unanswered, Verification, Verified
from mtype.model.exit_code import ExitCode
from tests.catalogue.compared import QMP, a, names, offer
from tests.catalogue.small import catalogue, kind, line, release

# -- a release ---------------------------------------------------------------------------------------

KNOWN = catalogue(
    [kind("pc-q35", "pc-q35-8.2", introduced="8.2"), kind("pc-q35", "pc-q35-10.0", introduced="10.0")],
    lines={
        "debian": line(
            "upstream",
            [
                release("12", qemu="8.2.3"),
                release("13", qemu="10.0"),
                release("14"),
            ],
        ),
        "bounded": line("upstream", [release("1", qemu={"from": "8.2", "to": "9.1"})]),
        "nowhere": line("upstream", [release("1", qemu="8.2")], arch=[]),
    },
)


def verified(name: str, arch: str = "x86_64", **told: Any) -> Comparison:
    theirs = offer(a("q35", alias_of="pc-q35-8.2"), a("pc-q35-8.2"))
    return verify(KNOWN, find_release(KNOWN, name), arch, theirs, QMP._replace(**told)).comparison


@pytest.mark.parametrize("version", ["8.2.0", "8.2.10"])
def test_a_stable_update_is_the_same_qemu(version: str) -> None:
    assert verified("debian:12", versions=(version,)).differences == 0


def test_another_qemu_is_said_first() -> None:
    found = verified("debian:13", versions=("8.2.2",))
    assert found.different[0] == Difference(None, "version", "QEMU 10.0", "QEMU 8.2.2")
    assert names(found) == (["pc-q35-10.0"], [])


def test_a_qemu_that_the_catalogue_does_not_know_is_settled() -> None:
    found = verified("debian:14", versions=("8.2.2",))
    assert found.settled[0] == Settled(None, "version", "ships QEMU 8.2.2")
    assert Settled("pc-q35-8.2", "type", "is there") in found.settled
    assert found.differences == 0


@pytest.mark.parametrize(
    ("version", "different", "settled"),
    [
        ("8.1.9", [Difference(None, "version", "QEMU 8.2 to 9.1", "QEMU 8.1.9")], []),
        ("8.2.0", [], [Settled(None, "version", "ships QEMU 8.2.0")]),
        ("9.1.3", [], [Settled(None, "version", "ships QEMU 9.1.3")]),
        ("9.2.0", [Difference(None, "version", "QEMU 8.2 to 9.1", "QEMU 9.2.0")], []),
    ],
)
def test_a_qemu_of_which_the_catalogue_knows_bounds(
    version: str, different: list[Difference], settled: list[Settled]
) -> None:
    found = verified("bounded:1", versions=(version,))
    assert [entry for entry in found.different if entry.what == "version"] == different
    assert [entry for entry in found.settled if entry.what == "version"] == settled


def test_an_arch_that_is_not_shipped_is_one_difference() -> None:
    found = verified("debian:12", "sparc")
    assert found.different == [Difference(None, "arch", "ships no emulator", "lists 1 types")]
    assert (found.missing, found.extra, found.compared) == ([], [], [])


def test_an_emulator_of_a_release_whose_arches_nobody_knows_is_compared_all_the_same() -> None:
    found = verified("nowhere:1")
    assert found.settled == [Settled(None, "arch", "there is an emulator of x86_64")]
    assert (found.differences, "types" in found.compared) == (0, True)


# -- the sum -----------------------------------------------------------------------------------------


def arch(name: str, found: Comparison) -> Verified:
    return Verified(name, QMP, found)


SAME, OTHER = Comparison(), Comparison(extra=compare(offer(), offer(a("x")), QMP).extra)
LOST = (Unanswered("/usr/bin/qemu", "is gone"),)


@pytest.mark.parametrize(
    ("arches", "unanswered", "code"),
    [
        ([SAME], (), ExitCode.CLEAN),
        ([SAME, OTHER], (), ExitCode.FINDINGS),
        ([OTHER], LOST, ExitCode.INCOMPLETE),
        ([SAME], LOST, ExitCode.INCOMPLETE),
        ([], LOST, ExitCode.INCOMPLETE),
        ([], (), ExitCode.INCOMPLETE),
        ([Comparison(settled=[Settled("x", "type", "is there")])], (), ExitCode.CLEAN),
    ],
)
def test_the_exit_code(arches: list[Comparison], unanswered: tuple[Unanswered, ...], code: ExitCode) -> None:
    found = tuple(arch("x86_64", one) for one in arches)
    debian = find_release(KNOWN, "debian:12")
    assert Verification(debian, "catalogue", "a file", found, unanswered).exit_code is code


def test_the_arches_that_nobody_was_asked_about() -> None:
    ships = find_release(KNOWN, "debian:12")._replace(arches=("x86_64", "arm", "s390x"))
    assert Verification(ships, "catalogue", "", (arch("arm", SAME),)).not_asked == ("x86_64", "s390x")
