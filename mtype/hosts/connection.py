"""How is a libvirt host reached, and what is said where it cannot be?"""

from __future__ import annotations

import shlex
from contextlib import suppress
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from mtype.hosts.events import run_events
from mtype.model.errors import HostError

DEFAULT_URI = "qemu:///system"
# The line to another host may hang without a word: it counts as broken after so many questions, as many
# seconds apart (virsh: --keepalive-interval 5, --keepalive-count 6).
_ASK_EVERY, _UNANSWERED = 5, 5
# They say how to reach the daemon, and of a socket of this machine nothing.
_WITHOUT_MEANING = frozenset({"mode", "no_tty", "no_verify", "no_sanity", "keyfile", "command", "netcat"})
_OWN_SOCKETS = frozenset(
    ("socket", f"{folder}/libvirt/{name}-sock")
    for folder in ("/run", "/var/run")
    for name in ("libvirt", "virtqemud")
)
_INSTALL = "install python3-libvirt, or `pip install 'virt-machine-type[libvirt]'`"


class Connection:
    """An open connection to a libvirt host; `api` is the module `libvirt`, `handle` its virConnect."""

    def __init__(self, api: Any, handle: Any, uri: str, *, read_only: bool = False) -> None:
        self.api = api
        self.handle = handle
        self.uri = uri
        self.read_only = read_only

    def __enter__(self) -> Connection:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(self.api.libvirtError):  # the daemon may have gone first
            self.handle.close()

    def lost(self, error: Any) -> bool:
        """Whether `error` came because the connection broke off, so that nobody knows what was done."""
        try:
            return error.get_error_domain() == self.api.VIR_FROM_RPC or not self.handle.isAlive()
        except self.api.libvirtError:
            return True


def connect(uri: str | None, *, read_only: bool, events: bool = False) -> Connection:
    """Open the host at `uri`, libvirt's own default where it is None; `events` is whether it is to tell of
    its guests' events.

    Raises HostError, with what to do, where libvirt-python is missing, the daemon does not answer, or this
    user may not talk to it.
    """
    try:
        import libvirt
    except ImportError as error:
        raise HostError(f"talking to a host needs libvirt-python: {_INSTALL}") from error
    # Without a handler of ours libvirt writes each error to the standard error stream itself.
    libvirt.registerErrorHandler(_silent, None)
    if uri is not None and "/embed" in uri:
        read_only = False  # the embedded driver knows no other
        events = True
    remote = uri is not None and _is_remote(uri)
    if events or remote:
        run_events(libvirt)
    try:
        handle = (libvirt.openReadOnly if read_only else libvirt.open)(uri)
        if remote:
            with suppress(libvirt.libvirtError):  # a driver that does without
                handle.setKeepAlive(_ASK_EVERY, _UNANSWERED)
        return Connection(libvirt, handle, one_spelling(handle.getURI()), read_only=read_only)
    except libvirt.libvirtError as error:
        raise HostError(_refused(libvirt, uri or DEFAULT_URI, error)) from error


def _is_remote(uri: str) -> bool:
    try:
        return bool(urlsplit(uri).netloc)
    except ValueError:  # libvirt says in its words what is wrong with it
        return False


def one_spelling(uri: str) -> str:
    """`uri`, or `qemu:///system` where it is another spelling of that: backups, journals and locks of a host
    are found by its URI, and two runs must not work on one guest because they call its host by two names.

    libvirt, "Connection URIs": the transport unix is the default without a host name, and these are the
    sockets it takes by itself.
    """
    try:
        parts = urlsplit(uri)
    except ValueError:
        return uri
    driver, _, transport = parts.scheme.partition("+")
    if parts.netloc or transport not in ("", "unix"):
        return uri
    more = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name not in _WITHOUT_MEANING and (name, value) not in _OWN_SOCKETS
    ]
    path = parts.path.rstrip("/") or parts.path
    if more:
        return uri
    return f"{driver}://{path}"


def said(error: Any) -> str:
    """What libvirt says, in one line."""
    return " ".join(str(error.get_error_message() or error).split())


def failed(what: str, error: Any) -> HostError:
    """The error for a call that failed on an open connection."""
    return HostError(f"{what}: {said(error)}")


def _silent(context: object, error: object) -> None:
    """Errors are raised as exceptions too."""


def _refused(api: Any, uri: str, error: Any) -> str:
    code, text = error.get_error_code(), said(error)
    lowered = text.lower()
    if code == api.VIR_ERR_ACCESS_DENIED:  # of libvirt's own access driver: root and its group do not matter
        advice = "a polkit rule has to allow it: https://libvirt.org/aclpolkit.html"
    elif code in _denials(api) or "permission denied" in lowered:
        advice = "be root or in the group libvirt (a polkit rule for org.libvirt.unix.manage does it too)"
    elif "no such file" in lowered or "connection refused" in lowered:
        advice = "start libvirtd or virtqemud there, or name another host with --connect URI"
    else:
        advice = f"see whether `virsh -c {shlex.quote(uri)} list` works"
    return f"{uri} cannot be reached: {text}; {advice}"


def _denials(api: Any) -> tuple[int, ...]:
    return (
        api.VIR_ERR_AUTH_FAILED,
        api.VIR_ERR_AUTH_CANCELLED,
        api.VIR_ERR_AUTH_UNAVAILABLE,  # polkit, and nobody there to type a password
    )
