"""Is a name that nobody knows found, and only that?"""

from __future__ import annotations

import pytest

from mtype.catalogue.offer import Offer
from mtype.rules.mt101_unknown import UnknownMachineType
from tests.rules.build import check, define, emulator, one

FINDS = [
    pytest.param(
        "pc-q35-9.22",
        "debian:13",
        "no machine type is called 'pc-q35-9.22': the guest will not start; did you mean pc-q35-9.2?",
        "pc-q35-9.2",
        id="a slip of the pen",
    ),
    pytest.param(
        "pc-q35-nobel", "ubuntu:noble", "did you mean pc-q35-noble?", "pc-q35-noble", id="a codename"
    ),
    pytest.param(
        " PC-Q35-10.0", "debian:13", "did you mean pc-q35-10.0?", "pc-q35-10.0", id="case and a blank"
    ),
    pytest.param(
        "pc-q35-noble-v3",
        "debian:13",
        "did you mean pc-q35-noble-v2?",
        "pc-q35-noble-v2",
        id="known elsewhere",
    ),
    pytest.param(
        "toaster",
        "debian:13",
        "no machine type is called 'toaster': the guest will not start",
        None,
        id="nothing near",
    ),
    pytest.param("pc-q35-garbage!", "debian:13", "no machine type is called", None, id="no version at all"),
    pytest.param("two\nlines", "debian:13", r"called 'two\nlines'", None, id="a newline stays in its line"),
    pytest.param("x" * 200, "debian:13", "x...'", None, id="a long name is cut"),
    pytest.param(
        "pc-q35-12.0",
        "debian:13",
        "pc-q35-12.0 is not known: it looks newer than this catalogue, which knows QEMU up to 11.1; update",
        None,
        id="newer than the catalogue",
    ),
    pytest.param(
        "pc-q35-11.1.5",
        "debian:13",
        "did you mean pc-q35-11.1?",
        "pc-q35-11.1",
        id="a micro version is not newer",
    ),
    pytest.param(
        "ubuntu-q35",
        "ubuntu:xenial",
        "ubuntu-q35 is an alias that ubuntu:xenial does not have: the guest will not start",
        "pc-q35-xenial",
        id="an alias of later releases",
    ),
    pytest.param(
        "ubuntu-q35",
        "ubuntu:trusty",
        "is an alias that ubuntu:trusty does not have",
        None,
        id="no own type either",
    ),
    pytest.param(
        "",
        "debian:13",
        "the machine attribute is empty: libvirt's schema forbids that",
        "pc-i440fx-10.0",
        id="an empty attribute",
    ),
    pytest.param(
        "  ",
        "debian:13",
        "the machine attribute is blank: libvirt refuses",
        "pc-i440fx-10.0",
        id="a blank attribute",
    ),
]

STAYS_SILENT = [
    pytest.param(None, "x86_64", "debian:13", id="a missing attribute is MT102"),
    pytest.param("pc-q35-10.0", "x86_64", "debian:13", id="supported"),
    pytest.param("q35", "x86_64", "debian:13", id="an alias is MT103"),
    pytest.param("virt-8.2", "x86_64", "debian:13", id="another arch is MT104"),
    pytest.param("q35", "aarch64", "debian:13", id="an alias of another arch is MT104"),
    pytest.param("pc-i440fx-2.0", "x86_64", "debian:13", id="removed is MT201"),
    pytest.param("pc-q35-jammy-maxcpus", "x86_64", "ubuntu:lunar", id="undetermined is MT207"),
    pytest.param("toaster", "sparc64", "debian:13", id="an arch of which nothing is known is MT207"),
    pytest.param("ubuntu", "x86_64", "debian:13", id="an alias of another vendor is MT301"),
]


@pytest.mark.parametrize(("name", "target", "words", "suggestion"), FINDS)
def test_finds(name: str, target: str, words: str, suggestion: str | None) -> None:
    found = one(UnknownMachineType, define(name), target)
    assert words in found.message
    assert found.suggestion == suggestion
    assert found.target == target


@pytest.mark.parametrize(("name", "arch", "target"), STAYS_SILENT)
def test_stays_silent(name: str | None, arch: str, target: str) -> None:
    assert check(UnknownMachineType, define(name, arch), target) == []


def test_an_emulator_that_offers_nothing_has_no_default_to_suggest() -> None:
    assert one(UnknownMachineType, define(""), emulator({"x86_64": Offer(())})).suggestion is None
