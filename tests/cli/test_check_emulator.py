"""Is what an emulator says believed by `check` as far as it goes, and no further?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.command import run
from tests.cli.test_catalogue_verify import emulator
from tests.required import lacking

Script = Callable[[str, str], str]
X86_64 = "/usr/bin/qemu-system-x86_64"
DEFINITIONS = "examples/debian"


def test_an_emulator_that_contradicts_itself_is_refused(script: Script) -> None:
    if not Path(X86_64).exists():
        lacking("qemu-system-x86_64 is not installed.")
    told = f'*help*) {X86_64} -M help | grep -v q35;; *) exec {X86_64} "$@";;'
    ran = run("check", "--emulator", script("qemu-system-x86_64", f'case "$*" in {told} esac'), DEFINITIONS)
    assert (ran.code, ran.out) == (3, "")
    assert "says two different things" in ran.err


def test_the_report_names_the_one_word_that_it_relies_on(script: Script) -> None:
    path = script("qemu-system-x86_64", emulator("pc-q35-9.2", "none"))
    ran = run("check", "--emulator", path, "--format", "json", DEFINITIONS)
    assert json.loads(ran.out)["target"]["source"] == f"emulator {path} (QEMU 10.0.2, -machine help alone)"


@pytest.mark.qemu
def test_the_second_check_says_the_same(tmp_path: Path) -> None:
    if not Path(X86_64).exists():
        lacking("qemu-system-x86_64 is not installed.")
    words = ("check", "--emulator", X86_64, "--format", "jsonl", DEFINITIONS)
    first, second = (run(*words, env={"XDG_CACHE_HOME": str(tmp_path)}) for _ in range(2))
    assert (second.code, second.err) == (first.code, first.err)
    kept = [*(tmp_path / "virt-machine-type" / "emulators").iterdir()]
    assert [place.suffix for place in kept] == [".jsonl"]
    kept[0].write_text("damaged")
    assert run(*words, env={"XDG_CACHE_HOME": str(tmp_path)}).code == first.code
    assert kept[0].read_text() != "damaged"
