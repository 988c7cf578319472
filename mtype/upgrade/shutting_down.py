"""How is a guest asked to shut down?"""

from __future__ import annotations

import time

from mtype.model.errors import HostError, HostLostError
from mtype.upgrade.conduct import Conduct
from mtype.upgrade.guest_host import GuestHost

# A guest that is still booting misses the power button; nova asks again as often.
_ASK_AGAIN = 10.0  # seconds
_RECONNECT = 30.0  # seconds


def shut_down(host: GuestHost, uuid: str, conduct: Conduct) -> bool:
    """Ask in each mode in turn, and again from time to time; whether the guest is off in the end.

    A mode that the guest has no ear for (no agent) is passed over. Raises HostError where none can be asked
    at all, HostLostError where the daemon goes away and does not come back.
    """
    deadline = time.monotonic() + conduct.shutdown_timeout
    refusals = []
    for place, mode in enumerate(conduct.shutdown_modes):
        left = deadline - time.monotonic()
        end = time.monotonic() + left / (len(conduct.shutdown_modes) - place)
        while True:
            try:
                host.shut_down(uuid, mode)
            except HostLostError:
                if time.monotonic() >= deadline or not host.reconnect(_RECONNECT):
                    raise
                continue  # nobody knows whether it was asked; to ask twice does no harm
            except HostError as error:
                if not host.state(uuid).active:
                    return True
                refusals.append(f"{mode.value}: {error}")
                break
            if wait_until_off(host, uuid, min(_ASK_AGAIN, max(0.0, end - time.monotonic()))):
                return True
            if time.monotonic() >= end:
                break
    if len(refusals) == len(conduct.shutdown_modes) and not conduct.force_off:
        raise HostError("; ".join(refusals))
    return False


def wait_until_off(host: GuestHost, uuid: str, seconds: float) -> bool:
    """Wait so long until it is off; whether it is. A daemon that is restarted meanwhile is waited for, since
    nothing but a question is open."""
    try:
        return host.wait_until_off(uuid, seconds)
    except HostLostError:
        if not host.reconnect(_RECONNECT):
            raise
        return host.wait_until_off(uuid, 0.0)
