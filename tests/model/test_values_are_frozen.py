"""Can a value change after it was made? Rules, reports and workers share them."""

from __future__ import annotations

from typing import Any

import pytest

from mtype.model.definition import Carrier, Definition, Device, Position, Suppression
from mtype.model.errors import Problem
from mtype.model.finding import Finding, Skipped
from mtype.model.machine_type import MachineType, Quirk
from mtype.model.name import TypeName
from mtype.model.release import Release, Support, Update
from mtype.model.severity import Severity
from mtype.model.version import Bound

AT = Position(4, 31, 77)
FILE = Carrier.FILE
VALUES = [
    AT,
    Device("controller", "pci", "pcie-root", 0, AT),
    Suppression(("MT202",), "kept for the museum", AT),
    Definition("a.xml", FILE, "kvm", "nas", None, "hvm", "x86_64", "q35", AT),
    Finding("MT103", "floating-alias", Severity.WARNING, "q35 is an alias", "a.xml", 4, 31),
    Skipped("b.xml", "a network", False),
    MachineType("pc-q35-9.2", "pc-q35", "upstream", ("x86_64",), (9, 2, 0)),
    Quirk("known to be wrong", ("a-source",)),
    TypeName("pc-q35", "9.2"),
    Release("debian", "13", 0),
    Support(),
    Update(None, None, ()),
    Bound((9, 2, 0)),
    Problem("a.yaml", 1, 1, "no"),
]


@pytest.mark.parametrize("value", [pytest.param(value, id=type(value).__name__) for value in VALUES])
def test_a_value_cannot_change(value: Any) -> None:
    fields = getattr(value, "_fields", None) or type(value).__dataclass_fields__
    for name in fields:
        with pytest.raises(AttributeError):
            setattr(value, name, None)


@pytest.mark.parametrize("value", [pytest.param(value, id=type(value).__name__) for value in VALUES])
def test_a_value_takes_no_others(value: Any) -> None:
    with pytest.raises((AttributeError, TypeError)):
        value.remark = "a field that nobody declared"


def test_a_definition_that_is_only_known_in_part() -> None:
    definition = Definition("a.xml", FILE, None, None, None, None, None, None, AT)
    assert definition.machine_type is None
    assert definition.devices == definition.suppressions == ()
