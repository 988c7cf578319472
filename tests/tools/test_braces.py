"""Do names that are written short stand for the same names?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtype.catalogue.expand import expand_all
from tools.harvest.braces import braced

NAMES = st.builds(
    "{}-{}{}".format,
    st.sampled_from(["pc-i440fx", "pc-q35", "pseries", "virt"]),
    st.sampled_from(["noble", "jammy", "10.1", "rhel9.6.0"]),
    st.sampled_from(["", "-hpb", "-v2", "-hpb-maxcpus", "+pve1"]),
)


@given(st.lists(st.one_of(NAMES, st.sampled_from(["rhel6.5.0", "microvm"]))))
def test_they_do(names: list[str]) -> None:
    assert sorted(expand_all(braced(names))) == sorted({*names})


@pytest.mark.parametrize(
    ("names", "short"),
    [
        ([], []),
        (["virt-noble"], ["virt-noble"]),
        (["pc-q35-noble", "pc-q35-noble-hpb"], ["pc-q35-noble{,-hpb}"]),
        (["pc-i440fx-noble", "pc-q35-noble"], ["{pc-i440fx,pc-q35}-noble"]),
        (["pc-q35-jammy", "pc-q35-noble"], ["pc-q35-{jammy,noble}"]),
        (
            ["pc-i440fx-jammy", "pc-q35-jammy", "pc-i440fx-noble", "pc-q35-noble", "pc-q35-noble-v2"],
            ["{pc-i440fx,pc-q35}-{jammy,noble}", "pc-q35-noble-v2"],
        ),
    ],
)
def test_how_short(names: list[str], short: list[str]) -> None:
    assert braced(names) == short
