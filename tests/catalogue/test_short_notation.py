"""How does a short notation become names?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtype.catalogue.expand import MAX_NAMES, expand_all, expand_braces, split_range


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        pytest.param("virt-8.2", ["virt-8.2"], id="no braces: one name"),
        pytest.param("pc-{i440fx,q35}-noble", ["pc-i440fx-noble", "pc-q35-noble"], id="two choices"),
        pytest.param("pc-q35-noble{,-v2}", ["pc-q35-noble", "pc-q35-noble-v2"], id="nothing as a choice"),
        pytest.param("{a,b}-{1,2}", ["a-1", "a-2", "b-1", "b-2"], id="left to right, as in a shell"),
        pytest.param("a-{1, 2 }", ["a-1", "a-2"], id="blanks around a choice do not count"),
        pytest.param("a{}", ["a"], id="a brace without choices"),
        pytest.param("pc-q35-11.0+{pve1,pve2}", ["pc-q35-11.0+pve1", "pc-q35-11.0+pve2"], id="a plus sign"),
    ],
)
def test_braces(pattern: str, names: list[str]) -> None:
    assert expand_braces(pattern) == names


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        pytest.param("a-{1,2", "do not match", id="not closed"),
        pytest.param("a-1,2}", "do not match", id="not opened"),
        pytest.param("{a,{b,c}}", "do not match", id="one in another"),
        pytest.param("{a,{b,c}d", "do not match", id="one in another that is not closed"),
        pytest.param("", "'' is not the name", id="nothing"),
        pytest.param("{,a}", "'' is not the name", id="nothing as a whole name"),
        pytest.param("pc q35", "is not the name", id="a blank"),
        pytest.param("-v2", "'-v2' is not the name", id="a hyphen in front"),
        pytest.param("a\n", "is not the name", id="a line break"),
        pytest.param("{1,2}" * 11, f"more than {MAX_NAMES} names", id="a bomb"),
    ],
)
def test_no_braces(pattern: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        expand_braces(pattern)


def test_several_patterns_keep_their_order_and_their_duplicates() -> None:
    assert expand_all(["b{1,2}", "a", "b1"]) == ["b1", "b2", "a", "b1"]


@given(st.text("ab{},-", max_size=30))
def test_any_pattern_is_names_or_an_error(pattern: str) -> None:
    try:
        names = expand_braces(pattern)
    except ValueError:
        return
    assert 1 <= len(names) <= MAX_NAMES
    assert not any(character in name for name in names for character in "{},")


def test_a_range_is_its_two_ends() -> None:
    assert split_range("2.4..11.1") == ((2, 4, 0), (11, 1, 0))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("2.4", "is not a range", id="one version"),
        pytest.param("2.4-11.1", "is not a range", id="a hyphen"),
        pytest.param("2..11", "is not a QEMU version", id="majors alone"),
        pytest.param("11.1..2.4", "runs backward", id="backward"),
    ],
)
def test_no_range(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        split_range(text)
