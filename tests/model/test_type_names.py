"""What does the name of a machine type say?"""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mtype.catalogue.lookup import Catalogue
from mtype.model.name import TypeName, parse_type_name


@pytest.mark.parametrize(
    ("name", "board", "expected"),
    [
        pytest.param("pc-q35-9.2", "pc-q35", TypeName("pc-q35", "9.2"), id="an upstream type"),
        pytest.param(
            "pc-q35-4.0.1", "pc-q35", TypeName("pc-q35", "4.0.1"), id="one made for a stable release"
        ),
        pytest.param("pc-i440fx-2.11", "pc-i440fx", TypeName("pc-i440fx", "2.11"), id="i440fx, not pc-"),
        pytest.param("pc-1.0", "pc-i440fx", TypeName("pc", "1.0"), id="up to 1.3 the board was called pc"),
        pytest.param(
            "pc-1.0-qemu-kvm", "pc-i440fx", TypeName("pc", "1.0-qemu-kvm"), id="a revision may have hyphens"
        ),
        pytest.param("rhel6.5.0", "pc-i440fx", TypeName("", "rhel6.5.0"), id="RHEL 6 names have no board"),
        pytest.param("rhel5.4.4", "pc-i440fx", TypeName("", "rhel5.4.4"), id="nor have those of RHEL 5"),
        pytest.param(
            "s390-ccw-virtio-rhel9.2.0",
            "s390-ccw-virtio",
            TypeName("s390-ccw-virtio", "rhel9.2.0"),
            id="a board with hyphens",
        ),
        pytest.param("virt-8.2", "virt", TypeName("virt", "8.2"), id="virt"),
        pytest.param("xenfv-4.2", "xenfv", TypeName("xenfv", "4.2"), id="xenfv"),
        pytest.param(
            "pc-q35-noble-v2", "pc-q35", TypeName("pc-q35", "noble", (), "-v2"), id="Ubuntu's increment"
        ),
        pytest.param(
            "pc-i440fx-noble-1", "pc-i440fx", TypeName("pc-i440fx", "noble", (), "-1"), id="its older form"
        ),
        pytest.param(
            "pc-i440fx-11.0+pve1",
            "pc-i440fx",
            TypeName("pc-i440fx", "11.0", (), "+pve1"),
            id="Proxmox's increment",
        ),
        pytest.param("pc-q35-bionic-hpb", "pc-q35", TypeName("pc-q35", "bionic", ("hpb",)), id="a variant"),
        pytest.param(
            "pc-q35-jammy-hpb-maxcpus",
            "pc-q35",
            TypeName("pc-q35", "jammy", ("hpb", "maxcpus")),
            id="two variants, in their order",
        ),
        pytest.param(
            "pseries-rhel7.6.0-sxxm", "pseries", TypeName("pseries", "rhel7.6.0", ("sxxm",)), id="sxxm"
        ),
        pytest.param(
            "pc-q35-noble-hpb-v2",
            "pc-q35",
            TypeName("pc-q35", "noble", ("hpb",), "-v2"),
            id="an increment of a variant",
        ),
        pytest.param("virt-hpb", "virt", TypeName("virt", "hpb"), id="a variant of nothing is a revision"),
    ],
)
def test_parts(name: str, board: str, expected: TypeName) -> None:
    parsed = parse_type_name(name)
    assert parsed == expected
    assert parsed is not None and (parsed.board, str(parsed)) == (board, name)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="nothing"),
        pytest.param("q35", id="an alias"),
        pytest.param("ubuntu", id="a vendor's alias"),
        pytest.param("pc", id="a board that is an alias"),
        pytest.param("pc-i440fx", id="a bare board, and not revision i440fx of pc"),
        pytest.param("pc-q35", id="another bare board"),
        pytest.param("s390-ccw-virtio", id="a bare board with hyphens"),
        pytest.param("microvm", id="a board without versions"),
        pytest.param("q35-next", id="a board that ends like a version"),
        pytest.param("raspi2b", id="a board of another family"),
        pytest.param("virt-", id="a board with a hyphen and no revision"),
        pytest.param("virt--1", id="a revision that begins with a hyphen"),
        pytest.param("virt--v2", id="an increment of nothing"),
        pytest.param("PC-Q35-9.2", id="capitals: QEMU's names have none"),
        pytest.param("pc-q35-9.2 ", id="a blank at the end"),
        pytest.param("pc-q35-9.2\n", id="a line break at the end"),
        pytest.param("pc-q35-9,2", id="a comma"),
        pytest.param("rhel6.5", id="a RHEL 6 name that is too short"),
        pytest.param("rhel7.0.0", id="a RHEL 7 name without its board"),
    ],
)
def test_no_parts(name: str) -> None:
    assert parse_type_name(name) is None


def test_what_an_increment_was_added_to() -> None:
    parsed = parse_type_name("pc-q35-jammy-hpb-v2")
    assert parsed is not None and str(parsed.without_increment) == "pc-q35-jammy-hpb"


def test_every_shipped_name_comes_back(shipped: Catalogue) -> None:
    parsed = {kind.name: parse_type_name(kind.name) for kind in shipped.types}
    assert [name for name, parts in parsed.items() if parts is not None and str(parts) != name] == []


def test_every_shipped_name_of_a_versioned_board_tells_its_board(shipped: Catalogue) -> None:
    wrong = [
        kind.name
        for kind in shipped.types
        if kind.versioned and kind.name != "fedora-13"  # the one name that begins with its vendor
        if (parsed := parse_type_name(kind.name)) is None or parsed.board != kind.board
    ]
    assert wrong == []


_REVISIONS = st.from_regex(r"[a-z][a-z0-9.]{0,9}", fullmatch=True) | st.from_regex(
    r"[0-9]{1,2}\.[0-9]{1,2}(\.[0-9])?", fullmatch=True
)
_NAMES = st.builds(
    TypeName,
    st.sampled_from(["pc", "pc-i440fx", "pc-q35", "virt", "pseries", "s390-ccw-virtio", "xenfv"]),
    _REVISIONS,
    st.lists(st.sampled_from(["hpb", "maxcpus", "sxxm"]), max_size=3).map(tuple),
    st.just("") | st.from_regex(r"-v[0-9]|-[0-9]{1,2}|\+pve[0-9]", fullmatch=True),
)


@given(_NAMES)
def test_a_name_that_is_put_together_comes_apart_again(name: TypeName) -> None:
    assume(name.prefix != "pc" or name.revision not in ("q35", "i440fx"))  # those make another board
    assert parse_type_name(str(name)) == name


@given(st.text() | st.text("pcqv35-.+rhelhpbmaxcusi40fx0123", max_size=30))
def test_any_text_comes_back_or_is_refused(text: str) -> None:
    parsed = parse_type_name(text)
    assert parsed is None or str(parsed) == text
