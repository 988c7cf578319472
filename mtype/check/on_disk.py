"""Which of the files are those that a libvirt host keeps of its guests, and what is each?"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from mtype.check.result import OnDisk, Row
from mtype.model.definition import Carrier, Definition

# libvirt's folder of the QEMU driver; where it lies in a file system; what is in it and beside it.
_DRIVER = "qemu"
_USUAL = ("etc", "var/lib", "lib", "var/run", "run", ".config")
_PARTS = ("etc", "lib", "run")
_WITHIN = ("autostart", "networks", "save", "snapshot", "checkpoint", "nvram")
_BESIDE = ("qemu.conf", "libvirtd.conf", "virtqemud.conf")
_VARIABLES = ("_VARS.fd", "_VARS.qcow2")


class Place(NamedTuple):
    """Where on a host a file lies: `host` is the folder that stands for its root, `carrier` what a plain
    domain or a save image is there; `snapshot` is whether libvirt keeps snapshots there."""

    host: str
    carrier: Carrier
    snapshot: bool = False


class HostsOnDisk:
    """The places of files, and what the persistent definitions among them say once they are read.

    Carriers of one guest belong together by their host and their UUID.
    """

    def __init__(self, places: Mapping[str, Place], autostarted: frozenset[str] = frozenset()) -> None:
        self.places = places
        self._autostarted = autostarted
        self._types: dict[tuple[str, str], str | None] = {}
        self._snapshots: dict[str, Mapping[str, int]] = {}
        self._variables: dict[str, dict[str, str]] = {}

    def first(self, files: Sequence[str]) -> list[str]:
        """Those that say by themselves what is to be known of them."""
        if not self.places:
            return list(files)
        return [path for path in files if not self._waits(path)]

    def then(self, files: Sequence[str], rows: Iterable[Row]) -> list[str]:
        """Those to be held against what was read first, of which are `rows`."""
        live = set()
        for row in rows:
            place = self.places.get(row.path)
            if place is not None and row.carrier == Carrier.LIVE.value:
                live.add(row.path)  # nobody knew before it was read
            elif place is not None and row.uuid and row.carrier == Carrier.PERSISTENT.value:
                self._types[place.host, _plain(row.uuid)] = row.machine_type
        return [path for path in files if path in live or self._waits(path)]

    def complete(self, definition: Definition, place: Place) -> Definition:
        """The definition with what the guest's persistent one says."""
        if definition.carrier is Carrier.PERSISTENT or not definition.uuid:
            return definition
        known = self._types.get((place.host, _plain(definition.uuid)))
        return definition._replace(persistent_type=known)

    def snapshots(self, host: str) -> Mapping[str, int]:
        """How many snapshots libvirt keeps of the guests of `host`, by their name: each has a folder."""
        if host not in self._snapshots:
            folders = [
                path.rsplit("/", 2)[-2]
                for path, place in self.places.items()
                if place.host == host and place.snapshot and path.endswith(".xml") and path.count("/") > 1
            ]
            self._snapshots[host] = Counter(folders)
        return self._snapshots[host]

    def about(self, definition: Definition, place: Place | None) -> OnDisk | None:
        """What else the host keeps of a guest that is defined there."""
        if place is None or definition.carrier is not Carrier.PERSISTENT:
            return None
        variables = self._variables_of(place.host).get(definition.name or "")
        return OnDisk(place.host, definition.path in self._autostarted, variables)

    def _waits(self, path: str) -> bool:
        place = self.places.get(path)
        return place is not None and place.carrier is not Carrier.PERSISTENT

    def _variables_of(self, host: str) -> dict[str, str]:
        """The files of firmware variables by the name of the guest."""
        if host not in self._variables:
            found = (entry for folder in _driver_folders(host) for entry in _entries(folder / "nvram"))
            self._variables[host] = {
                path.name[: -len(ending)]: str(path)
                for path in found
                for ending in _VARIABLES
                if path.name.endswith(ending)
            }
        return self._variables[host]


def hosts_on_disk(files: Sequence[str], autostarted: Iterable[str] = ()) -> HostsOnDisk:
    """Look at the names of the folders: nothing is asked of those that are called like no part of a host."""
    folders: dict[str, Place | None] = {}
    here = str(Path.cwd()) if any(not path.startswith("/") for path in files) else ""
    inside = _DRIVER in here
    places = {}
    for path in files:
        folder = path.rpartition("/")[0]
        if folder not in folders:
            named = inside or _DRIVER in folder
            folders[folder] = (
                _place(os.path.realpath(folder or "/" * path.startswith("/"))) if named else None
            )
        place = folders[folder]
        if place is not None and (place.carrier is not Carrier.MANAGED_SAVE or path.endswith(".save")):
            places[path] = place
    return HostsOnDisk(places, frozenset(autostarted))


def is_autostart_link(path: str) -> bool:
    """Whether it only tells libvirt to start the guest (or network) whose definition is one folder above.

    libvirt links to where that lies on the host, which is not where it lies in a copy.
    """
    folder, _, name = path.rpartition("/")
    above, _, kind = folder.rpartition("/")
    return kind == "autostart" and os.path.isfile(f"{above}/{name}")  # noqa: PTH113  # pathlib raises at a closed one


def _place(folder: str) -> Place | None:
    """What the folder is to a host, None if to none."""
    parts = folder.split("/")
    match parts:
        case [*_, "qemu", "snapshot" | "checkpoint" as kind, _]:
            driver = "/".join(parts[:-2])
            return Place(_root(driver), Carrier.FILE, kind == "snapshot")
        case [*_, "qemu", "save"]:
            return Place(_root("/".join(parts[:-1])), Carrier.MANAGED_SAVE)
        case [*_, "qemu"]:
            root = _root(folder)
            return Place(root, Carrier.PERSISTENT) if _is_host(root, folder) else None
    return None


def _root(driver: str) -> str:
    """What stands for `/` where `driver` stands for `/etc/libvirt/qemu` or the like."""
    above = Path(driver).parent
    if above.name != "libvirt":
        return str(above.parent if _is_part(above) else above)
    for usual in _USUAL:
        found = str(above.parent).removesuffix(f"/{usual}")
        if found != str(above.parent):
            return found or "/"
    return str(above.parent)


def _is_host(root: str, driver: str) -> bool:
    """Whether it is libvirt's folder, and not only one of that name."""
    if any(os.path.isfile(Path(driver).with_name(name)) for name in _BESIDE):  # noqa: PTH113
        return True
    usual = [f"{root.rstrip('/')}/{place}/libvirt/{_DRIVER}" for place in ("etc", ".config")]
    within = (folder / name for folder in _driver_folders(root) for name in _WITHIN)
    return driver in usual or any(map(os.path.isdir, within))


def _is_part(folder: Path) -> bool:
    """Whether it is called like one of several copies that lie side by side: `etc`, `libvirt-etc`."""
    return folder.name in _PARTS or "libvirt" in folder.name


def _driver_folders(root: str) -> Iterator[Path]:
    yield Path(root) / _DRIVER
    for above in filter(_is_part, _entries(Path(root))):
        yield above / _DRIVER
    for usual in _USUAL:
        yield Path(root) / usual / "libvirt" / _DRIVER


def _entries(folder: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(folder.iterdir())
    return []


def _plain(uuid: str) -> str:
    return uuid.replace("-", "").lower()
