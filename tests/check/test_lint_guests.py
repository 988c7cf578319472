"""Is every text of a guest linted, and held to what that guest may use?"""

from __future__ import annotations

from mtype.catalogue.target import Target
from mtype.check.guests import GuestLinter, unreachable, with_guests
from mtype.check.result import Result
from mtype.check.run import run
from mtype.check.settings import PathSuppression, Settings
from mtype.model.definition import Carrier, Definition
from mtype.model.errors import HostError
from mtype.model.guest import Guest, State, Stored
from tests.check.build import TODAY, rules_of, settings, target

OLD, NEW = "pc-i440fx-2.0", "pc-q35-10.0"


class Known:
    """The target of every guest, or the error that stands for it."""

    def __init__(self, known: Target | HostError) -> None:
        self.known = known
        self.asked: list[Definition] = []

    def target(self, definition: Definition) -> Target:
        self.asked.append(definition)
        if isinstance(self.known, HostError):
            raise self.known
        return self.known


def domain(machine: str, kind: str = "kvm", inside: str = "") -> str:
    return (
        f"<domain type='{kind}'>{inside}\n<name>web</name><uuid>u-1</uuid><os>\n"
        f"<type arch='x86_64' machine='{machine}'>hvm</type></os></domain>"
    )


def guest(*stored: Stored, uri: str = "qemu:///system", unread: tuple[str, ...] = ()) -> Guest:
    return Guest(uri, "web", "u-1", State.SHUT_OFF, True, False, stored, unread=unread)


def lint(one: Guest, known: Known, **fields: object) -> Result:
    asked = Settings((), TODAY, **fields)  # type: ignore[arg-type]
    return with_guests(run([], asked, version="0"), GuestLinter(asked, ()).lint(one, known))


def test_each_text_has_its_row_and_its_path() -> None:
    texts = (
        Stored(Carrier.PERSISTENT, domain(NEW)),
        Stored(Carrier.LIVE, domain(OLD)),
        Stored(Carrier.MANAGED_SAVE, domain(OLD)),
        Stored(Carrier.CHECKPOINT, f"<domaincheckpoint>{domain(NEW)}</domaincheckpoint>", "monday"),
    )
    result = lint(guest(*texts), Known(target("debian:13")))
    assert [(row.path, row.carrier, row.status) for row in result.rows] == [
        ("qemu:///system#web", "persistent", "supported"),
        ("qemu:///system#web/live", "live", "removed"),
        ("qemu:///system#web/managed save", "managed save", "removed"),
        ("qemu:///system#web/checkpoint/monday", "checkpoint", "supported"),
    ]
    assert rules_of(result) == ["MT201", "MT403", "MT201", "MT401", "MT404"]
    assert {finding.line for finding in result.findings} == {3}
    assert result.findings[0].excerpt and OLD in result.findings[0].excerpt


def test_the_emulator_is_that_of_the_guest() -> None:
    known = Known(target("debian:13"))
    lint(guest(Stored(Carrier.PERSISTENT, domain(NEW))), known)
    assert [definition.machine_type for definition in known.asked] == [NEW]


def test_a_named_target_replaces_it() -> None:
    known = Known(HostError("nobody asks me"))
    asked = settings("debian:12", "debian:13")
    linted = GuestLinter(asked, asked.targets).lint(guest(Stored(Carrier.PERSISTENT, domain(NEW))), known)
    result = with_guests(run([], asked, version="0"), linted)
    assert result.rows[0].statuses == ("newer", "supported")
    assert known.asked == []


def test_files_and_guests_are_held_to_different_targets() -> None:
    asked = settings("debian:12")
    files = run([], asked, version="0")
    first = GuestLinter(asked, ()).lint(
        guest(Stored(Carrier.PERSISTENT, domain(NEW))), Known(target("debian:13"))
    )
    result = with_guests(files, first)
    assert [info.release for info in result.targets] == ["debian:12", "debian:13"]
    assert result.rows[0].statuses == ("", "supported")


def test_what_cannot_be_asked_or_read_is_skipped_as_failed() -> None:
    one = guest(
        Stored(Carrier.PERSISTENT, domain(NEW)), unread=("its managed save cannot be read: it is cut",)
    )
    result = lint(one, Known(HostError("the emulator took too long")))
    assert [(skip.path, skip.reason, skip.failed) for skip in result.skipped] == [
        ("qemu:///system#web", "its managed save cannot be read: it is cut", True),
        ("qemu:///system#web", "the emulator took too long", True),
    ]
    assert lint(guest(unread=("gone",)), Known(HostError(""))).rows == ()


def test_a_guest_of_another_hypervisor_is_skipped() -> None:
    known = Known(HostError("nobody asks me"))
    result = lint(guest(Stored(Carrier.PERSISTENT, domain("pc", kind="lxc"))), known)
    assert [skip.failed for skip in result.skipped] == [False]
    assert known.asked == []


def test_a_host_that_does_not_answer() -> None:
    asked = settings()
    result = with_guests(run([], asked, version="0"), [unreachable("qemu+ssh://gone/system", "it is off")])
    assert [(skip.path, skip.failed) for skip in result.skipped] == [("qemu+ssh://gone/system", True)]
    assert result.exit_code(None) == 3


def test_suppressions_hold_for_guests_too() -> None:
    comment = "<!-- virt-machine-type: ignore MT201: it is going -->"
    by_comment = lint(
        guest(Stored(Carrier.PERSISTENT, domain(OLD, inside=comment))), Known(target("debian:13"))
    )
    entry = PathSuppression(("MT2",), ("qemu:///system#w*",), "it is going")
    by_path = lint(
        guest(Stored(Carrier.PERSISTENT, domain(OLD))), Known(target("debian:13")), suppressions=(entry,)
    )
    for result in (by_comment, by_path):
        assert (rules_of(result), result.suppressed) == ([], 1)
