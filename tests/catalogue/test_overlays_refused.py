"""Is what is wrong with an overlay told, with what to do?"""

from __future__ import annotations

import re

import pytest

from mtype.catalogue.compile import compile_catalogue
from mtype.model.errors import CatalogueError
from tests.catalogue.overlaid import (
    ADDED,
    OURS,
    of_ubuntu,
    of_upstream,
    overlay,
    problems,
    shipped,
    text,
)
from tests.catalogue.small import Facts, kind, release

RELEASE = "the catalogue: lines: ubuntu: releases[1]"
NOT_ASKED_FOR = "ubuntu:noble qemu is 8.2 in shipped.yaml (say override: true beside qemu to change that)"
TYPE = "the catalogue: vendors: upstream: types[1]"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param({"sources": OURS}, ["the overlay lacks 'format' (write format: 1)"], id="no format"),
        pytest.param(
            of_ubuntu(types=[kind("pc-q35", "pc-q35-x", after="pc-q35-nobel") | ADDED]),
            ["vendor ubuntu has no type called 'pc-q35-nobel' (name one that is there already)"],
            id="after a type that is not there",
        ),
        pytest.param(
            of_ubuntu(types=[kind("pc-q35", "pc-q35-x", after=["pc-q35-noble"])]),
            ["after must be a text"],
            id="after a list",
        ),
        pytest.param(
            of_ubuntu(types=[kind("pc-q35", "pc-q35-x", after="pc-i440fx-jammy")]),
            ["pc-i440fx-jammy is of another board (types are in order within a board)"],
            id="after a type of another board",
        ),
        pytest.param(
            of_upstream(kind("virt", "virt-x", introduced="9.0", after="virt-8.2")),
            ["the order of upstream types is that of their versions (leave 'after' out)"],
            id="after an upstream type",
        ),
        pytest.param(
            of_ubuntu(release("26.04", after="hirsute")),
            ["line ubuntu has no release called 'hirsute' (name one that is there already)"],
            id="after a release that is not there",
        ),
        pytest.param(
            of_ubuntu({"version": "24.04", "after": "focal"}),
            ["ubuntu:noble has its place already (leave 'after' out)"],
            id="moving a release",
        ),
        pytest.param(
            of_ubuntu(release("24.4", override="true")),
            ["there is no such entry to override (correct what it is called by, or leave override out)"],
            id="overriding a release that is not there",
        ),
        pytest.param(
            of_ubuntu({"version": "24.04", "override": "yes"}),
            ["override must be one of true, false"],
            id="an override that is neither",
        ),
        pytest.param(
            of_ubuntu({"version": "24.04", "override": "false", "qemu": "9.0"}),
            [NOT_ASKED_FOR],
            id="an override that is off",
        ),
        pytest.param(
            of_ubuntu({"version": "24.04", "qemu": "9.0"}, override="true"),
            [NOT_ASKED_FOR],
            id="an override of the line is none of its releases",
        ),
        pytest.param(
            of_ubuntu(release("26.04"), {"version": "26.04", "qemu": "9.0"}),
            ["ubuntu:26.04 stands twice in this overlay (write all of it in one)"],
            id="a release that stands twice",
        ),
        pytest.param(
            of_ubuntu({"version": "24.04", "relesed": "2024-04-25"}),
            [f"{RELEASE} has an unknown key 'relesed' (did you mean released?)"],
            id="an unknown key of a shipped release",
        ),
        pytest.param(
            of_ubuntu({"version": "24.04", "qemu": "eight"}),
            [
                NOT_ASKED_FOR,
                f"{RELEASE}: qemu: 'eight' is not a QEMU version such as 9.2 or 4.0.1",
            ],
            id="a change that is neither asked for nor sound",
        ),
        pytest.param(
            overlay(boards=["pc-q35"], vendors={"ubuntu": "Ubuntu"}, lines={"ubuntu": {"releases": {}}}),
            [
                "boards must be a mapping",
                "vendor ubuntu must be a mapping",
                "line ubuntu releases must be a list",
            ],
            id="lists and mappings where there are others",
        ),
        pytest.param(
            overlay(sources={"override": "true"}),
            ["the catalogue: sources: override must be a mapping"],
            id="an override of everything",
        ),
        pytest.param(
            overlay(vendors={"ubuntu": {"types": ["pc-q35-x"], "aliases": ["x"]}}),
            [
                "the catalogue: vendors: ubuntu: types[1] must be a mapping",
                "the catalogue: vendors: ubuntu: aliases[1] must be a mapping",
            ],
            id="entries that are none",
        ),
        pytest.param(
            of_upstream(kind("pc-q35", "", versions="a..b", pattern="VERSION")),
            [
                f"{TYPE}: names: '' is not the name of a machine type",
                f"{TYPE}: versions: 'a..b' is not a range such as 2.4..11.1",
            ],
            id="a range that is none",
        ),
        pytest.param(
            of_ubuntu(types=[kind("pc-q35", "pc-q35-noble-v2", sources="nowhere")]),
            ["the source 'nowhere' is not in sources (add it there, or correct the name)"],
            id="a source that is not there",
        ),
        pytest.param(
            of_ubuntu({"version": "24.04", "updates": [{"add": "pc-q35-x", "sources": "s"}]}),
            ["names pc-q35-x, which the vendor ubuntu does not describe (did you mean pc-q35-noble?)"],
            id="a type that nobody describes",
        ),
    ],
)
def test_what_is_wrong_is_told_with_what_to_do(change: Facts, told: list[str]) -> None:
    assert [re.sub(r"shipped\.yaml:\d+", "shipped.yaml", one) for one in problems(change)] == [
        f"1.yaml: {one}" for one in told
    ]


def test_the_problems_of_every_overlay_are_told_in_their_order() -> None:
    first = of_ubuntu({"version": "24.04", "qemu": "9.0"})
    second = of_ubuntu(types=[kind("pc-q35", "pc-q35-x", colour="blue")])
    third = overlay(lines={"ubuntu": {"default": {"x86_64": "ubunto"}}})
    assert [one.partition(": ")[0] for one in problems(first, second, third)] == [
        "1.yaml",
        "2.yaml",
        "3.yaml",
        "3.yaml",
    ]


def test_the_content_of_one_file_is_not_judged_without_another() -> None:
    with pytest.raises(CatalogueError) as caught:
        files = [("1.yaml", b"format: ["), ("2.yaml", text(of_ubuntu(types=[kind("x", "y")])).encode())]
        compile_catalogue(text(shipped()).encode(), "a.yaml", files)
    (problem,) = caught.value.problems
    assert problem.path == "1.yaml"


def test_a_file_of_another_format_is_not_read_on() -> None:
    assert problems({"format": 2, "colour": "blue"}) == ["1.yaml: the catalogue: format must be one of 1"]


def test_hundreds_of_keys_that_are_not_permitted_are_told() -> None:
    support = {"standard": "2029-05-31", **{f"s{number}": "2029-05-31" for number in range(600)}}
    told = problems(of_ubuntu({"version": "24.04", "support": support}))
    assert len(told) == 501
