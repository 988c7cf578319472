"""The command line of the harvesters: `python -m tools.harvest emulator|listing|tree …`.

The proposal is a unified diff on stdout; nothing is written without --write. What it contradicts goes to
stderr. 0: no contradiction; 1: there are some, and what they concern is left as it is; 2: wrong usage.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Sequence
from pathlib import Path

from mtype.catalogue.compile import compile_catalogue
from mtype.catalogue.format import EVIDENCE
from mtype.catalogue.load import catalogue_path
from mtype.catalogue.lookup import Catalogue
from mtype.hosts.listing import Listing
from mtype.model.errors import MtypeError, UsageError
from tools.harvest.gather import from_emulators, from_text, from_tree, paths_below
from tools.harvest.harvest import About, Harvest, Source
from tools.harvest.propose import propose

_EVIDENCE = {"emulator": "emulator", "listing": "listing", "tree": "source"}


def main(arguments: Sequence[str]) -> int:
    """Run one harvest; the exit code."""
    chosen = _parser().parse_args(arguments)
    try:
        return _run(chosen)
    except (MtypeError, OSError, ValueError) as error:  # a ValueError says which text is no version
        print(error, file=sys.stderr)
        return 2


def _run(chosen: argparse.Namespace) -> int:
    file: Path = chosen.catalogue
    text = file.read_text(encoding="utf-8")
    line, _, word = chosen.release.rpartition(":")
    if not line:
        raise UsageError(f"{chosen.release} names no line: write LINE:VERSION, such as ubuntu:27.04.")
    source = Source(
        chosen.source, chosen.evidence or _EVIDENCE[chosen.kind], chosen.text, chosen.where, chosen.date
    )
    about = About(chosen.codename, chosen.released, chosen.qemu, chosen.package, chosen.previous)
    harvest = Harvest(line, word, source, about, _listings(chosen, text))
    proposal = propose(text, harvest, str(file))
    names = (f"a/{file.name}", f"b/{file.name}")
    diff = difflib.unified_diff(text.splitlines(True), proposal.text.splitlines(True), *names)
    sys.stdout.writelines(diff)
    for conflict in proposal.conflicts:
        print(f"{file.name}: {conflict}", file=sys.stderr)
    if chosen.write and proposal.text != text:
        file.write_text(proposal.text, encoding="utf-8")
    return 1 if proposal.conflicts else 0


def _listings(chosen: argparse.Namespace, text: str) -> dict[str, Listing]:
    if chosen.kind == "tree":
        return from_tree(chosen.tree)
    if chosen.kind == "emulator":
        below = [path for root in chosen.root for path in paths_below(root)]
        if not (below or chosen.path):
            raise UsageError("Name emulators, or a folder of them with --root.")
        return from_emulators([*chosen.path, *below])
    catalogue = Catalogue(compile_catalogue(text.encode(), str(chosen.catalogue)), str(chosen.catalogue))
    pasted = chosen.file.read_bytes() if str(chosen.file) != "-" else sys.stdin.buffer.read()
    return from_text(pasted, str(chosen.file), chosen.arch, chosen.qemu, catalogue)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.harvest", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    emulator = kinds.add_parser("emulator", help="ask real emulators")
    emulator.add_argument("path", nargs="*", metavar="PATH")
    emulator.add_argument("--root", action="append", default=[], type=Path, help="all emulators below DIR")
    listing = kinds.add_parser("listing", help="read a pasted -M help, or another capture")
    listing.add_argument("file", type=Path, metavar="FILE", help="- for standard input")
    listing.add_argument("--arch", help="QEMU's name, where the listing does not tell it")
    tree = kinds.add_parser("tree", help="read a source tree of QEMU")
    tree.add_argument("tree", metavar="DIR@TAG", help="a git repository and a revision in it")
    for kind in (emulator, listing, tree):
        kind.add_argument("--for", dest="release", required=True, metavar="LINE:VERSION")
        kind.add_argument("--source", required=True, metavar="KEY", help="the source that the facts cite")
        kind.add_argument("--text", help="what was read there; required for a new source")
        kind.add_argument("--where", help="where others can read it")
        kind.add_argument("--date", help="when it was read or published")
        kind.add_argument(
            "--evidence", choices=EVIDENCE, help="how it knows; follows from the kind of harvest"
        )
        kind.add_argument("--codename", help="of a release that is not there yet")
        kind.add_argument("--released", metavar="DATE", help="of that release, or of the update --package")
        kind.add_argument("--qemu", metavar="VERSION", help="where the listing does not tell it")
        kind.add_argument("--package", metavar="VERSION", help="package of the release, or of the update")
        kind.add_argument(
            "--previous",
            metavar="VERSION",
            help="newest QEMU before it whose list is known whole; default: the newest one asked",
        )
        kind.add_argument("--catalogue", type=Path, default=catalogue_path(), metavar="FILE")
        kind.add_argument("--write", action="store_true", help="change the file too")
    return parser
