"""Do overlays work on the command line, up to the example flow of the Ubuntu wiki page on migration?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import EXAMPLES, Ran, domain, run, write

WIKI = str(EXAMPLES / "overlays" / "ubuntu-wiki.yaml")
PRIVATE = str(EXAMPLES / "overlays" / "private-build.yaml")
BASE, FIRST, SECOND = "pc-q35-2.5-xenial", "pc-q35-2.6-xenial-1", "pc-q35-2.6-xenial-2"
BASE_440, FIRST_440 = "pc-i440fx-2.5-xenial", "pc-i440fx-2.5-xenial-1"
# Each stage with what it offers, oldest first within a board, and what a guest without a type gets.
STAGES = {
    "16.04.0": ([BASE_440], [BASE], BASE_440),
    "16.04.1": ([BASE_440], [BASE, FIRST], BASE_440),
    "16.04.2": ([BASE_440], [BASE, FIRST], BASE_440),
    "16.04.3": ([BASE_440, FIRST_440], [BASE, FIRST, SECOND], FIRST_440),
    "xenial": ([BASE_440, FIRST_440], [BASE, FIRST, SECOND], FIRST_440),
}


def listing(release: str, *more: str, overlay: str = WIKI, **how: Any) -> dict[str, Any]:
    words = ("--catalogue", overlay, "--for", release, "--arch", "x86_64", "--format", "json")
    ran = run("list", "types", *words, *more, **how)
    assert ran.code == 0, ran
    found: dict[str, Any] = json.loads(ran.out)
    return found


def check(folder: Path, release: str, machine: str | None, overlay: str = WIKI) -> dict[str, Any]:
    write(folder, {"a.xml": domain(machine)})
    words = ("--catalogue", overlay, "--for", release, "--format", "json", "a.xml")
    found: dict[str, Any] = json.loads(run("check", *words, cwd=folder).out)
    return found


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_of_the_wiki_offers_what_the_page_says(stage: str) -> None:
    of_440, of_q35, default = STAGES[stage]
    found = listing(f"ubuntu-wiki:{stage}")
    rows = [row for row in found["machine_types"] if row["vendor"] == "ubuntu-wiki"]
    versioned = [row for row in rows if row["alias_of"] is None]
    assert [row["name"] for row in versioned if row["board"] == "pc-i440fx"] == of_440
    assert [row["name"] for row in versioned if row["board"] == "pc-q35"] == of_q35
    assert [row["name"] for row in rows if row["default"]] == [default]
    aliases = {row["name"]: row["alias_of"] for row in rows if row["alias_of"]}
    assert aliases == {"ubuntu": of_440[-1], "ubuntu-q35": of_q35[-1]}
    assert found["source"] == f"catalogue + {WIKI}"


def test_upstream_types_stay_in_every_stage_of_the_wiki() -> None:
    upstream = [
        [row["name"] for row in listing(f"ubuntu-wiki:{stage}", "--vendor", "upstream")["machine_types"]]
        for stage in STAGES
    ]
    assert "pc-q35-2.5" in upstream[0] and upstream.count(upstream[0]) == len(upstream)


NEWER, SUPERSEDED, UPSTREAM, FOREIGN, FLOATING = "MT303", "MT205", "MT302", "MT301", "MT103"


@pytest.mark.parametrize(
    ("machine", "release", "rule", "suggestion"),
    [
        pytest.param(BASE, "16.04.0", None, None, id="as released"),
        pytest.param(FIRST, "16.04.0", NEWER, BASE, id="before the backport"),
        pytest.param(BASE, "16.04.1", SUPERSEDED, FIRST, id="after the first backport"),
        pytest.param(BASE_440, "16.04.1", None, None, id="the other board is not touched"),
        pytest.param(FIRST, "16.04.2", None, None, id="a CVE fix adds nothing"),
        pytest.param(SECOND, "16.04.2", NEWER, FIRST, id="before the next backport"),
        pytest.param(BASE, "xenial", SUPERSEDED, SECOND, id="two increments later"),
        pytest.param(FIRST, "xenial", SUPERSEDED, SECOND, id="one increment later"),
        pytest.param(SECOND, "xenial", None, None, id="the newest"),
        pytest.param(BASE_440, "xenial", SUPERSEDED, FIRST_440, id="the first increment of the other board"),
        pytest.param("pc-q35-2.5", "xenial", UPSTREAM, SECOND, id="an upstream type"),
        pytest.param("ubuntu-q35", "xenial", FLOATING, SECOND, id="an alias"),
        pytest.param("pc-q35-xenial", "xenial", FOREIGN, SECOND, id="what really shipped"),
    ],
)
def test_a_guest_of_the_wiki_is_told_what_to_do(
    tmp_path: Path, machine: str, release: str, rule: str | None, suggestion: str | None
) -> None:
    found = check(tmp_path, f"ubuntu-wiki:{release}", machine)["findings"]
    assert [(one["rule"], one["suggestion"]) for one in found] == ([(rule, suggestion)] if rule else [])


def test_the_examples_change_no_answer_about_shipped_releases(tmp_path: Path) -> None:
    for release in ("ubuntu:noble", "debian:13"):
        with_wiki = listing(release)
        assert (
            with_wiki["machine_types"]
            == listing(release, overlay="/dev/stdin", stdin=b"format: 1")["machine_types"]
        )


def test_what_an_overlay_overrides_is_told_on_stderr(tmp_path: Path) -> None:
    write(tmp_path, {"a.xml": domain("pc-q35-noble-v9")})
    ran = run("check", "--catalogue", PRIVATE, "--for", "ubuntu:noble", "a.xml", cwd=tmp_path)
    assert ran.code == 0
    assert ran.err.startswith(f"overlay {PRIVATE}:")
    assert "overrides ubuntu:noble qemu 8.2.2 with 8.2.4 (machine-types.yaml:" in ran.err
    assert f"checked for ubuntu:noble (catalogue + {PRIVATE})" in ran.out


def test_overlays_apply_in_their_order() -> None:
    found = listing("ubuntu:noble", "--catalogue", WIKI, overlay=PRIVATE)
    assert found["source"] == f"catalogue + {PRIVATE} + {WIKI}"
    assert found["evidence"] == listing("ubuntu:noble")["evidence"] is not None


def count(ran: Ran) -> list[str]:
    return [word for word in (WIKI, PRIVATE) if f"+ {word}" in ran.out]


def test_the_variable_takes_several_files(tmp_path: Path) -> None:
    write(tmp_path, {"a.xml": domain("pc-q35-noble-v9")})
    variables = {"VIRT_MACHINE_TYPE_CATALOGUE": f"{WIKI}:{PRIVATE}"}
    assert count(run("check", "--for", "ubuntu:noble", "a.xml", cwd=tmp_path, env=variables)) == [
        WIKI,
        PRIVATE,
    ]


def test_the_project_file_names_one_or_several(tmp_path: Path) -> None:
    for value, expected in ((PRIVATE, [PRIVATE]), (f"[{WIKI}, {PRIVATE}]", [WIKI, PRIVATE])):
        project = f"for: ubuntu:noble\ncatalogue: {value}\n"
        write(tmp_path, {"a.xml": domain("pc-q35-noble-v9"), ".virt-machine-type.yaml": project})
        assert count(run("check", "a.xml", cwd=tmp_path)) == expected


def test_with_a_real_emulator_the_overlay_still_tells_what_a_name_is(tmp_path: Path) -> None:
    write(tmp_path, {"a.xml": domain(FIRST), "host.help": "Supported machines are:\npc-q35-2.6-xenial-1 x\n"})
    words = ("--capabilities", "host.help", "--catalogue", WIKI, "--format", "json", "a.xml")
    found = json.loads(run("check", *words, cwd=tmp_path).out)
    assert found["definitions"][0]["vendor"] == "ubuntu-wiki"
    assert found["target"]["source"] == "capabilities host.help"
