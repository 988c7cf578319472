"""Is an alias found, and said where it points?"""

from __future__ import annotations

import pytest

from mtype.rules.mt103_floating import FloatingAlias
from tests.rules.build import check, define, one

FINDS = [
    pytest.param(
        "q35", "x86_64", "debian:13", "at debian:13 it stands for pc-q35-10.0, and", "pc-q35-10.0", id="q35"
    ),
    pytest.param("q35", "i686", "debian:12", "stands for pc-q35-7.2,", "pc-q35-7.2", id="at another release"),
    pytest.param(
        "q35",
        "x86_64",
        "rhel:9.4",
        "stands for pc-q35-rhel9.4.0,",
        "pc-q35-rhel9.4.0",
        id="of another vendor",
    ),
    pytest.param(
        "ubuntu", "x86_64", "ubuntu:noble", "for pc-i440fx-noble,", "pc-i440fx-noble", id="a vendor's alias"
    ),
    pytest.param("virt", "aarch64", "debian:13", "stands for virt-10.0,", "virt-10.0", id="another arch"),
    pytest.param(
        "pc",
        "x86_64",
        "rhel:9.4",
        "stands for pc-i440fx-rhel9.4.0, which is deprecated there, and",
        "pc-i440fx-rhel9.4.0",
        id="what it points at is deprecated",
    ),
    pytest.param(
        "ubuntu",
        "x86_64",
        "ubuntu:xenial",
        "stands for pc-i440fx-wily or pc-i440fx-vivid, and",
        None,
        id="an alias of two types suggests neither",
    ),
]

STAYS_SILENT = [
    pytest.param("pc-q35-10.0", "debian:13", id="a versioned type"),
    pytest.param("microvm", "debian:13", id="a board without versions"),
    pytest.param(None, "debian:13", id="a missing attribute is MT102"),
    pytest.param("", "debian:13", id="an empty attribute is MT101"),
    pytest.param("ubuntu", "debian:13", id="an alias of another vendor is MT301"),
]


@pytest.mark.parametrize(("name", "arch", "target", "words", "suggestion"), FINDS)
def test_finds(name: str, arch: str, target: str, words: str, suggestion: str | None) -> None:
    found = one(FloatingAlias, define(name, arch), target)
    assert found.message.startswith(f"{name} is an alias: ")
    assert words in found.message
    assert found.suggestion == suggestion
    assert found.target == target


@pytest.mark.parametrize(("name", "target"), STAYS_SILENT)
def test_stays_silent(name: str | None, target: str) -> None:
    assert check(FloatingAlias, define(name), target) == []
