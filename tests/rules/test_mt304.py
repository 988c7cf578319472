"""Is a type found that the vendor's support statement does not name?"""

from __future__ import annotations

import pytest

from mtype.catalogue.offer import Offer, Offered
from mtype.catalogue.target import Target
from mtype.rules.mt304_outside_support import TypeOutsideSupportList
from tests.rules.build import CATALOGUE, check, define, one, target

AT = "sles:15.5"
FINDS = [
    pytest.param("pc-i440fx-6.2", None, id="newer than the newest of its board that is named"),
    pytest.param("pc-i440fx-7.2", None, id="the newest of its board"),
    pytest.param("pc-q35-4.2-64only", "pc-q35-6.2", id="older than the newest that is named"),
    pytest.param("pc-q35-7.2", None, id="never a step back"),
    pytest.param("microvm", None, id="a board without versions"),
    pytest.param("isapc", None, id="a deprecated one"),
]

STAYS_SILENT = [
    pytest.param("pc-q35-6.2", "x86_64", AT, id="it is named"),
    pytest.param("pc-q35-4.2", "i386", AT, id="it is named, and the guest runs on that emulator"),
    pytest.param("pseries-2.12-sxxm", "ppc64", AT, id="the statement says nothing of that arch"),
    pytest.param("pc-q35-7.2", "x86_64", "sles:15.6", id="there is no statement"),
    pytest.param("pc-q35-9.0", "x86_64", AT, id="newer is MT303"),
    pytest.param("q35", "x86_64", AT, id="an alias is MT103"),
    pytest.param("toaster", "x86_64", AT, id="unknown is MT101"),
    pytest.param(None, "x86_64", AT, id="a missing attribute"),
]


@pytest.mark.parametrize(("name", "suggestion"), FINDS)
def test_finds(name: str, suggestion: str | None) -> None:
    found = one(TypeOutsideSupportList, define(name), AT)
    newest = f"; the newest that it names is {suggestion}" if suggestion else ""
    assert found.message == (
        f"{name} is not among the machine types that the support statement for {AT} names{newest}"
    )
    assert (found.suggestion, found.target) == (suggestion, AT)


@pytest.mark.parametrize(("name", "arch", "at"), STAYS_SILENT)
def test_stays_silent(name: str | None, arch: str, at: str) -> None:
    assert check(TypeOutsideSupportList, define(name, arch), at) == []


def test_suggests_only_what_a_real_emulator_of_that_release_offers() -> None:
    names = ("pc-q35-4.2-64only", "pc-q35-4.2")
    offers = {"x86_64": Offer(tuple(Offered(name, CATALOGUE.find(name, "x86_64")) for name in names))}
    asked = Target(CATALOGUE, target(AT).release, "this host", "an emulator", offers)
    assert one(TypeOutsideSupportList, define("pc-q35-4.2-64only"), asked).suggestion is None
    nowhere = Target(CATALOGUE, None, "this host", "an emulator", offers)
    assert check(TypeOutsideSupportList, define("pc-q35-4.2-64only"), nowhere) == []
