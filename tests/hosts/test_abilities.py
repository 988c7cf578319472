"""What do domcapabilities say that a migration needs?"""

from __future__ import annotations

import pytest

from mtype.hosts.abilities import ask_abilities, read_abilities
from mtype.model.errors import HostError, NoEmulatorError
from tests.hosts.fake_libvirt import FakeError, connection

TEXT = """\
<domainCapabilities>
  <path>/usr/bin/qemu-system-x86_64</path>
  <cpu>
    <mode name='host-passthrough' supported='no'/>
    <mode name='custom' supported='yes'>
      <model usable='yes'>EPYC</model><model usable='no'>Next</model><model usable='unknown'>Old</model>
    </mode>
  </cpu>
  <devices>
    <disk supported='yes'><enum name='bus'><value>virtio</value><value>sata</value></enum></disk>
    <tpm supported='no'><enum name='model'><value>tpm-crb</value></enum></tpm>
    <rng supported='yes'/>
  </devices>
</domainCapabilities>
"""


def test_modes_models_and_devices_are_read() -> None:
    told = read_abilities(TEXT)
    assert told.cpu_modes == {"custom"}
    assert told.cpu_models == {"EPYC": True, "Next": False, "Old": True}
    assert told.features == {"disk bus": {"virtio", "sata"}, "tpm model": set()}


def test_another_document_is_refused() -> None:
    with pytest.raises(HostError, match="no domain capabilities"):
        read_abilities("<capabilities/>")


def _refusing(error: FakeError) -> None:
    def answer(*arguments: object) -> str:
        raise error

    ask_abilities(connection("qemu:///x", getDomainCapabilities=answer), "/none/qemu", "x86_64", "kvm")


# Both texts are those of libvirt 9.0, for a path that is not there and for /bin/true.
def test_an_emulator_that_is_not_there_is_told_from_one_that_does_not_answer() -> None:
    text = "Cannot check QEMU binary /none/qemu: No such file or directory"
    with pytest.raises(NoEmulatorError, match="qemu:///x has no emulator /none/qemu"):
        _refusing(FakeError(38, text, 2))
    text = "Failed to read pidfile /run/qmp.pid: No such file or directory"
    with pytest.raises(HostError, match="does not tell what") as caught:
        _refusing(FakeError(38, text, 2))
    assert not isinstance(caught.value, NoEmulatorError)
    with pytest.raises(HostError) as caught:
        _refusing(FakeError(8, "invalid argument: /none/qemu", 2))
    assert not isinstance(caught.value, NoEmulatorError)
