from __future__ import annotations

import os
import stat
import struct
import time
from dataclasses import replace
from pathlib import Path

import pytest

from mtype.hosts.asking import ask_by_help
from mtype.hosts.emulator import ask_emulator
from mtype.hosts.qmp import ask_by_qmp
from mtype.model.errors import EmulatorError
from tests.required import lacking

GREETING = '{"QMP": {"version": {"qemu": {"micro": 0, "minor": 2, "major": 8}}, "capabilities": []}}'
# One is named where there is none, so that its absence is told.
INSTALLED = sorted(path.name for path in Path("/usr/bin").glob("qemu-system-*")) or ["qemu-system-x86_64"]


def real(name: str) -> str:
    path = f"/usr/bin/{name}"
    if not Path(path).exists():
        lacking(f"{name} is not installed.")
    return path


@pytest.mark.qemu
@pytest.mark.parametrize("name", INSTALLED)
def test_qmp_and_help_say_the_same(name):
    deadline = time.monotonic() + 20
    qmp = ask_by_qmp(real(name), deadline, 20)
    text = ask_by_help(real(name), deadline, 20)
    assert text is not None
    # A help text without a mark does not tell whether it would have marked anything.
    told = any(machine.deprecated for machine in text.machines)
    said = {replace(machine, description=None) for machine in text.machines}
    assert {m if told or m.alias_of else replace(m, deprecated=None) for m in qmp.machines} == said
    assert len(qmp.machines) == len(text.machines)


@pytest.mark.qemu
@pytest.mark.parametrize(
    ("name", "arch", "machine"),
    [
        ("x86_64", "x86_64", "pc-q35-VERSION"),
        ("i386", "i386", "pc-i440fx-VERSION"),
        ("aarch64", "aarch64", "virt-VERSION"),
        ("arm", "arm", "virt-VERSION"),
        ("ppc64", "ppc64", "pseries-VERSION"),
        ("s390x", "s390x", "s390-ccw-virtio-VERSION"),
        ("m68k", "m68k", "virt-VERSION"),
        ("riscv64", "riscv64", "virt"),
        ("loongarch64", "loongarch64", "virt"),
    ],
)
def test_a_real_emulator(name, arch, machine):
    path = real(f"qemu-system-{name}")
    listing = ask_emulator(path)
    assert (listing.arch, listing.emulator, listing.complete) == (arch, path, True)
    assert listing.version is not None
    newest = ".".join(listing.version.split(".")[:2])
    found = {m.name: m for m in listing.machines}
    assert found[machine.replace("VERSION", newest)].description
    assert "none" in found


@pytest.mark.qemu
def test_looked_up_like_a_shell_does():
    real("qemu-system-x86_64")
    assert ask_emulator("qemu-system-x86_64").emulator == "/usr/bin/qemu-system-x86_64"


@pytest.mark.qemu
def test_a_wrapper_that_talks_and_one_without_qmp(script):
    path = real("qemu-system-x86_64")
    plain = ask_emulator(path)
    talking = script(f'echo a word before; echo more >&2; exec {path} "$@"')
    assert ask_emulator(talking).machines == plain.machines
    old = script(f'case "$*" in *qmp*) echo "-qmp: invalid option" >&2; exit 1;; esac; exec {path} "$@"')
    by_help = ask_emulator(old)
    assert (by_help.arch, by_help.version) == ("x86_64", plain.version)
    assert by_help.machines == plain.machines
    assert [one.cross_checked for one in (plain, by_help)] == [True, False]


@pytest.mark.qemu
@pytest.mark.parametrize("greets", ["", f"echo '{GREETING}'; "])
@pytest.mark.parametrize(
    ("qtest", "cross_checked"), [("shift 2; set -- -machine none", True), ("exit 1", False)]
)
def test_a_build_without_its_accelerator(script, greets, qtest, cross_checked):
    """As one for Xen alone says it, maybe after a greeting. `accel=qtest` is what it can do, if the module is
    there; the one of Debian 12 is not, so that another accelerator plays it here."""
    path = real("qemu-system-x86_64")
    fails = f'{greets}echo "No accelerator selected and no default accelerator available" >&2; exit 1'
    asked = script(
        f'case "$*" in *help*|--version) ;; *qtest*) {qtest} "$@";; *) {fails};; esac; exec {path} "$@"'
    )
    listing = ask_emulator(asked)
    assert (listing.arch, listing.cross_checked) == ("x86_64", cross_checked)
    assert listing.machines == ask_emulator(path).machines


