"""A libvirt that says what a test wants, for what no real one can be brought to say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mtype.hosts.connection import Connection


class FakeError(Exception):
    """`libvirt.libvirtError`."""

    def __init__(self, code: int, text: str, number: int = -1) -> None:
        super().__init__(text)
        self._code = code
        self._number = number

    def get_error_code(self) -> int:
        return self._code

    def get_int1(self) -> int:
        return self._number

    def get_error_message(self) -> str:
        return str(self)


class FakeApi:
    """The module `libvirt`; the numbers are libvirt's own."""

    libvirtError = FakeError
    VIR_ERR_NO_SUPPORT = 3
    VIR_ERR_INVALID_ARG = 8
    VIR_ERR_SYSTEM_ERROR = 38
    VIR_ERR_NO_DOMAIN = 42


class FakeHandle:
    """A virConnect: `getCapabilities` and `getDomainCapabilities` answer with what they were given; `asked`
    counts the calls of each."""

    def __init__(self, **answers: Callable[..., Any]) -> None:
        self.asked: dict[str, int] = {}
        self._answers = answers

    def __getattr__(self, name: str) -> Callable[..., Any]:
        answer = self._answers[name]

        def call(*arguments: Any) -> Any:
            self.asked[name] = self.asked.get(name, 0) + 1
            return answer(*arguments)

        return call

    def close(self) -> None:
        """Nothing is open."""


def connection(uri: str, *, read_only: bool = False, **answers: Callable[..., Any]) -> Connection:
    """A connection to a host with these answers."""
    return Connection(FakeApi(), FakeHandle(**answers), uri, read_only=read_only)
