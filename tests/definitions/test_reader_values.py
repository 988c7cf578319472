"""What is read of a domain, and what only looks as if it were said of it."""

from __future__ import annotations

import pytest
from texts import GUEST, TYPE, guest, names, only, read

from mtype.model.definition import Definition, Position


def test_everything_that_is_read() -> None:
    text = """<domain type='kvm' id='7'>
  <name>web</name>
  <uuid>4dea22b3-1d52-d8f3-2516-782e98ab3fa0</uuid>
  <os>
    <type arch='x86_64' machine='pc-q35-7.2'>hvm</type>
  </os>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <controller type='pci' index='0' model='pcie-root'/>
  </devices>
</domain>
"""
    definition = only(text)
    assert definition == Definition(
        path="a.xml",
        carrier=definition.carrier,
        domain_type="kvm",
        name="web",
        uuid="4dea22b3-1d52-d8f3-2516-782e98ab3fa0",
        os_type="hvm",
        arch="x86_64",
        machine_type="pc-q35-7.2",
        at=Position(5, 25, text.index("machine")),
        emulator="/usr/bin/qemu-system-x86_64",
        emulator_at=Position(8, 5, text.index("<emulator")),
        devices=definition.devices,
    )
    (root,) = definition.devices
    assert root[:4] == ("controller", "pci", "pcie-root", 0)
    assert root.at == Position(9, 5, text.index("<controller"))


def test_what_is_missing_is_none() -> None:
    definition = only("<domain/>")
    assert definition[2:8] == (None,) * 6
    assert (definition.emulator, definition.emulator_at, definition.devices) == (None, None, ())
    assert definition.at == Position(1, 1, 0)


@pytest.mark.parametrize(
    ("inside", "field", "value"),
    [
        pytest.param("<name>\n  web &amp; co \t</name>", "name", "web & co", id="space around a name"),
        pytest.param("<name><![CDATA[a<b]]></name>", "name", "a<b", id="CDATA"),
        pytest.param("<name>&#233;</name>", "name", "é", id="character reference"),
        pytest.param("<name></name><name>b</name>", "name", None, id="the first name wins, even if empty"),
        pytest.param("<name>a</name><name>b</name>", "name", "a", id="the first of two names"),
        pytest.param("<uuid> x </uuid><uuid>y</uuid>", "uuid", "x", id="the first of two uuids"),
        pytest.param("<name>" + "é" * 9000 + "</name>", "name", "é" * 4096, id="a long name is cut"),
        pytest.param("<os><type>h<!-- x -->vm</type></os>", "os_type", "hvm", id="a comment in the type"),
        pytest.param("<os><type machine=''/></os>", "machine_type", "", id="an empty machine type"),
        pytest.param("<os><type machine=' pc '/></os>", "machine_type", " pc ", id="machine as written"),
        pytest.param("<os><type machine='a&#45;b'/></os>", "machine_type", "a-b", id="reference in machine"),
        pytest.param(
            f"<os><type machine='{'x' * 9000}'/></os>", "machine_type", "x" * 4096, id="a long machine is cut"
        ),
        pytest.param(
            "<os><type>hvm</type><type machine='pc'>xen</type></os>",
            "machine_type",
            None,
            id="the second <type> does not count",
        ),
        pytest.param("<os/><os><type machine='pc'/></os>", "machine_type", "pc", id="the second <os> does"),
        pytest.param("<devices><emulator> /q </emulator></devices>", "emulator", "/q", id="emulator"),
        pytest.param("<devices><emulator/></devices>", "emulator", None, id="empty emulator"),
    ],
)
def test_values_are_read_as_libvirt_reads_them(inside: str, field: str, value: str | None) -> None:
    assert getattr(only(f"<domain type='kvm'>{inside}</domain>"), field) == value


@pytest.mark.parametrize(
    "trap",
    [
        pytest.param("<!-- <os><type machine='pc'>hvm</type></os> -->", id="in a comment"),
        pytest.param("<description><![CDATA[<os><type machine='pc'/></os>]]></description>", id="in CDATA"),
        pytest.param("<description>machine='pc'</description>", id="in text"),
        pytest.param("<?virt <type machine='pc'/> ?>", id="in a processing instruction"),
        pytest.param(
            "<metadata><domain type='kvm'><name>x</name><os><type machine='pc'>hvm</type></os>"
            "<devices><emulator>/x</emulator></devices></domain></metadata>",
            id="a domain in the metadata",
        ),
        pytest.param(
            "<metadata><os><type machine='pc'>xen</type></os></metadata>", id="an os in the metadata"
        ),
        pytest.param(
            "<metadata><nova:instance xmlns:nova='n'><nova:name>x</nova:name><name>y</name>"
            "<nova:type machine='pc'/></nova:instance></metadata>",
            id="nova",
        ),
        pytest.param(
            "<qemu:commandline xmlns:qemu='q'><qemu:arg value='-machine'/><qemu:arg value='pc'/>"
            "<type machine='pc'/></qemu:commandline>",
            id="the command line of QEMU",
        ),
        pytest.param(
            "<x:os xmlns:x='y'><type machine='pc'>xen</type></x:os>", id="an os of another namespace"
        ),
        pytest.param("<type machine='pc'>xen</type>", id="a type outside of os"),
        pytest.param("<emulator>/x</emulator>", id="an emulator outside of devices"),
        pytest.param("<devices><disk><emulator>/x</emulator></disk></devices>", id="an emulator too deep"),
        pytest.param("<name><name>other</name></name>", id="a name in a name"),
    ],
)
@pytest.mark.parametrize("first", [True, False], ids=["before", "behind"])
def test_what_only_looks_like_a_value_is_passed_over(trap: str, first: bool) -> None:
    real = f"<name>web</name><os>{TYPE}</os>"
    if trap.startswith("<name>"):
        first = False
    definition = only(f"<domain type='kvm'>{trap + real if first else real + trap}</domain>")
    assert (definition.name, definition.os_type, definition.machine_type) == ("web", "hvm", "pc-q35-7.2")
    assert definition.emulator is None


