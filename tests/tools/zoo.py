"""What do the tests of the harvesters start from? A small catalogue, and listings as QEMU prints them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import replace

from mtype.catalogue.compile import compile_catalogue
from mtype.catalogue.lookup import Catalogue
from mtype.hosts.captured import read_capabilities
from mtype.hosts.listing import Listing
from tools.harvest.document import canonical
from tools.harvest.harvest import About, Harvest, Source
from tools.harvest.propose import Proposal, propose

ZOO = """\
# A small catalogue.
format: 1
sources:
  trees: {text: source trees, evidence: source}
  old:
    text: emulators of 10.0
    evidence: emulator
  new: {text: the emulator that is asked, evidence: emulator}

# Boards with versions.
boards:
  pc-i440fx: {arch: [x86_64, i386], alias: pc, default: [x86_64, i386]}
  virt: {arch: [aarch64, arm], alias: virt}
  pseries: {arch: [ppc64], alias: pseries, default: [ppc64]}
vendors:
  upstream:
    name: QEMU
    types:
      # the PC
      - {board: pc-i440fx, versions: 9.1..9.2, pattern: pc-i440fx-VERSION, removed: 10.1, sources: [trees]}
      - {board: pc-i440fx, versions: 10.0..10.1, pattern: pc-i440fx-VERSION, sources: [trees]}
      # arm
      - {board: virt, versions: 9.2..10.1, pattern: virt-VERSION, sources: [trees]}
      - {board: pseries, names: pseries-10.0, introduced: 10.0, description: a pSeries, sources: [trees]}
    # unlike the others
    aliases:
      - {alias: raspi, target: raspi2, arch: [aarch64], introduced: "≤10.0", sources: [old]}
    boards-without-version:
      - arch: [x86_64, i386]
        introduced: 9.1
        boards:
          isapc: ISA-only PC
          microvm: microvm
          none: empty machine
        sources: [trees]
      - arch: [x86_64]
        introduced: ">9.1 ≤10.1"
        removed: ">10.1 ≤10.3"
        boards: {nitro: Nitro Enclave}
        sources: [old]
      - {arch: [x86_64], introduced: 9.1, build: xen, boards: {xenpv: Xen PC}, sources: [trees]}
      # boards of Raspberry Pi
      - arch: [aarch64]
        introduced: 9.1
        boards:
          raspi2: Raspberry Pi 2
          raspi3: Raspberry Pi 3
        sources: [trees]
  zoo:
    name: Zoo
    types:
      - {board: pc-i440fx, names: pc-i440fx-ant, release: ant, sources: [old]}
      - {board: pc-i440fx, names: pc-i440fx-bee, release: bee, sources: [old]}
      - {board: pc-i440fx, names: pc-i440fx-dog, release: dog, sources: [old]}
      # on Power
      - {board: pseries, names: pseries-ant, release: ant, sources: [old]}
lines:
  qemu:
    name: QEMU
    vendor: upstream
    arch: [x86_64, i386, aarch64, arm, ppc64]
    releases:
      - {version: 9.1, qemu: 9.1, evidence: tag, sources: [trees]}
      - {version: 9.2, qemu: 9.2, evidence: tag, sources: [trees]}
      - {version: 10.0, qemu: 10.0, evidence: tag, sources: [trees]}
      - {version: 10.1, qemu: 10.1, evidence: tag, sources: [trees]}
  plain:
    name: Plain
    vendor: upstream
    arch: [x86_64, i386, aarch64, arm, ppc64]
    builds: none
    releases:
      - {version: 1, codename: first, qemu: 10.0.2, evidence: emulator, sources: [old]}
      - {version: 2, codename: second, qemu: 10.1, evidence: inferred, sources: [trees]} # not asked yet
      - {version: next, codename: next, evidence: unknown, sources: [trees]}
  zoo:
    name: Zoo
    vendor: zoo
    carries: [upstream]
    arch: [x86_64, ppc64]
    builds: none
    aliases:
      - {alias: zoo, board: pc-i440fx}
      - {alias: pseries, board: pseries}
    default: {x86_64: zoo, ppc64: pseries}
    releases:
      - {version: 1, codename: ant, qemu: 10.0, own: {only: "{pc-i440fx,pseries}-ant"}, sources: [old]}
      - {version: 2, codename: bee, qemu: 10.0, own: {unknown: true}, evidence: inferred, sources: [old]}
      - version: 4
        codename: dog
        qemu: 10.1
        own: {add: "pc-i440fx-{bee,dog}"}
        evidence: patch
        sources: [old]
