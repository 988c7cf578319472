"""Is a snapshot taken only of a disk that is the guest's alone, on the host that it runs on?"""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mtype.upgrade.backup_read import Backup, list_backups
from mtype.upgrade.state_folder import StateFolder
from tests.cli.command import run
from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import domain_xml
from tests.e2e.host import Host
from tests.e2e.on_host import Guest
from tests.e2e.test_restore import NEW, OLD, snapshots
from tests.e2e.tool import Tool, look_at


def second_guest_of(image: Guest) -> Guest:
    """Another guest that has the same disk, by another name of it."""
    folder = image.host.folder / "images"
    link = folder / "link.qcow2"
    link.symlink_to(image.disks[0].path)
    console, place = folder / "twin.console", folder / "twin.xml"
    disks = [image.disks[0]._replace(path=link)]
    place.write_text(domain_xml("twin", OLD, disks=disks, console=console))
    image.host.virsh("define", place)
    return Guest(image.host, "twin", image.host.virsh("domuuid", "twin"), disks, console)


def test_of_two_guests_with_one_disk_one_is_lifted_and_keeps_its_snapshot(
    guest: MakeGuest, upgrade: Tool
) -> None:
    made = guest(OLD, name="web", disk_format="qcow2")
    twin = second_guest_of(made)
    before = {name: look_at(one) for name, one in (("web", made), ("twin", twin))}
    done = upgrade("--all", "--to", NEW, "--disk-snapshot", "--yes")
    assert sorted(done.outcomes.values()) == ["lifted", "refused"], str(done)
    [refused] = [name for name, outcome in done.outcomes.items() if outcome == "refused"]
    assert "too, whose disks are snapshotted in this run" in done.reason(refused)
    assert look_at({"web": made, "twin": twin}[refused]) == before[refused]
    [backup] = list_backups(StateFolder(upgrade.state))
    assert isinstance(backup, Backup)
    assert backup.manifest.disks is not None
    assert snapshots(made) == [backup.manifest.disks.name]


@contextmanager
def forwarded(there: Path, here: Path) -> Iterator[None]:
    """Whoever connects `here` talks to `there`, as `ssh -L` makes it."""

    def pass_on(client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as beyond, suppress(OSError):
            beyond.connect(str(there))
            other = {client: beyond, beyond: client}
            while True:
                for source in select.select([client, beyond], [], [])[0]:
                    if not (data := source.recv(1 << 16)):
                        return
                    other[source].sendall(data)

    def serve() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                threads.append(threading.Thread(target=pass_on, args=[client]))
                threads[-1].start()

    threads: list[threading.Thread] = []
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(here))
        listener.listen()
        threads.append(threading.Thread(target=serve))
        threads[0].start()
        try:
            yield
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            for thread in threads:
                thread.join()


def test_behind_a_socket_that_is_forwarded_no_image_is_touched(
    host: Host, guest: MakeGuest, tmp_path: Path
) -> None:
    made = guest(OLD, disk_format="qcow2")
    place = host.folder / "forwarded"
    state = ["--state-dir", str(tmp_path / "state")]
    near, far = ["--connect", host.uri], ["--connect", f"qemu+unix:///system?socket={place}"]
    lift = ["upgrade", made.name, "--to", NEW, "--yes", "--disk-snapshot", *state]
    before = look_at(made)
    with forwarded(host.folder / host.socket, place):
        ran = run(*lift, *far)
        assert ran.code == 1, ran.talk
        assert f"it cannot be told whether {made.disks[0].path} of the host at" in ran.out
        assert "run it on the host itself" in ran.out
        assert look_at(made) == before
        assert snapshots(made) == []
        assert run(*lift, *near).code == 0
        [backup] = list_backups(StateFolder(tmp_path / "state"))
        ran = run("restore", backup.id, "--disks", "--yes", *far, *state)
        assert ran.code == 1, ran.talk
        assert "run it on the host itself" in ran.out
    assert len(snapshots(made)) == 1
    place.unlink()
