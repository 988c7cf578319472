"""Which release does a user mean, and which one does a host say it is?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtype.catalogue.load import load_catalogue
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import all_releases, find_release, host_release
from mtype.model.errors import UsageError
from tests.catalogue.small import catalogue, line, release


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("ubuntu:noble", "ubuntu:noble", id="line and codename"),
        pytest.param("ubuntu:24.04", "ubuntu:noble", id="line and version"),
        pytest.param("noble", "ubuntu:noble", id="a codename that only one line has"),
        pytest.param("  Ubuntu:NOBLE ", "ubuntu:noble", id="blanks and case do not count"),
        pytest.param("debian:trixie", "debian:13", id="Debian by codename"),
        pytest.param("debian:13", "debian:13", id="Debian by number"),
        pytest.param("sid", "debian:sid", id="a release that always moves"),
        pytest.param("trixie-backports", "debian:13-backports", id="a pocket"),
        pytest.param("rhel:9.4", "rhel:9.4", id="a minor release"),
        pytest.param("rhel:9", "rhel:9.8", id="a major is its newest minor"),
        pytest.param("rhel:1", None, id="a major is no beginning of a number"),
        pytest.param("proxmox:9", "proxmox:9.2", id="so with Proxmox"),
        pytest.param("qemu:9.2", "qemu:9.2", id="a release of QEMU"),
        pytest.param("qemu:9.2.1", "qemu:9.2.1", id="a stable release of QEMU"),
        pytest.param("qemu:9.2.0", "qemu:9.2", id="a zero more"),
        pytest.param("qemu:09.02.1", "qemu:9.2.1", id="zeros in front"),
        pytest.param("qemu:9", None, id="a major of QEMU"),
        pytest.param("qemu:99.0", None, id="a QEMU of the future"),
        pytest.param("13", None, id="a bare number"),
        pytest.param("debian:nobel", None, id="a slip of the pen"),
        pytest.param("debian:noble", None, id="another line's codename"),
        pytest.param("debain:13", None, id="no such line"),
        pytest.param("debian:", None, id="a line alone"),
        pytest.param(":noble", "ubuntu:noble", id="an empty line is none"),
        pytest.param("debian:1", None, id="a number is not read as a beginning"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_find(shipped: Catalogue, text: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(UsageError):
            find_release(shipped, text)
    else:
        assert find_release(shipped, text).id == expected


def test_a_stable_release_of_qemu_ships_itself(shipped: Catalogue) -> None:
    found = find_release(shipped, "qemu:9.2.1")
    minor = find_release(shipped, "qemu:9.2")
    assert (found.qemu, found.version, found.place) == ("9.2.1", "9.2.1", minor.place)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "nobel",
            "no release is called 'nobel'; did you mean ubuntu:noble",
            id="the nearest codename",
        ),
        pytest.param("debian:trixi", "did you mean debian:13", id="the nearest name of a line"),
        pytest.param(
            "xyzzy",
            "no release is called 'xyzzy'; `virt-machine-type list releases` shows all",
            id="nothing is near",
        ),
        pytest.param("suse:15", "no line of releases is called 'suse'; known: qemu, debian", id="the lines"),
    ],
)
def test_what_to_write_instead(shipped: Catalogue, text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_release(shipped, text)
    assert message in str(caught.value)


def test_a_codename_of_two_lines_is_refused_with_both() -> None:
    lines = {name: line("upstream", [release("1", codename="rex")]) for name in ("dog", "cat")}
    known = catalogue(lines=lines)
    with pytest.raises(UsageError, match="'rex' could be any of dog:1, cat:1: write the line too"):
        find_release(known, "rex")
    assert find_release(known, "cat:rex").id == "cat:1"


def test_a_pocket_is_nobodys_newest_minor() -> None:
    rows = [release("1.1"), release("1.2"), release("1.2.backports", pocket="backports")]
    assert find_release(catalogue(lines={"zoo": line("upstream", rows)}), "zoo:1").id == "zoo:1.2"


SHIPPED = load_catalogue()


def test_every_release_is_found_by_its_name() -> None:
    for one in all_releases(SHIPPED):
        assert find_release(SHIPPED, one.id) is one
        assert find_release(SHIPPED, f"{one.line}:{one.version}") is one


@given(
    st.text()
    | st.builds("{}:{}".format, st.sampled_from(SHIPPED.line_names), st.text("0123456789.", max_size=9))
)
def test_any_text_is_a_release_or_refused(text: str) -> None:
    try:
        found = find_release(SHIPPED, text)
    except UsageError as error:
        assert str(error)
    else:
        assert found.line in SHIPPED.line_names


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"ID": "debian", "VERSION_ID": "12"}, "debian:12", id="Debian"),
        pytest.param(
            {"ID": "debian", "VERSION_CODENAME": "sid"}, "debian:sid", id="Debian sid has no number"
        ),
        pytest.param(
            {"ID": "ubuntu", "VERSION_ID": "24.04", "UBUNTU_CODENAME": "noble", "ID_LIKE": "debian"},
            "ubuntu:noble",
            id="Ubuntu, not Debian",
        ),
        pytest.param(
            {"ID": "linuxmint", "ID_LIKE": "ubuntu debian", "VERSION_ID": "22", "UBUNTU_CODENAME": "noble"},
            "ubuntu:noble",
            id="a derivative is what it is built from",
        ),
        pytest.param(
            {"ID": "rocky", "ID_LIKE": "rhel centos fedora", "VERSION_ID": "9.4"},
            "rhel:9.4",
            id="a RHEL clone",
        ),
        pytest.param({"ID": "almalinux", "VERSION_ID": "9"}, "rhel:9.8", id="a clone without its minor"),
        pytest.param({"ID": "fedora", "VERSION_ID": "43"}, "fedora:43", id="Fedora"),
        pytest.param({"ID": "sles", "VERSION_ID": "15.6"}, "sles:15.6", id="SUSE"),
    ],
)
def test_host(shipped: Catalogue, fields: dict[str, str], expected: str) -> None:
    assert host_release(shipped, fields).id == expected


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        pytest.param({}, "this host", id="a host that says nothing"),
        pytest.param(
            {"ID": "arch", "PRETTY_NAME": "Arch Linux"}, "Arch Linux", id="a line that is not known"
        ),
        pytest.param(
            {"ID": "debian", "VERSION_ID": "99", "PRETTY_NAME": "Debian 99"},
            "Debian 99",
            id="a release to come",
        ),
        pytest.param(
            {"ID": "lmde", "ID_LIKE": "debian", "VERSION_ID": "6", "VERSION_CODENAME": "faye"},
            "this host",
            id="a derivative that does not say what it is built from",
        ),
    ],
)
def test_a_host_of_which_nothing_is_known(shipped: Catalogue, fields: dict[str, str], name: str) -> None:
    with pytest.raises(
        UsageError, match=f"the catalogue has no release for {name}: say which one with --for"
    ):
        host_release(shipped, fields)
