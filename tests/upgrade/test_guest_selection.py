"""Is each guest meant, not meant, or one of which nobody can say?"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pytest

from mtype.catalogue.load import load_catalogue
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import find_release
from mtype.catalogue.target import Target
from mtype.model.definition import Carrier, Definition
from mtype.model.errors import EmulatorError
from mtype.model.guest import Guest, State, Stored
from mtype.upgrade.planning import traits_of
from mtype.upgrade.selection import Selected, Traits, matches, parse_where, select
from mtype.upgrade.standing import TargetOf

UNTOLD = frozenset({"status"})
TRAITS = Traits("pc-q35-9.0", "pc-q35", "upstream", "supported", "running", "x86_64", "web")


class Debian(NamedTuple):
    """The target of every guest is Debian 13."""

    known: Target

    def target(self, definition: Definition) -> Target:
        return self.known


class Nobody:
    """No emulator answers."""

    def target(self, definition: Definition) -> Target:
        raise EmulatorError("There is no emulator /usr/bin/qemu.")


@cache
def catalogue() -> Catalogue:
    return load_catalogue()


def guest(machine: str | None = None, name: str = "web", unread: tuple[str, ...] = ()) -> Guest:
    text = f"<domain type='kvm'><os><type arch='x86_64' machine='{machine}'>hvm</type></os></domain>"
    stored = (Stored(Carrier.PERSISTENT, text),) if machine else ()
    return Guest("qemu:///system", name, name, State.SHUT_OFF, True, False, stored, unread=unread)


def chosen(one: Guest, targets: TargetOf, *where: str) -> Selected:
    return select(
        [one], (), where=parse_where(where), traits=lambda one: traits_of(one, targets, catalogue())
    )


@pytest.mark.parametrize(
    ("where", "told", "untold"),
    [
        (["board=pc-q35"], True, True),
        (["board=pc-i440fx"], False, False),
        (["board=pc-i440fx", "board=pc-q*"], True, True),
        (["status=supported"], True, None),
        (["status=deprecated"], False, None),
        (["status=deprecated", "board=pc-q35"], False, None),
        (["status=supported", "board=pc-i440fx"], False, False),  # whatever its status is, it is not meant
        (["status=deprecated", "name=db"], False, False),
    ],
)
def test_what_cannot_be_told_is_neither_a_match_nor_none(
    where: list[str], told: bool, untold: bool | None
) -> None:
    asked = parse_where(where)
    assert matches(TRAITS, asked) is told
    assert matches(TRAITS._replace(status=None, untold=UNTOLD), asked) is untold


@pytest.mark.parametrize(
    ("machine", "where", "meant"),
    [
        ("pc-q35-9.0", "board=pc-q35", True),
        ("pc-q35-9.0", "board=pc-i440fx", False),
        ("pc-q35-9.0", "vendor=upstream", True),
        ("pc-q35-noble", "vendor=ubuntu", True),
        ("pc-q35-9.0", "status=*", None),
        ("q35", "board=pc-q35", None),  # what the alias stands for, its emulator would say
        ("mine-1.0", "board=mine", None),
        ("mine-1.0", "machine=mine-*", True),
        (None, "board=pc-q35", None),
        (None, "state=shut off", True),
    ],
)
def test_without_its_emulator_the_catalogue_tells_board_and_vendor(
    machine: str | None, where: str, meant: bool | None
) -> None:
    one = guest(machine)
    found = chosen(one, Nobody(), where)
    assert (one in found.meant, one in [which for which, _ in found.untold]) == (meant is True, meant is None)


def test_the_reason_is_told() -> None:
    [(_, why)] = chosen(guest("pc-q35-9.0"), Nobody(), "status=removed").untold
    assert why == "its emulator cannot be asked: There is no emulator /usr/bin/qemu."
    [(_, why)] = chosen(guest(), Nobody(), "board=pc-q35").untold
    assert why == "its definition cannot be read"
    unread = "its definition cannot be read: timed out"
    [(_, why)] = chosen(guest(unread=(unread,)), Nobody(), "board=pc-q35").untold
    assert why == unread


def test_an_emulator_that_answers_leaves_nothing_open() -> None:
    release = find_release(catalogue(), "debian:13")
    targets = Debian(Target(catalogue(), release, release.id))
    one = guest("pc-q35-9.0")
    assert chosen(one, targets, "status=supported", "board=pc-q35") == Selected([one], [])
    assert chosen(one, targets, "status=removed") == Selected([], [])
    assert chosen(guest("mine-1.0"), targets, "board=mine") == Selected([], [])


def test_without_a_condition_nothing_is_asked() -> None:
    one = guest()
    assert select([one], ["web"], where=(), traits=lambda _: 1 / 0) == Selected([one], [])  # type: ignore[arg-type,return-value]
