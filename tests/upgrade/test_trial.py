"""Which things of a guest are left out of the definition that is started on trial?"""

from __future__ import annotations

import pytest
from lxml import etree

from mtype.upgrade.trial import trial_definition

QEMU = "http://libvirt.org/schemas/domain/qemu/1.0"
DOMAIN = f"""<domain type='kvm' xmlns:qemu='{QEMU}'>
  <name>web</name><uuid>c9b25897-0000-4000-8000-000000000001</uuid>
  <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>
  <devices>{{}}</devices>
  {{}}
</domain>"""
UUID = "c9b25897-0000-4000-8000-000000000002"


def trial(devices: str = "", beside: str = "") -> str:
    return trial_definition(DOMAIN.format(devices, beside), "trial", UUID)


@pytest.mark.parametrize(
    "device",
    [
        "<tpm model='tpm-crb'><backend type='passthrough'><device path='/dev/tpm0'/></backend></tpm>",
        "<tpm model='tpm-crb'><backend type='external'><source type='unix' path='/s'/></backend></tpm>",
        "<vsock model='virtio'><cid auto='no' address='3'/></vsock>",
        "<input type='evdev'><source dev='/dev/input/event1' grab='all'/></input>",
        "<input type='passthrough' bus='virtio'><source evdev='/dev/input/event1'/></input>",
        "<memory model='nvdimm'><source><path>/var/lib/nvdimm</path></source></memory>",
        "<audio id='1' type='file' path='/var/lib/sound'/>",
        "<disk type='file'><source file='/d'/><target dev='vda'/></disk>",
        "<hostdev mode='subsystem' type='usb'><source/></hostdev>",
    ],
)
def test_what_only_one_guest_can_have_is_left_out(device: str) -> None:
    assert etree.fromstring(trial(device)).findall("devices/*") == []


@pytest.mark.parametrize(
    "device",
    [
        "<tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm>",
        "<input type='tablet' bus='usb'/>",
        "<memory model='dimm'><target><size unit='MiB'>128</size></target></memory>",
        "<audio id='1' type='none'/>",
        "<controller type='usb' index='0' model='qemu-xhci'/>",
    ],
)
def test_what_every_guest_can_have_stays(device: str) -> None:
    assert etree.canonicalize(device) in etree.canonicalize(trial(device))


def test_the_state_of_an_emulated_tpm_is_a_new_one() -> None:
    made = trial("<tpm><backend type='emulator'><source type='dir' path='/keys'/></backend></tpm>")
    assert etree.fromstring(made).find("devices/tpm/backend[@type='emulator']") is not None
    assert "/keys" not in made


def test_nothing_is_passed_to_qemu_past_libvirt() -> None:
    beside = "<qemu:commandline><qemu:arg value='-drive'/><qemu:arg value='file=/data'/></qemu:commandline>"
    assert "/data" not in trial(beside=f"{beside}<qemu:override/><!-- kept -->")


def test_it_has_another_name_and_uuid() -> None:
    root = etree.fromstring(trial())
    assert (root.findtext("name"), root.findtext("uuid")) == ("trial", UUID)
