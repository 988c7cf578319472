"""Is the backup that a run has just written there as long as the run may need it?"""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from mtype.cli.guest_backups import Backups
from mtype.model.errors import MtypeError
from mtype.upgrade.backup import write_backup
from mtype.upgrade.backup_read import list_backups
from mtype.upgrade.plan import Plan
from mtype.upgrade.state_folder import open_state_folder
from tests.upgrade.backups import DEFINITION, contents, guest


class SilentHost:
    """A host whose libvirt tells nothing of itself."""

    def __getattr__(self, name: str) -> Any:
        def refuse(*_: object) -> None:
            raise MtypeError(name)

        return refuse


HOST: Any = SimpleNamespace(
    uri="qemu:///system",
    connection=SimpleNamespace(handle=SilentHost(), api=SimpleNamespace(libvirtError=MtypeError)),
)


def test_a_new_backup_stays_although_the_clock_is_behind(tmp_path: Path) -> None:
    state = open_state_folder(str(tmp_path / "state"))
    later = [
        write_backup(state, contents()._replace(when=datetime(9999, 1, day, tzinfo=timezone.utc)))
        for day in (1, 2, 3)
    ]
    plan = Plan(guest(), DEFINITION, DEFINITION, "pc-q35-5.2", "pc-q35-7.2", ran=False)
    place = Path(Backups(state, keep=2).write(HOST, plan))
    assert place.exists()
    assert {backup.path for backup in list_backups(state)} == {place, *later[1:]}
