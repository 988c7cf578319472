"""Does every definition that is not well get told so, by one rule for one cause?"""

from __future__ import annotations

import itertools

import pytest

from mtype.catalogue.releases import all_releases
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.model.status import Status
from mtype.rules import RULES, Context
from tests.rules.build import CATALOGUE, TODAY, define, target

# What is said of a name: one of these, and nothing besides, unless the target offers the type.
NAMED = {"MT101", "MT102", "MT103", "MT104", "MT201", "MT207", "MT301", "MT303"}
# What is said of a type that the target offers; several may be true at once.
OFFERED = {"MT202", "MT203", "MT204", "MT205", "MT206", "MT302", "MT304"}

NAMES: list[str | None] = [
    None,
    "",
    " ",
    "toaster",
    "pc-q35-12.0",
    *CATALOGUE.alias_names,
    *sorted({kind.name for kind in CATALOGUE.types}),
]
ARCHES = [None, "x86_64", "i686", "aarch64", "ppc64le", "s390x", "sparc64"]


def findings(name: str | None, arch: str | None, context: Context) -> list[Finding]:
    definition = define(name, arch)
    return [finding for rule in RULES for finding in rule().check(definition, context)]


@pytest.mark.parametrize("release", [release.id for release in all_releases(CATALOGUE)])
def test_one_cause_is_one_finding(release: str) -> None:
    context = Context(target(release), TODAY, TODAY.replace(year=2029))
    for name, arch in itertools.product(NAMES, ARCHES):
        found = findings(name, arch, context)
        ids = [finding.rule for finding in found]
        status = context.judge(define(name, arch)).status
        if status in (Status.SUPPORTED, Status.DEPRECATED):
            assert set(ids) <= OFFERED, (name, arch, ids)
            assert ("MT202" in ids) == (status is Status.DEPRECATED), (name, arch, ids)
        else:
            assert len(ids) == 1, (name, arch, ids)
            assert set(ids) <= NAMED, (name, arch, ids)
        graver = status not in (Status.SUPPORTED, Status.DEPRECATED, Status.FLOATING)
        if name:
            assert graver == (Severity.ERROR in {finding.severity for finding in found}), (name, arch, ids)


@pytest.mark.parametrize("release", [release.id for release in all_releases(CATALOGUE)])
def test_a_suggestion_is_a_type_that_the_target_offers(release: str) -> None:
    context = Context(target(release), TODAY)
    for name, arch in itertools.product(NAMES, ARCHES):
        definition = define(name, arch)
        offer = context.target.offer(context.arch(definition))
        for finding in findings(name, arch, context):
            if finding.suggestion is not None and finding.rule != "MT101":
                assert offer is not None
                assert offer.by_name[finding.suggestion].alias_of is None, (name, arch, finding)
                assert finding.suggestion != name
