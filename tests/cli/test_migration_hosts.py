"""What is asked of the host that a guest is to go to, and how often?"""

from __future__ import annotations

import pytest

from mtype.catalogue.target import Target
from mtype.cli.migration_hosts import asked_abilities, with_own_emulator
from mtype.model.definition import Carrier, Definition, Position
from mtype.model.errors import HostError, NoEmulatorError
from tests.hosts.fake_libvirt import FakeError, connection
from tests.migration.moves import target

CAPABILITIES = "<domainCapabilities><cpu><mode name='custom' supported='yes'/></cpu></domainCapabilities>"


def _guest(emulator: str | None) -> Definition:
    at = Position(1, 1, 0)
    return Definition("g.xml", Carrier.FILE, "kvm", "g", None, "hvm", "x86_64", "q35", at, emulator=emulator)


def _answer(emulator: str | None, *others: object) -> str:
    if emulator == "/gone":
        raise FakeError(38, "Cannot check QEMU binary /gone: No such file or directory", 2)
    if emulator == "/mute":
        raise FakeError(1, "internal error")
    return CAPABILITIES


def test_each_emulator_is_asked_about_once_even_if_it_does_not_answer() -> None:
    host = connection("qemu:///there", getDomainCapabilities=_answer)
    abilities = asked_abilities(host)
    for _ in range(3):
        assert abilities(_guest("/here")) is not None
        with pytest.raises(NoEmulatorError):
            abilities(_guest("/gone"))
        with pytest.raises(HostError, match="does not tell what /mute can do"):
            abilities(_guest("/mute"))
    assert host.handle.asked == {"getDomainCapabilities": 3}


@pytest.mark.parametrize(("emulator", "asked"), [("/here", "/here"), ("/gone", None), ("/mute", "/mute")])
def test_a_guest_whose_emulator_is_not_there_is_held_against_the_one_that_is(
    emulator: str, asked: str | None
) -> None:
    seen = []

    def own(definition: Definition) -> Target:
        seen.append(definition.emulator)
        return target("debian:13")

    host = connection("qemu:///there", getDomainCapabilities=_answer)
    with_own_emulator(own, asked_abilities(host))(_guest(emulator))
    assert seen == [asked]
