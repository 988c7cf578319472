"""Do the rules, rhythms and breaks of the catalogue say what their sources say?"""

from __future__ import annotations

from datetime import date

import pytest

from mtype.catalogue.forecast import removal_forecast
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import all_releases, find_release
from mtype.catalogue.source import Node
from mtype.model.arch import emulator_runs
from tests.catalogue.small import find, offer, target

TODAY = date(2026, 11, 21)


def test_every_policy_is_kept_by_a_line_or_named_by_a_type(shipped_yaml: Node) -> None:
    named = {
        (node.text("vendor"), key)
        for node in shipped_yaml.mapping("lines").values()
        for key in node.list("policy")
    } | {
        (vendor, key)
        for vendor, node in shipped_yaml.mapping("vendors").items()
        for entry in node.nodes("types")
        for key in entry.list("policy")
    }
    stated = {
        (vendor, key)
        for vendor, node in shipped_yaml.mapping("vendors").items()
        for key in node.mapping("policies")
    }
    assert stated == named, "a policy that nobody keeps says nothing: name it in a line, or remove it"


def test_a_line_that_keeps_a_policy_of_its_own_rhythm_has_one(shipped: Catalogue) -> None:
    wrong = [
        key
        for key in shipped.line_names
        if any(policy.kind != "qemu-majors" for policy in shipped.line(key).policies)
        and shipped.line(key).cadence is None
    ]
    assert wrong == [], "say how often its releases come: add `cadence`"


# By hand from the sources: Red Hat's MACHINE_VER_DEPRECATION_MAJOR 1 and deletion in the next but one, the
# table in Proxmox's patch 0039, QEMU's six majors, the Ubuntu wiki with distro-info's ends of support.
@pytest.mark.parametrize(
    ("at", "arch", "name", "release", "day"),
    [
        pytest.param("rhel:9.8", "x86_64", "pc-q35-rhel9.2.0", "rhel:11", date(2028, 5, 31), id="rhel"),
        pytest.param(
            "rhel:10.2", "s390x", "s390-ccw-virtio-rhel10.0.0", "rhel:12", date(2031, 5, 31), id="10"
        ),
        pytest.param("proxmox:9.2", "x86_64", "pc-i440fx-7.2", "proxmox:10", date(2027, 7, 31), id="proxmox"),
        pytest.param(
            "proxmox:9.2", "x86_64", "pc-q35-8.0", "proxmox:11", date(2029, 7, 31), id="proxmox, 8.0"
        ),
        pytest.param("qemu:11.1", "x86_64", "pc-q35-5.2", "qemu:11.2", date(2026, 12, 31), id="qemu"),
        pytest.param("debian:13", "aarch64", "virt-10.0", "qemu:16.0", date(2031, 4, 30), id="debian"),
        pytest.param("ubuntu:noble", "x86_64", "pc-q35-jammy", "ubuntu:32.10", date(2032, 10, 31), id="lts"),
        pytest.param("ubuntu:resolute", "ppc64", "pseries-jammy", "qemu:12.2", date(2027, 12, 31), id="base"),
        pytest.param(
            "ubuntu:resolute", "x86_64", "pc-q35-bionic", "ubuntu:28.10", date(2028, 10, 31), id="old"
        ),
    ],
)
def test_a_forecast(shipped: Catalogue, at: str, arch: str, name: str, release: str, day: date) -> None:
    found = removal_forecast(shipped, find(shipped, name, arch), find_release(shipped, at), arch, TODAY)
    assert found is not None
    assert (found.release, found.day, found.sure) == (release, day, False)


def test_every_forecast_has_a_basis_and_sources_and_is_of_the_future(shipped: Catalogue) -> None:
    for key in shipped.line_names:
        for one in shipped.line(key).releases[-2:]:
            for arch in one.arches:
                for entry in offer(shipped, one.id, arch).entries:
                    assert entry.kind is not None
                    found = removal_forecast(shipped, entry.kind, one, arch, TODAY)
                    if found is None:
                        continue
                    where = f"{one.id} {arch} {entry.name}: {found}"
                    assert found.basis and found.sources and {*found.sources} <= {*shipped.sources}, where
                    assert found.release.partition(":")[0] in (key, "qemu"), where
                    assert found.sure or found.day is None or found.day >= TODAY, where


def test_what_proxmox_marks_is_older_than_its_baseline(shipped: Catalogue) -> None:
    for at, oldest in {"proxmox:8.4": "2.4", "proxmox:9.0": "6.0", "proxmox:9.2": "6.0"}.items():
        fine = [
            entry.name
            for entry in offer(shipped, at, "x86_64").entries
            if entry.name.startswith("pc-q35-") and not entry.deprecated
        ]
        assert fine[0] == f"pc-q35-{oldest}", at


def test_the_breaks_of_fedora_lie_between_what_had_the_fork_and_21(shipped: Catalogue) -> None:
    line = shipped.line("fedora")
    ends = [(line.releases[one.from_before].version, line.releases[one.to].version) for one in line.breaks]
    assert ends == [("18", "21"), ("19", "21")]
    for one in line.breaks:
        assert one.affects == ("live-migration", "saved-state", "memory-snapshot")
        assert all("qemu-kvm" in (release.note or "") for release in line.releases[: one.from_before])
        assert "qemu-kvm-fork" in one.sources


def test_no_other_line_has_the_fork_on_one_side_and_a_merged_qemu_without_a_bridge(
    shipped: Catalogue,
) -> None:
    """Where the fork is named there is a break, or a note on the packages that load what it saved."""
    for key in shipped.line_names:
        line = shipped.line(key)
        fork = [one for one in line.releases if "the qemu-kvm fork" in (one.note or "")]
        bridged = any("load what it saved" in (one.note or "") for one in fork)
        assert not fork or line.breaks or bridged, key


@pytest.mark.parametrize(
    ("at", "name", "arch", "status", "shipped_there"),
    [
        pytest.param("rhel:9.4", "pseries-rhel8.6.0", "ppc64", "removed", False, id="RHEL 9 builds none"),
        pytest.param("rhel:8.9", "pseries-rhel8.6.0", "ppc64", "supported", True, id="RHEL 8 did"),
        pytest.param("rhel:9.4", "pseries-9.2", "ppc64", "foreign", False, id="nor any of QEMU's types"),
        pytest.param("proxmox:9.2", "s390x-none", "s390x", "unknown", False, id="of x86 and arm only"),
        pytest.param("proxmox:9.2", "s390-ccw-virtio-9.2", "s390x", "unknown", False, id="nor its types"),
        pytest.param("proxmox:5.0", "virt-2.9", "aarch64", "newer", False, id="Proxmox builds arm since 5.4"),
        pytest.param("debian:11", "virt-11.1", "loongarch64", "newer", False, id="it came with Debian 12"),
        pytest.param("rhel:9.4", "pc-q35-rhel9.4.0", "i386", "supported", True, id="run by another emulator"),
    ],
)
def test_where_there_is_no_emulator(
    shipped: Catalogue, at: str, name: str, arch: str, status: str, shipped_there: bool
) -> None:
    judged = target(shipped, at).judge(name, arch)
    assert (judged.status.value, judged.shipped) == (status, shipped_there)


def test_a_release_that_states_an_arch_offers_something_on_it(shipped: Catalogue) -> None:
    for one in all_releases(shipped):
        at = target(shipped, one.id)
        for arch in one.arches:
            assert at.ships(arch), f"{one.id} {arch}"
            assert all(at.ships(other) for other in ("i386", "arm") if emulator_runs(arch, other))
