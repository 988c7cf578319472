"""Is a guest still what the plan was made for?"""

from __future__ import annotations

from mtype.definitions.tree import differences
from mtype.model.definition import Carrier
from mtype.model.guest import Guest, State
from mtype.upgrade.blockers import lasting_blockers
from mtype.upgrade.conduct import Conduct, When
from mtype.upgrade.ending import UndoneError
from mtype.upgrade.guest_host import GuestHost
from mtype.upgrade.journal import Intent


def check_as_planned(host: GuestHost, intent: Intent, conduct: Conduct) -> None:
    """Whoever confirmed the plan may have taken hours to, so look again before the guest is shut down."""
    try:
        guest = _still_there(host, intent)
        if conduct.when is not When.NEXT_SHUTDOWN and guest.state.active != intent.ran:
            what = "started" if guest.state.active else "shut down"
            raise UndoneError(f"it was {what} by somebody else meanwhile", "try again")
        _check(guest, intent)
    except UndoneError as error:
        raise UndoneError(str(error), error.remedy, refused=True) from error


def check_unchanged(host: GuestHost, intent: Intent) -> None:
    """Raise UndoneError unless the guest is off and what was planned for is still true: its owner, who may
    have shut it down days later, may have made a snapshot or begun a backup."""
    guest = _still_there(host, intent)
    if guest.state is not State.SHUT_OFF:
        raise UndoneError("it was started again by somebody else before it could be changed", "try again")
    _check(guest, intent)


def _still_there(host: GuestHost, intent: Intent) -> Guest:
    guest = host.guest(intent.uuid)
    if guest is None or not guest.persistent:
        raise UndoneError("it was undefined meanwhile")
    return guest


def _check(guest: Guest, intent: Intent) -> None:
    if guest.texts(Carrier.MANAGED_SAVE):
        raise UndoneError(
            "its memory was saved meanwhile: its next start resumes that", "start it, then try again"
        )
    for refusal in lasting_blockers(guest):
        raise UndoneError(f"meanwhile: {refusal.reason}", refusal.remedy)
    if differences(guest.texts(Carrier.PERSISTENT)[0].text, intent.old):
        raise UndoneError(
            "its definition was changed by somebody else meanwhile", "look at the change, try again"
        )
