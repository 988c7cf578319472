"""Does a guest that libvirt cannot read become an answer, so that those beside it go on?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest

from mtype.model.errors import HostError, HostLostError, UnreadableError
from mtype.model.guest import Guest, State
from mtype.upgrade.answer import GuestAnswer
from mtype.upgrade.choice import Goal
from mtype.upgrade.conduct import Conduct
from mtype.upgrade.files import Outcome
from mtype.upgrade.guest_host import GuestHost
from mtype.upgrade.planning import Question, plan_on_host

WEB = Guest("qemu:///system", "web", "u-1", State.RUNNING, persistent=True, autostart=False, stored=())


class Host:
    """Its guests are what `read` says."""

    uri = "qemu:///system"

    def __init__(self, read: Callable[[], Guest | None]) -> None:
        self._read = read

    def guest(self, uuid: str) -> Guest | None:
        assert uuid == WEB.uuid
        return self._read()


def question(read: Callable[[], Guest | None]) -> Question:
    targets = cast(Any, None)  # nobody is asked what a guest may use that cannot be read
    return Question(cast(GuestHost, Host(read)), targets, Goal(), Conduct())


def raising(error: Exception) -> Callable[[], Guest | None]:
    def read() -> Guest | None:
        raise error

    return read


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (UnreadableError("its managed save cannot be read: x", "remove it"), "remove it"),
        (HostError("the guest cannot be read: timed out"), "try again, or leave this guest out"),
    ],
)
def test_a_guest_that_cannot_be_read_is_named_with_what_to_do(error: HostError, remedy: str) -> None:
    answer = plan_on_host(question(raising(error)), WEB)
    assert isinstance(answer, GuestAnswer)
    assert (answer.domain, answer.uuid, answer.outcome) == ("web", "u-1", Outcome.FAILED)
    assert (answer.reason, answer.remedy) == (str(error), remedy)


def test_a_host_that_is_lost_is_no_matter_of_one_guest() -> None:
    with pytest.raises(HostLostError):
        plan_on_host(question(raising(HostLostError("the daemon has gone"))), WEB)


def test_a_guest_that_has_gone_is_no_failure() -> None:
    assert plan_on_host(question(lambda: None), WEB) is None


def test_a_definition_that_cannot_be_understood_is_refused() -> None:
    answer = plan_on_host(question(lambda: WEB), WEB)
    assert isinstance(answer, GuestAnswer)
    assert (answer.outcome, answer.reason) == (Outcome.REFUSED, "its definition cannot be read")
