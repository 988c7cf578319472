"""What does a rule say of saved memory, which cannot be given another machine type?"""

from __future__ import annotations

from datetime import date

import pytest

from mtype.model.definition import Carrier
from mtype.rules import RULES, Context
from mtype.rules.advice import NOT_LIFTED
from mtype.rules.mt205_superseded import SupersededIncrement
from mtype.rules.mt302_upstream_on_vendor import UpstreamTypeOnVendor
from tests.rules.build import TODAY, check, define, target

SAVED = [Carrier.SAVE_IMAGE, Carrier.MANAGED_SAVE]
TYPES = ["pc-i440fx-2.0", "pc-q35-6.2", "pc-q35-noble", "pc-q35-10.0", "pc-i440fx-wily", "q35", "toaster"]


@pytest.mark.parametrize("carrier", SAVED)
@pytest.mark.parametrize("release", ["debian:13", "ubuntu:noble"])
@pytest.mark.parametrize("machine", TYPES)
def test_no_rule_suggests_another_type(machine: str, release: str, carrier: Carrier) -> None:
    context = Context(target(release), TODAY, date(2040, 1, 1))
    for rule in RULES:
        for found in rule().check(define(machine, carrier=carrier), context):
            assert found.suggestion is None
            assert "lift it" not in found.message
            assert "move it" not in found.message


def test_the_same_types_have_suggestions_elsewhere() -> None:
    contexts = [Context(target(one), TODAY, date(2040, 1, 1)) for one in ("debian:13", "ubuntu:noble")]
    found = [
        one
        for context in contexts
        for name in TYPES
        for rule in RULES
        for one in rule().check(define(name), context)
    ]
    assert {"MT201", "MT202", "MT203", "MT205", "MT302"} <= {one.rule for one in found if one.suggestion}


@pytest.mark.parametrize("carrier", SAVED)
def test_a_removed_type_comes_with_what_can_be_done(carrier: Carrier) -> None:
    context = Context(target("debian:13"), TODAY)
    told = {
        found.rule: found.message
        for rule in RULES
        for found in rule().check(define("pc-i440fx-2.0", carrier=carrier), context)
    }
    assert told["MT201"].endswith(f"the guest will not start; {NOT_LIFTED}")
    assert "MT404" in told


@pytest.mark.parametrize("carrier", SAVED)
def test_that_something_better_is_at_hand_is_no_news(carrier: Carrier) -> None:
    for rule, machine in ((SupersededIncrement, "pc-q35-noble"), (UpstreamTypeOnVendor, "pc-q35-6.2")):
        assert check(rule, define(machine), "ubuntu:noble")
        assert check(rule, define(machine, carrier=carrier), "ubuntu:noble") == []
