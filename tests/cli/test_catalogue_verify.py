"""Does `catalogue verify` ask real emulators, all of them, and tell one answer from the other?"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.command import run
from tests.required import lacking

ARCHES = ("x86_64", "i386", "aarch64", "arm", "ppc64", "s390x", "m68k", "riscv64", "loongarch64")


def emulator(*types: str, version: str = "10.0.2") -> str:
    """The body of a script that answers `-machine help` and `--version`, and no QMP."""
    lines = "\\n".join(["Supported machines are:", *(f"{name:<20} A board" for name in types)])
    told = f"*help*) printf '{lines}\\n';; *) echo 'QEMU emulator version {version}';;"
    return f'case "$*" in *qmp*) exit 1;; {told} esac'


RISCV = (
    "amd-microblaze-v-generic", "microchip-icicle-kit", "none", "shakti_c", "sifive_e", "sifive_u",
    "spike", "virt",
)  # fmt: skip


def test_each_emulator_is_held_against_its_own_arch(script: Callable[[str, str], str]) -> None:
    riscv = script("qemu-system-riscv64", emulator(*RISCV))
    lacking = script("qemu-system-s390x", emulator("s390-ccw-virtio-10.0"))
    words = ("catalogue", "verify", "--for", "debian:13", "--format", "json")
    ran = run(*words, "--emulator", riscv, "--emulator", lacking, "--emulator", riscv)
    report = json.loads(ran.out)
    assert ran.code == 1
    by_arch = {one["arch"]: one for one in report["arches"]}
    assert {arch: (one["emulator"], one["version"]) for arch, one in by_arch.items()} == {
        "riscv64": (riscv, "10.0.2"),
        "s390x": (lacking, "10.0.2"),
    }
    assert [entry["what"] for entry in by_arch["riscv64"]["different"]] == ["default"]
    assert by_arch["riscv64"]["missing"] == by_arch["riscv64"]["extra"] == []
    missing = [entry["name"] for entry in by_arch["s390x"]["missing"]]
    assert "s390-ccw-virtio-9.2" in missing and "s390-ccw-virtio-10.0" not in missing
    assert report["summary"]["missing"] == len(missing)
    assert "x86_64" in report["summary"]["not_asked"] and "s390x" not in report["summary"]["not_asked"]


def test_the_wrong_package_is_said_before_what_follows_from_it(script: Callable[[str, str], str]) -> None:
    path = script("qemu-system-riscv64", emulator(*RISCV, "k230", version="11.1.3"))
    ran = run("catalogue", "verify", "--for", "debian:13", "--emulator", path)
    lines = ran.out.splitlines()
    assert lines[1].split(maxsplit=1)[0] == "different"
    assert "QEMU 10.0.13 in the catalogue, QEMU 11.1.3 here: most likely another package" in lines[1]
    assert (ran.code, ran.err) == (1, "")


def test_an_emulator_that_cannot_be_asked_hides_nothing(script: Callable[[str, str], str]) -> None:
    riscv = script("qemu-system-riscv64", emulator(*RISCV, "extra-board"))
    dead = script("qemu-system-s390x", "exit 7")
    # It lists something, but neither its name nor what it lists tells the arch.
    nameless = script("qemu", emulator("unheard-of"))
    words = ("catalogue", "verify", "--for", "debian:13", "--emulator", dead, "--emulator", nameless)
    ran = run(*words, "--emulator", riscv)
    assert ran.code == 3
    assert "extra-board (the catalogue does not know it)" in ran.out
    assert "ended with status 7" in ran.out
    assert "does not tell its architecture" in ran.out
    assert "2 emulators could not be asked" in ran.out.splitlines()[-2]
    alone = run(*words)
    assert alone.code == 3
    assert alone.out.splitlines()[-1] == "debian:13: nothing was compared; 2 emulators could not be asked"


def test_a_capture_that_is_none_is_refused_before_an_emulator_is_asked(
    script: Callable[[str, str], str], tmp_path: Path
) -> None:
    witness = Path(script("asked", "")).with_name("witness")
    asked = script("qemu-system-s390x", f"touch {witness}; chmod 666 {witness}; exit 1")
    witness.parent.chmod(0o777)
    (tmp_path / "x.xml").write_text("<domain/>")
    ran = run(
        "catalogue", "verify", "--for", "debian:13", "--emulator", asked, "--capabilities", tmp_path / "x.xml"
    )
    assert (ran.code, ran.out) == (2, "")
    assert "its root is 'domain'" in ran.err
    assert not witness.exists()
    run("catalogue", "verify", "--for", "debian:13", "--emulator", asked)
    assert witness.exists()


@pytest.mark.qemu
def test_the_emulators_of_this_machine() -> None:
    installed = [path for arch in ARCHES if (path := shutil.which(f"qemu-system-{arch}"))]
    if not installed:
        lacking("No emulator is installed.")
    words = [word for path in installed for word in ("--emulator", path)]
    ran = run("catalogue", "verify", "--for", "debian:12", *words, "--format", "json")
    report = json.loads(ran.out)
    if not all((one["version"] or "").startswith("7.2.") for one in report["arches"]):
        lacking("The installed emulators are not those of Debian 12.")
    assert (ran.code, report["summary"]["differences"]) == (0, 0), run("catalogue", "verify", *words).out
    assert len(report["arches"]) == len(installed)
    assert report["summary"]["settled"] == 0
