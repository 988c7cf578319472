"""As whom does root run a program that nobody vouches for?"""

from __future__ import annotations

import contextlib
import os
import pwd
from pathlib import Path

_USERS = ("libvirt-qemu", "nobody")  # who libvirt runs it as; who there is without libvirt


def unprivileged_user() -> pwd.struct_passwd | None:
    """The user that root becomes for it; None for anyone but root, who has nothing to give up.

    None too for the root of a user namespace that holds no such user (`unshare --map-root-user`): it is an
    ordinary user already.
    """
    if os.geteuid() != 0:
        return None
    for name in _USERS:
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            if _is_mapped("uid", user.pw_uid) and _is_mapped("gid", user.pw_gid):
                return user
    return None


def _is_mapped(kind: str, number: int) -> bool:
    """Whether the id exists in this user namespace (/proc/self/uid_map: first, outside, count)."""
    try:
        rows = [line.split() for line in Path(f"/proc/self/{kind}_map").read_text().splitlines()]
    except OSError:
        return True
    return any(int(first) <= number < int(first) + int(count) for first, _, count in rows)
