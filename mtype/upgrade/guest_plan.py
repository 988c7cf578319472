"""What should happen with one guest?"""

from __future__ import annotations

import difflib
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from mtype.catalogue.target import Target
from mtype.definitions.reader import read_document
from mtype.model.definition import Carrier, Definition
from mtype.model.errors import MtypeError
from mtype.model.guest import Guest
from mtype.upgrade.blockers import blockers
from mtype.upgrade.choice import Goal, Keep, Lift, Refusal, choose
from mtype.upgrade.conduct import Conduct, When
from mtype.upgrade.edit import EditError, set_machine_types
from mtype.upgrade.guest_warnings import guest_warnings
from mtype.upgrade.plan import Plan

# libvirt: what VIR_DOMAIN_XML_SECURE adds to a definition, for VNC and SPICE.
_PASSWORD = re.compile(r"""(\spasswd=["'])[^"'<>]*(["'])""")


class Refused(NamedTuple):
    """Why a guest is not touched: every reason that was found, and the machine type it has."""

    guest: Guest
    from_: str | None
    refusals: tuple[Refusal, ...]


class Kept(NamedTuple):
    """There is nothing to do for a guest, and why."""

    guest: Guest
    from_: str | None
    reason: str


def guest_definition(guest: Guest) -> Definition | None:
    """What the persistent definition of a guest says, or the live one of a transient guest."""
    for carrier in (Carrier.PERSISTENT, Carrier.LIVE):
        for stored in guest.texts(carrier):
            data = stored.text.encode()
            document = read_document(
                io.BytesIO(data), guest.path(stored), max_bytes=len(data) + 1, carrier=carrier
            )
            return document.definitions[0] if document.definitions else None
    return None


def plan_guest(
    guest: Guest, definition: Definition, target: Target, goal: Goal, conduct: Conduct
) -> Plan | Kept | Refused:
    """The plan for one guest, whose texts were read with their secrets; `definition` is `guest_definition`
    of it. Pure."""
    choice = choose(target, definition, goal)
    name = definition.machine_type
    if isinstance(choice, Keep):
        return Kept(guest, name, choice.reason)
    if isinstance(choice, Refusal):
        return Refused(guest, name, (choice,))
    found = tuple(blockers(guest, conduct))
    if found:
        return Refused(guest, name, found)
    return _plan(guest, definition, choice, conduct, target.source)


def _plan(guest: Guest, definition: Definition, lift: Lift, conduct: Conduct, source: str) -> Plan | Refused:
    old = guest.texts(Carrier.PERSISTENT)[0].text
    try:
        new = set_machine_types(
            old.encode(), {definition: lift.to}, definition.path, definition.carrier
        ).decode()
    except (EditError, MtypeError) as error:
        return Refused(guest, lift.from_, (Refusal(str(error), "edit it with virsh edit"),))
    return Plan(
        guest,
        old,
        new,
        lift.from_,
        lift.to,
        ran=guest.state.active and conduct.when is When.NOW,
        source=source,
        warnings=tuple(guest_warnings(guest, old, lift.to)),
    )


def without_passwords(text: str) -> str:
    """`text`, a definition or a part of one, with stars for the passwords in it."""
    return _PASSWORD.sub(r"\1***\2", text)


def plan_diff(plan: Plan) -> Iterator[str]:
    """The unified diff of the definition, without the passwords in it."""
    name = plan.guest.name
    old, new = (without_passwords(text).splitlines() for text in (plan.old, plan.new))
    yield from difflib.unified_diff(old, new, f"{name} (now)", f"{name} (then)", lineterm="", n=1)
