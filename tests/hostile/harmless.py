"""What must hold whatever the input is?"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

from tests.cli.command import Ran, run

# Name, or the two parts that tell whether a file was touched: its bytes and when it was last written.
State = dict[bytes, tuple[object, ...]]


def state(folder: Path) -> State:
    """Everything below `folder`: kind, content and time of change of every entry."""
    found: State = {}
    for place, folders, files in os.walk(os.fsencode(folder)):
        for name in folders + files:
            path = os.path.join(place, name)
            status = os.lstat(path)
            regular = os.path.isfile(path) and not os.path.islink(path) and status.st_size < 1 << 26
            try:
                content = Path(os.fsdecode(path)).read_bytes() if regular else None
            except OSError:
                content = None
            found[path] = (status.st_mode, status.st_mtime_ns, status.st_size, content)
    return found


def harmless(
    folder: Path,
    *arguments: str | bytes | Path,
    codes: tuple[int, ...] = (1, 2, 3),
    seconds: float = 30,
    written: tuple[str, ...] = (),
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    unprivileged: bool = False,
) -> Ran:
    """Call the command in `folder`; hold that it answered in time with one of `codes`, without a traceback
    and without a word of a defect, that it wrote nothing but `written` and left every input as it was."""
    before = state(folder)
    crashes = folder.parent / f"{folder.name}-crashes"
    crashes.mkdir(exist_ok=True)
    if unprivileged and os.geteuid() == 0:
        crashes.chmod(0o777)
    started = time.monotonic()
    ran = run(
        *arguments,
        cwd=folder,
        stdin=stdin,
        env={"TMPDIR": str(crashes), **(env or {})},
        unprivileged=unprivileged,
        timeout=seconds * 4 + 20,
    )
    took = time.monotonic() - started
    after = {path: what for path, what in state(folder).items() if _name(path, folder) not in written}
    assert "Traceback" not in ran.talk
    assert "defect" not in ran.err
    assert "Exception ignored" not in ran.err
    assert list(crashes.iterdir()) == []
    assert ran.code in codes, ran
    assert took < seconds, took
    assert after == {path: what for path, what in before.items() if _name(path, folder) not in written}
    return ran


def _name(path: bytes, folder: Path) -> str:
    return os.fsdecode(os.path.relpath(path, os.fsencode(folder)))
