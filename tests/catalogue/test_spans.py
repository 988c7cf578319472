"""Over which releases is a type offered, and what does an alias stand for?"""

from __future__ import annotations

import pytest

from mtype.catalogue.spans import Span, offerings, pointings, spans
from mtype.model.release import Release
from tests.catalogue.small import alias, catalogue, find, kind, line, release

RELEASES = [Release("zoo", str(number), number) for number in range(1, 7)]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("", []),
        ("......", []),
        ("a", ["a 1"]),
        ("aa", ["a 1 and 2"]),
        ("aaa", ["a 1 to 3"]),
        ("aab", ["a 1 and 2", "b 3"]),
        ("a.a", ["a 1", "a 3"]),
        (".aab.b", ["a 2 and 3", "b 4", "b 6"]),
    ],
)
def test_releases_in_a_row_of_which_the_same_is_told_are_one_span(told: str, expected: list[str]) -> None:
    pairs = [(release, None if what == "." else what) for release, what in zip(RELEASES, told, strict=False)]
    assert [f"{span.what} {span}" for span in spans(pairs)] == expected


def test_a_span_counts_its_releases() -> None:
    (span,) = spans((release, "a") for release in RELEASES)
    assert span == Span("a", RELEASES[0], RELEASES[-1], 6)


KNOWN = catalogue(
    [
        kind("pc-q35", "pc-q35-4.0", introduced="4.0", deprecated="8.2", removed="10.0"),
        kind("pc-q35", "pc-q35-7.2", introduced="7.2"),
        kind("pc-q35", "pc-q35-9.0", introduced=">8.2 ≤10.0"),
        kind("pc-i440fx", "pc-i440fx-4.0", introduced="4.0"),
    ],
    {"zoo": {"name": "Zoo", "types": [kind("pc-q35", "pc-q35-ant")]}},
    {
        "debian": line(
            "upstream",
            [release(number, qemu=qemu) for number, qemu in (("1", "4.1"), ("2", "8.2"), ("3", "10.2"))],
        ),
        "zoo": line(
            "zoo",
            [release("1", own={"only": "pc-q35-ant"}), release("2", own="same", also="pc-q35-4.0")],
            aliases=[{"alias": "zoo", "board": "pc-q35"}],
            default={"x86_64": "zoo"},
        ),
        "lab": line(
            "zoo", [release("1", arch="s390x", own={"only": "pc-q35-ant"}), release("2")], arch="s390x"
        ),
    },
    versions=("4.0", "7.2", "8.2", "9.0", "10.0"),
    aliases=[alias("maybe", "pc-q35-7.2", "≤8.2")],
)


def words(found: tuple[Span, ...]) -> str:
    return ", ".join(f"{span.what} {span}" for span in found)


def test_who_offers_a_type_and_who_marks_it() -> None:
    found = {one.line: one for one in offerings(KNOWN, find(KNOWN, "pc-q35-4.0"))}
    assert {key: words(one.offered) for key, one in found.items()} == {
        "qemu": "there 4.0 and 7.2, deprecated 8.2 and 9.0",
        "debian": "there 1, deprecated 2",
        "zoo": "there 2",
    }
    assert words(found["qemu"].aliases["q35"]) == "there 4.0"
    assert words(found["debian"].aliases["q35"]) == "there 1"
    assert found["zoo"].aliases == {}


def test_what_may_be_offered() -> None:
    (qemu, debian) = offerings(KNOWN, find(KNOWN, "pc-q35-9.0"))
    assert (words(qemu.offered), words(debian.offered)) == ("maybe 9.0, there 10.0", "there 3")
    assert words(qemu.aliases["q35"]) == "maybe 9.0, there 10.0"


def test_an_own_type_its_alias_and_where_it_is_the_default() -> None:
    (zoo,) = offerings(KNOWN, find(KNOWN, "pc-q35-ant"))
    assert (zoo.line, words(zoo.offered), words(zoo.default)) == ("zoo", "there 1 and 2", "there 1 and 2")
    assert {name: words(found) for name, found in zoo.aliases.items()} == {"zoo": "there 1 and 2"}


def test_an_upstream_default() -> None:
    (qemu, _) = offerings(KNOWN, find(KNOWN, "pc-i440fx-4.0"))
    assert words(qemu.default) == "there 4.0 to 10.0"


def test_what_an_alias_stands_for_in_every_line() -> None:
    found = {(one.line, one.arches): words(one.spans) for one in pointings(KNOWN, "q35")}
    assert found == {
        ("qemu", ("x86_64",)): "pc-q35-4.0 4.0, pc-q35-7.2 7.2 and 8.2, one of pc-q35-7.2, pc-q35-9.0 9.0, "
        "pc-q35-9.0 10.0",
        ("debian", ("x86_64",)): "pc-q35-4.0 1, pc-q35-7.2 2, pc-q35-9.0 3",
    }
    assert [(one.line, words(one.spans)) for one in pointings(KNOWN, "zoo")] == [
        ("zoo", "pc-q35-ant 1 and 2")
    ]


def test_an_alias_of_which_it_is_not_known_whether_it_is_there() -> None:
    (qemu, debian) = pointings(KNOWN, "maybe")
    assert words(qemu.spans) == "not known 7.2, pc-q35-7.2 8.2 to 10.0"
    assert words(debian.spans) == "pc-q35-7.2 2 and 3"


def test_aliases_of_two_arches_that_differ_are_told_apart() -> None:
    known = catalogue(
        [
            kind("pc-q35", "pc-q35-4.0", introduced="4.0"),
            kind("pc-q35", "pc-q35-7.2", arch="i386", introduced="7.2"),
        ],
        versions=("4.0", "7.2"),
        lines={"zoo": line("upstream", [release("1", qemu="7.2")], arch=["x86_64", "i386"])},
    )
    found = {(one.line, one.arches): words(one.spans) for one in pointings(known, "q35")}
    assert found["zoo", ("x86_64",)] == "pc-q35-4.0 1"
    assert found["zoo", ("i386",)] == "pc-q35-7.2 1"


def test_an_alias_of_one_release_alone() -> None:
    rows = [release("1", own={"only": "pc-q35-ant"}, aliases={"old": "pc-q35-ant"}), release("2", own="same")]
    known = catalogue(
        vendors={"zoo": {"name": "Zoo", "types": [kind("pc-q35", "pc-q35-ant")]}},
        lines={"zoo": line("zoo", rows)},
    )
    assert [words(one.spans) for one in pointings(known, "old")] == ["pc-q35-ant 1"]
