"""How does a program that nobody vouches for run, and end, without harm?"""

from __future__ import annotations

import contextlib
import errno
import os
import selectors
import signal
import subprocess
import time
from types import TracebackType

from mtype.hosts.privileges import NoUserError, unprivileged_user
from mtype.model.errors import EmulatorError

MAX_OUTPUT = 16 * 1024 * 1024
_ENVIRONMENT = {"LC_ALL": "C", "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}


class LimitError(EmulatorError):
    """An emulator took too long or said too much. It is not asked again."""


class Child:
    """A running program, for a `with`: in a process group of its own, with a minimal environment and no
    privileges, in a folder where it can leave nothing, until `deadline` (of time.monotonic) at the latest.

    Every way out of the `with` kills what is left of the group.
    """

    def __init__(self, command: list[str], deadline: float, *, limit: float, talks: bool = False) -> None:
        self.path = command[0]
        self.stderr = bytearray()
        self._stdout = bytearray()
        self._searched = 0
        self._said = 0
        self._deadline = deadline
        self._limit = limit
        self._process = _start(command, talks)
        self._selector = selectors.DefaultSelector()
        assert self._process.stdout and self._process.stderr
        self._selector.register(self._process.stdout, selectors.EVENT_READ, self._stdout)
        self._selector.register(self._process.stderr, selectors.EVENT_READ, self.stderr)

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._kill()
        self._selector.close()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()

    def say(self, line: bytes) -> None:
        """Write to its standard input. If it is gone, reading will show."""
        assert self._process.stdin
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(line)

    def line(self) -> bytes | None:
        """The next line of its standard output, None at the end."""
        while True:
            at = self._stdout.find(b"\n", self._searched)
            if at >= 0 or not self._read():
                break
        if at < 0:
            at = len(self._stdout) - 1
        line = bytes(self._stdout[: at + 1])
        del self._stdout[: at + 1]
        self._searched = 0
        return line or None

    def everything(self) -> bytes:
        """All of its standard output that is left."""
        while self._read():
            pass
        return bytes(self._stdout)

    def _read(self) -> bool:
        """Wait for more output of either kind; False once standard output has ended."""
        assert self._process.stdout
        if self._process.stdout not in self._selector.get_map():
            return False
        self._searched = len(self._stdout)
        left = self._deadline - time.monotonic()
        ready = self._selector.select(left) if left > 0 else []
        if not ready:
            raise LimitError(f"{self.path} did not answer within {self._limit:g} s.")
        for key, _ in ready:
            chunk = os.read(key.fd, 65536)
            key.data.extend(chunk)
            self._said += len(chunk)
            if not chunk:
                self._selector.unregister(key.fileobj)
        if self._said > MAX_OUTPUT:
            raise LimitError(f"{self.path} wrote more than {MAX_OUTPUT // 1024 // 1024} MiB.")
        return True

    def ending(self) -> str | None:
        """How it ended, for a sentence; None for status 0. It is given until the deadline."""
        while os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
            if time.monotonic() > self._deadline:
                raise LimitError(f"{self.path} did not end within {self._limit:g} s.")
            time.sleep(0.002)
        status = self._kill()
        if status >= 0:
            return f"ended with status {status}" if status else None
        with contextlib.suppress(ValueError):
            return f"was ended by {signal.Signals(-status).name}"
        return f"was ended by signal {-status}"

    @property
    def status(self) -> int:
        """What it ended with, below zero for a signal; `ending` has waited for it."""
        status = self._process.returncode
        return -signal.SIGKILL if status is None else status

    def _kill(self) -> int:
        """Kill the group, then collect its leader: until that is done, no other process can get its id."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        try:
            return self._process.wait(5)
        except subprocess.TimeoutExpired:  # one that we may not kill, or that hangs in the kernel
            return -signal.SIGKILL


def _start(command: list[str], talks: bool) -> subprocess.Popen[bytes]:
    path = command[0]
    try:
        user = unprivileged_user()
    except NoUserError as error:
        raise EmulatorError(
            f"{path} is not run, for root does not run emulators as itself, and {error}."
        ) from error
    try:
        return subprocess.Popen(
            command,
            bufsize=0,
            executable=os.path.realpath(path),  # the link itself may be where that user cannot go
            stdin=subprocess.PIPE if talks else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd="/",
            env=_ENVIRONMENT,
            start_new_session=True,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
        )
    except PermissionError as error:
        if user is None:
            raise EmulatorError(f"{path} cannot be run: {error.strerror}.") from error
        why = f"{path} is not run, for root does not run emulators as itself"
        if error.errno == errno.EPERM:
            raise EmulatorError(f"{why} and may not become {user.pw_name} here.") from error
        raise EmulatorError(
            f"{why}, and {user.pw_name} may not: let that user read and execute it, and pass the folders "
            "on the way."
        ) from error
    except FileNotFoundError as error:
        raise EmulatorError(f"{path} cannot be run: the interpreter that it names is missing.") from error
    except OSError as error:
        raise EmulatorError(f"{path} cannot be run on this machine: {error.strerror}.") from error
