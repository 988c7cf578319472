"""Does a machine type count that an emulator names in one of its lists only? It must not."""

from __future__ import annotations

import pytest

from mtype.hosts.cross_check import agreed, cross_check
from mtype.hosts.emulator import ask_emulator
from mtype.hosts.listing import ListedMachine, Listing
from mtype.model.errors import EmulatorError
from tests.hosts.test_emulator import GREETING, real
from tests.required import lacking


def listing(*names: str, **more) -> Listing:
    pairs = [name.partition("=") for name in names]
    return Listing("x86_64", tuple(ListedMachine(name, to or None) for name, _, to in pairs), **more)


@pytest.mark.parametrize(
    ("by_qmp", "by_help", "offered", "disagreements"),
    [
        ("none pc-1", "pc-1 none", "pc-1 none", ""),
        ("none pc-1 pc-2", "none pc-1", "none pc-1", "pc-2"),
        ("none pc-1", "none pc-1 pc-2", "none pc-1", "pc-2"),
        ("none pc-1 pc-3", "none pc-2 pc-1", "none pc-1", "pc-2 pc-3"),
        ("none pc=pc-1 pc-1", "none pc=pc-1 pc-1", "none pc pc-1", ""),
        ("none pc=pc-1 pc-1 pc-2", "none pc=pc-2 pc-1 pc-2", "none pc-1 pc-2", "pc"),
        ("none pc=pc-1 pc-1", "none pc=pc-1", "none", "pc pc-1"),
        ("none pc=pc-1 pc=pc-2 pc-1 pc-2", "none pc=pc-1 pc-1 pc-2", "none pc-1 pc-2", "pc"),
        ("none pc", "none pc=none", "none", "pc"),
    ],
)
def test_only_what_both_name(by_qmp, by_help, offered, disagreements):
    found = cross_check(listing(*by_qmp.split()), listing(*by_help.split()))
    assert [machine.name for machine in found.machines] == offered.split()
    assert found.disagreements == tuple(disagreements.split())
    assert (found.cross_checked, found.complete) == (True, not disagreements)


def test_nothing_in_common():
    with pytest.raises(EmulatorError, match=r"^/x says two different things: .* any machine type"):
        cross_check(listing("pc-1", emulator="/x"), listing("pc-2"))


def test_who_wants_all_or_nothing():
    whole = listing("none")
    assert agreed(whole) is whole
    with pytest.raises(EmulatorError, match=r"not agree on a, b, c\.$"):
        agreed(listing("none", disagreements=("a", "b", "c")))
    with pytest.raises(EmulatorError, match=r"not agree on a, b, c and others\.$"):
        agreed(listing("none", disagreements=("a", "b", "c", "d")))


@pytest.mark.qemu
@pytest.mark.parametrize(
    ("lie", "offered", "disputed"),
    [
        ("grep -v pc-q35-5.1", "pc-q35-5.0", "pc-q35-5.1"),
        ("sed s/pc-q35-5.1/pc-q35-51.0/", "pc-q35-5.0", "pc-q35-51.0"),
        ("sed s/alias.of.pc-q35-7.2/alias\\ of\\ pc-q35-7.1/", "pc-q35-7.2", "q35"),
    ],
)
def test_a_lie_in_one_list(script, cache, lie, offered, disputed):
    path = real("qemu-system-x86_64")
    if not (ask_emulator(path, cache=False).version or "").startswith("7.2"):
        lacking("The names are those of QEMU 7.2.")
    liar = script(f'case "$*" in *help*) {path} -M help | {lie};; *) exec {path} "$@";; esac')
    found = ask_emulator(liar)
    assert offered in found.names
    assert disputed in found.disagreements
    assert disputed not in found.names
    assert not cache.exists()


ERROR = '{"error": {"class": "GenericError"}}'
ROWS = '[{"name": "none", "cpu-max": 1}, {"name": "virt-99", "cpu-max": 1}]'


def test_no_word_in_help_is_no_second_word(script):
    path = script(
        f"case \"$*\" in *help*) exit 1;; esac\necho '{GREETING}'; while read -r line; do case $line in "
        f"*machines*) echo '{{\"return\": {ROWS}}}';; *) echo '{{\"return\": {{}}}}';; esac; done"
    )
    with pytest.raises(EmulatorError, match="is not believed on one word"):
        ask_emulator(path)


HELP = "Supported machines are:\nnone                 empty machine\nvirt-99              lie"


@pytest.mark.parametrize(
    "qmp",
    [
        "kill -SEGV $$",
        "kill -KILL $$",
        "exit 0",
        "exit 127",
        "exit 139",
        "echo '{}'; exit 1",
        "echo '{'; exit 1",
        f"echo '{GREETING}'; exit 0",
        f"echo '{GREETING}'; while read -r line; do echo '{ERROR}'; done",
    ],
)
def test_a_failure_does_not_mean_that_there_is_no_qmp(script, qmp):
    with pytest.raises(EmulatorError):
        ask_emulator(script(f'case "$*" in *help*) echo "{HELP}"; exit;; esac\n{qmp}'))
