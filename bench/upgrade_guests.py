"""How fast are guests upgraded beside the slowest of them? `python bench/upgrade_guests.py`, as root.

Ten guests, each about two seconds slow to shut down, on a libvirt host of their own. The peer is what the
upgrade cannot do without: a few lines of libvirt-python that shut a guest down, wait and start it again. The
slowest one counts, once with the machine to itself and once with all ten at the same time, when ten emulators
start on the few processors there are. The bar is 1.3 with `--jobs 10`.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import libvirt

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.e2e.guests import PC, SLOW  # noqa: E402
from tests.e2e.host import Host, missing  # noqa: E402
from tests.e2e.on_host import Guest, define_guest  # noqa: E402
from tests.e2e.tool import Tool  # noqa: E402

BAR = 1.3


def main() -> None:
    """Measure and print one row of the table for each round, and the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--guests", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    reason = missing()
    if reason:
        sys.exit(reason)
    print("| guests | upgrade | slowest alone | ratio | slowest beside the others | ratio | bar |")
    print("|---|---|---|---|---|---|---|")
    rows = []
    for _ in range(options.rounds):
        ours, alone, beside = measure(options.guests)
        rows.append((ours / alone, ours / beside))
        print(
            f"| {options.guests} | {ours:.2f} s | {alone:.2f} s | {ours / alone:.2f} "
            f"| {beside:.2f} s | {ours / beside:.2f} | {BAR} |",
            flush=True,
        )
    print("medians: {:.2f} and {:.2f}".format(*map(statistics.median, zip(*rows, strict=True))))


def measure(number: int) -> tuple[float, float, float]:
    """Seconds of the whole command for all guests, and of the peer for the slowest, alone and beside the
    others."""
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
            connection = libvirt.open(host.uri)
            domains = [connection.lookupByName(guest.name) for guest in guests]
            alone = max(restart(domain) for domain in domains[:3])
            wait_until_all_hear(guests)
            with ThreadPoolExecutor(number) as pool:
                beside = max(pool.map(restart, domains))
            wait_until_all_hear(guests)
            connection.close()
            upgrade = Tool(host, state=Path(folder) / "state")
            started = time.perf_counter()
            done = upgrade("--all", "--yes", "--jobs", str(number))
            spent = time.perf_counter() - started
        finally:
            host.stop()
    if set(done.outcomes.values()) != {"lifted"}:
        sys.exit(f"not all were lifted: {done.outcomes}\n{done.talk}")
    return spent, alone, beside


def wait_until_all_hear(guests: list[Guest]) -> None:
    """A guest that is in its firmware misses the power button."""
    for guest in guests:
        guest.wait_until_alive()


def restart(domain: Any) -> float:
    """Shut down, wait, start."""
    started = time.perf_counter()
    domain.shutdown()
    while domain.isActive():
        time.sleep(0.01)
    domain.create()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
