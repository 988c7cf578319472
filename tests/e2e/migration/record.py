"""Take guests from host to host and write down what happens: `python -m tests.e2e.migration.record`.

Without --full 8 types of each board are tried from each suite to each. With --more what the record has stays
and is not tried again, as long as the hosts have the same versions: `--full --more --minutes 10`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.e2e.migration.host import missing_releases
from tests.e2e.migration.park import open_park
from tests.e2e.migration.sample import Way, from_old_to_new, ways
from tools.evidence.record import RECORD, SUITES, Attempt, Record, Versions, read_record, write_record

SAMPLE = 8


def main(arguments: Sequence[str]) -> int:
    """1 where there can be no hosts."""
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.migration.record", description=__doc__)
    parser.add_argument("--full", action="store_true", help="every type")
    parser.add_argument("--more", action="store_true", help="keep what is recorded, try the others")
    parser.add_argument("--minutes", type=float, default=600, help="begin nothing after that")
    parser.add_argument("--output", type=Path, default=RECORD)
    chosen = parser.parse_args(arguments)
    reason = missing_releases()
    if reason:
        print(reason, file=sys.stderr)
        return 1
    end = time.monotonic() + 60 * chosen.minutes
    today = time.strftime("%Y-%m-%d", time.gmtime())
    with open_park() as park:
        versions = park.versions()
        tried = _kept(chosen.output, versions) if chosen.more else {}
        known = park.known()
        planned = [way for way in ways(known, None if chosen.full else SAMPLE) if way not in tried]
        done = park.attempt_all(planned, lambda: time.monotonic() < end)
        for number, one in enumerate(done, 1):
            tried[one[:3]] = one
            print(f"{number}/{len(planned)}", *one[:3], *one.outcomes.values(), flush=True)
        full = tried.keys() >= set(ways(known, None))
    write_record(Record(today, full, versions, tuple(_in_order([*tried.values()]))), chosen.output)
    return 0


def _kept(path: Path, versions: Mapping[str, Versions]) -> dict[Way, Attempt]:
    """What was recorded of the same hosts."""
    record = read_record(path)
    return {one[:3]: one for one in record.attempts} if record.hosts == versions else {}


def _in_order(tried: list[Attempt]) -> list[Attempt]:
    """By the dates of the releases and of the types."""
    machines = from_old_to_new({one.machine for one in tried})
    return sorted(
        tried,
        key=lambda one: (
            SUITES.index(one.source),
            SUITES.index(one.destination),
            machines.index(one.machine),
        ),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
