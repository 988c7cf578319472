"""What in a definition keeps its guest from another host?"""

from __future__ import annotations

import pytest

from mtype.migration.obstacles import with_obstacles
from mtype.migration.way import Answer, Kind, Reason, Verdict
from mtype.model.portability import HostAbilities, Portability

S, U, X = Verdict.SUPPORTED, Verdict.UNSUPPORTED, Verdict.IMPOSSIBLE
THERE = HostAbilities(
    cpu_modes=frozenset({"custom", "host-model"}),
    cpu_models={"EPYC": True, "Skylake-Server": False},
    features={"disk bus": frozenset({"virtio", "sata"}), "video modelType": frozenset()},
)
# What the guest has: the verdict live, saved and stopped, of one that is supported otherwise; a word of it.
ALONE = [
    (Portability(), S, S, S, None),
    (Portability(host_devices=("pci 0000:03:00:0",)), X, X, U, "pci 0000:03:00:0 is a device of its host"),
    (Portability(transient_disks=("vda",)), X, X, S, "the disk vda is transient"),
    (Portability(mounted=("shared",)), U, U, S, "shared is a folder of its host"),
    (Portability(shared_memory=("ring",)), U, U, S, "the shared memory ring"),
    (Portability(cpu="host-passthrough"), U, U, S, "host-passthrough"),
    (Portability(cpu="host-model"), S, S, S, "host-model"),
    (Portability(local_disks=("/srv/a.qcow2",)), S, S, S, "/srv/a.qcow2"),
]
LACKING = [
    (Portability(cpu="host-passthrough"), X, X, X, "no CPU of the mode host-passthrough"),
    (Portability(cpu="custom", cpu_model="EPYC"), S, S, S, None),
    (Portability(cpu="custom", cpu_model="Skylake-Server"), X, X, S, "cannot run the CPU Skylake-Server"),
    (Portability(cpu="custom", cpu_model="Next"), X, X, S, "does not know the CPU Next"),
    (Portability(features=(("disk bus", "virtio"),)), S, S, S, None),
    (Portability(features=(("disk bus", "ide"),)), X, X, X, "no disk bus ide"),
    (Portability(features=(("video modelType", "qxl"),)), X, X, X, "no video modelType qxl"),
    (Portability(features=(("tpm model", "tpm-crb"),)), S, S, S, None),  # nothing is told of TPMs
]


@pytest.mark.parametrize(
    ("guest", "there", "live", "saved", "stopped", "word"),
    [(row[0], None, *row[1:]) for row in ALONE] + [(row[0], THERE, *row[1:]) for row in LACKING],
)
def test_each_obstacle_has_its_verdict_and_its_reason(
    guest: Portability,
    there: HostAbilities | None,
    live: Verdict,
    saved: Verdict,
    stopped: Verdict,
    word: str | None,
) -> None:
    told = [with_obstacles(Answer(kind, S), guest, there) for kind in Kind]
    assert [one.verdict for one in told] == [live, saved, stopped]
    reasons = [reason for one in told for reason in one.reasons]
    assert all(reason.rule == "MT504" and reason.sources for reason in reasons)
    assert (word is None) == (not reasons)
    assert word is None or any(word in reason.text for reason in reasons)


def test_an_obstacle_makes_no_verdict_better_and_keeps_its_reasons() -> None:
    before = Answer(Kind.LIVE, X, (Reason("MT501", "gone"),))
    after = with_obstacles(before, Portability(cpu="host-passthrough"), None)
    assert after.verdict is X
    assert after.reasons[0] == before.reasons[0]
    assert len(after.reasons) == 2
