"""How fast does `list` tell of the guests of a host, beside virsh? A ratio, measured in turns in one run.

    python bench/guests.py qemu+unix:///system?socket=/run/of/a/host/libvirt-sock --define 200

The host is one for tests: `--define` defines that many guests there and takes them away at the end.
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
    parser.add_argument("uri")
    parser.add_argument("--define", type=int, default=0, metavar="N")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    names = [f"bench-{number:04}" for number in range(options.define)]
    with tempfile.TemporaryDirectory(prefix="vmt-bench-") as folder:
        try:
            define(options.uri, names, Path(folder))
            print(measure(options.uri, options.rounds))
        finally:
            virsh(options.uri, [f"undefine {name}" for name in names])
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
    subprocess.run(call, stdout=subprocess.DEVNULL, env=environment(), check=True)
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
        env=environment(),
        check=True,
    )
    return time.perf_counter() - started


def environment() -> dict[str, str]:
    """Python keeps its compiled modules, as in an installation."""
    return {key: value for key, value in ENVIRONMENT.items() if key != "PYTHONDONTWRITEBYTECODE"}


if __name__ == "__main__":
    os.environ.pop("LIBVIRT_DEFAULT_URI", None)
    main()
