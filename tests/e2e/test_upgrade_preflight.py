"""What does a start on trial find, and does it leave anything behind?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import PC, Q35, VIRT
from tests.e2e.host import Host
from tests.e2e.tool import Tool, look_at, machine

# Each holds a thing of the host that the running guest has already, or that is not there.
TAKEN = {
    "ports": "<graphics type='vnc' port='{port}1' passwd='s3cret'/><video><model type='vga'/></video>"
    "<graphics type='spice' port='{port}2'><listen type='address' address='127.0.0.1'/></graphics>"
    "<channel type='spicevmc'><target type='virtio' name='com.redhat.spice.0'/></channel>"
    "<serial type='tcp'><source mode='bind' host='127.0.0.1' service='{port}3'/>"
    "<protocol type='telnet'/></serial>",
    "sockets": "<graphics type='vnc' socket='{folder}/vnc.sock'/>"
    "<serial type='unix'><source mode='bind' path='{folder}/serial.sock'/>"
    "<log file='{folder}/serial.log' append='on'/></serial>"
    "<parallel type='unix'><source mode='bind' path='{folder}/parallel.sock'/></parallel>"
    "<channel type='unix'><source mode='bind' path='{folder}/agent.sock'/>"
    "<target type='virtio' name='org.qemu.guest_agent.0'/></channel>",
    "devices": "<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>"
    "<shmem name='ours'><model type='ivshmem-plain'/><size unit='M'>4</size></shmem>"
    "<watchdog model='i6300esb' action='reset'/><input type='tablet' bus='usb'/>"
    "<sound model='ich6'/><audio id='1' type='none'/><panic model='isa'/>",
}
# Nothing of it is here, so a guest that has it could not start here at all.
ELSEWHERE = """
<interface type='network'><source network='nowhere'/><model type='virtio'/></interface>
<interface type='bridge'><source bridge='br-none'/><virtualport type='openvswitch'/>
<model type='e1000e'/></interface>
<interface type='ethernet'><target dev='vmt-tap9'/><script path='/bin/true'/></interface>
<filesystem type='mount'><source dir='/nowhere/at/all'/><target dir='share'/></filesystem>
"""


def everything(host: Host) -> set[Path]:
    """Every file that libvirt keeps, but for the logs of guests."""
    kept = (host.folder / name for name in ("etc", "lib", "run"))
    files = {path for folder in kept for path in folder.rglob("*") if path.exists()}
    return {path for path in files if "/domain-" not in str(path)}


@pytest.mark.parametrize("board", [PC, Q35, VIRT])
def test_it_leaves_nothing_behind(host: Host, guest: MakeGuest, upgrade: Tool, board: str) -> None:
    made = guest(board, start=True)
    before = everything(host)
    done = upgrade(made.name, "--yes", "--preflight", "start")
    assert done.outcomes == {made.name: "lifted"}, str(done)
    assert host.virsh("list", "--all", "--name") == made.name
    assert {path.name for path in everything(host) - before} <= {f"{made.name}.pid", f"{made.name}.xml"}


@pytest.mark.parametrize("devices", TAKEN.values(), ids=list(TAKEN))
def test_what_the_guest_holds_is_no_obstacle(
    host: Host, guest: MakeGuest, upgrade: Tool, devices: str
) -> None:
    port = str(1700 + os.getpid() % 1000)
    devices = devices.replace("{folder}", str(host.folder)).replace("{port}", port)
    made = guest(Q35, devices=devices, start=True)
    before = look_at(made)
    done = upgrade(made.name, "--yes", "--preflight", "start")
    assert done.outcomes == {made.name: "lifted"}, str(done)
    after = look_at(made)
    expected = before.definition.replace(Q35, "pc-q35-7.2")
    assert sorted(after.definition.splitlines()) == sorted(expected.splitlines())
    assert after.live_id != before.live_id


def test_what_is_of_the_host_is_left_out_of_it(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(Q35, devices=ELSEWHERE)
    done = upgrade(made.name, "--yes", "--preflight", "start")
    assert done.outcomes == {made.name: "lifted"}, str(done)
    assert machine(made.dumpxml()) == "pc-q35-7.2"


def test_what_would_not_start_is_refused_while_it_runs(
    host: Host, guest: MakeGuest, upgrade: Tool, tmp_path: Path
) -> None:
    """Emulators have faults that libvirt cannot see: this one ends when it is given the newer type."""
    emulator = tmp_path / "emulator"
    emulator.write_text(
        '#!/bin/sh\ncase "$*" in *" -S "*pc-i440fx-7.2*) echo \'no such luck\' >&2; exit 1;; esac\n'
        'exec qemu-system-x86_64 "$@"\n'
    )
    emulator.chmod(0o755)
    made = guest(devices=f"<emulator>{emulator}</emulator>", start=True)
    before, files = look_at(made), everything(host)
    done = upgrade(made.name, "--yes", "--preflight", "start")
    assert (done.code, done.outcomes) == (1, {made.name: "refused"}), str(done)
    assert "the pre-flight failed: it does not start" in done.reason(made.name)
    assert look_at(made) == before
    assert everything(host) == files
    assert made.is_alive()
