"""Is saved memory found that nothing can load at the target?"""

from __future__ import annotations

import pytest

from mtype.model.definition import Carrier
from mtype.rules.mt404_save_image import SaveImageNotRestorable
from tests.rules.build import check, define, one

SAVED = (Carrier.SAVE_IMAGE, Carrier.MANAGED_SAVE)


def test_finds_a_save_image() -> None:
    found = one(SaveImageNotRestorable, define("pc-i440fx-2.0", carrier=Carrier.SAVE_IMAGE))
    assert found.message == (
        "debian:13 does not offer pc-i440fx-2.0: this save image cannot be restored there; restore it and "
        "shut it down where the type is still offered"
    )
    assert found.target == "debian:13"
    assert found.message in " ".join((SaveImageNotRestorable.__doc__ or "").split())  # its page's example


def test_finds_a_managed_save() -> None:
    found = one(SaveImageNotRestorable, define("pc-q35-noble", carrier=Carrier.MANAGED_SAVE))
    assert found.message == (
        "debian:13 does not offer pc-q35-noble: this managed save cannot be resumed, so the guest will not "
        "start there; start the guest and shut it down where the type is still offered"
    )


@pytest.mark.parametrize("carrier", SAVED)
@pytest.mark.parametrize("machine", ["pc-q35-10.0", "pc-q35-6.2", "q35", "toaster", None])
def test_stays_silent_of_what_is_offered_or_not_known(machine: str | None, carrier: Carrier) -> None:
    assert check(SaveImageNotRestorable, define(machine, carrier=carrier)) == []


@pytest.mark.parametrize("carrier", [one for one in Carrier if one not in SAVED])
def test_stays_silent_elsewhere(carrier: Carrier) -> None:
    assert check(SaveImageNotRestorable, define("pc-i440fx-2.0", carrier=carrier)) == []
