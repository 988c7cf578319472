"""Does a vendor support a live migration from one release to another?

What is supported is a statement of a vendor, cited in the catalogue (`migration` of a line). Whether it works
is another question: many ways work that nobody supports. Where no statement is known the answer is None.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mtype.catalogue.facts import Line, Migration
from mtype.catalogue.lookup import Catalogue
from mtype.migration.kinds import RULES, Ruling, silence
from mtype.model.release import Release


class Support(NamedTuple):
    """Whether the vendor supports the way: None where no statement is known. `reason` is one sentence,
    `policy` the statement that it follows from, `sources` the keys of where that stands."""

    supported: bool | None
    reason: str
    policy: Migration | None = None
    sources: tuple[str, ...] = ()

    @property
    def unread(self) -> bool:
        """Whether the vendor says something of the way that the catalogue has not."""
        return self.policy is not None and self.policy.kind == "unread"


def supported_way(
    catalogue: Catalogue, source: Release, destination: Release, today: date | None = None
) -> Support:
    """Whether a guest may be migrated live from a host of `source` to one of `destination`.

    Without `today` it is the way as the vendor's table shows it: that stays, whatever goes out of support.
    With a day, a release that is not out yet takes nobody, and a way that is supported "while supported"
    (Ubuntu: from an interim release to the next interim one) ends with the support of either release.
    Of several statements the first that decides is the answer; where none does, what the last one lacks.
    """
    if source.line != destination.line:
        return _across(catalogue.line(source.line), catalogue.line(destination.line), source, destination)
    line = catalogue.line(source.line)
    answer = Support(None, f"no statement is known on ways between releases of {line.name}")
    for policy in line.migrations:
        answer = _by(line, policy, source, destination, today)
        if answer.supported is not None:
            break
    return answer


def is_told(policy: Migration, release: Release) -> bool:
    """Whether the statement tells something of the release."""
    return policy.kind != "unread" and silence(policy, release) is None


def _by(line: Line, policy: Migration, source: Release, destination: Release, today: date | None) -> Support:
    """What one statement says of the way."""
    for release in (source, destination):
        silent = silence(policy, release)
        if silent is not None:
            return _said(None, policy, silent)
    for release in (source, destination):
        if today is not None and release.released is not None and release.released > today:
            return _said(False, policy, f"{release.id} is not out before {release.released}")
    ruling = _ruling(line, policy, source, destination)
    if today is not None and ruling.while_supported:
        for release in (source, destination):
            ends = release.support.ends
            if ends is None:
                return _said(
                    None, policy, f"{ruling.text}, and when the support of {release.id} ends is not known"
                )
            if ends < today:
                return _said(False, policy, f"{ruling.text}, and the support of {release.id} ended on {ends}")
    return _said(ruling.supported, policy, ruling.text)


def _ruling(line: Line, policy: Migration, source: Release, destination: Release) -> Ruling:
    way = (source.place, destination.place)
    if way in policy.also:
        return Ruling(True, f"{source.id} to {destination.id} is one of the ways that it names")
    return RULES[policy.kind](line, policy, source, destination)


def _said(supported: bool | None, policy: Migration, text: str) -> Support:
    return Support(supported, f"{policy.name}: {text}", policy, policy.sources)


def _across(here: Line, there: Line, source: Release, destination: Release) -> Support:
    """Between lines: what one of the vendors excludes is not supported; nobody promises any such way."""
    for policy in (*here.migrations, *there.migrations):
        if policy.own_vendor_only and here.vendor != there.vendor:
            return _said(False, policy, f"ways between {here.name} and {there.name} are unsupported")
    return Support(None, f"no statement is known on {source.id} to {destination.id}")