"""
assert canonical(ZOO) == ZOO


def listing(arch: str, *lines: str, version: str | None = None) -> Listing:
    """What an emulator of `arch` lists: `NAME: description`, the remarks as QEMU prints them."""
    rows = [line.partition(": ") for line in lines]
    text = "\n".join(f"{name:<20} {description or 'a board'}" for name, _, description in rows)
    (read,) = read_capabilities(f"Supported machines are:\n{text}\n".encode(), "a listing")
    machines = [replace(one, deprecated=bool(one.deprecated)) for one in read.machines]
    return Listing(arch, tuple(machines), version=version)


def harvest(
    release: str, *listings: Listing, text: str = ZOO, about: About | None = None, source: str = "new"
) -> Proposal:
    """What is proposed for `release` of a line of the zoo."""
    line, word = release.split(":")
    of_arch = {one.arch or "": one for one in listings}
    cited = Source(source, "emulator", "a source: another one", "here")
    return propose(text, Harvest(line, word, cited, about or About(), of_arch))


def changes(proposal: Proposal, text: str = ZOO) -> list[str]:
    """The lines that a proposal removes and adds; it is a valid catalogue in canonical form."""
    compile_catalogue(proposal.text.encode(), "the proposal")
    assert canonical(proposal.text) == proposal.text
    lines = difflib.unified_diff(text.splitlines(), proposal.text.splitlines(), n=0, lineterm="")
    changed = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    return [f"{line[0]} {line[1:].strip()}" for line in changed]


def conflicts(proposal: Proposal) -> list[tuple[int | None, str]]:
    """Lines and what is seen."""
    return [(one.line, one.seen) for one in proposal.conflicts]


def catalogue(proposal: Proposal) -> Catalogue:
    """The catalogue that a proposal makes."""
    return Catalogue(compile_catalogue(proposal.text.encode(), "the proposal"), "the proposal")


def line_of(start: str, text: str = ZOO) -> int:
    """The number of the only line that begins so."""
    found = [number for number, line in enumerate(text.split("\n"), 1) if line.strip().startswith(start)]
    assert len(found) == 1, found
    return found[0]


def without(lines: Iterable[str], *names: str) -> list[str]:
    """Listed lines but for some names."""
    return [line for line in lines if line.partition(": ")[0] not in names]


PC_10_0 = [
    "pc: Standard PC (alias of pc-i440fx-10.0)",
    "pc-i440fx-10.0: Standard PC (default)",
    "pc-i440fx-9.2: Standard PC",
    "pc-i440fx-9.1: Standard PC",
    "isapc: ISA-only PC",
    "microvm: microvm",
    "none: empty machine",
]
PC_10_1 = [
    "pc: Standard PC (alias of pc-i440fx-10.1)",
    "pc-i440fx-10.1: Standard PC (default)",
    "pc-i440fx-10.0: Standard PC",
    "isapc: ISA-only PC",
    "microvm: microvm",
    "none: empty machine",
    "nitro: Nitro Enclave",
]
PC_10_2 = [
    "pc: Standard PC (alias of pc-i440fx-10.2)",
    "pc-i440fx-10.2: Standard PC (default)",
    *[line.replace(" (default)", "") for line in PC_10_1[1:]],
]
ARM_10_1 = [
    "virt: ARM (alias of virt-10.1)",
    "virt-10.1: ARM",
    "virt-10.0: ARM",
    "virt-9.2: ARM",
    "raspi: Raspberry Pi 2 (alias of raspi2)",
    "raspi2: Raspberry Pi 2",
    "raspi3: Raspberry Pi 3",
]
