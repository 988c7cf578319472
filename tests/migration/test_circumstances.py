"""What keeps a guest from another host that its definition alone does not say?"""

from __future__ import annotations

import pytest

from mtype.migration.circumstances import with_circumstances
from mtype.migration.emulators import is_there
from mtype.migration.way import Answer, Kind, Verdict
from mtype.model.portability import Circumstances, Portability

S, U, X = Verdict.SUPPORTED, Verdict.UNSUPPORTED, Verdict.IMPOSSIBLE
PATH = "/usr/libexec/qemu-kvm"


@pytest.mark.parametrize(
    ("guest", "around", "live", "saved", "stopped", "word"),
    [
        (Portability(), Circumstances("there"), S, S, S, None),
        (Portability(), Circumstances("there", PATH, True), S, S, S, None),
        (Portability(), Circumstances("there", PATH), S, S, S, f"must be there at the same path: {PATH}"),
        (Portability(), Circumstances("there", PATH, False), U, U, U, f"{PATH} is not where there keeps"),
        (Portability(), Circumstances("there", PATH, False, asked=True), X, X, X, "has no emulator"),
        (Portability(), Circumstances("there", snapshots=1), X, S, S, "a guest that has a snapshot"),
        (Portability(), Circumstances("there", snapshots=12), X, S, S, "a guest that has 12 snapshots"),
        (Portability(virtiofs=("a",)), Circumstances("there"), U, U, S, "libvirt up to 10.0 refuses"),
        (Portability(virtiofs=("a",)), Circumstances("there", libvirt="11.3.0"), U, U, S, "a is a folder"),
        (Portability(virtiofs=("a",)), Circumstances("there", libvirt="10.0.0"), X, X, S, "libvirt 10.0.0"),
        (Portability(virtiofs=("a",)), Circumstances("there", libvirt="9.10.0"), X, X, S, "libvirt 9.10.0"),
    ],
)
def test_each_circumstance_has_its_verdict_and_its_reason(
    guest: Portability,
    around: Circumstances,
    live: Verdict,
    saved: Verdict,
    stopped: Verdict,
    word: str | None,
) -> None:
    told = [with_circumstances(Answer(kind, S), guest, around) for kind in Kind]
    assert [one.verdict for one in told] == [live, saved, stopped]
    reasons = [reason for one in told for reason in one.reasons]
    assert all(reason.rule == "MT504" and reason.sources for reason in reasons)
    assert (word is None) == (not reasons)
    assert word is None or any(word in reason.text for reason in reasons)


@pytest.mark.parametrize(
    ("path", "line", "known"),
    [
        (PATH, "rhel", True),
        (PATH, "centos-stream", True),
        (PATH, "debian", False),
        (PATH, "ubuntu", False),
        (PATH, "fedora", False),
        (PATH, "opensuse", None),  # of which nobody has told us
        ("/usr/bin/qemu-system-x86_64", "debian", True),
        ("/usr/bin/qemu-system-x86_64", "fedora", True),
        ("/usr/bin/qemu-system-x86_64", "rhel", False),
        ("/usr/bin/kvm", "ubuntu", True),
        ("/usr/bin/kvm", "fedora", False),
        ("/opt/qemu/bin/qemu-system-x86_64", "debian", None),  # an own build may be anywhere
        ("/usr/local/bin/qemu-system-x86_64", "rhel", None),
    ],
)
def test_which_lines_have_qemu_at_a_path(path: str, line: str, known: bool | None) -> None:
    assert is_there(path, line) is known
