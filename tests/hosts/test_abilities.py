"""What do domcapabilities say that a migration needs?"""

from __future__ import annotations

import pytest

from mtype.hosts.abilities import read_abilities
from mtype.model.errors import HostError

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
