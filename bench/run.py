"""How fast is it beside its peers? Every figure compares medians, measured in turns in one run."""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus import ROOT, make_corpus, make_large

PAGE = ROOT / "docs" / "explanation" / "performance.md"
_BEGIN, _END = "<!-- figures: made by bench/run.py -->", "<!-- end of figures -->"
TOOL = str(Path(sys.executable).with_name("virt-machine-type"))
# Python keeps its compiled modules, as in an installation.
_FOREIGN = ("VIRT_MACHINE_", "PYTHONDONTWRITEBYTECODE")
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith(_FOREIGN)}


def seconds(call: Sequence[str], folder: Path | None = None) -> float:
    """Wall time of one run, in `folder`; its output goes to a file, as in CI."""
    with tempfile.TemporaryFile() as sink:
        started = time.perf_counter()
        done = subprocess.run(
            call, cwd=folder, stdout=sink, stderr=subprocess.PIPE, env=ENVIRONMENT, check=False
        )
        spent = time.perf_counter() - started
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(call[:4])} … ended with {done.returncode}: {done.stderr.decode()[:500]}")
    return spent


def compare(ours: Callable[[], float], peer: Callable[[], float], rounds: int) -> tuple[float, float]:
    """Medians of both, run in turns after one run each that does not count."""
    ours(), peer()
    pairs = [(ours(), peer()) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def xmllint(files: list[str]) -> float:
    """xmllint on the same files: as few processes as the length of a command line allows."""
    listing = "\0".join(files).encode()
    started = time.perf_counter()
    subprocess.run(["xargs", "-0", "xmllint", "--noout"], input=listing, check=True)
    return time.perf_counter() - started


def peak_memory(call: Sequence[str]) -> int:
    """Peak resident memory in KiB of one run."""
    code = (
        "import resource,subprocess,sys;subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *call], capture_output=True, env=ENVIRONMENT, check=True
    )
    return int(done.stdout)


def main() -> None:
    """Measure, print the table and put it into docs/explanation/performance.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=11590)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--print-only", action="store_true", help="leave the page as it is")
    options = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="vmt-bench-"))
    try:
        rows = measure(work, options.files, options.rounds)
    finally:
        shutil.rmtree(work)
    text = "\n".join(["| what | ours | peer | ratio | bar |", "|---|---|---|---|---|", *rows, "", machine()])
    print(text)
    if not options.print_only:
        page = PAGE.read_text()
        before, rest = page.split(_BEGIN)
        PAGE.write_text(f"{before}{_BEGIN}\n{text}\n{_END}{rest.split(_END)[1]}")


def measure(work: Path, files: int, rounds: int) -> list[str]:
    """One row of the table for each figure."""
    corpus = work / "corpus"
    size = make_corpus(corpus, files)
    paths = [str(path) for path in sorted(corpus.rglob("*.xml"))]
    check = [TOOL, "check", "--for", "debian:13", "--config", ""]
    rows = []

    ours, peer = compare(lambda: seconds([*check, str(corpus)]), lambda: xmllint(paths), rounds)
    what = f"`check` of {files:,} definitions ({size / 1e6:.0f} MB), `xmllint --noout` on the same files"
    rows.append(row(what, ours, peer, "2"))

    way = [TOOL, "check-migration", "--from", "debian:12", "--to", "debian:13", "--config", ""]
    moved, checked = compare(
        lambda: seconds([*way, str(corpus)]), lambda: seconds([*check, str(corpus)]), max(3, rounds // 2)
    )
    rows.append(row(f"`check-migration` of {files:,} definitions, `check` of them", moved, checked, "1.5"))

    single = [*check, "--jobs", "1"]
    folders = [str(path) for path in sorted(corpus.iterdir())]
    many, few = compare(
        lambda: seconds([*single, *folders[:8]]),
        lambda: seconds([*single, *folders[:2]]),
        max(3, rounds // 2),
    )
    rows.append(row("`check --jobs 1` of 4,000 definitions, of 1,000", many, few, "about 4"))

    python = [sys.executable, "-c"]
    ours, peer = compare(
        lambda: seconds([TOOL, "--version"]), lambda: seconds([*python, "import typer"]), rounds * 3
    )
    rows.append(row("`--version`, `python -c 'import typer'`", ours, peer, "1.3"))

    example = str(ROOT / "examples" / "ubuntu" / "web-frontend.xml")
    ours, peer = compare(
        lambda: seconds([*check, example]),
        lambda: seconds([*python, "import typer, lxml.etree"]),
        rounds * 3,
    )
    rows.append(row("`check` of one file, `python -c 'import typer, lxml.etree'`", ours, peer, "1.5"))

    site = as_installed(work / "site")
    load = "from mtype.catalogue.load import load_catalogue; c = load_catalogue()"
    offer = (
        f"{load}\nfrom mtype.catalogue.releases import find_release\n"
        "from mtype.catalogue.offer import offer_of_release\n"
        "offer_of_release(c, find_release(c, 'ubuntu:noble'), 'x86_64')"
    )
    for what, code, bar in (
        ("loading the catalogue", load, "10 ms more"),
        ("… and working out what ubuntu:noble offers on x86_64", offer, ""),
    ):
        ours, peer = compare(
            lambda code=code: seconds([*python, code], site),
            lambda: seconds([*python, "import json"], site),
            rounds * 3,
        )
        more = f"{(ours - peer) * 1000:.1f} ms more"
        what = f"{what}, `python -c 'import json'`"
        rows.append(f"| {what} | {ours * 1000:.0f} ms | {peer * 1000:.0f} ms | {more} | {bar} |")

    make_large(work / "large.xml", 60_000_000)
    make_large(work / "little.xml", 100_000)
    large = peak_memory([*single, str(work / "large.xml")])
    little = peak_memory([*single, str(work / "little.xml")])
    rows.append(
        f"| peak memory of `check`, a definition of 60 MB, of 0.1 MB | {large / 1024:.0f} MiB "
        f"| {little / 1024:.0f} MiB | {large / little:.2f} | flat |"
    )
    return rows


def as_installed(site: Path) -> Path:
    """The package in a folder of its own, with the compiled catalogue that a wheel has."""
    from mtype.catalogue.compile import compile_catalogue
    from mtype.catalogue.digest import stamp
    from mtype.catalogue.load import COMPILED_NAME, catalogue_path, write_compiled

    package = site / "mtype"
    shutil.copytree(ROOT / "mtype", package, ignore=shutil.ignore_patterns("__pycache__", "data"))
    (package / "data").mkdir()
    shutil.copy(catalogue_path(), package / "data")
    data = catalogue_path().read_bytes()
    compiled = compile_catalogue(data, str(catalogue_path()))
    write_compiled(compiled, str(package / "data" / COMPILED_NAME), stamp(data))
    compileall.compile_dir(package, quiet=1)  # as pip does
    return site


def row(what: str, ours: float, peer: float, bar: str) -> str:
    """One line of the table."""
    return f"| {what} | {ours * 1000:.0f} ms | {peer * 1000:.0f} ms | {ours / peer:.2f} | {bar} |"


def machine() -> str:
    """What was measured on."""
    version = ".".join(map(str, sys.version_info[:3]))
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PHYS_PAGES") * 4096 / 2**30
    return f"{cores} cores, {memory:.0f} GiB of memory, Python {version}."


if __name__ == "__main__":
    main()
