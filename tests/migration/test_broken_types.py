"""Does a guest whose type is known to be broken go only where that does not matter, and is it always told?"""

from __future__ import annotations

import pytest

from mtype.migration.assess import Found, found
from mtype.migration.way import Kind, Verdict
from tests.migration.moves import move

S, U, L, X = Verdict.SUPPORTED, Verdict.UNSUPPORTED, Verdict.NEEDS_LIFT, Verdict.IMPOSSIBLE
WILY, TRUSTY, UTOPIC = "pc-i440fx-wily", "pc-i440fx-trusty", "pc-i440fx-utopic"


@pytest.mark.parametrize(
    ("source", "to", "name", "verdict", "hold"),
    [
        pytest.param("jammy", "noble", WILY, L, "pc-i440fx-jammy", id="rebuilt between the two"),
        pytest.param("mantic", "noble", WILY, L, "pc-i440fx-mantic", id="the last before it was rebuilt"),
        pytest.param("xenial", "bionic", WILY, L, "pc-i440fx-xenial", id="wrong at both, maybe not alike"),
        pytest.param("jammy", "jammy", WILY, S, None, id="the same packages"),
        pytest.param("noble", "noble", WILY, S, None, id="no longer wrong"),
        pytest.param("trusty", "xenial", TRUSTY, S, None, id="right at both"),
        pytest.param("utopic", "vivid", TRUSTY, U, None, id="it followed the host at both"),
        pytest.param("trusty", "utopic", TRUSTY, X, None, id="it begins to follow the host"),
        pytest.param("vivid", "xenial", UTOPIC, X, None, id="mended between the two"),
    ],
)
def test_a_type_that_was_redefined_is_no_common_ground(
    source: str, to: str, name: str, verdict: Verdict, hold: str | None
) -> None:
    for kind in (Kind.LIVE, Kind.SAVED):
        answer = told(f"ubuntu:{source}", f"ubuntu:{to}", name, kind).answer
        assert (answer.verdict, answer.hold) == (verdict, hold)
        assert any(one.rule == "MT206" and one.sources for one in answer.reasons)


def told(source: str, to: str, name: str, kind: Kind = Kind.LIVE, disk: bool | None = None) -> Found:
    return found(move(source, to, name)._replace(virtio_disk=disk), kind)


def test_where_no_range_is_told_nothing_is_promised() -> None:
    for to in ("fedora:15", "fedora:14"):
        answer = told("fedora:14", to, "fedora-13").answer
        assert answer.verdict is U
        assert answer.reasons[0].rule == "MT206" or any(one.rule == "MT206" for one in answer.reasons)


def test_no_route_carries_it_over_its_redefinition() -> None:
    one = told("ubuntu:bionic", "ubuntu:noble", WILY)
    assert one.answer.verdict is Verdict.NEEDS_ROUTE
    assert one.route is not None
    assert [step.hold for step in one.route if step.to is not None].count(WILY) == 0


@pytest.mark.parametrize(
    ("to", "name", "disk", "verdict", "hold"),
    [
        pytest.param("13", "pc-i440fx-2.6", True, L, "pc-i440fx-10.0", id="seen"),
        pytest.param("13", "pc-q35-2.4", True, L, "pc-q35-10.0", id="seen with q35"),
        pytest.param("13", "pc-i440fx-2.6", False, S, None, id="it boots from another disk"),
        pytest.param("13", "pc-i440fx-2.6", None, U, None, id="its disks are not known"),
        pytest.param("13", "pc-i440fx-2.7", True, S, None, id="a later type"),
        pytest.param("12", "pc-i440fx-2.6", True, S, None, id="an older QEMU"),
    ],
)
def test_a_stopped_guest_that_would_not_boot_is_lifted(
    to: str, name: str, disk: bool | None, verdict: Verdict, hold: str | None
) -> None:
    answer = told("debian:12", f"debian:{to}", name, Kind.STOPPED, disk).answer
    assert (answer.verdict, answer.hold) == (verdict, hold)
    warned = [one for one in answer.reasons if one.rule == "MT206"]
    assert bool(warned) == (verdict is not S)
    assert all(one.sources == ("own-old-virtio",) for one in warned)


def test_with_a_qemu_that_nobody_has_tried_it_is_not_called_fine() -> None:
    answer = told("ubuntu:noble", "ubuntu:oracular", "pc-i440fx-2.6", Kind.STOPPED, disk=True).answer
    assert answer.verdict is U
    assert any("is not known" in one.text for one in answer.reasons)


def test_a_running_guest_goes_and_is_told_that_it_will_not_boot() -> None:
    there, later = (told("debian:12", "debian:13", f"pc-i440fx-2.{n}", disk=True).answer for n in (6, 7))
    assert there.verdict is later.verdict
    assert [one.rule for one in there.reasons].count("MT206") == 1
    assert "MT206" not in [one.rule for one in later.reasons]
