from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mtype.catalogue.compile import compile_catalogue
from mtype.catalogue.lookup import Catalogue

CAPTURES = Path(__file__).parents[1] / "fixtures" / "capabilities"

CATALOGUE = """
format: 1
sources:
  seen: {text: a catalogue of a few types, evidence: emulator}
boards:
  pc-i440fx: {arch: [x86_64, i386], alias: pc, default: [x86_64, i386], description: Standard PC,
    sources: seen}
  pc-q35: {arch: [x86_64, i386], alias: q35, description: Standard PC, sources: seen}
  virt: {arch: [aarch64, arm], alias: virt, sources: seen}
  virt-m68k: {arch: [m68k], alias: virt, sources: seen}
  pseries: {arch: [ppc64], alias: pseries, default: [ppc64], sources: seen}
  s390-ccw-virtio: {arch: [s390x], alias: s390-ccw-virtio, default: [s390x], sources: seen}
vendors:
  upstream:
    name: QEMU
    sources: seen
    types:
      - {board: pc-i440fx, versions: 2.4..11.1, pattern: pc-i440fx-VERSION, sources: [seen]}
      - {board: pc-q35, versions: 2.4..11.1, pattern: pc-q35-VERSION, sources: [seen]}
      - {board: virt, versions: 2.6..11.1, pattern: virt-VERSION, sources: [seen]}
      - {board: virt-m68k, versions: 6.0..11.1, pattern: virt-VERSION, sources: [seen]}
      - {board: pseries, versions: 2.4..11.1, pattern: pseries-VERSION, sources: [seen]}
      - {board: s390-ccw-virtio, versions: 2.4..11.1, pattern: s390-ccw-virtio-VERSION, sources: [seen]}
    boards-without-version:
      - {arch: [x86_64, i386], introduced: 0.10, boards: {isapc: ISA-only PC}, sources: [seen]}
      - {arch: [x86_64, i386], introduced: 1.0, boards: {none: empty machine}, sources: [seen]}
      - {arch: [aarch64, arm], introduced: 2.0, boards: {raspi2b: Raspberry Pi 2B}, sources: [seen]}
      - {arch: [aarch64], introduced: 2.12, boards: {raspi3b: Raspberry Pi 3B}, sources: [seen]}
      - {arch: [loongarch64], introduced: 7.1, boards: {virt: LoongArch machine}, sources: [seen]}
      - {arch: [riscv64], introduced: 2.12, boards: {virt: RISC-V VirtIO board}, sources: [seen]}
lines:
  qemu:
    name: QEMU
    vendor: upstream
    sources: seen
    releases:
"""
VERSIONS = (
    "2.4 2.5 2.6 2.7 2.8 2.9 2.10 2.11 2.12 3.0 3.1 4.0 4.1 4.2 5.0 5.1 5.2 6.0 6.1 6.2 7.0 7.1 7.2 "
    "8.0 8.1 8.2 9.0 9.1 9.2 10.0 10.1 10.2 11.0 11.1"
)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    releases = "".join(f"      - {{version: {v}, qemu: {v}, sources: [seen]}}\n" for v in VERSIONS.split())
    return Catalogue(compile_catalogue((CATALOGUE + releases).encode(), "test.yaml"), "test.yaml")


@pytest.fixture(scope="session")
def capture() -> Callable[[str], bytes]:
    return lambda name: (CAPTURES / name).read_bytes()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's answers of emulators are kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", os.fspath(tmp_path / "cache"))
    return tmp_path / "cache" / "virt-machine-type" / "emulators"


@pytest.fixture
def script() -> Iterator[Callable[[str], str]]:
    """Makes a shell script that any user may run; pytest's own folders are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="liars-"))
    folder.chmod(0o755)

    def make(body: str, name: str = "qemu-system-x86_64") -> str:
        path = folder / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
        return os.fspath(path)

    yield make
    shutil.rmtree(folder)