def _devices(text: str) -> list[tuple[str, str, str | None, int | None]]:
    definition = only(f"<domain type='kvm'><devices>{text}</devices></domain>")
    return [device[:4] for device in definition.devices]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param(
            "<controller type='pci' index='1' model='pcie-root-port'/>" * 3,
            [("controller", "pci", "pcie-root-port", 1)],
            id="only the first of its kind",
        ),
        pytest.param(
            "<controller type='pci' index='1' model='pci-bridge'/>"
            "<controller type='pci' index='0' model='pci-bridge'/>",
            [("controller", "pci", "pci-bridge", 1), ("controller", "pci", "pci-bridge", 0)],
            id="the root of PCI always",
        ),
        pytest.param("<controller index='3'/>", [("controller", "ide", None, 3)], id="no type is IDE"),
        pytest.param(
            "<controller type='usb' index='-1'/>", [("controller", "usb", None, None)], id="no such index"
        ),
        pytest.param(
            f"<controller type='usb' index='{'9' * 5000}'/>",
            [("controller", "usb", None, None)],
            id="an index of 5000 digits",
        ),
        pytest.param(
            "<disk><target dev='sda' bus='scsi'/></disk><disk><target dev='sdb' bus='scsi'/></disk>",
            [("disk", "scsi", None, None)],
            id="one disk of a bus",
        ),
        pytest.param(
            "<disk device='floppy'><target dev='fda'/></disk>",
            [("disk", "fdc", None, None)],
            id="a floppy by its name",
        ),
        pytest.param("<disk><target dev='hdc'/></disk>", [("disk", "ide", None, None)], id="IDE by its name"),
        pytest.param("<disk><target dev='sda'/></disk>", [], id="a name that the board decides about"),
        pytest.param(
            "<interface><target dev='vnet0' bus='x'/></interface>", [], id="the target of something else"
        ),
        pytest.param(
            "<hostdev><source><address type='usb'/></source><address type='pci'/></hostdev>",
            [("address", "pci", None, None)],
            id="an address of the host is none of the guest",
        ),
        pytest.param(
            "<new-device><address type='ccw'/></new-device>",
            [("address", "ccw", None, None)],
            id="a device we do not know",
        ),
        pytest.param("<disk><address/></disk>", [], id="an address without a type"),
        pytest.param("<disk><source><target bus='ide'/></source></disk>", [], id="a target too deep"),
    ],
)
def test_devices_that_depend_on_the_board(
    text: str, kept: list[tuple[str, str, str | None, int | None]]
) -> None:
    assert _devices(text) == kept


def test_the_place_of_a_device_is_its_element() -> None:
    text = "<domain type='kvm'>\n<devices>\n <disk>\n  <target dev='a' bus='ide'/>\n  <address type='drive'/>"
    definition = only(text + "</disk></devices></domain>")
    assert [device.at[:2] for device in definition.devices] == [(4, 3), (5, 3)]


def test_devices_of_one_domain_do_not_hide_those_of_the_next() -> None:
    disk = "<devices><disk><target bus='ide'/></disk></devices>"
    document = read(f"<domains>{guest('a', rest=disk)}{guest('b', rest=disk)}</domains>")
    assert [len(definition.devices) for definition in document.definitions] == [1, 1]


def test_an_attribute_that_only_a_dtd_gives_is_none() -> None:
    dtd = "<!DOCTYPE domain [<!ATTLIST type machine CDATA 'pc-q35-9.2'>]>"
    assert only(dtd + "<domain type='kvm'><os><type>hvm</type></os></domain>").machine_type is None


def test_two_guests_in_a_wrapper_keep_their_own_values() -> None:
    text = f"<domains>{guest('a', 'pc')}<domain type='xen'/>{GUEST}</domains>"
    assert names(read(text)) == ["a", None, "web"]
    assert [definition.machine_type for definition in read(text).definitions] == ["pc", None, "pc-q35-7.2"]
