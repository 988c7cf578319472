"""Is a type found of which the target has a newer increment?"""

from __future__ import annotations

import pytest

from mtype.catalogue.offer import Offer, Offered
from mtype.rules.mt205_superseded import SupersededIncrement
from tests.rules.build import CATALOGUE, check, define, emulator, one

STAYS_SILENT = [
    pytest.param("pc-q35-noble-v2", "ubuntu:noble", id="the newest increment"),
    pytest.param("pc-q35-jammy", "ubuntu:noble", id="a type without increments"),
    pytest.param("pc-i440fx-noble", "ubuntu:noble", id="the increment is of another board"),
    pytest.param("ubuntu-q35", "ubuntu:noble", id="an alias"),
    pytest.param("pc-q35-noble", "debian:13", id="foreign"),
    pytest.param("toaster", "ubuntu:noble", id="unknown"),
    pytest.param(None, "ubuntu:noble", id="a missing attribute"),
]


@pytest.mark.parametrize("release", ["ubuntu:noble", "ubuntu:resolute"])
def test_finds(release: str) -> None:
    found = one(SupersededIncrement, define("pc-q35-noble"), release)
    assert found.message == (
        f"pc-q35-noble has a newer increment at {release}: an update brought pc-q35-noble-v2, which new "
        "guests get; lift it when it is shut off anyway"
    )
    assert found.suggestion == "pc-q35-noble-v2"
    assert found.target == release


@pytest.mark.parametrize(("name", "target"), STAYS_SILENT)
def test_stays_silent(name: str | None, target: str) -> None:
    assert check(SupersededIncrement, define(name), target) == []


def test_stays_silent_about_a_deprecated_type() -> None:
    kinds = [CATALOGUE.find(name, "x86_64") for name in ("pc-q35-noble", "pc-q35-noble-v2")]
    offer = Offer(tuple(Offered(k.name, k, deprecated=k.name == "pc-q35-noble") for k in kinds if k))
    assert check(SupersededIncrement, define("pc-q35-noble"), emulator({"x86_64": offer})) == []


def test_stays_silent_about_a_type_that_only_the_emulator_knows() -> None:
    asked = emulator({"x86_64": Offer((Offered("pc-private-1", None),))})
    assert check(SupersededIncrement, define("pc-private-1"), asked) == []
