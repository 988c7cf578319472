"""Does an undone run drop the snapshots that it has taken, and no other?"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from mtype.model.errors import HostError
from mtype.upgrade.disk_work import DiskWorker
from mtype.upgrade.plan import DiskWork
from mtype.upgrade.stage import Stage

NAME = "virt-machine-type-now"
WORK = DiskWork(("/a", "/b"), NAME)


class Snapshots:
    """Snapshots by image, what was done to them, and the image whose snapshot fails once it is there."""

    def __init__(self, *, broken: str = "", **held: list[str]) -> None:
        self.held = {"/a": held.get("a", []), "/b": held.get("b", [])}
        self.reverted: list[str] = []
        self._broken = broken

    def take(self, path: str, name: str) -> None:
        self.held[path].append(name)
        if path == self._broken:
            raise HostError("qemu-img did not end in time")

    def names(self, path: str) -> Sequence[str]:
        return self.held[path]

    def revert(self, path: str, name: str) -> None:
        assert name in self.held[path]
        self.reverted.append(path)

    def drop(self, path: str, name: str) -> None:
        self.held[path].remove(name)


def undone(snapshots: Snapshots, stage: Stage = Stage.SNAPSHOT_DISKS, work: DiskWork = WORK) -> bool:
    worker = DiskWorker(snapshots)
    with pytest.raises(HostError):
        worker.take(work)
    return worker.undo(work, stage)


def test_a_snapshot_that_was_there_before_stays() -> None:
    snapshots = Snapshots(a=[NAME])
    assert not undone(snapshots)
    assert snapshots.held == {"/a": [NAME], "/b": []}


def test_those_that_were_taken_before_it_go() -> None:
    snapshots = Snapshots(b=["other", NAME])
    assert undone(snapshots)
    assert snapshots.held == {"/a": [], "/b": ["other", NAME]}


def test_one_that_failed_too_late_goes() -> None:
    snapshots = Snapshots(broken="/b")
    assert undone(snapshots)
    assert snapshots.held == {"/a": [], "/b": []}


def test_the_next_run_drops_what_an_interrupted_one_took() -> None:
    snapshots = Snapshots(a=[NAME, "other"])
    assert DiskWorker(snapshots).undo(WORK, Stage.SNAPSHOT_DISKS)
    assert snapshots.held == {"/a": ["other"], "/b": []}
    assert snapshots.reverted == []


def test_disks_that_may_have_gone_back_come_forth_again() -> None:
    snapshots = Snapshots(a=["then"], b=["then"])
    worker, work = DiskWorker(snapshots), WORK._replace(revert="then")
    worker.take(work)
    worker.revert(work)
    assert worker.undo(work, Stage.REVERT_DISKS)
    assert snapshots.reverted == ["/a", "/b", "/a", "/b"]
    assert snapshots.held == {"/a": ["then"], "/b": ["then"]}


def test_the_backup_is_told_what_there_is() -> None:
    told: list[DiskWork | None] = []
    worker = DiskWorker(Snapshots(), told.append)
    worker.take(WORK)
    worker.undo(WORK, Stage.SNAPSHOT_DISKS)
    assert told == [WORK, None]


def test_without_images_nothing_is_begun() -> None:
    with pytest.raises(HostError, match="on the host itself only"):
        DiskWorker(None).take(WORK)
