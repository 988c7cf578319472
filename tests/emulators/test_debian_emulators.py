"""Does the catalogue know Debian as its emulators know themselves? Five suites, nine arches.

Each emulator is asked twice: by `catalogue verify`, and by a parser of these tests. Descriptions are not
compared: QEMU rewords them, and the catalogue has one.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.offer import Offer, offer_of_release
from mtype.catalogue.releases import find_release
from tests.cli.command import run
from tests.emulators.listings import Machine, machines
from tools.roots.emulators import emulators
from tools.roots.make import PACKAGES

pytestmark = [pytest.mark.qemu, pytest.mark.filterwarnings("default:the root of")]

ARCHES = ("x86_64", "i386", "aarch64", "arm", "ppc64", "s390x", "m68k", "riscv64", "loongarch64")
WITHOUT = {("bullseye", "loongarch64")}  # QEMU 5.2 does not know it
SHIPPED = [(suite, arch) for suite in PACKAGES for arch in ARCHES if (suite, arch) not in WITHOUT]
XEN = "xen-qemu-system-i386"
Find = Callable[[str], Path]


def script_of(unpacked: Find, suite: str, name: str) -> Path:
    return unpacked(suite) / "emulators" / name


def listed(script: Path) -> list[Machine]:
    done = subprocess.run([script, "-M", "help"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return [*machines(done.stdout)]


def offered(known: Catalogue, suite: str, arch: str) -> Offer:
    found = offer_of_release(known, find_release(known, f"debian:{suite}"), arch)
    assert found is not None and found.unsure == () and not found.unsure_aliases
    return found


def names(entries: list[Machine]) -> list[tuple[str, str]]:
    return sorted((one.name, one.alias_of or "") for one in entries)


@pytest.mark.parametrize("suite", PACKAGES)
def test_verify_finds_no_difference_on_any_arch(suite: str, unpacked: Find) -> None:
    scripts = [script_of(unpacked, suite, f"qemu-system-{arch}") for of, arch in SHIPPED if of == suite]
    asked = [word for script in scripts for word in ("--emulator", str(script))]
    ran = run("catalogue", "verify", "--for", f"debian:{suite}", *asked, "--format", "json")
    tip = f"python -m tools.harvest emulator --for debian:{suite} --root {unpacked(suite)} --source KEY"
    assert ran.code == 0, f"{ran.talk}\nwhat is to be changed: {tip}"
    told = json.loads(ran.out)
    assert [one["arch"] for one in told["arches"]] == [arch for of, arch in SHIPPED if of == suite]
    summary = {key: told["summary"][key] for key in ("differences", "settled", "unanswered", "not_asked")}
    assert summary == {"differences": 0, "settled": 0, "unanswered": 0, "not_asked": []}


@pytest.mark.parametrize(("suite", "arch"), SHIPPED)
def test_the_offer_is_what_the_emulator_lists(
    suite: str, arch: str, unpacked: Find, shipped: Catalogue
) -> None:
    real = listed(script_of(unpacked, suite, f"qemu-system-{arch}"))
    mine = offered(shipped, suite, arch).entries
    assert sorted((one.name, one.alias_of or "") for one in mine) == names(real)
    assert [one.name for one in mine if one.default] == [one.name for one in real if one.default]
    assert sorted(one.name for one in mine if one.deprecated and one.alias_of is None) == sorted(
        one.name for one in real if one.deprecated and one.alias_of is None
    )


@pytest.mark.parametrize("suite", [suite for suite in PACKAGES if suite != "bullseye"])
def test_the_separate_emulator_of_xen_has_the_types_of_a_xen_build(
    suite: str, unpacked: Find, shipped: Catalogue
) -> None:
    """Its types are in the catalogue, marked with `build`; the release is that of its usual emulators."""
    release = find_release(shipped, f"debian:{suite}")
    assert release.builds == ("multiprocess",)
    found = offer_of_release(shipped, release._replace(builds=("xen",)), "i386")
    assert found is not None and found.unsure == ()
    assert sorted((one.name, one.alias_of or "") for one in found.entries) == names(
        listed(script_of(unpacked, suite, XEN))
    )


@pytest.mark.parametrize("suite", PACKAGES)
def test_no_emulator_of_the_nine_arches_is_left_out(suite: str, unpacked: Find, shipped: Catalogue) -> None:
    root = unpacked(suite) / "root"
    there = {arch for arch in ARCHES if f"qemu-system-{arch}" in emulators(root)}
    assert there == {arch for of, arch in SHIPPED if of == suite}
    assert there == {*ARCHES} & {*find_release(shipped, f"debian:{suite}").arches}


def test_the_parser_of_these_tests() -> None:
    text = (
        "Supported machines are:\n"
        "pc                   Standard PC (i440FX + PIIX, 1996) (alias of pc-i440fx-7.2)\n"
        "pc-i440fx-7.2        Standard PC (i440FX + PIIX, 1996) (default)\n"
        "pc-i440fx-1.7        Standard PC (i440FX + PIIX, 1996) (deprecated)\n"
        "a-name-that-is-longer-than-the-column none\n"
    )
    assert list(machines(text)) == [
        Machine("pc", "pc-i440fx-7.2", False, False, "Standard PC (i440FX + PIIX, 1996)"),
        Machine("pc-i440fx-7.2", None, True, False, "Standard PC (i440FX + PIIX, 1996)"),
        Machine("pc-i440fx-1.7", None, False, True, "Standard PC (i440FX + PIIX, 1996)"),
        Machine("a-name-that-is-longer-than-the-column", None, False, False, "none"),
    ]
