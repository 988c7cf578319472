"""What is asked of the host that a guest is to go to?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtype.catalogue.target import Target
from mtype.migration.assess import TargetOf
from mtype.migration.documents import Abilities
from mtype.model.definition import Definition
from mtype.model.errors import HostError, NoEmulatorError
from mtype.model.portability import HostAbilities

if TYPE_CHECKING:
    from mtype.hosts.connection import Connection


def asked_abilities(host: Connection) -> Abilities:
    """What the host's emulators can do; each is asked about once, also where that fails."""
    from mtype.hosts.abilities import ask_abilities

    known: dict[tuple[str | None, ...], HostAbilities | HostError] = {}

    def abilities(definition: Definition) -> HostAbilities:
        key = definition.emulator, definition.arch, definition.domain_type
        if key not in known:
            try:
                known[key] = ask_abilities(host, *key)
            except HostError as error:
                known[key] = error
        answer = known[key]
        if isinstance(answer, HostError):
            raise answer
        return answer

    return abilities


def with_own_emulator(target: TargetOf, abilities: Abilities) -> TargetOf:
    """The same, with what the host's own emulator offers for a guest whose emulator it does not have: then
    there is more to be said than that."""

    def own(definition: Definition) -> Target:
        try:
            abilities(definition)
        except NoEmulatorError:
            definition = definition._replace(emulator=None)
        except HostError:
            pass  # the target says what is wrong
        return target(definition)

    return own
