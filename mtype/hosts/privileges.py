"""As whom does root run a program that nobody vouches for?"""

from __future__ import annotations

import os
import pwd
from pathlib import Path

# Not libvirt's own user: the disks and the processes of running guests are that user's.
_USER = "nobody"


class NoUserError(LookupError):
    """Root has no user to become. The text goes on in a sentence: "there is no user nobody here"."""


def unprivileged_user() -> pwd.struct_passwd | None:
    """The user that root becomes for it; None for anyone but root, who has nothing to give up.

    None too for the root of a user namespace that is an ordinary user outside and holds no such user
    (`unshare --map-root-user`). Raises NoUserError where root is root and there is nobody to become.
    """
    if os.geteuid() != 0:
        return None
    try:
        user = pwd.getpwnam(_USER)
    except KeyError:
        reason = f"there is no user {_USER} here"
    else:
        if user.pw_uid == 0 or user.pw_gid == 0:
            reason = f"{_USER} is root here"
        elif _outside("uid", user.pw_uid) is None or _outside("gid", user.pw_gid) is None:
            reason = f"this user namespace has no {_USER}"
        else:
            return user
    if _outside("uid", 0):
        return None
    raise NoUserError(reason)


def _outside(kind: str, number: int) -> int | None:
    """What the id is outside of this user namespace (/proc/self/uid_map: first, outside, count), None where
    it is not in it."""
    try:
        rows = [line.split() for line in Path(f"/proc/self/{kind}_map").read_text().splitlines()]
    except OSError:
        return number
    for first, outside, count in rows:
        if int(first) <= number < int(first) + int(count):
            return int(outside) + number - int(first)
    return None
