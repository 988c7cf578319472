"""Does the report go where it should, and is everything that can go wrong with a stream told in one line?"""

from __future__ import annotations

import json
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.command import EXAMPLES, ROOT, call, check, domain, environment, run, write
from tests.required import full_device

ESCAPE = "\x1b["


@pytest.fixture
def guests(tmp_path: Path) -> Path:
    return write(tmp_path, {"guests/a.xml": domain("q35"), "guests/b.xml": domain("pc-q35-2.3", "mail")})


def shell(line: str, cwd: Path = ROOT, **more: str) -> tuple[int, str, str]:
    """A line for the shell in which $VMT is the command."""
    words = " ".join(shlex.quote(str(word)) for word in call())
    ran = subprocess.run(
        ["/bin/bash", "-o", "pipefail", "-c", line.replace("$VMT", words)],
        env=environment(**more),
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stdout, ran.stderr


def on_terminal(words: list[str], cwd: Path, **more: str) -> tuple[int, str, str]:
    """What a terminal gets of a call: both streams, told apart by a pipe for stdout where `| ` is given."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        call(*words), stdin=theirs, stdout=theirs, stderr=theirs, cwd=cwd,
        env=environment(TERM="xterm", **more), start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other side is closed
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    return process.wait(), shown.decode(), ""


# -- stdout is the report, stderr is talk ------------------------------------------------------------


def test_stdout_is_the_report_and_nothing_else(guests: Path) -> None:
    ran = check("--format", "json", "--write-baseline", "known.json", "guests", cwd=guests)
    assert json.loads(ran.out)["summary"]["definitions"] == 2
    assert ran.err == "2 findings written to known.json\n"


def test_several_reports_are_written_in_one_run(guests: Path) -> None:
    pairs = [
        "--format",
        "sarif",
        "--output",
        "a.sarif",
        "--format",
        "junit",
        "--output",
        "b.xml",
        "--format",
        "text",
    ]
    ran = check(*pairs, "guests", cwd=guests)
    assert ran.code == 1
    assert ran.out.endswith("1 error, 1 warning\n")
    assert json.loads((guests / "a.sarif").read_text())["version"] == "2.1.0"
    assert (guests / "b.xml").read_text().startswith("<?xml")
    assert sorted(path.name for path in guests.iterdir()) == ["a.sarif", "b.xml", "guests"]


def test_a_format_with_a_file_leaves_stdout_empty(guests: Path) -> None:
    assert check("--format", "json", "--output", "a.json", "guests", cwd=guests).out == ""
    assert check("--output", "a.txt", "guests", cwd=guests).out == ""
    assert (guests / "a.txt").read_text() == check("guests", cwd=guests).out


def test_a_dash_for_the_file_is_stdout(guests: Path) -> None:
    assert check("--output", "-", "guests", cwd=guests).out == check("guests", cwd=guests).out


def test_a_file_that_was_there_is_replaced_and_has_usual_rights(guests: Path) -> None:
    (guests / "a.json").write_text("old " * 10_000)
    os.chmod(guests / "a.json", 0o600)
    check("--format", "json", "--output", "a.json", "guests", cwd=guests)
    json.loads((guests / "a.json").read_text())
    mask = os.umask(0)
    os.umask(mask)
    assert (guests / "a.json").stat().st_mode & 0o777 == 0o666 & ~mask


def test_one_file_that_cannot_be_written_does_not_take_the_others_along(guests: Path) -> None:
    pairs = [
        "--format",
        "json",
        "--output",
        "no/where/a.json",
        "--format",
        "junit",
        "--output",
        "b.xml",
        "--format",
        "text",
    ]
    ran = check(*pairs, "guests", cwd=guests)
    assert ran.code == 3
    assert ran.err == (
        "virt-machine-type: the report cannot be written to no/where/a.json: No such file or directory\n"
    )
    assert ran.out.endswith("1 error, 1 warning\n")
    assert (guests / "b.xml").exists()


def test_the_list_goes_to_a_file_too(tmp_path: Path) -> None:
    ran = run("list", "rules", "--format", "json", "--output", "rules.json", cwd=tmp_path)
    assert (ran.code, ran.talk) == (0, "")
    assert json.loads((tmp_path / "rules.json").read_text())["rules"]


def test_a_link_stays_a_link_and_its_file_is_written(guests: Path) -> None:
    write(guests, {"reports/today.txt": "old\n"})
    (guests / "latest.txt").symlink_to("reports/today.txt")
    check("--output", "latest.txt", "guests", cwd=guests)
    assert (guests / "latest.txt").is_symlink()
    assert (guests / "reports/today.txt").read_text() == check("guests", cwd=guests).out
    assert [path.name for path in (guests / "reports").iterdir()] == ["today.txt"]


def test_an_open_file_can_be_the_file(guests: Path) -> None:
    code, out, err = shell("$VMT check --for debian:13 --output /proc/self/fd/7 guests 7> seven.txt", guests)
    assert (code, out, err) == (1, "", "")
    assert (guests / "seven.txt").read_text() == check("guests", cwd=guests).out


def test_a_pipe_can_be_the_file(guests: Path) -> None:
    code, out, err = shell("$VMT check --for debian:13 --format json --output /dev/stderr guests", guests)
    assert (code, out) == (1, "")
    assert json.loads(err)


# -- streams that are closed, full or gone -----------------------------------------------------------


@pytest.mark.parametrize("words", ["check --for debian:13 guests", "list rules", "explain MT101"])
def test_a_full_disk_behind_stdout_is_told(guests: Path, words: str) -> None:
    code, _, err = shell(f"$VMT {words} > {full_device()}", guests)
    message = (
        "virt-machine-type: the report cannot be written to the standard output: No space left on device\n"
    )
    assert (code, err) == (3, message)


@pytest.mark.parametrize("words", ["check --for debian:13 guests", "list rules", "explain MT101"])
def test_a_closed_stdout_is_told(guests: Path, words: str) -> None:
    code, _, err = shell(f"$VMT {words} >&-", guests)
    assert (code, err) == (
        3,
        "virt-machine-type: the report cannot be written: the standard output is closed\n",
    )


def test_a_closed_stdin_matters_only_to_who_reads_it(guests: Path) -> None:
    assert shell("$VMT check --for debian:13 guests <&-", guests)[0] == 1
    code, out, err = shell("$VMT check --for debian:13 - <&-", guests)
    assert (code, err) == (3, "")
    assert "failed: <stdin>: there is no standard input" in out


def test_a_closed_stderr_does_not_matter(guests: Path) -> None:
    assert shell("$VMT check --for debian:13 guests 2>&-", guests)[::2] == (1, "")
    assert shell("$VMT check --for nowhere guests 2>&-", guests) == (2, "", "")


def test_a_reader_that_goes_away_ends_the_run_quietly(tmp_path: Path) -> None:
    write(tmp_path, {f"{number}.xml": domain("q35", "x" * 500) for number in range(400)})
    code, out, err = shell(
        "set +o pipefail; $VMT check --for debian:13 . | head -n 1; echo ${PIPESTATUS[0]}", tmp_path
    )
    assert out.splitlines() == ["./0.xml", "3"]
    assert (code, err) == (0, "")


def test_an_interrupt_ends_the_run_in_one_line_and_with_a_code_that_means_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    process = subprocess.Popen(
        call("check", "--for", "debian:13", "pipe"),
        cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with open(tmp_path / "pipe", "wb"):  # waits until the run reads
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (3, "", "virt-machine-type: interrupted\n")


def test_an_interrupt_reaches_the_workers_too_and_none_of_them_complains(tmp_path: Path) -> None:
    big = domain("q35", inside=f"<!--{' ' * 200_000}-->" * 4)
    write(tmp_path, {f"{number}.xml": big for number in range(400)})
    process = subprocess.Popen(
        call("check", "--for", "debian:13", "--jobs", "2", *["."]),
        cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None and len(_children(process.pid)) < 2:
        time.sleep(0.002)
    os.killpg(process.pid, signal.SIGINT)
    err = process.communicate(timeout=30)[1]
    # If the run was quicker than the signal, it has just done its work.
    assert process.returncode in (0, 3)
    assert err in ("", "virt-machine-type: interrupted\n")
    assert (process.returncode == 3) is bool(err)


def _children(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []


# -- terminals ---------------------------------------------------------------------------------------


def test_a_terminal_gets_colour_and_its_width(guests: Path) -> None:
    code, shown, _ = on_terminal(["check", "--for", "debian:13", "guests"], guests, COLUMNS="60")
    assert code == 1
    assert ESCAPE + "1;31m" in shown
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert max(map(len, plain.splitlines())) <= 60


def test_colour_can_be_refused(guests: Path) -> None:
    assert ESCAPE not in on_terminal(["check", "--for", "debian:13", "guests"], guests, NO_COLOR="1")[1]


def test_a_pipe_gets_no_colour_and_is_not_wrapped(guests: Path) -> None:
    out = check("guests", cwd=guests).out
    assert ESCAPE not in out
    assert max(map(len, out.splitlines())) > 120


def test_a_file_gets_no_colour_even_from_a_terminal(guests: Path) -> None:
    on_terminal(["check", "--for", "debian:13", "--output", "a.txt", "guests"], guests)
    assert (guests / "a.txt").read_text() == check("guests", cwd=guests).out


def test_a_short_run_shows_no_bar_and_a_pipe_never_does(guests: Path) -> None:
    assert "checking" not in on_terminal(["check", "--for", "debian:13", "guests"], guests)[1]
    assert check(EXAMPLES).err == ""


def test_what_a_strangers_file_says_reaches_the_terminal_only_as_text(tmp_path: Path) -> None:
    write(tmp_path, {"a.xml": domain("\x85\u202epc"), "\x1b[31mb.xml": domain("q35", "\u009b31m")})
    ran = check("a.xml", "\x1b[31mb.xml", cwd=tmp_path)
    assert "\\x1b[31mb.xml" in ran.out
    assert not set("\x1b\x85\u009b\u202e") & set(ran.talk)
    refused = check("--config", "\x1b[31m.yaml", "a.xml", cwd=tmp_path)
    assert "\\x1b[31m.yaml" in refused.err
    write(tmp_path, {".virt-machine-type.yaml": '"\\e]0;title\\a": 1\n'})
    assert "\x1b" not in run("check", "a.xml", cwd=tmp_path).err


def test_the_command_can_be_started_as_a_module_of_any_name(tmp_path: Path) -> None:
    link = tmp_path / "vmt"
    link.write_text(f"#!{sys.executable}\nfrom mtype.cli.app import main\nmain()\n")
    link.chmod(0o755)
    ran = subprocess.run([link, "check"], env=environment(), capture_output=True, text=True, check=False)
    assert ran.stderr.startswith("virt-machine-type: say what to check")
