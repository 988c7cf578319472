"""Is what a restart changes besides shown as a diff, and nothing that libvirt fills in at a start?"""

from __future__ import annotations

import pytest

from mtype.definitions.runtime import not_live_yet
from mtype.model.definition import Carrier
from mtype.model.guest import Guest, State, Stored
from mtype.upgrade.plan import Plan
from mtype.upgrade.restart_diff import restart_diff

QEMU = "http://libvirt.org/schemas/domain/qemu/1.0"


def domain(inside: str = "", devices: str = "", memory: str = "2", machine: str = "pc-q35-7.0") -> str:
    return (
        f"<domain type='kvm' xmlns:qemu='{QEMU}'>\n  <name>web</name>\n"
        f"  <memory unit='KiB'>{memory}</memory>\n"
        f"  <os><type arch='x86_64' machine='{machine}'>hvm</type></os>\n  {inside}\n"
        f"  <devices>{devices}</devices>\n</domain>\n"
    )


def plan(old: str, live: str | None, new: str | None = None) -> Plan:
    stored = (Stored(Carrier.PERSISTENT, old),) + ((Stored(Carrier.LIVE, live),) if live else ())
    guest = Guest("qemu:///system", "web", "u-1", State.RUNNING, True, False, stored)
    return Plan(guest, old, new or old.replace("q35-7.0", "q35-7.2"), "pc-q35-7.0", "pc-q35-7.2", ran=True)


def disk(target: str, source: str, more: str = "", cache: str = "none", io: str = "native") -> str:
    return (
        f"<disk type='file' device='disk'><driver name='qemu' type='raw' cache='{cache}' io='{io}'/>"
        f"<source file='{source}'/><target dev='{target}' bus='virtio'/>{more}</disk>"
    )


@pytest.mark.parametrize(
    ("persistent", "live", "hunks"),
    [
        (
            domain(memory="4"),
            domain(),
            ["@@ domain/memory @@", '-<memory unit="KiB">2</memory>', '+<memory unit="KiB">4</memory>'],
        ),
        (domain(), domain("<description>old</description>"), []),  # libvirt's own additions look the same
        (
            domain("<description>new &amp; shiny</description>"),
            domain(),
            ["@@ domain/description @@", "+<description>new &amp; shiny</description>"],
        ),
        (  # two attributes of one element are one hunk, and what libvirt has added is no part of it
            domain(devices=disk("vda", "/a", cache="none", io="native")),
            domain(devices=disk("vda", "/a", "<alias name='x'/>", cache="writeback", io="threads")),
            [
                "@@ domain/devices/disk[vda]/driver @@",
                '-<driver name="qemu" type="raw" cache="writeback" io="threads"/>',
                '+<driver name="qemu" type="raw" cache="none" io="native"/>',
            ],
        ),
        (
            domain(devices=disk("vda", "/a")),
            domain(devices=disk("vda", "/a") + "<redirdev bus='usb'><alias name='r'/></redirdev>"),
            [
                "@@ domain/devices/redirdev @@",
                '-<redirdev bus="usb">',
                '-  <alias name="r"/>',
                "-</redirdev>",
            ],
        ),
        (
            domain(devices="<graphics type='vnc' port='-1' passwd='two'/>"),
            domain(devices="<graphics type='vnc' port='5900' passwd='one'/>"),
            [
                "@@ domain/devices/graphics @@",
                '-<graphics type="vnc" passwd="***"/>',
                '+<graphics type="vnc" passwd="***"/>',
            ],
        ),
        (domain(machine="pc-q35-7.2"), domain(), []),
        (domain(devices="<graphics port='-1'/>"), domain(devices="<graphics port='5900'/>"), []),
    ],
)
def test_what_a_restart_changes(persistent: str, live: str, hunks: list[str]) -> None:
    told = list(restart_diff(plan(persistent, live)))
    head = ["--- web (running)", "+++ web (restarted)"] if hunks else []
    assert told == [*head, *hunks]


def test_a_guest_that_is_off_waits_for_nothing() -> None:
    assert list(restart_diff(plan(domain(memory="4"), None))) == []


def test_what_a_restore_takes_back_is_not_applied_by_its_restart() -> None:
    waiting, live = domain("<description>new</description>", memory="4"), domain()
    assert "+<description>new</description>" in restart_diff(plan(waiting, live))
    back = list(restart_diff(plan(waiting, live, domain(memory="4"))))
    assert "@@ domain/memory @@" in back
    assert "+<description>new</description>" not in back


def test_an_element_of_another_name_space_is_told_with_it() -> None:
    inside = "<qemu:commandline><qemu:arg value='-s'/></qemu:commandline>"
    [one] = not_live_yet(domain(inside), domain())
    assert one.path == "domain/commandline"
    assert one.live == ()
    assert one.persistent[0].startswith("<qemu:commandline")
    assert f'xmlns:qemu="{QEMU}"' in one.persistent[0]
