"""How is everything a guest is made of kept, so that it is there whole or not at all?"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import Path
from typing import NamedTuple

from mtype.model.definition import Carrier
from mtype.model.errors import MtypeError
from mtype.model.guest import Guest
from mtype.upgrade.discard import NEW, clear_up, discard
from mtype.upgrade.durable import claimed, sync_folder, write_new
from mtype.upgrade.manifest import NAME, Disks, Kept, Manifest, decode, encode
from mtype.upgrade.state_folder import StateFolder, own_folder

DOMAIN = "domain.xml"
_FOLDER = {Carrier.SNAPSHOT: "snapshots", Carrier.CHECKPOINT: "checkpoints"}
_LONGEST_SLUG = 48  # a file's name has 255 bytes, and a terminal 80 columns
_ENDINGS = 1000


class BackupError(MtypeError):
    """A backup could not be written, read or removed."""


class Contents(NamedTuple):
    """What goes into a backup. `definition` is the persistent definition with its secrets, `live` what the
    guest runs with; its managed save, snapshots and checkpoints are those of `guest.stored`."""

    guest: Guest
    definition: str
    live: str | None
    capabilities: str | None
    versions: Mapping[str, str]
    from_: str
    to: str
    when: datetime
    disks: Disks | None = None


def write_backup(state: StateFolder, contents: Contents) -> Path:
    """Write a backup to `backups/<guest>-<uuid>/<time>` and give back that folder.

    Raises BackupError, with nothing left behind, where any of it cannot be written.
    """
    folder = state.backups / guest_folder(contents.guest)
    try:
        own_folder(folder)
        clear_up(folder)
        temporary = Path(tempfile.mkdtemp(dir=folder, prefix=NEW))
        try:
            with claimed(temporary):
                _fill(temporary, contents)
                backup = _name(temporary, folder / stamp(contents.when))
        except BaseException:
            discard(temporary)
            raise
        sync_folder(folder)
        sync_folder(state.backups)
    except (OSError, MtypeError) as error:
        with suppress(OSError):
            folder.rmdir()  # only if there was no backup before
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BackupError(f"no backup could be written to {folder}: {why}") from error
    return backup


def note_disks(backup: Path, disks: Disks | None) -> None:
    """Record which snapshot of which disks belongs to the backup, or that none does any more.

    Raises BackupError, with the manifest as it was, where that cannot be written.
    """
    # Beside the backup, for what the manifest does not name in it is damage.
    temporary = backup.parent / f"{NEW}manifest-{backup.name}"
    try:
        manifest = decode((backup / NAME).read_bytes())
        with suppress(FileNotFoundError):
            temporary.unlink()
        write_new(temporary, encode(manifest._replace(disks=disks)))
        temporary.replace(backup / NAME)
        sync_folder(backup)
    except Exception as error:
        with suppress(OSError):
            temporary.unlink()
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BackupError(f"the disks could not be noted in the backup {backup}: {why}") from error


def guest_folder(guest: Guest) -> str:
    """The name of the folder for the backups of a guest; which guest it is, the manifests say."""
    return f"{slug(guest.name)}-{uuid_part(guest.uuid)}"


def uuid_part(uuid: str) -> str:
    """The first part of a UUID, at the end of a guest's folder."""
    return slug(uuid)[:8]


def slug(name: str) -> str:
    """`name` as a part of a path that is harmless everywhere, and as much of it as is."""
    plain = re.sub(r"[^A-Za-z0-9._]+", "-", name)[:_LONGEST_SLUG].strip("-.")
    return re.sub(r"\.{2,}", ".", plain) or "guest"


def stamp(when: datetime) -> str:
    """A moment as part of a name; names sort as the moments do."""
    moment = when.astimezone(timezone.utc)
    return f"{moment:%Y%m%dT%H%M%S}.{moment.microsecond // 1000:03}Z"


def _fill(folder: Path, contents: Contents) -> None:
    guest, kept = contents.guest, []
    for path, carrier, label, text in _files(contents):
        data = text.encode("utf-8", "surrogateescape")
        (folder / path).parent.mkdir(mode=0o700, exist_ok=True)
        write_new(folder / path, data)
        kept.append(Kept(path, carrier, label, len(data), hashlib.sha256(data).hexdigest()))
    for inner in {(folder / entry.path).parent for entry in kept} - {folder}:
        sync_folder(inner)
    manifest = Manifest(
        uri=guest.uri, guest=guest.name, uuid=guest.uuid, when=contents.when, state=guest.state,
        autostart=guest.autostart, from_=contents.from_, to=contents.to, versions=contents.versions,
        disks=contents.disks, files=tuple(kept),
    )  # fmt: skip
    write_new(folder / NAME, encode(manifest))
    sync_folder(folder)


def _files(contents: Contents) -> Iterator[tuple[str, str, str, str]]:
    """Each file: its path, carrier, label and text, which is libvirt's to the letter."""
    yield DOMAIN, Carrier.PERSISTENT.value, "", contents.definition
    if contents.live is not None:
        yield "live.xml", Carrier.LIVE.value, "", contents.live
    for stored in contents.guest.texts(Carrier.MANAGED_SAVE)[:1]:
        yield "managed-save.xml", stored.carrier.value, "", stored.text
    for carrier, folder in _FOLDER.items():
        for number, stored in enumerate(contents.guest.texts(carrier), 1):
            path = f"{folder}/{number:03}-{slug(stored.label)}.xml"
            yield path, carrier.value, stored.label, stored.text
    if contents.capabilities is not None:
        yield "capabilities.xml", "capabilities", "", contents.capabilities


def _name(temporary: Path, wanted: Path) -> Path:
    """Give the whole backup its name, which no other has."""
    for number in range(1, _ENDINGS):
        backup = wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}")
        if backup.exists():
            continue
        with suppress(FileExistsError):
            return temporary.rename(backup)
    raise BackupError(f"{wanted} has been taken {_ENDINGS} times")
