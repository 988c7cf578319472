"""Do many workers give what one process gives, also when one of them dies?"""

from __future__ import annotations

import io
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtype.check.result import Result
from mtype.check.run import run
from mtype.model.definition import Definition
from mtype.model.exit_code import ExitCode
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.rules import RULES, Context, Rule
from tests.check import build
from tests.check.build import lint, rules_of
from tests.cli.command import domain, write

MACHINES = ("pc-q35-10.0", "pc-q35-2.3", "q35", "pc-q35-noble", "pc-i440fx-4.2", "pc-q35-nobel", None)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1,000 files in 10 folders: definitions, several in one file, broken ones, other objects."""
    folder = tmp_path_factory.mktemp("many")
    files = {}
    for number in range(1000):
        name = f"host-{number % 10}/guest-{number}.xml"
        if number % 97 == 0:
            files[name] = "<domain type='kvm'>\n"
        elif number % 89 == 0:
            files[name] = "<network/>"
        else:
            machine = MACHINES[number % len(MACHINES)]
            files[name] = domain(machine, f"guest-{number}") * (1 + (number % 50 == 0))
    return write(folder, files)


def same(one: Result, other: Result) -> bool:
    return (one.rows, one.findings, one.skipped, one.suppressed, one.unparsed) == (
        other.rows,
        other.findings,
        other.skipped,
        other.suppressed,
        other.unparsed,
    )


def test_workers_give_what_one_process_gives_in_the_same_order(many: Path) -> None:
    alone, together = lint(many, jobs=1), lint(many, jobs=4)
    assert same(alone, together)
    assert len(alone.rows) > 900
    assert (alone.unparsed, len(alone.skipped)) == (11, 11)
    paths = [row.path for row in alone.rows]
    assert paths == sorted(paths)
    assert {finding.rule for finding in alone.findings} == {
        "MT101",
        "MT102",
        "MT103",
        "MT201",
        "MT202",
        "MT301",
        "MT601",
    }


@pytest.mark.parametrize("jobs", [1, 3])
def test_the_standard_input_keeps_its_place(many: Path, jobs: int) -> None:
    text = io.BytesIO(domain("q35", "piped").encode())
    roots = [str(many / "host-2"), str(many / "host-1"), "-", str(many / "host-0")]
    ran = run(roots, build.settings(jobs=jobs), version="0", stdin=text)
    order = list(dict.fromkeys(os.path.dirname(row.path) for row in ran.rows))
    assert order == [roots[0], roots[1], "", roots[3]]
    assert "<stdin>" in {row.path for row in ran.rows}


def test_without_a_standard_input_that_is_told() -> None:
    (skip,) = run(["-"], build.settings(), version="0").skipped
    assert (skip.path, skip.failed) == ("<stdin>", True)


def test_a_standard_input_that_is_too_large_is_not_read_to_its_end() -> None:
    endless = io.BytesIO(domain(inside=" " * 5_000_000).encode())
    (skip,) = run(["-"], build.settings(max_bytes=1_000_000), version="0", stdin=endless).skipped
    assert "larger than" in skip.reason
    assert endless.tell() < 2_000_000


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_is_told_for_every_file(many: Path, jobs: int) -> None:
    seen: list[tuple[int, int]] = []
    run(
        [str(many)],
        build.settings(jobs=jobs),
        version="0",
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen == [(done, 1000) for done in range(1, 1001)]


def test_the_result_says_which_targets_were_asked() -> None:
    targets = run([], build.settings("debian:13", "noble"), version="7").targets
    assert [(target.release, target.source) for target in targets] == [
        ("debian:13", "catalogue"),
        ("ubuntu:noble", "catalogue"),
    ]


# -- what goes wrong ---------------------------------------------------------------------------------


class Deadly(Rule):
    """Kills its own process at certain files, as the kernel does when memory runs out."""

    id, name, severity, since = "MT901", "deadly", Severity.INFO, "0.1.0"
    at: str
    spared: int

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        if definition.path.endswith(self.at) and os.getpid() != self.spared:
            os.kill(os.getpid(), signal.SIGKILL)
        return iter(())


@pytest.mark.parametrize("at", ["guest-500.xml", "host-0/guest-10.xml", ".xml"])
def test_a_worker_that_is_killed_makes_its_files_skipped(many: Path, at: str) -> None:
    deadly = type("DeadlyHere", (Deadly,), {"at": at, "spared": os.getpid()})
    ran = lint(many, jobs=2, rules=(*RULES, deadly))
    lost = [skip for skip in ran.skipped if skip.failed]
    assert lost
    assert {skip.reason for skip in lost} == {"the worker that read it was killed; try --jobs 1"}
    assert any(skip.path.endswith(at) for skip in lost)
    # Every file is accounted for, once.
    told = Counter(row.path for row in ran.rows) | Counter(skip.path for skip in ran.skipped)
    told |= Counter(finding.path for finding in ran.findings)
    assert len(told) == 1000
    assert {skip.path for skip in lost}.isdisjoint(row.path for row in ran.rows)
    assert ran.exit_code(None) is ExitCode.INCOMPLETE


class Undefining(Rule):
    """Deletes another file, as a host does that undefines a guest meanwhile."""

    id, name, severity, since = "MT902", "undefining", Severity.INFO, "0.1.0"

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        (Path(definition.path).parent / "vanishing.xml").unlink(missing_ok=True)
        return iter(())


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_that_vanishes_meanwhile_is_skipped(tmp_path: Path, jobs: int) -> None:
    files = {f"{n}.xml": domain() for n in range(300)}
    write(tmp_path, files | {"vanishing.xml": domain()})
    ran = lint(tmp_path, jobs=jobs, rules=(*RULES, Undefining))
    assert [(os.path.basename(skip.path), skip.failed) for skip in ran.skipped] == [("vanishing.xml", True)]
    assert len(ran.rows) == 300


class Slow(Rule):
    """Takes ten milliseconds."""

    id, name, severity, since = "MT903", "slow", Severity.INFO, "0.1.0"

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        time.sleep(0.01)
        return iter(())


def test_who_stops_listening_does_not_wait_for_the_rest(many: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run([str(many)], build.settings(jobs=2, rules=(*RULES, Slow)), version="0", progress=stop)
    assert time.monotonic() - started < 4  # all of it takes more than 5 seconds


def test_a_guest_that_is_fine_and_one_that_is_not(tmp_path: Path) -> None:
    write(tmp_path, {"a.xml": domain(), "b.xml": domain("q35", "b")})
    ran = lint(tmp_path)
    assert (rules_of(ran), ran.exit_code(Severity.ERROR), ran.exit_code(Severity.WARNING)) == (
        ["MT103"],
        0,
        1,
    )
