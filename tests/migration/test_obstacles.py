"""What in a definition keeps its guest from another host?"""

from __future__ import annotations

import pytest

from mtype.migration.obstacles import with_obstacles
from mtype.migration.way import Answer, Kind, Reason, Verdict
from mtype.model.portability import HostAbilities, HostDevice, Portability

S, U, X, N = Verdict.SUPPORTED, Verdict.UNSUPPORTED, Verdict.IMPOSSIBLE, Verdict.UNKNOWN
THERE = HostAbilities(
    cpu_modes=frozenset({"custom", "host-model"}),
    cpu_models={"EPYC": True, "Skylake-Server": False},
    features={"disk bus": frozenset({"virtio", "sata"}), "video modelType": frozenset()},
)
# What the guest has: the verdict live, saved and stopped, of one that is supported otherwise; a word of it.
ALONE = [
    (Portability(), S, S, S, None),
    (Portability(too_many=True), N, N, N, "more devices than are looked at"),
    (Portability(transient_disks=("vda",)), X, X, S, "the disk vda is transient"),
    (Portability(mounted=("shared",)), U, U, S, "shared is a folder of its host"),
    (Portability(shared_memory=("ring",)), X, X, S, "the shared memory ring is its host's"),
    (Portability(copied_memory=("ring",)), U, U, S, "the shared memory ring goes along"),
    (Portability(fixed_clock=True), X, X, S, "invtsc"),
    (Portability(cpu="host-passthrough"), U, U, S, "host-passthrough"),
    (Portability(cpu="host-model"), S, S, S, "host-model"),
    (Portability(local_disks=("/srv/a.qcow2",)), S, S, S, "/srv/a.qcow2"),
]
DEVICES = [
    (Portability(host_devices=(HostDevice(kind, f"{kind} 1"),)), *verdicts, word)
    for kind, *verdicts, word in (
        ("pci", X, X, U, "pci 1 is a device of its host: its state cannot be saved"),
        ("mdev", U, U, U, "if its driver can save it"),
        ("scsi_host", X, X, U, "its state cannot be saved"),
        ("interface", X, X, U, "its state cannot be saved"),
        ("storage", X, X, U, "its state cannot be saved"),
        ("usb", U, U, U, "libvirt lets the guest go, the device stays"),
        ("nvme", U, U, U, "unsafe without --copy-storage-all"),
        ("scsi", U, U, U, "unless its QEMU knows of nothing against it"),
        ("vdpa", U, U, U, "unless its QEMU knows of nothing against it"),
    )
]
DEVICES += [
    (Portability(host_devices=(HostDevice("pci", "pci 1", unplugged=True),)), S, U, U, "it is unplugged"),
    (Portability(host_devices=(HostDevice("pci", "pci 1", variant=True),)), U, U, U, "if its driver can"),
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
    [(row[0], None, *row[1:]) for row in ALONE + DEVICES] + [(row[0], THERE, *row[1:]) for row in LACKING],
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
    assert all(reason.rule == "MT504" and (reason.sources or guest.too_many) for reason in reasons)
    assert (word is None) == (not reasons)
    assert word is None or any(word in reason.text for reason in reasons)


def test_an_obstacle_makes_no_verdict_better_and_keeps_its_reasons() -> None:
    before = Answer(Kind.LIVE, X, (Reason("MT501", "gone"),))
    after = with_obstacles(before, Portability(cpu="host-passthrough"), None)
    assert after.verdict is X
    assert after.reasons[0] == before.reasons[0]
    assert len(after.reasons) == 2


def test_of_many_images_the_first_are_named() -> None:
    guest = Portability(local_disks=("/a", "/b", "/c", "/d"))
    (reason,) = with_obstacles(Answer(Kind.LIVE, S), guest, None).reasons
    assert reason.text.endswith(": /a, /b, /c, …")
