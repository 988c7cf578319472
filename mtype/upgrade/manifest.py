"""What does the manifest of a backup say, and how is it known that it still says what was written?"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from mtype.model.guest import State

NAME = "manifest.json"
# Raised when a reader of the former format would misunderstand a new one.
FORMAT = 1
FOLDERS = ("snapshots", "checkpoints")
# A file in the backup or in one of those; the names are ours (backup.slug).
_INSIDE = re.compile(r"((snapshots|checkpoints)/)?[A-Za-z0-9_-][A-Za-z0-9._-]*")


class ManifestError(Exception):
    """What is wrong with a manifest, as the end of a sentence that begins with its name."""


class NewerError(ManifestError):
    """It is of a format that this version does not know."""


class Kept(NamedTuple):
    """One file of a backup: `path` inside it, which of the guest's texts it is (`carrier` is the word of
    model.definition.Carrier, or `capabilities`), and the name of the snapshot or checkpoint."""

    path: str
    carrier: str
    label: str
    size: int
    sha256: str


class Disks(NamedTuple):
    """The internal snapshot `name` was taken of the images `paths` while the guest was off."""

    name: str
    paths: tuple[str, ...]


class Manifest(NamedTuple):
    """Everything that is known of a backup but its texts. `versions` are those of this tool, libvirt, the
    emulator and the name of the host, at the time."""

    uri: str
    guest: str
    uuid: str
    when: datetime
    state: State
    autostart: bool
    from_: str
    to: str
    versions: Mapping[str, str]
    disks: Disks | None
    files: tuple[Kept, ...]


def encode(manifest: Manifest) -> bytes:
    """The text of the manifest, with a digest of its own."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "uri": manifest.uri,
        "guest": manifest.guest,
        "uuid": manifest.uuid,
        "when": manifest.when.isoformat(),
        "state": manifest.state.value,
        "autostart": manifest.autostart,
        "from": manifest.from_,
        "to": manifest.to,
        "versions": dict(manifest.versions),
        "disk_snapshot": manifest.disks and manifest.disks._asdict(),
        "files": [kept._asdict() for kept in manifest.files],
    }
    return (json.dumps(content | {"sha256": _digest(content)}, indent=2) + "\n").encode("ascii")


def decode(data: bytes) -> Manifest:
    """The manifest that `data` is the text of; raises ManifestError where it is not whole, and NewerError
    where it is of a format to come."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ManifestError("is no JSON") from error
    if not isinstance(content, dict):
        raise ManifestError("is no JSON object")
    number = content.get("format")
    if isinstance(number, int) and number > FORMAT:
        raise NewerError(f"is of format {number}, which only a newer version of this tool reads")
    if content.pop("sha256", None) != _digest(content):
        raise ManifestError("has been changed since it was written")
    try:
        return _manifest(content)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ManifestError("is not a manifest of a backup") from error


def _digest(content: Mapping[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _manifest(content: Mapping[str, Any]) -> Manifest:
    if content["format"] != FORMAT:
        raise ValueError(content["format"])
    disks = content["disk_snapshot"]
    when = datetime.fromisoformat(content["when"])
    if when.tzinfo is None:
        raise ValueError(when)
    return Manifest(
        uri=_text(content["uri"]),
        guest=_text(content["guest"]),
        uuid=_text(content["uuid"]),
        when=when,
        state=State(content["state"]),
        autostart=bool(content["autostart"]),
        from_=_text(content["from"]),
        to=_text(content["to"]),
        versions={_text(key): _text(value) for key, value in content["versions"].items()},
        disks=Disks(_text(disks["name"]), tuple(map(_text, disks["paths"]))) if disks else None,
        files=tuple(_kept(entry) for entry in content["files"]),
    )


def _kept(entry: Mapping[str, Any]) -> Kept:
    path = _text(entry["path"])
    if not _INSIDE.fullmatch(path) or path == NAME:
        raise ValueError(path)
    return Kept(
        path, _text(entry["carrier"]), _text(entry["label"]), int(entry["size"]), _text(entry["sha256"])
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
