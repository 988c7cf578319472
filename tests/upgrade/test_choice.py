"""Which type is a definition lifted to, and what is refused unless it is asked for by name?"""

from __future__ import annotations

import pytest

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import find_release
from mtype.catalogue.target import Target
from mtype.model.definition import Carrier, Definition, Position
from mtype.upgrade.choice import Choice, Goal, Keep, Lift, Refusal, Step, choose

# Target, machine type, arch, what it is lifted to without being told anything.
LIFTED = (
    ("ubuntu:noble", "pc-q35-jammy", "x86_64", "pc-q35-noble-v2"),
    ("ubuntu:noble", "pc-q35-noble", "x86_64", "pc-q35-noble-v2"),
    ("ubuntu:noble", "pc-i440fx-wily", "x86_64", "pc-i440fx-noble-v2"),
    ("ubuntu:noble", "pc-q35-6.2", "x86_64", "pc-q35-8.2"),
    ("ubuntu:noble", "pc-q35-focal-hpb", "x86_64", "pc-q35-mantic-hpb"),
    ("ubuntu:jammy", "pseries-bionic", "ppc64le", "pseries-jammy"),
    ("debian:13", "pc-i440fx-2.1", "x86_64", "pc-i440fx-10.0"),
    ("debian:13", "virt-6.2", "aarch64", "virt-10.0"),
    ("rhel:10.0", "pc-q35-rhel8.6.0", "x86_64", "pc-q35-rhel10.0.0"),
    ("rhel:10.2", "pc-q35-rhel9.8.0", "x86_64", "pc-q35-rhel10.2.0"),
    ("proxmox:9.2", "pc-q35-9.2+pve1", "x86_64", "pc-q35-11.0+pve2"),
)
KEPT = (
    ("ubuntu:noble", "pc-q35-noble-v2", "x86_64", "newest of its kind"),
    ("ubuntu:noble", "q35", "x86_64", "q35 is an alias"),
    ("ubuntu:noble", None, "x86_64", "names no machine type"),
    ("ubuntu:noble", "pseries-2.12-sxxm", "ppc64", "newest of its kind"),
)
# Target, machine type, arch, a piece of the reason, a piece of the remedy.
REFUSED = (
    ("ubuntu:noble", "pc-q35-rhel9.4.0", "x86_64", "nobody compares", "--allow vendor"),
    ("debian:13", "pc-q35-noble", "x86_64", "nobody compares", "--to pc-q35-10.0 --allow vendor"),
    ("debian:12", "pc-q35-10.0", "x86_64", "is older than pc-q35-10.0", "--allow downgrade"),
    ("ubuntu:noble", "pc-q35-nobel", "x86_64", "nothing is known", "did you mean pc-q35-noble"),
    ("ubuntu:noble", "pc-q35-noble", "aarch64", "nothing is known", "Correct the name"),
    ("debian:13", "pseries-2.12-sxxm", "ppc64", "no newer type with -sxxm", "--allow variant"),
    ("rhel:10.0", "pseries-rhel8.6.0", "ppc64", "is", ""),
)
# Target, machine type, the type that is named, the steps it needs.
NAMED = (
    ("ubuntu:noble", "pc-q35-jammy", "pc-q35-mantic", ()),
    ("ubuntu:noble", "pc-i440fx-jammy", "pc-q35-noble", (Step.BOARD,)),
    ("ubuntu:noble", "pc-q35-2.11", "pc-q35-noble", (Step.VENDOR,)),
    ("ubuntu:noble", "pc-q35-noble", "pc-q35-jammy", (Step.DOWNGRADE,)),
    ("ubuntu:noble", "pc-q35-jammy-hpb", "pc-q35-noble", (Step.VARIANT,)),
    ("ubuntu:noble", "pc-i440fx-rhel7.6.0", "pc-q35-noble", (Step.BOARD, Step.VENDOR)),
)


