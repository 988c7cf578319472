"""What do the tests of overlays start from? A small catalogue, and overlays made of dictionaries."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mtype.catalogue.compile import compile_catalogue
from mtype.catalogue.lookup import Catalogue
from mtype.model.errors import CatalogueError
from tests.catalogue.small import Facts, alias, document, kind, line, release

OURS: Facts = {"own": {"text": "our packaging", "evidence": "patch"}}
ADDED: Facts = {"sources": "own"}


def shipped() -> Facts:
    """What the overlays of these tests are put on."""
    ubuntu = {
        "name": "Ubuntu",
        "sources": "s",
        "policies": {"rule": {"what": "three majors", "sources": "s"}},
        "types": [
            kind("pc-q35", "pc-q35-{focal,jammy}", base="4.2"),
            kind("pc-i440fx", "pc-i440fx-jammy", base="6.2"),
            kind("pc-q35", "pc-q35-noble", base="8.2", quirk={"what": "slow", "sources": "s"}),
        ],
    }
    releases = [
        release("20.04", codename="focal", qemu="4.0", own={"only": "pc-q35-focal"}),
        release("22.04", codename="jammy", qemu="5.2", own={"add": "pc-{q35,i440fx}-jammy"}, without="isapc"),
        release(
            "24.04",
            codename="noble",
            qemu="8.2",
            own={"add": "pc-q35-noble"},
            support={"standard": "2029-05-31"},
        ),
    ]
    upstream = [
        kind("pc-q35", "", versions="4.0..11.1", pattern="pc-q35-VERSION", description="PC VERSION"),
        kind("virt", "virt-8.2", arch="aarch64", introduced="8.2"),
        kind("virt", "virt-8.2", arch="m68k", introduced="9.0"),
    ]
    upstream[0].pop("names")
    aliases = [{"alias": "ubuntu", "board": "pc-q35"}]
    boards = {"isapc": "ISA", "none": "empty"}
    return document(
        upstream,
        vendors={"ubuntu": ubuntu},
        lines={"ubuntu": line("ubuntu", releases, carries="upstream", aliases=aliases)},
        aliases=[alias("old", "pc-q35-4.0", "4.0")],
        boards_without_version=[{"arch": "x86_64", "introduced": "2.9", "boards": boards, "sources": "s"}],
    )


def overlay(**content: Any) -> Facts:
    return {"format": 1, "sources": OURS, **content}


def of_ubuntu(*releases: Facts, types: list[Facts] | None = None, **facts: Any) -> Facts:
    """An overlay on the line and the vendor ubuntu."""
    return overlay(
        vendors={"ubuntu": {"types": types or []}}, lines={"ubuntu": {"releases": [*releases], **facts}}
    )


def of_upstream(*types: Facts) -> Facts:
    """An overlay with upstream types."""
    return overlay(vendors={"upstream": {"types": [*types]}})


def compiled(*overlays: Facts) -> dict[str, Any]:
    files = [(f"{n}.yaml", text(content).encode()) for n, content in enumerate(overlays, 1)]
    return compile_catalogue(text(shipped()).encode(), "data/shipped.yaml", files)


def text(content: Facts) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1)


def with_overlays(*overlays: Facts) -> Catalogue:
    return Catalogue(compiled(*overlays), "shipped.yaml")


def problems(*overlays: Facts) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        compiled(*overlays)
    return [
        f"{one.path}: {one.message}" + (f" ({one.tip})" if one.tip else "") for one in caught.value.problems
    ]


def overrides(*overlays: Facts) -> list[str]:
    return [f"{one.what}: {one.old} -> {one.new}" for one in with_overlays(*overlays).overrides]


def order(known: Catalogue, board: str) -> list[str]:
    kinds = [kind for kind in known.types if kind.vendor == "ubuntu" and kind.board == board]
    assert [kind.rank for kind in kinds] == [(n,) for n in range(1, len(kinds) + 1)]
    return [kind.name for kind in kinds]
