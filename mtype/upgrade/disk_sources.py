"""Would another definition of a guest write to other files than the one it has now?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from mtype.definitions.tree import parse
from mtype.upgrade.disks import path_of, writable

# They change from start to start, or say nothing about which content it is.
_NO_PLACE = frozenset({"index", "startupPolicy"})


class Source(NamedTuple):
    """What lies behind a disk: `key` is the same for the same content, `told` is the place for people. An
    image that is read in another `format` is another content, and the first write is the end of it."""

    key: tuple[str, ...]
    told: str
    format: str = ""


def written_to(definition: str) -> dict[str, Source]:
    """The sources of the disks that the guest can write to, by their targets (`vda`)."""
    found = {}
    for disk in parse(definition).iterfind("devices/disk"):
        source, target = disk.find("source"), disk.find("target")
        if source is not None and writable(disk):
            name = "" if target is None else target.get("dev", "")
            driver = disk.find("driver")
            format_ = "" if driver is None else driver.get("type", "")
            found[name] = _source(disk.get("type", "file"), source, path_of(disk), format_)
    return found


def paths_written_to(definition: str) -> tuple[str, ...]:
    """Those of them that are files or block devices."""
    disks = parse(definition).iterfind("devices/disk")
    return tuple(path for path in (path_of(disk) for disk in disks if writable(disk)) if path)


def moves(now: str, then: str) -> Iterator[str]:
    """Each way, in words, in which a guest defined as `now` would write to something else if it were defined
    as `then` again. Where libvirt has merely put a disk on another bus it is none."""
    today, before = written_to(now), written_to(then)
    keys_today = {source.key for source in today.values()}
    keys_before = {source.key for source in before.values()}
    for target in {**today, **before}:
        has, had = today.get(target), before.get(target)
        if has and had and has.key != had.key:
            yield _differ(target, has, had)
        elif has and not had and has.key not in keys_before:
            yield f"its disk {target}, {has.told}, is not in the backup"
        elif had and not has and had.key not in keys_today:
            yield f"it no longer has the disk {target}, {had.told}"
    yield from _other_variables(now, then)


def moves_of_live(live: str, then: str) -> Iterator[str]:
    """The same for what a guest runs with, which may be more than its definition says, of what is a file or a
    block device in both. What was only plugged in goes at any restart."""
    today, before = written_to(live), written_to(then)
    for target in [target for target in today if target in before]:
        has, had = today[target], before[target]
        if has.key != had.key and has.told.startswith("/") and had.told.startswith("/"):
            yield _differ(target, has, had)
    yield from _other_variables(live, then)


def _differ(target: str, has: Source, had: Source) -> str:
    if has.told == had.told and has.format != had.format:
        return f"its disk {target}, {has.told}, is read as {has.format} now, and was as {had.format} then"
    return f"its disk {target} is {has.told} now, and was {had.told} then"


def _other_variables(now: str, then: str) -> Iterator[str]:
    has, had = _variables(now), _variables(then)
    if has and had and has.key != had.key:
        yield f"its UEFI variables are in {has.told} now, and were in {had.told} then"


def _source(kind: str, source: Any, path: str | None, format_: str = "") -> Source:
    own = {name: value for name, value in source.attrib.items() if name not in _NO_PLACE}
    parts = [f"{name}={own[name]}" for name in sorted(own)]
    for child in source:  # <host>, <address>, <snapshot>: which server, device or point in time
        if child.tag in ("host", "address", "snapshot"):
            parts += [f"{child.tag} {name}={child.get(name)}" for name in sorted(child.keys())]
    return Source((format_, kind, *parts), path or " ".join((kind, *parts)), format_)


def _variables(definition: str) -> Source | None:
    """Where its UEFI variables are kept, if that is said."""
    nvram = parse(definition).find("os/nvram")
    if nvram is None:
        return None
    source = nvram.find("source")
    if source is not None:
        return _source(nvram.get("type", "file"), source, source.get("file") or source.get("dev"))
    path = (nvram.text or "").strip()
    return Source(("", "file", f"file={path}"), path) if path else None
