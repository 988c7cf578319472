"""Offers to compare, and what the comparison says of names."""

from __future__ import annotations

from typing import Any

from mtype.catalogue.offer import Offer, Offered
from mtype.catalogue.verify_values import Comparison, Told
from mtype.model.machine_type import MachineType

QMP = Told("query-machines")
LIBVIRT = Told("libvirt", frozenset({"none"}))


def a(name: str, **facts: Any) -> Offered:
    """A type, or an alias of one."""
    return Offered(name, MachineType(name, "pc-q35", "upstream", ("x86_64",), (1,)), **facts)


def offer(*entries: Offered, **facts: Any) -> Offer:
    """What one side has."""
    return Offer(entries, **facts)


def names(found: Comparison) -> tuple[list[str], list[str]]:
    """What is missing there, and what is there and unknown here."""
    return [entry.name for entry in found.missing], [entry.name for entry in found.extra]