def chosen(
    shipped: Catalogue,
    release: str,
    machine_type: str | None,
    arch: str | None,
    goal: Goal = Goal(),  # noqa: B008
) -> Choice:
    target = Target(shipped, find_release(shipped, release), release)
    at = Position(1, 1, 0)
    definition = Definition("a.xml", Carrier.FILE, "kvm", "a", None, "hvm", arch, machine_type, at)
    return choose(target, definition, goal)


@pytest.mark.parametrize(("release", "machine_type", "arch", "to"), LIFTED)
def test_it_is_lifted_to_the_newest_of_its_board_vendor_and_variant(
    shipped: Catalogue, release: str, machine_type: str, arch: str, to: str
) -> None:
    assert chosen(shipped, release, machine_type, arch) == Lift(machine_type, to)


@pytest.mark.parametrize(("release", "machine_type", "arch", "to"), LIFTED)
def test_what_was_lifted_is_kept_the_next_time(
    shipped: Catalogue, release: str, machine_type: str, arch: str, to: str
) -> None:
    assert isinstance(chosen(shipped, release, to, arch), Keep)


@pytest.mark.parametrize(("release", "machine_type", "arch", "reason"), KEPT)
def test_it_is_kept(
    shipped: Catalogue, release: str, machine_type: str | None, arch: str, reason: str
) -> None:
    choice = chosen(shipped, release, machine_type, arch)
    assert isinstance(choice, Keep)
    assert reason in choice.reason


@pytest.mark.parametrize(("release", "machine_type", "arch", "reason", "remedy"), REFUSED)
def test_it_is_refused_with_a_remedy(
    shipped: Catalogue, release: str, machine_type: str, arch: str, reason: str, remedy: str
) -> None:
    choice = chosen(shipped, release, machine_type, arch)
    assert isinstance(choice, Refusal)
    assert reason in choice.reason
    assert remedy in choice.remedy
    assert choice.remedy


@pytest.mark.parametrize(("release", "machine_type", "to", "steps"), NAMED)
def test_a_named_type_needs_every_step_to_be_allowed(
    shipped: Catalogue, release: str, machine_type: str, to: str, steps: tuple[Step, ...]
) -> None:
    allowed = chosen(shipped, release, machine_type, "x86_64", Goal(to, frozenset(steps)))
    assert allowed == Lift(machine_type, to)
    for step in steps:
        others = frozenset(Step) - {step}
        refused = chosen(shipped, release, machine_type, "x86_64", Goal(to, others))
        assert isinstance(refused, Refusal)
        assert f"--allow {step.value}" in refused.remedy


@pytest.mark.parametrize(
    ("to", "remedy"),
    [
        ("q35", "--to pc-q35-8.2"),
        ("ubuntu-q35", "--to pc-q35-noble-v2"),
        ("pc-q35-9.2", "list types --for ubuntu:noble"),
        ("pc-q35-nobel", "did you mean pc-q35-noble"),
    ],
)
def test_an_alias_or_a_type_that_is_not_offered_is_no_target(
    shipped: Catalogue, to: str, remedy: str
) -> None:
    choice = chosen(shipped, "ubuntu:noble", "pc-q35-jammy", "x86_64", Goal(to, frozenset(Step)))
    assert isinstance(choice, Refusal)
    assert remedy in choice.remedy


def test_the_type_it_has_already_is_kept(shipped: Catalogue) -> None:
    choice = chosen(shipped, "ubuntu:noble", "pc-q35-jammy", "x86_64", Goal("pc-q35-jammy"))
    assert choice == Keep("it is pc-q35-jammy already")


def test_without_an_arch_it_is_that_of_the_type(shipped: Catalogue) -> None:
    assert chosen(shipped, "debian:13", "virt-6.2", None) == Lift("virt-6.2", "virt-10.0")


def test_what_the_catalogue_does_not_know_for_sure_is_refused(shipped: Catalogue) -> None:
    choice = chosen(shipped, "ubuntu:lunar", "pc-q35-jammy-maxcpus", "x86_64")
    assert isinstance(choice, Refusal)
    assert "--emulator" in choice.remedy
