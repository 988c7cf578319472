"""What does the catalogue know of a name?"""

from __future__ import annotations

import pytest

from tests.catalogue.small import alias, catalogue, find, kind, line, release

KNOWN = catalogue(
    [
        kind("virt", "virt-8.2", introduced="8.2", description="An ARM machine"),
        kind("virt", "virt-9.0", arch="m68k", introduced="9.0"),
        kind("pc-q35", "pc-q35-9.0", introduced="9.0", quirk={"what": "wrong", "sources": "s"}),
    ],
    boards={"pc-q35": {"arch": "x86_64", "alias": "q35", "description": "A PC", "pci": "pcie-root"}},
    aliases=[alias("new", "pc-q35-9.0", "9.0")],
    vendors={
        "zoo": {
            "name": "Zoo",
            "own-types-only": {"what": "Zoo supports its own types", "sources": "s"},
            "types": [
                kind("pc-q35", "pc-q35-zoo{,-v2}", base="8.2"),
                kind("pc-q35", "pc-q35-b-1", increment_of="pc-q35-zoo"),
            ],
        }
    },
    lines={
        "zoo": line(
            "zoo",
            [release("1", own={"only": "pc-q35-zoo"}, aliases={"old": "pc-q35-zoo", "q35": "pc-q35-zoo"})],
            aliases=[{"alias": "zoo", "board": "pc-q35"}],
            default={"x86_64": "zoo"},
            os_release=["zoo"],
        )
    },
)


def test_a_name_can_mean_another_machine_on_another_arch() -> None:
    assert [one.arches for one in KNOWN.named("virt-8.2")] == [("aarch64", "arm")]
    assert KNOWN.find("virt-9.0", "m68k") is KNOWN.named("virt-9.0")[0]
    assert KNOWN.find("virt-9.0", "aarch64") is None
    assert KNOWN.named("virt-1.0") == ()


@pytest.mark.parametrize(
    ("name", "arch", "fields"),
    [
        pytest.param(
            "pc-q35-9.0",
            "x86_64",
            {"board": "pc-q35", "vendor": "upstream", "description": "A PC", "base": None, "versioned": True},
            id="the description of a board is that of its types",
        ),
        pytest.param("virt-8.2", "arm", {"description": "An ARM machine"}, id="unless a type has its own"),
        pytest.param(
            "pc-q35-zoo",
            "x86_64",
            {"vendor": "zoo", "base": "8.2", "description": None, "increment_of": None, "sources": ("s",)},
            id="a vendor's type says what it is built on",
        ),
        pytest.param(
            "pc-q35-zoo-v2", "x86_64", {"increment_of": "pc-q35-zoo"}, id="an increment by its name"
        ),
        pytest.param("pc-q35-b-1", "x86_64", {"increment_of": "pc-q35-zoo"}, id="an increment by its entry"),
    ],
)
def test_facts_of_a_type(name: str, arch: str, fields: dict[str, object]) -> None:
    found = find(KNOWN, name, arch)
    assert {key: getattr(found, key) for key in fields} == fields


def test_a_quirk_is_a_sentence_with_its_sources() -> None:
    quirk = find(KNOWN, "pc-q35-9.0").quirk
    assert quirk is not None and (quirk.summary, quirk.sources) == ("wrong", ("s",))


def test_boards_vendors_lines_and_sources() -> None:
    board, zoo, releases = KNOWN.boards["pc-q35"], KNOWN.vendors["zoo"], KNOWN.line("zoo")
    assert (board.alias, board.pci, board.description, board.default_on) == ("q35", "pcie-root", "A PC", ())
    assert board.pci_on("x86_64") == "pcie-root"
    assert (zoo.name, zoo.own_types_only, zoo.extends) == ("Zoo", "Zoo supports its own types", None)
    assert KNOWN.vendors["upstream"].own_types_only is None
    assert (releases.vendors, releases.default, releases.os_release) == (
        ("zoo",),
        {"x86_64": "zoo"},
        ("zoo",),
    )
    assert KNOWN.line("zoo") is releases
    assert KNOWN.line_names == ("qemu", "zoo")
    assert KNOWN.sources["s"]["text"] == "a source"
    assert KNOWN.provenance == "small.yaml"


def test_a_line_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        KNOWN.line("farm")


def test_every_alias_has_a_vendor_upstream_first() -> None:
    assert KNOWN.alias_names == {
        "pc": "upstream",
        "q35": "upstream",
        "virt": "upstream",
        "pseries": "upstream",
        "new": "upstream",
        "zoo": "zoo",
        "old": "zoo",
    }


def test_a_carried_vendor_comes_after_the_lines_own() -> None:
    known = catalogue(
        vendors={"zoo": {"name": "Zoo"}},
        lines={"zoo": line("zoo", [release("1")], carries=["upstream", "zoo"])},
    )
    assert known.line("zoo").vendors == ("zoo", "upstream")


def test_a_board_may_have_pci_on_some_arches_only() -> None:
    """QEMU's virt of m68k has virtio-mmio and nothing else."""
    boards = {"virt": {"arch": ["aarch64", "m68k"], "pci": "pcie-root", "without-pci": "m68k"}}
    virt = catalogue(boards=boards).boards["virt"]
    assert (virt.pci_on("aarch64"), virt.pci_on("m68k")) == ("pcie-root", "none")
