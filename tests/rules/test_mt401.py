"""Is a managed save found that brings an old machine type back?"""

from __future__ import annotations

import pytest

from mtype.model.definition import Carrier
from mtype.rules.mt401_managed_save import ManagedSavePinsType
from tests.rules.build import check, define, one

CARRIER, NEW = Carrier.MANAGED_SAVE, "pc-q35-7.2"


def test_finds_another_type() -> None:
    found = one(ManagedSavePinsType, define("pc-q35-5.2", carrier=CARRIER, persistent_type=NEW))
    assert found.message == (
        "the managed save holds 'pc-q35-5.2' and the definition says 'pc-q35-7.2': the next start resumes "
        "'pc-q35-5.2'"
    )
    assert found.suggestion is None
    assert found.message in " ".join((ManagedSavePinsType.__doc__ or "").split())  # the example of its page


def test_a_hostile_name_stays_on_one_line() -> None:
    hostile = define("pc\n\x1b[2J", carrier=CARRIER, persistent_type=NEW)
    assert "'pc\\n\\x1b[2J'" in one(ManagedSavePinsType, hostile).message


@pytest.mark.parametrize(
    "carrier", [Carrier.PERSISTENT, Carrier.LIVE, Carrier.SNAPSHOT, Carrier.SAVE_IMAGE, Carrier.FILE]
)
def test_stays_silent_elsewhere(carrier: Carrier) -> None:
    assert check(ManagedSavePinsType, define("pc-q35-5.2", carrier=carrier, persistent_type=NEW)) == []


@pytest.mark.parametrize("persistent", ["pc-q35-5.2", None])
def test_stays_silent_of_the_same_type_and_without_a_definition(persistent: str | None) -> None:
    saved = define("pc-q35-5.2", carrier=CARRIER, persistent_type=persistent)
    assert check(ManagedSavePinsType, saved) == []
