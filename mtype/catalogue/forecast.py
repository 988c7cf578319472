"""When will a target's line of releases stop offering a machine type, and how sure is that?"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mtype.catalogue.cadence import expected_day
from mtype.catalogue.facts import Policy
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.offer import offer_of_release
from mtype.catalogue.presence import emulator_for, present, versions_of
from mtype.catalogue.strike import Strike, qemu_strike, strike
from mtype.model.machine_type import MachineType
from mtype.model.release import Release


class Forecast(NamedTuple):
    """The first release after the target that lacks a type.

    `sure` is True where that is a fact of the catalogue, False where a policy says so. `day` is the release
    date, None where nobody can say; `expected` where it follows from a cadence. `basis` is a sentence that
    names the policy, `sources` are where that stands; `by` says the policy in a few words, empty for a
    fact.
    """

    release: str
    day: date | None
    sure: bool
    basis: str
    sources: tuple[str, ...] = ()
    by: str = ""
    expected: bool = False


def removal_forecast(
    catalogue: Catalogue, kind: MachineType, release: Release, arch: str, today: date = date.min
) -> Forecast | None:
    """When the line of `release` drops `kind`; None where nothing says that it will, or where its name goes
    on as an alias.

    A release of the catalogue is a fact. Beyond the last one the policies of the line speak, the first that
    has something to say; then, of upstream types, QEMU: whoever ships the version that lacks a type loses
    it, but which release of a distribution that will be nobody knows, so QEMU's is named. What is only
    expected never lies before `today`: of an expected day that has passed nothing is left to say.
    """
    gone = _first_without(catalogue, kind, release, arch)
    if gone is None:
        found = _by_policy(catalogue, kind, release)
    elif _goes_on(catalogue, kind, gone, arch):
        return None
    else:
        found = _fact(catalogue, gone, arch)
    stale = found is not None and found.day is not None and found.day < today
    if found is None or not stale or (found.sure and not found.expected):
        return found
    return found._replace(day=None, expected=False)


def _first_without(catalogue: Catalogue, kind: MachineType, release: Release, arch: str) -> Release | None:
    """The first release after `release` that is known to lack the type, or the emulator for it."""
    line = catalogue.line(release.line)
    for following in line.releases[release.place + 1 :]:
        if following.pocket is not None or not following.arches:
            continue
        if emulator_for(following.arches, arch) is None:
            return following
        if present(kind, following, line, versions_of(following)) is False:
            return following
    return None


def _fact(catalogue: Catalogue, gone: Release, arch: str) -> Forecast:
    lacks = "does not offer it"
    if emulator_for(gone.arches, arch) is None:
        lacks = f"ships no emulator for {arch}"
    day, expected = gone.released, False
    if day is None:
        day = expected_day(catalogue.line(gone.line), gone)
        expected = day is not None
    return Forecast(gone.id, day, True, f"{gone.id} {lacks}", gone.sources, expected=expected)


def _goes_on(catalogue: Catalogue, kind: MachineType, release: Release, arch: str) -> bool:
    """Whether the name is an alias there: `virt` was a board of its own before it had versions."""
    runs = emulator_for(release.arches, arch)
    if runs is None or kind.name not in catalogue.alias_names:
        return False
    offer = offer_of_release(catalogue, release, runs)
    return offer is not None and kind.name in {*offer.by_name, *offer.unsure_aliases}


def _by_policy(catalogue: Catalogue, kind: MachineType, release: Release) -> Forecast | None:
    line, qemu = catalogue.line(release.line), catalogue.line("qemu")
    for policy in line.policies:
        struck = strike(policy, kind, release, line, qemu)
        if struck is not None:
            return _forecast(catalogue, struck, policy)
    if kind.removed is None or kind.name in catalogue.alias_names:
        return None
    struck = qemu_strike(kind.removed.by, qemu)
    own = catalogue.vendors[kind.vendor].policies.get(kind.policy or "")
    if own is not None:
        return _forecast(catalogue, struck, own)
    return Forecast(struck.release, struck.day, False, f"{struck.release} does not have it", kind.sources)


def _forecast(catalogue: Catalogue, struck: Strike, policy: Policy) -> Forecast:
    by = "; ".join(part for part in (policy.name, policy.caveat, struck.remark) if part)
    basis = "; ".join(part for part in (policy.what, policy.caveat, struck.remark) if part)
    expected, cadence = struck.day is not None, catalogue.line(struck.release.partition(":")[0]).cadence
    rhythm = cadence.sources if cadence is not None and expected else ()
    sources = tuple(dict.fromkeys((*policy.sources, *rhythm)))
    return Forecast(struck.release, struck.day, False, f"By {policy.name}: {basis}", sources, by, expected)
