"""BoundToItsHost is told by `check-migration`: its verdicts are in tests/migration."""

from __future__ import annotations

from mtype.model.severity import Severity
from mtype.rules import Context
from mtype.rules.base import DocumentRule
from mtype.rules.mt504_bound import BoundToItsHost
from tests.rules.build import TODAY, define, target


def test_no_definition_alone_breaks_it() -> None:
    assert issubclass(BoundToItsHost, DocumentRule)
    assert not list(BoundToItsHost().check(define("pc-q35-10.0"), Context(target("debian:13"), TODAY)))
    assert BoundToItsHost.severity is Severity.ERROR
