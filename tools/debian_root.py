"""Make a root of another Debian suite: `python -m tools.debian_root [--host] SUITE [FOLDER]`.

Without FOLDER it lies in the cache that the tests use, and is only made where it is not there yet.
With --host it is a whole libvirt host, not only emulators.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.roots.cache import cached_root
from tools.roots.kinds import EMULATORS, HOSTS
from tools.roots.make import RootError, make_root


def main(arguments: list[str]) -> int:
    """Print where the root is; 1, and the reason on stderr, where there is none in the end."""
    parser = argparse.ArgumentParser(prog="python -m tools.debian_root")
    parser.add_argument("--host", action="store_const", const=HOSTS, default=EMULATORS, dest="kind")
    parser.add_argument("suite", choices=EMULATORS.packages)
    parser.add_argument("folder", type=Path, nargs="?")
    chosen = parser.parse_args(arguments)
    note = None
    try:
        if chosen.folder is None:
            chosen.folder, note = cached_root(chosen.suite, chosen.kind)
        else:
            make_root(chosen.suite, chosen.folder, chosen.kind)
    except RootError as error:
        print(error, file=sys.stderr)
        return 1
    print(chosen.folder)
    if note:
        print(note, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
