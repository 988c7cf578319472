"""Is a guest found that runs with another machine type than it is defined with?"""

from __future__ import annotations

import pytest

from mtype.model.definition import Carrier
from mtype.rules.mt403_live_differs import LiveTypeDiffers
from tests.rules.build import check, define, one

CARRIER, NEW = Carrier.LIVE, "pc-q35-7.2"


def test_finds_another_type() -> None:
    found = one(LiveTypeDiffers, define("pc-q35-5.2", carrier=CARRIER, persistent_type=NEW))
    assert found.message == (
        "it runs with 'pc-q35-5.2' and its definition says 'pc-q35-7.2': that waits for a shutdown and "
        "a start"
    )
    assert found.suggestion is None
    assert found.message in " ".join((LiveTypeDiffers.__doc__ or "").split())  # the example of its page


def test_a_hostile_name_stays_on_one_line() -> None:
    hostile = define("pc\n\x1b[2J", carrier=CARRIER, persistent_type=NEW)
    assert "'pc\\n\\x1b[2J'" in one(LiveTypeDiffers, hostile).message


@pytest.mark.parametrize(
    "carrier", [Carrier.PERSISTENT, Carrier.MANAGED_SAVE, Carrier.SNAPSHOT, Carrier.FILE]
)
def test_stays_silent_elsewhere(carrier: Carrier) -> None:
    assert check(LiveTypeDiffers, define("pc-q35-5.2", carrier=carrier, persistent_type=NEW)) == []


@pytest.mark.parametrize("persistent", ["pc-q35-5.2", None])
def test_stays_silent_of_the_same_type_and_without_a_definition(persistent: str | None) -> None:
    saved = define("pc-q35-5.2", carrier=CARRIER, persistent_type=persistent)
    assert check(LiveTypeDiffers, saved) == []
