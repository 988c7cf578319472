"""How do tests call the real command, and as whom?"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
FIXTURES = ROOT / "tests" / "fixtures"
DROP = Path(__file__).with_name("as_nobody.py")
TODAY = "2026-11-21"
NOBODY = 65534
# What would change what the command does, how it looks, or how long it takes: coverage is measured in the
# tests' own process, and would double the time and write files as a user who may not.
_FOREIGN = (
    "VIRT_MACHINE_TYPE", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "TERM", "PYTHON",
    "COVERAGE_",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ran:
    """What a call came to. Bytes that are no UTF-8 are kept as surrogates."""

    code: int
    out: str
    err: str

    @property
    def talk(self) -> str:
        """All that was said, on either stream."""
        return self.out + self.err


@cache
def cache_folder() -> TemporaryDirectory[str]:
    """A cache for all calls of one test process, so that the catalogue is compiled once; gone at its end."""
    return TemporaryDirectory(prefix="virt-machine-type-cache-")


@cache
def readable_program() -> TemporaryDirectory[str]:
    """A copy of the program that every user may read: the source tree may lie in a folder of root's."""
    folder = TemporaryDirectory(prefix="virt-machine-type-program-")
    place = Path(folder.name)
    shutil.copytree(ROOT / "mtype", place / "mtype", ignore=shutil.ignore_patterns("__pycache__"))
    (place / "data").mkdir()
    shutil.copy(ROOT / "data" / "machine-types.yaml", place / "data")
    for path in (place, *place.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


def environment(**more: str) -> dict[str, str]:
    """The environment of a call: this one without what would change the answer, and `more`."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(_FOREIGN)}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "XDG_CACHE_HOME": cache_folder().name,
        "XDG_STATE_HOME": str(Path(cache_folder().name) / "state"),
        "VIRT_MACHINE_TYPE_TODAY": TODAY,
        **more,
    }


def call(*arguments: str | bytes | Path, unprivileged: bool = False) -> list[str | bytes | Path]:
    """The words of a call of the command; `unprivileged` as a user who may read no foreign file."""
    start = [str(DROP)] if unprivileged and os.geteuid() == 0 else ["-m", "mtype"]
    return [sys.executable, *start, *arguments]


def run(
    *arguments: str | bytes | Path,
    cwd: Path | str = ROOT,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    unprivileged: bool = False,
    timeout: float = 60,
) -> Ran:
    """Call the command and wait for it."""
    variables = environment(**(env or {}))
    if unprivileged:
        variables["PYTHONPATH"] = readable_program().name
    ran = subprocess.run(
        call(*arguments, unprivileged=unprivileged),
        cwd=cwd,
        input=stdin,
        env=variables,
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    return Ran(ran.returncode, _text(ran.stdout), _text(ran.stderr))


def check(*arguments: str | bytes | Path, cwd: Path = ROOT) -> Ran:
    """`virt-machine-type check --for debian:13 …`"""
    return run("check", "--for", "debian:13", *arguments, cwd=cwd)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def domain(
    machine: str | None = "pc-q35-10.0", name: str = "nas", inside: str = "", arch: str = "x86_64"
) -> str:
    """A small definition; `inside` stands before its end."""
    attribute = "" if machine is None else f" machine='{machine}'"
    return (
        f"<domain type='kvm'>\n  <name>{name}</name>\n  <os>\n"
        f"    <type arch='{arch}'{attribute}>hvm</type>\n  </os>\n{inside}</domain>\n"
    )


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below `folder`, with the folders they need."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def definitions(folder: Path, machines: Sequence[str]) -> Path:
    """A folder with one definition for each machine type: `guest-0.xml`, `guest-1.xml`, …"""
    return write(folder, {f"guest-{n}.xml": domain(m, f"guest-{n}") for n, m in enumerate(machines)})
