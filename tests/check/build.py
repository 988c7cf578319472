"""What do the tests of a lint run start from?"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from mtype.catalogue.load import load_catalogue
from mtype.catalogue.releases import find_release
from mtype.catalogue.target import Target
from mtype.check.result import Result
from mtype.check.run import run
from mtype.check.settings import Settings
from mtype.model.finding import Finding, Skipped
from mtype.model.severity import Severity

TODAY = date(2026, 11, 21)


@cache
def target(release: str) -> Target:
    """A release of the shipped catalogue."""
    catalogue = load_catalogue()
    found = find_release(catalogue, release)
    return Target(catalogue, found, found.id)


def settings(*releases: str, **fields: Any) -> Settings:
    """Settings for these releases, debian:13 if none is named."""
    targets = tuple(target(release) for release in releases or ("debian:13",))
    told: dict[str, Any] = {"targets": targets, "today": TODAY}
    return Settings(**(told | fields))


def lint(*roots: Path | str, **fields: Any) -> Result:
    """A run for debian:13."""
    return run([str(root) for root in roots], settings(**fields), version="0")


def finding(rule: str = "MT201", severity: Severity = Severity.ERROR, **fields: Any) -> Finding:
    """A finding of some rule about the guest `nas`."""
    told: dict[str, Any] = {
        "name": rule.lower(),
        "message": "it is gone",
        "path": "guests/nas.xml",
        "line": 4,
        "column": 25,
        "domain": "nas",
        "machine_type": "pc-q35-2.3",
        "target": "debian:13",
    }
    return Finding(rule=rule, severity=severity, **(told | fields))


def failed(path: str = "gone.xml") -> Skipped:
    """A path that should have been linted."""
    return Skipped(path, "cannot be read: No such file or directory", failed=True)


def rules_of(result: Result) -> list[str]:
    """The ids of all findings."""
    return [found.rule for found in result.findings]
