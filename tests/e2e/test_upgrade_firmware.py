"""Do firmware variables, secure boot and the state of a TPM survive?"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import Q35
from tests.e2e.on_host import Guest
from tests.e2e.tool import Tool, look_at, machine
from tests.required import lacking

OVMF = Path("/usr/share/OVMF")
CODE, VARIABLES = OVMF / "OVMF_CODE_4M.secboot.fd", OVMF / "OVMF_VARS_4M.fd"
TPM = "<tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm>"
SECURE_BOOT = f"""
<loader readonly='yes' secure='yes' type='pflash'>{CODE}</loader>
<nvram template='{VARIABLES}'/>
"""


@pytest.fixture
def secured(guest: MakeGuest) -> Guest:
    """A guest with secure boot and a TPM that has run before, so that both have a state to lose."""
    if not CODE.exists() or shutil.which("swtpm") is None:
        lacking("Secure boot and a TPM need the packages ovmf, swtpm and swtpm-tools.")
    made = guest(Q35, name="secured", memory_mib=64)
    definition = made.dumpxml("--inactive", "--security-info")
    definition = definition.replace("</os>", f"{SECURE_BOOT}</os>").replace("</devices>", f"{TPM}</devices>")
    definition = definition.replace("<features>", "<features><smm state='on'/>")
    place = made.host.folder / "secured.xml"
    place.write_text(definition)
    made.host.virsh("define", place)
    made.host.virsh("start", made.name)
    made.destroy()
    return made


def states(guest: Guest) -> dict[str, str]:
    """What lies in the folders of libvirt for the firmware and the TPM."""
    folders = (guest.host.folder / "lib" / "qemu" / "nvram", guest.host.folder / "lib" / "swtpm")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("how", ["define", "start"])
def test_variables_and_tpm_state_are_the_same_bytes(secured: Guest, upgrade: Tool, how: str) -> None:
    before, kept = look_at(secured), states(secured)
    assert any("nvram" in path for path in kept)
    assert any("swtpm" in path for path in kept)

    done = upgrade(secured.name, "--yes", "--preflight", how)

    assert done.outcomes == {secured.name: "lifted"}, str(done)
    after = look_at(secured)
    expected = before.definition.replace("pc-q35-7.0", "pc-q35-7.2")
    assert sorted(after.definition.splitlines()) == sorted(expected.splitlines())
    assert states(secured) == kept


def test_a_guest_with_them_that_runs_is_started_with_them_again(secured: Guest, upgrade: Tool) -> None:
    secured.host.virsh("start", secured.name)
    kept = set(states(secured))
    # The firmware finds nothing to boot, so nobody obeys.
    done = upgrade(
        secured.name, "--yes", "--preflight", "start", "--force-off", "--shutdown-timeout", "0",
        "--shutdown-mode", "acpi",
    )  # fmt: skip
    assert done.outcomes == {secured.name: "lifted"}, str(done)
    assert machine(secured.dumpxml()) == "pc-q35-7.2"
    assert "secure='yes'" in secured.dumpxml()
    assert set(states(secured)) == kept


def test_firmware_of_ones_own_is_tried_with_a_copy_of_its_variables(guest: MakeGuest, upgrade: Tool) -> None:
    if not CODE.exists():
        lacking("Firmware needs the package ovmf.")
    made = guest(Q35, name="own", memory_mib=64)
    loader, variables = made.host.folder / "own-code.fd", made.host.folder / "own-variables.fd"
    shutil.copy(OVMF / "OVMF_CODE_4M.fd", loader)
    shutil.copy(VARIABLES, variables)
    firmware = f"<loader readonly='yes' type='pflash'>{loader}</loader><nvram>{variables}</nvram>"
    place = made.host.folder / "own.xml"
    place.write_text(made.dumpxml("--inactive").replace("</os>", f"{firmware}</os>"))
    made.host.virsh("define", place)
    digest, before = hashlib.sha256(variables.read_bytes()), look_at(made)
    done = upgrade(made.name, "--yes", "--preflight", "start")
    assert done.outcomes == {made.name: "lifted"}, str(done)
    assert hashlib.sha256(variables.read_bytes()).digest() == digest.digest()
    assert look_at(made).definition == before.definition.replace("pc-q35-7.0", "pc-q35-7.2")
    assert [path for path in states(made) if "nvram" in path] == []
