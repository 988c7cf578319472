"""How does `check` reach the guests of hosts?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.target import Target
from mtype.check.guests import GuestLinter, Linted, unreachable
from mtype.check.settings import Settings
from mtype.hosts.guest_targets import GuestTargets
from mtype.hosts.reading import start_reading
from mtype.model.errors import MtypeError


def check_guests(
    catalogue: Catalogue, uris: Sequence[str], settings: Settings, named: tuple[Target, ...]
) -> Iterator[Linted]:
    """What came out of the guests of each host; a host that does not answer takes no other along."""
    linter = GuestLinter(settings, named)
    for reading in start_reading(uris):
        try:
            with reading.connection() as host:
                targets = GuestTargets(host, catalogue)
                for guest in reading.guests():
                    yield from linter.lint(guest, targets)
        except MtypeError as error:
            yield unreachable(reading.uri or "default", str(error))
