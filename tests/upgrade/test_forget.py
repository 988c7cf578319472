"""Does a backup go only after the snapshots that nothing else knows of?"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from mtype.model.errors import HostError
from mtype.upgrade.backup import BackupError, write_backup
from mtype.upgrade.backup_read import Backup, list_backups, read_backup
from mtype.upgrade.disks import Image, ImageError
from mtype.upgrade.forget import forget
from mtype.upgrade.manifest import Disks
from mtype.upgrade.state_folder import LockedError, StateFolder, lock, open_state_folder
from tests.upgrade.backups import URI, UUID, contents, guest

NAME = "virt-machine-type-1"


class Snapshots:
    """Snapshots by image; `broken` fails."""

    def __init__(self, held: dict[str, list[str]], broken: str = "") -> None:
        self.held = held
        self._broken = broken

    def take(self, path: str, name: str) -> None:
        raise AssertionError

    def names(self, path: str) -> Sequence[str]:
        return self.held[path]

    def image(self, path: str) -> Image:
        raise AssertionError

    def check_here(self, uri: str, path: str) -> None:
        if "elsewhere" in uri:
            raise ImageError(f"{path} is not the one here", "run it there")

    def identity(self, path: str) -> str:
        raise AssertionError

    def rests_on(self, path: str, base: str) -> bool:
        raise AssertionError

    def revert(self, path: str, name: str) -> None:
        raise AssertionError

    def drop(self, path: str, name: str) -> None:
        if path == self._broken:
            raise HostError('Failed to get "write" lock')
        self.held[path].remove(name)


@pytest.fixture
def state(tmp_path: Path) -> StateFolder:
    return open_state_folder(str(tmp_path / "state"))


@pytest.fixture
def images(tmp_path: Path) -> tuple[str, str]:
    for name in ("a.qcow2", "b.qcow2"):
        (tmp_path / name).write_text("")
    return str(tmp_path / "a.qcow2"), str(tmp_path / "b.qcow2")


def made(state: StateFolder, disks: Disks | None, uri: str = URI) -> Backup:
    return read_backup(write_backup(state, contents(guest(uri=uri))._replace(disks=disks)))


def test_the_snapshots_go_and_then_the_backup(state: StateFolder, images: tuple[str, str]) -> None:
    backup = made(state, Disks(NAME, images))
    snapshots = Snapshots({images[0]: ["other", NAME], images[1]: ["other"]})
    assert forget(state, backup, snapshots, ()) == (images[0],)
    assert snapshots.held == {images[0]: ["other"], images[1]: ["other"]}
    assert list_backups(state) == []


def test_a_backup_without_disks_just_goes(state: StateFolder) -> None:
    assert forget(state, made(state, None), Snapshots({}), ()) == ()
    assert list_backups(state) == []
    far = made(state, None, "qemu+ssh://node2/system")
    assert forget(state, far, Snapshots({}), ()) == ()


def test_an_image_that_has_gone_took_its_snapshot_along(state: StateFolder, images: tuple[str, str]) -> None:
    backup = made(state, Disks(NAME, images))
    os.unlink(images[0])
    assert forget(state, backup, Snapshots({images[1]: [NAME]}), ()) == (images[1],)


def test_what_cannot_be_dropped_keeps_the_backup_for_another_try(
    state: StateFolder, images: tuple[str, str]
) -> None:
    backup = made(state, Disks(NAME, images))
    held = {images[0]: [NAME], images[1]: [NAME]}
    with pytest.raises(BackupError, match=r"stays, for a snapshot .* cannot be dropped .*: Failed to get"):
        forget(state, backup, Snapshots(held, broken=images[1]), ())
    assert list_backups(state) == [backup]
    assert forget(state, backup, Snapshots(held), ()) == (images[1],)
    assert list_backups(state) == []


def test_what_somebody_needs_stays(state: StateFolder, images: tuple[str, str]) -> None:
    backup = made(state, Disks(NAME, images))
    snapshots = Snapshots({image: [NAME] for image in images})
    with pytest.raises(BackupError, match="needed to finish or undo an interrupted run"):
        forget(state, backup, snapshots, {backup.path})
    with lock(state, URI, UUID), pytest.raises(LockedError):
        forget(state, backup, snapshots, ())
    assert snapshots.held == {image: [NAME] for image in images}
    assert list_backups(state) == [backup]


def test_snapshots_on_another_host_are_left_to_it(state: StateFolder, images: tuple[str, str]) -> None:
    backup = made(state, Disks(NAME, images), "qemu+ssh://node2/system")
    with pytest.raises(BackupError, match=r"lie on the host of qemu\+ssh://node2/system"):
        forget(state, backup, Snapshots({}), ())
    assert list_backups(state) == [backup]


def test_a_snapshot_behind_a_socket_that_leads_elsewhere_is_left_alone(
    state: StateFolder, images: tuple[str, str]
) -> None:
    backup = made(state, Disks(NAME, images), "qemu:///system?socket=/elsewhere")
    snapshots = Snapshots({image: [NAME] for image in images})
    with pytest.raises(BackupError, match=r"stays: .*a\.qcow2 is not the one here; run it there"):
        forget(state, backup, snapshots, ())
    assert snapshots.held == {image: [NAME] for image in images}
    assert list_backups(state) == [backup]
