"""Who hands out the events of libvirt?"""

from __future__ import annotations

import threading
from typing import Any

_loop: list[threading.Thread] = []
_starting = threading.Lock()


def run_events(api: Any) -> None:
    """Have a thread of its own hand out libvirt's events; once in a process, before the first connection."""

    def hand_out() -> None:
        while True:
            api.virEventRunDefaultImpl()

    with _starting:  # several hosts may be opened at once
        if _loop:
            return
        api.virEventRegisterDefaultImpl()
        _loop.append(threading.Thread(target=hand_out, name="libvirt events", daemon=True))
        _loop[0].start()
