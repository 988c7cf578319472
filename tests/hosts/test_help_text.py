from __future__ import annotations

import pytest

from mtype.hosts.help_text import read_help_text
from mtype.hosts.listing import ListedMachine, ListingError

# QEMU 0.12 padded to ten columns.
OLDEST = """\
Supported machines are:
pc         Standard PC (alias of pc-0.12)
pc-0.12    Standard PC (default)
pc-0.11    Standard PC, qemu 0.11
isapc      ISA-only PC
"""
# Ubuntu 24.04 prints `q35` twice, an early 16.04 had two defaults; RHEL and Proxmox have names of their own.
VENDORS = """\
Supported machines are:
q35                  Ubuntu 24.04 PC (Q35 + ICH9, 2009) (alias of pc-q35-noble)
pc-q35-noble         Ubuntu 24.04 PC (Q35 + ICH9, 2009)
q35                  Ubuntu 24.04 PC (Q35 + ICH9, 2009) (alias of pc-q35-noble)
pc-q35-mantic-hpb-maxcpus Ubuntu 23.10 PC (Q35 + ICH9, +host-phys-bits=true, maxcpus=1024, 2009)
pc-i440fx-xenial     Ubuntu 16.04 PC (i440FX + PIIX, 1996) (default)
pc-i440fx-wily       Ubuntu 15.04 PC (i440FX + PIIX, 1996) (default)
pc-i440fx-rhel7.6.0  RHEL 7.6.0 PC (i440FX + PIIX, 1996) (default) (deprecated)
pc-q35-9.2+pve1      Standard PC (Q35 + ICH9, 2009)
none                 empty machine
"""


def one(text: str) -> dict[tuple[str, str | None], ListedMachine]:
    (listing,) = read_help_text(text)
    return {(machine.name, machine.alias_of): machine for machine in listing.machines}


def test_the_oldest_form():
    machines = one(OLDEST)
    assert machines["pc", "pc-0.12"].description == "Standard PC"
    assert machines["pc-0.12", None].default
    assert machines["pc-0.11", None].description == "Standard PC, qemu 0.11"


def test_vendors():
    machines = one(VENDORS)
    assert len(machines) == 8
    assert [name for (name, _), machine in machines.items() if machine.default] == [
        "pc-i440fx-xenial",
        "pc-i440fx-wily",
        "pc-i440fx-rhel7.6.0",
    ]
    assert machines["pc-i440fx-rhel7.6.0", None].deprecated
    assert machines["pc-q35-mantic-hpb-maxcpus", None].description.endswith("maxcpus=1024, 2009)")
    assert machines["pc-q35-9.2+pve1", None].description == "Standard PC (Q35 + ICH9, 2009)"


def test_a_real_capture(capture):
    machines = one(capture("qemu-5.2-x86_64.help").decode())
    assert len(machines) == 56
    assert machines["pc", "pc-i440fx-5.2"] == ListedMachine(
        "pc", "pc-i440fx-5.2", description="Standard PC (i440FX + PIIX, 1996)"
    )
    assert machines["microvm", None].description == "microvm (i386)"
    assert [name for (name, _), m in machines.items() if m.deprecated] == [
        "pc-1.3",
        "pc-1.2",
        "pc-1.1",
        "pc-1.0",
    ]


def test_one_alias_of_two_types(capture):
    machines = one(capture("qemu-10.0-ppc64.help").decode())
    assert {target for name, target in machines if name == "powernv"} == {"powernv10", "powernv10-rainier"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("root@host:~# qemu-system-x86_64 -M help\n", "root@host:~# \n"),
        ("$ kvm -M ?\nqemu-system-x86_64: warning: host doesn't support requested feature\n", "$"),
        ("W: /usr/bin/qemu-system-i386 binary is not compiled with xen support\n", ""),
        ("[root@host ~]# /usr/libexec/qemu-kvm -M help\n", "[root@host ~]# \nConnection to host closed.\n"),
    ],
)
def test_talk_around_it(capture, before, after):
    text = capture("qemu-5.2-x86_64.help").decode()
    assert one(before + text + after) == one(text)


def test_line_ends_and_lost_padding(capture):
    text = capture("qemu-5.2-x86_64.help").decode()
    assert one(text.replace("\n", "\r\n")) == one(text)
    assert one("\n".join(" ".join(line.split()) for line in text.splitlines())) == one(text)
    assert one(text.rstrip("\n")) == one(text)


def test_several_in_one_file(capture):
    text = capture("qemu-5.2-x86_64.help").decode() + capture("qemu-10.0-ppc64.help").decode()
    assert [len(listing.machines) for listing in read_help_text(text)] == [56, 39]


def test_an_excerpt_is_not_all_there_is(capture):
    lines = capture("qemu-5.2-x86_64.help").decode().splitlines()
    (excerpt,) = read_help_text("\n".join(line for line in lines if "q35" in line))
    assert not excerpt.complete
    assert "pc-q35-5.2" in excerpt.names
    (headless,) = read_help_text("\n".join(lines[1:]))
    assert headless.complete


@pytest.mark.parametrize(
    "text",
    [
        "Supported machines are:\n",
        "hello world\nthis is no listing\n",
        "supercalifragilisticexpialidocious is a word\n",
        "$ \n$ \n",
        "one\n",
        "Linux host 6.1.0 #1 SMP x86_64 GNU/Linux\n",
        "pc-i440fx-7.2 Standard PC\npc-q35-7.2 Standard PC\n",  # neither header nor printf's columns
    ],
)
def test_what_is_none(text):
    with pytest.raises(ListingError):
        read_help_text(text)


def test_a_line_that_was_cut_off(capture):
    text = capture("qemu-5.2-x86_64.help").decode()
    with pytest.raises(ListingError, match=r"line 2[0-9] reads 'pc-i440fx-2\.1'"):
        read_help_text(text[: text.index("pc-i440fx-2.12") + len("pc-i440fx-2.1")])


def test_control_characters_of_a_liar_go():
    machines = one("Supported machines are:\nvirt                 a \x1b[31mred\x07 board (default)\n")
    assert machines["virt", None].description == "a [31mred board"


def test_an_alias_of_what_cannot_be_a_name():
    with pytest.raises(ListingError, match="cannot be one"):
        read_help_text("Supported machines are:\npc                   x (alias of ../../etc)\n")


def test_a_long_line_costs_no_more_than_its_length():
    one("Supported machines are:\nnone                 " + " (default)" * 200_000 + "\n")
    with pytest.raises(ListingError):
        read_help_text("a" * 2_000_000)
