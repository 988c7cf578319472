"""What do the tests of the catalogue start from? Small catalogues, put together from dictionaries.

JSON is YAML, so a dictionary is a catalogue; `sources` are filled in where a test is not about them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from mtype.catalogue.compile import compile_catalogue
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.offer import Offer, offer_of_release
from mtype.catalogue.releases import find_release
from mtype.catalogue.target import Target
from mtype.model.machine_type import MachineType

Facts = dict[str, Any]
BOARDS: Facts = {
    "pc-i440fx": {"arch": ["x86_64", "i386"], "alias": "pc", "default": ["x86_64", "i386"]},
    "pc-q35": {"arch": ["x86_64", "i386"], "alias": "q35", "pci": "pcie-root"},
    "virt": {"arch": ["aarch64", "arm"], "alias": "virt"},
    "pseries": {"arch": "ppc64", "alias": "pseries", "default": "ppc64"},
}
VERSIONS = ("2.9", "2.11", "4.0", "4.1", "5.2", "7.2", "8.2", "9.0", "10.0", "10.2", "11.1")
RULE: Facts = {
    "kind": "qemu-majors",
    "name": "the rule",
    "what": "three majors, then six",
    "deprecated-after-majors": 3,
    "deprecated-since": "9.1",
    "removed-after-majors": 6,
    "removed-since": "10.1",
    "sources": "s",
}


def rule(kind: str, **facts: Any) -> Facts:
    """A policy of a vendor; `_` in a key stands for `-`."""
    return {"kind": kind, "name": "a rule", "what": "it goes", "sources": "s", **_hyphens(facts)}


def cadence(numbers: str, months: Any, **facts: Any) -> Facts:
    """The rhythm of a line."""
    return {"numbers": numbers, "months": months, "evidence": "inferred", "sources": "s", **facts}


def kind(board: str, names: str, **facts: Any) -> Facts:
    """An entry of `types`; `_` in a key stands for `-`."""
    return {"board": board, "names": names, "sources": "s", **_hyphens(facts)}


def release(version: str, **facts: Any) -> Facts:
    """An entry of `releases`; `_` in a key stands for `-`."""
    return {"version": version, "sources": "s", **_hyphens(facts)}


def line(vendor: str, releases: list[Facts], **facts: Any) -> Facts:
    """An entry of `lines` on x86_64; `_` in a key stands for `-`."""
    return {"name": vendor, "vendor": vendor, "arch": "x86_64", "releases": releases, **_hyphens(facts)}


def alias(name: str, target: str, introduced: str, **facts: Any) -> Facts:
    """An upstream alias on x86_64."""
    return {
        "alias": name,
        "target": target,
        "arch": "x86_64",
        "introduced": introduced,
        "sources": "s",
        **facts,
    }


def document(
    types: Iterable[Facts] = (),
    vendors: Facts | None = None,
    lines: Facts | None = None,
    boards: Facts | None = None,
    versions: Iterable[str] = VERSIONS,
    **upstream: Any,
) -> Facts:
    """A whole catalogue; `types` and `upstream` are those of the vendor upstream."""
    qemu = line("upstream", [release(version, qemu=version) for version in versions])
    return {
        "format": 1,
        "sources": {"s": {"text": "a source", "evidence": "source"}},
        "boards": BOARDS | (boards or {}),
        "vendors": {
            "upstream": {"name": "QEMU", "types": [*types], **_hyphens(upstream)},
            **(vendors or {}),
        },
        "lines": {"qemu": qemu, **(lines or {})},
    }


def catalogue(*args: Any, **facts: Any) -> Catalogue:
    """A small catalogue; the arguments are those of `document`."""
    return from_document(document(*args, **facts))


def from_document(content: Facts) -> Catalogue:
    """The catalogue that `content` describes."""
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return Catalogue(compile_catalogue(text.encode(), "small.yaml"), "small.yaml")


def offer(known: Catalogue, release: str, arch: str = "x86_64") -> Offer:
    """What `release` offers on `arch`."""
    found = offer_of_release(known, find_release(known, release), arch)
    assert found is not None
    return found


def names(found: Offer) -> list[str]:
    """The names of the types of an offer, without its aliases."""
    return [entry.name for entry in found.entries if entry.alias_of is None]


def target(known: Catalogue, release: str) -> Target:
    """`release` as target."""
    found = find_release(known, release)
    return Target(known, found, found.id)


def find(known: Catalogue, name: str, arch: str = "x86_64") -> MachineType:
    """The machine type called `name`, which is known."""
    found = known.find(name, arch)
    assert found is not None
    return found


def _hyphens(facts: Facts) -> Facts:
    return {key.replace("_", "-"): value for key, value in facts.items()}
