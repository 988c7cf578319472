"""Is a guest still what the plan was made for?"""

from __future__ import annotations

from mtype.definitions.tree import differences
from mtype.model.guest import State
from mtype.upgrade.conduct import Conduct, When
from mtype.upgrade.ending import UndoneError
from mtype.upgrade.guest_host import GuestHost
from mtype.upgrade.journal import Intent


def check_as_planned(host: GuestHost, intent: Intent, conduct: Conduct) -> None:
    """Whoever confirmed the plan may have taken hours to, so look again before the guest is shut down."""
    guest = host.guest(intent.uuid)
    if guest is None or not guest.persistent:
        raise UndoneError("it was undefined meanwhile", refused=True)
    if conduct.when is not When.NEXT_SHUTDOWN and guest.state.active != intent.ran:
        what = "started" if guest.state.active else "shut down"
        raise UndoneError(f"it was {what} by somebody else meanwhile", "try again", refused=True)
    if guest.busy:
        raise UndoneError(f"{guest.busy[0]} is under way", "wait until it is done", refused=True)
    try:
        _check_definition(host, intent)
    except UndoneError as error:
        raise UndoneError(str(error), error.remedy, refused=True) from error


def check_unchanged(host: GuestHost, intent: Intent) -> None:
    """Raise UndoneError unless the guest is off and what was planned for is still true."""
    if host.state(intent.uuid) is not State.SHUT_OFF:
        raise UndoneError("it was started again by somebody else before it could be changed", "try again")
    _check_definition(host, intent)


def _check_definition(host: GuestHost, intent: Intent) -> None:
    if host.has_managed_save(intent.uuid):
        raise UndoneError(
            "its memory was saved meanwhile: its next start resumes that", "start it, then try again"
        )
    if differences(host.definition(intent.uuid), intent.old):
        raise UndoneError(
            "its definition was changed by somebody else meanwhile", "look at the change, try again"
        )