OLD_QMP = (
    'echo \'{"QMP": {"version": {"qemu": {"micro": 1, "minor": 1, "major": 1}}, "capabilities": []}}\'\n'
    "while read -r line; do case $line in *machines*|*target*) "
    'echo \'{"error": {"class": "CommandNotFound", "desc": "The command has not been found"}}\';; '
    "*) echo '{\"return\": {}}';; esac; done"
)
OLD_HELP = "Supported machines are:\npc-1.1               Standard PC\nisapc                ISA-only PC"


@pytest.mark.parametrize("qmp", ["exit 1", OLD_QMP])
def test_one_that_is_older_than_query_machines(script, qmp):
    """It has a list, but `help` for it is a wrong name: QEMU v1.1.0 vl.c, machine_parse."""
    path = script(
        f'case "$*" in "-M ?") echo "{OLD_HELP}"; exit;; *help*) echo "{OLD_HELP}"; exit 1;; '
        f'--version) echo "QEMU emulator version 1.1.1"; exit;; esac\n{qmp}'
    )
    listing = ask_emulator(path)
    assert (listing.arch, listing.version, listing.cross_checked) == ("x86_64", "1.1.1", False)
    assert listing.names == {"pc-1.1", "isapc"}


EVENT = '{"event": "' + "x" * 1000 + '"}'
EVIL = '{"return": [{"name": "../x", "cpu-max": 1}]}'


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("exit 0", "ended without a word"),
        ("kill -SEGV $$", "was ended by SIGSEGV"),
        ("echo no such option >&2; exit 2", r"ended with status 2 \('no such option'\)"),
        ("printf '\\033[31mred\\n' >&2; exit 1", r"'\\x1b\[31mred'"),
        ("echo garbage; echo garbage", "ended without a word"),
        ("yes", "talks, but not in QMP"),
        (f"echo '{GREETING}'; yes '{EVENT}'", "wrote more than 16 MiB"),
        ("cat /dev/zero", "wrote more than 16 MiB"),
        ("cat /dev/zero >&2", "wrote more than 16 MiB"),
        ("echo '{'", "neither JSON nor talk"),
        ("echo '{}'", "does not greet in QMP"),
        (f"echo '{GREETING}'", "did not reply to the QMP command qmp_capabilities"),
        (
            f"echo '{GREETING}'; while read -r l; do echo '{{\"return\": {{}}}}'; done",
            "no reply to query-machines",
        ),
        (f"echo '{GREETING}'; while read -r l; do echo \"$l\"; done", "no reply to query-machines"),
        (f"echo '{GREETING}'; while read -r l; do echo '{EVIL}'; done", "did not list .* cannot be one"),
    ],
)
def test_lies(script, body, says):
    with pytest.raises(EmulatorError, match=says):
        ask_emulator(script(f'case "$*" in *help*) exit 1;; esac\n{body}'))


def test_deep_json(script):
    with pytest.raises(EmulatorError, match="neither JSON nor talk"):
        ask_emulator(script("head -c 300000 /dev/zero | tr '\\0' '[' | sed 's/^/{\"a\":/'; echo"))


@pytest.mark.parametrize(
    "body",
    [
        "sleep NAP",
        "sleep NAP & sleep NAP & exit 0",  # children hold the pipes open
        "exec >&- 2>&-; sleep NAP",
        f"echo '{GREETING}'; sleep NAP",
        "trap '' TERM INT HUP; while :; do sleep 1; done",
        "while :; do printf x; sleep 0.05; done",
        'case "$*" in *help*) sleep NAP;; *) exit 1;; esac',
    ],
)
def test_the_time_limit_is_for_all_of_it(script, body):
    nap = f"60.{os.getpid()}"  # by which to find what is left of this worker's
    path = script(body.replace("NAP", nap), f"hanging-{abs(hash(body))}")
    started = time.monotonic()
    with pytest.raises(EmulatorError, match=r"within 0\.5 s"):
        ask_emulator(path, time_limit=0.5)
    assert time.monotonic() - started < 2
    for _ in range(100):  # what was killed takes a moment to go
        left = [p for p in Path("/proc").glob("[0-9]*/cmdline") if {path, nap} & _words(p)]
        if not left:
            break
        time.sleep(0.02)
    assert left == []


