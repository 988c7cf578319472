"""VariantLostOnTheWay is told by `check-migration`: its verdicts are in tests/migration."""

from __future__ import annotations

from mtype.model.severity import Severity
from mtype.rules import Context
from mtype.rules.base import DocumentRule
from mtype.rules.mt503_variant import VariantLostOnTheWay
from tests.rules.build import TODAY, define, target


def test_no_definition_alone_breaks_it() -> None:
    assert issubclass(VariantLostOnTheWay, DocumentRule)
    assert not list(VariantLostOnTheWay().check(define("pc-q35-10.0"), Context(target("debian:13"), TODAY)))
    assert VariantLostOnTheWay.severity is Severity.ERROR
