"""Does the catalogue know Debian 12 as its emulators know themselves? Name for name, on nine arches; but
for the descriptions, which QEMU rewords and the catalogue has once.

The help text is parsed here by other means than the tool does it: what is compared must not come from one
hand. On a machine that is not Debian 12 the emulators are others, so the packages' version is checked first.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

pytestmark = [pytest.mark.qemu, pytest.mark.io]

ARCHES = ("x86_64", "i386", "aarch64", "arm", "ppc64", "s390x", "m68k", "riscv64", "loongarch64")
REQUIRED = "VMT_REQUIRE_QEMU"
ROOT = Path(__file__).parents[2]
# name, blanks, description with a remark in brackets at its end; three remarks belong to the listing.
_LINE = re.compile(r"(?P<name>\S+)\s+(?P<rest>.*)")
_REMARK = re.compile(r"(?P<before>.*?)\s*\((?P<remark>default|deprecated|alias of [^()]+)\)")


class Machine(NamedTuple):
    name: str
    alias_of: str | None
    default: bool
    deprecated: bool
    description: str


def machines(help_text: str) -> Iterator[Machine]:
    head, *lines = help_text.splitlines()
    assert head == "Supported machines are:"
    for line in lines:
        match = _LINE.fullmatch(line)
        assert match is not None, line
        rest, remarks = match["rest"], []
        while found := _REMARK.fullmatch(rest):
            rest = found["before"]
            remarks.append(found["remark"])
        aliases = [remark.removeprefix("alias of ") for remark in remarks if remark.startswith("alias of ")]
        yield Machine(
            match["name"],
            aliases[0] if aliases else None,
            "default" in remarks,
            "deprecated" in remarks,
            rest,
        )


def test_the_parser_of_this_test() -> None:
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


def emulator(arch: str) -> str:
    name = f"qemu-system-{arch}"
    path = shutil.which(name)
    reason = f"{name} is not installed"
    if path is not None:
        version = output(path, "--version").split("version ")[1].split()[0]
        if version.startswith("7.2."):
            return path
        reason = f"{path} is QEMU {version}, Debian 12 has 7.2"
    if os.environ.get(REQUIRED):
        pytest.fail(f"{reason}, and {REQUIRED} is set")
    pytest.skip(f"{reason}; set {REQUIRED}=1 to make this a failure")


def output(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert (done.returncode, done.stderr) == (0, ""), command
    return done.stdout


def listed(arch: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "mtype", "list", "types", "--for", "debian:12"]
    content: dict[str, Any] = json.loads(output(*command, "--arch", arch, "--format", "json"))
    return content


@pytest.mark.parametrize("arch", ARCHES)
def test_the_catalogue_is_what_the_emulator_says(arch: str) -> None:
    real = list(machines(output(emulator(arch), "-M", "help")))
    assert real, "an emulator without machines"
    content = listed(arch)
    assert (content["release"], content["arch"], content["undetermined"]) == ("debian:12", arch, [])
    mine = content["machine_types"]
    names = sorted((one["name"], one["alias_of"] or "") for one in mine)
    assert names == sorted((one.name, one.alias_of or "") for one in real)
    assert [one["name"] for one in mine if one["default"]] == [one.name for one in real if one.default]
    assert sorted(one["name"] for one in mine if one["status"] == "deprecated") == sorted(
        one.name for one in real if one.deprecated and one.alias_of is None
    )


@pytest.mark.parametrize("arch", ARCHES)
def test_a_status_says_what_is_an_alias(arch: str) -> None:
    statuses = {one["name"]: one["status"] for one in listed(arch)["machine_types"]}
    aliases = {one["name"] for one in listed(arch)["machine_types"] if one["alias_of"]}
    assert {name for name, status in statuses.items() if status == "floating"} == aliases
    assert {*statuses.values()} <= {"supported", "deprecated", "floating"}