def _words(path: Path) -> set[str]:
    try:
        return set(path.read_text().split("\0"))
    except OSError:
        return set()


def test_what_is_no_program(tmp_path, script, monkeypatch):
    def refusal(path: object) -> str:
        with pytest.raises(EmulatorError) as caught:
            ask_emulator(str(path))
        return str(caught.value)

    folder = Path(script("")).parent
    text = folder / "text"
    text.write_text("just words\n")
    assert "is not executable" in refusal(text)
    text.chmod(0o755)
    assert "Exec format error" in refusal(text)
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert "cannot be read" in refusal(loop)
    os.mkfifo(tmp_path / "fifo")
    assert "is no file" in refusal(tmp_path / "fifo")
    assert "is a folder" in refusal(tmp_path)
    for missing in (tmp_path / "none", "no-such-emulator", f"{text}/below", "", "a\0b"):
        refusal(missing)
    assert "There is no emulator" in refusal("no-such-emulator")
    orphan = folder / "orphan"
    orphan.write_text("#!/no/such/interpreter\n")
    orphan.chmod(0o755)
    assert "interpreter" in refusal(orphan)


def test_a_program_of_another_arch(script):
    path = Path(script("")).with_name("foreign")
    machine = 22 if os.uname().machine != "s390x" else 62
    header = struct.pack(
        ">16sHHIQQQIHHHHHH", b"\x7fELF\x02\x02\x01", 2, machine, 1, 0, 64, 0, 0, 64, 56, 0, 0, 0, 0
    )
    path.write_bytes(header)
    path.chmod(0o755)
    with pytest.raises(EmulatorError, match="cannot be run on this machine"):
        ask_emulator(str(path))


@pytest.mark.parametrize("program", ["/bin/true", "/bin/cat", "/bin/sh"])
def test_other_programs(program):
    with pytest.raises(EmulatorError, match="is no emulator that answers"):
        ask_emulator(program)


def test_the_path_of_a_link_is_kept(script):
    target = Path(script("exit 4", "real"))
    link = target.with_name("qemu-system-ppc64le")
    link.symlink_to(target)
    assert stat.S_ISLNK(link.lstat().st_mode)
    with pytest.raises(EmulatorError, match=f"^{link} "):
        ask_emulator(str(link))


HELP = "Supported machines are:\nnone                 empty machine\nvirt                 Board{}"


@pytest.mark.parametrize(
    ("version", "marks", "deprecated"),
    [
        ("2.12.0", "", None),  # the listing of that time had no mark
        ("3.0.0", "", False),
        ("10.0.2", "", False),
        ("3.0.0", " (deprecated)", True),
    ],
)
def test_an_old_emulator_does_not_tell_what_is_deprecated(script, version, marks, deprecated):
    path = script(
        f'case "$*" in *qmp*) exit 1;; *help*) echo "{HELP.format(marks)}";; '
        f'*) echo "QEMU emulator version {version}";; esac',
        "qemu-system-riscv64",
    )
    found = {machine.name: machine.deprecated for machine in ask_emulator(path).machines}
    assert found["virt"] == deprecated


ROWS = '[{"name": "none", "cpu-max": 1}, {"name": "virt", "cpu-max": 1}]'


def test_what_only_the_help_marks_counts(script):
    """QEMU 3.0 to 4.0."""
    greeting = GREETING.replace('"major": 8', '"major": 3')
    path = script(
        f'case "$*" in *help*) echo "{HELP.format(" (deprecated)")}"; exit;; esac\n'
        f"echo '{greeting}'; while read -r line; do case $line in "
        f"*machines*) echo '{{\"return\": {ROWS}}}';; "
        '*target*) echo \'{"return": {"arch": "riscv64"}}\';; '
        "*) echo '{\"return\": {}}';; esac; done",
        "qemu-system-riscv64",
    )
    found = {machine.name: machine.deprecated for machine in ask_emulator(path).machines}
    assert found == {"none": False, "virt": True}
