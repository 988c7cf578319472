"""How fast are guests upgraded beside the slowest of them? `python bench/guests.py`, as root.

Ten guests, each about two seconds slow to shut down, on a libvirt host of their own. The peer is virsh, which
shuts one of them down, waits and starts it again, while nothing else runs; the slowest one counts. The bar is
1.3 with `--jobs 10`.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.e2e.guests import PC, SLOW  # noqa: E402
from tests.e2e.host import Host, missing  # noqa: E402
from tests.e2e.on_host import Guest, define_guest  # noqa: E402
from tests.e2e.tool import Tool  # noqa: E402

BAR = 1.3


def main() -> None:
    """Measure and print one row of the table for each round, and the median."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--guests", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    reason = missing()
    if reason:
        sys.exit(reason)
    ratios = []
    print("| guests | upgrade | slowest alone | ratio | bar |\n|---|---|---|---|---|")
    for _ in range(options.rounds):
        ours, peer = measure(options.guests)
        ratios.append(ours / peer)
        print(f"| {options.guests} | {ours:.2f} s | {peer:.2f} s | {ratios[-1]:.2f} | {BAR} |", flush=True)
    print(f"median: {statistics.median(ratios):.2f}")


def measure(number: int) -> tuple[float, float]:
    """Seconds of the whole command for all guests, and of virsh for the slowest of them."""
    host = Host()
    with tempfile.TemporaryDirectory(prefix="vmt-bench-") as folder:
        try:
            host.start()
            guests = [
                define_guest(host, f"guest-{n}", PC, obeys_after=SLOW, disk_format="raw")
                for n in range(number)
            ]
            for guest in guests:
                guest.start()
            slowest = max(restart(host, guest) for guest in guests)
            for guest in guests:
                guest.wait_until_alive()
            upgrade = Tool(host, state=Path(folder) / "state")
            started = time.perf_counter()
            done = upgrade("--all", "--yes", "--jobs", str(number))
            spent = time.perf_counter() - started
        finally:
            host.stop()
    if set(done.outcomes.values()) != {"lifted"}:
        sys.exit(f"not all were lifted: {done.outcomes}\n{done.talk}")
    return spent, slowest


def restart(host: Host, guest: Guest) -> float:
    """Shut down, wait for the event, start; in one virsh, as a script would."""
    command = ["virsh", "--quiet", "--connect", host.uri]
    with subprocess.Popen(
        [*command, "event", "--event", "lifecycle", "--loop", "--timeout", "60"],
        stdout=subprocess.PIPE,
        text=True,
    ) as events:
        assert events.stdout is not None
        time.sleep(0.2)  # until it listens
        started = time.perf_counter()
        host.virsh("shutdown", guest.name)
        for line in events.stdout:
            if "Stopped" in line and f"'{guest.name}'" in line:
                break
        host.virsh("start", guest.name)
        spent = time.perf_counter() - started
        events.kill()
    return spent


if __name__ == "__main__":
    main()
