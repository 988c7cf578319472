"""How fast does `list` tell of the guests of a host, beside virsh? A ratio, measured in turns in one run.

`python bench/list_guests.py`, as root: on a libvirt host of its own with 200 guests, all shut off.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from run import ENVIRONMENT, compare, machine, row

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.e2e.host import Host, missing

MACHINES = ("pc-q35-7.0", "pc-i440fx-7.2", "pc-q35-5.2", "pc-i440fx-2.11")
DEFINITION = """\
<domain type='qemu'>
  <name>{name}</name>
  <memory unit='MiB'>64</memory>
  <os><type arch='x86_64' machine='{machine}'>hvm</type></os>
  <devices>
    <disk type='file'><source file='/nowhere/{name}.img'/><target dev='vda' bus='virtio'/></disk>
    <controller type='scsi' model='virtio-scsi'/>
    <interface type='user'><model type='virtio'/></interface>
    <serial type='pty'/>
    <graphics type='vnc'/>
    <video><model type='virtio'/></video>
  </devices>
</domain>
"""


def main() -> None:
    """Measure and print the row for docs/explanation/performance.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--guests", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    if reason := missing():
        sys.exit(reason)
    host = Host()
    try:
        host.start()
        with tempfile.TemporaryDirectory(prefix="vmt-bench-") as folder:
            define(host.uri, [f"bench-{number:04}" for number in range(options.guests)], Path(folder))
            print(measure(host.uri, options.rounds))
    finally:
        host.stop()
    print(machine())


def define(uri: str, names: list[str], folder: Path) -> None:
    """Guests with what most guests have, all shut off."""
    commands = []
    for number, name in enumerate(names):
        path = folder / f"{name}.xml"
        path.write_text(DEFINITION.format(name=name, machine=MACHINES[number % len(MACHINES)]))
        commands.append(f"define {path}")
    virsh(uri, commands)


def measure(uri: str, rounds: int) -> str:
    """`list` of all guests, and virsh with `list --all` and a `dumpxml` of each in one connection."""
    known = subprocess.run(
        ["virsh", "--connect", uri, "list", "--all", "--uuid"], capture_output=True, text=True, check=True
    )
    uuids = known.stdout.split()
    commands = ["list --all", *(f"dumpxml {uuid}" for uuid in uuids)]
    ours, peer = compare(lambda: ours_once(uri), lambda: virsh(uri, commands), rounds)
    what = f"`list` of {len(uuids)} guests, `virsh list --all` and {len(uuids)} `virsh dumpxml` in one virsh"
    return row(what, ours, peer, "2")


def ours_once(uri: str) -> float:
    """Wall time of one `list`."""
    call = [sys.executable, "-m", "mtype", "list", "--connect", uri]
    started = time.perf_counter()
    subprocess.run(call, stdout=subprocess.DEVNULL, env=ENVIRONMENT, check=True)
    return time.perf_counter() - started


def virsh(uri: str, commands: list[str]) -> float:
    """Wall time of one virsh that is given these commands on its standard input."""
    text = "\n".join([*commands, "quit"])
    started = time.perf_counter()
    subprocess.run(
        ["virsh", "--quiet", "--connect", uri],
        input=text,
        text=True,
        stdout=subprocess.DEVNULL,
        env=ENVIRONMENT,
        check=True,
    )
    return time.perf_counter() - started


if __name__ == "__main__":
    os.environ.pop("LIBVIRT_DEFAULT_URI", None)
    main()
