"""What is said of a guest that is to go to another release?"""

from __future__ import annotations

import pytest

from mtype.migration.assess import found
from mtype.migration.way import Kind, Verdict
from tests.migration.moves import move

S, U, L, R, X, Q = (
    Verdict.SUPPORTED,
    Verdict.UNSUPPORTED,
    Verdict.NEEDS_LIFT,
    Verdict.NEEDS_ROUTE,
    Verdict.IMPOSSIBLE,
    Verdict.UNKNOWN,
)
# from, to, machine type: live, saved, stopped; the type to lift a stopped guest to.
TABLE = [
    ("ubuntu:bionic", "ubuntu:focal", "pc-q35-bionic", S, S, S, None),
    ("ubuntu:noble", "ubuntu:noble", "pc-q35-noble", S, S, S, None),
    ("ubuntu:xenial", "ubuntu:noble", "pc-i440fx-xenial", R, R, S, None),
    ("ubuntu:noble", "ubuntu:jammy", "pc-q35-noble", X, X, L, "pc-q35-jammy"),
    ("ubuntu:noble", "ubuntu:jammy", "pc-q35-jammy", U, U, U, None),
    ("ubuntu:jammy", "debian:12", "pc-q35-jammy", X, X, L, "pc-q35-7.2"),
    ("ubuntu:jammy", "debian:12", "pc-q35-6.2", U, U, S, None),
    ("ubuntu:jammy", "debian:12", "pc-q35-jammy-hpb", X, X, X, None),
    ("fedora:17", "fedora:20", "pc-1.0", S, S, S, None),
    ("fedora:17", "fedora:21", "pc-1.0", R, R, S, None),
    ("fedora:20", "fedora:21", "pc-1.0", S, S, S, None),
    ("qemu:5.2", "qemu:9.2", "pc-q35-5.2", S, S, S, None),
    ("qemu:9.2", "qemu:5.2", "pc-q35-5.2", U, U, S, None),
    ("qemu:9.2", "qemu:5.2", "pc-q35-9.2", X, X, L, "pc-q35-5.2"),
    ("qemu:5.2", "qemu:9.2", "q35", S, S, L, "pc-q35-5.2"),
    ("qemu:5.2", "qemu:9.2", None, S, S, L, "pc-i440fx-5.2"),
    ("debian:12", "debian:13", "pc-q35-99.9", Q, Q, Q, None),
    ("debian:12", "debian:sid", "pc-i440fx-2.4", L, L, L, "pc-i440fx-11.1"),
    # Red Hat tells of its later releases, and the catalogue has not what.
    ("rhel:8.6", "rhel:9.4", "pc-q35-rhel8.6.0", Q, Q, S, None),
    ("rhel:9.4", "rhel:9.4", "pc-q35-rhel9.2.0", S, S, S, None),
]


@pytest.mark.parametrize(("source", "to", "name", "live", "saved", "stopped", "hold"), TABLE)
def test_each_kind_of_move_has_its_verdict(
    source: str, to: str, name: str | None, live: Verdict, saved: Verdict, stopped: Verdict, hold: str | None
) -> None:
    told = {kind: found(move(source, to, name), kind).answer for kind in Kind}
    assert [told[kind].verdict for kind in Kind] == [live, saved, stopped]
    assert told[Kind.STOPPED].hold == hold


@pytest.mark.parametrize(("source", "to", "name"), [row[:3] for row in TABLE])
def test_every_verdict_has_reasons_and_each_says_what_it_follows_from(
    source: str, to: str, name: str | None
) -> None:
    for kind in Kind:
        answer = found(move(source, to, name), kind).answer
        assert answer.kind is kind
        assert answer.reasons
        assert all(reason.text and reason.rule.startswith("MT") for reason in answer.reasons)
        silent = "no statement is known on"  # nobody says anything: there is nothing to cite
        assert [one.text for one in answer.reasons if not one.sources and silent not in one.text] == []


@pytest.mark.parametrize(
    ("source", "to", "name", "kind", "rule", "words"),
    [
        ("ubuntu:noble", "ubuntu:jammy", "pc-q35-noble", Kind.LIVE, "MT501", "newer than ubuntu:jammy"),
        ("ubuntu:noble", "ubuntu:jammy", "pc-q35-jammy", Kind.LIVE, "MT501", "QEMU 6.2 there is older"),
        ("fedora:17", "fedora:21", "pc-1.0", Kind.SAVED, "MT502", "two sides of a break"),
        ("ubuntu:jammy", "debian:12", "pc-q35-jammy-hpb", Kind.STOPPED, "MT503", "with -hpb"),
        ("qemu:5.2", "qemu:9.2", "q35", Kind.STOPPED, "MT103", "another machine at every host"),
        ("ubuntu:jammy", "debian:12", "pc-q35-jammy", Kind.LIVE, "MT501", "of two lines"),
        ("ubuntu:xenial", "ubuntu:bionic", "pc-i440fx-wily", Kind.LIVE, "MT206", "known to be broken"),
        ("rhel:8.10", "rhel:9.4", "pc-i440fx-rhel7.5.0", Kind.STOPPED, "MT501", "though it is deprecated"),
        (
            "ubuntu:bionic",
            "ubuntu:focal",
            "pc-q35-bionic",
            Kind.STOPPED,
            "MT501",
            "is offered by ubuntu:focal",
        ),
    ],
)
def test_a_reason_names_its_rule(source: str, to: str, name: str, kind: Kind, rule: str, words: str) -> None:
    reasons = found(move(source, to, name), kind).answer.reasons
    assert any(reason.rule == rule and words in reason.text for reason in reasons)


def test_a_break_is_no_matter_for_a_guest_that_is_off() -> None:
    answer = found(move("fedora:17", "fedora:21", "pc-1.0"), Kind.STOPPED).answer
    assert answer.verdict is S
