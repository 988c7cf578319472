"""In which disk images may the memory of a snapshot lie that has no file of its own?"""

from __future__ import annotations

from typing import Any, NamedTuple

from lxml import etree

from mtype.definitions.tree import parse_bytes


class Images(NamedTuple):
    """The paths of all images that libvirt may have told QEMU to put the memory of snapshot `name` in."""

    name: str
    paths: tuple[str, ...]


def images_of(snapshot: bytes) -> Images | None:
    """What the XML of an internal snapshot says; None where an image of it is no file, or nothing tells.

    libvirt names the snapshot in the images as in the XML, and leaves it to QEMU which of them takes the
    memory: mostly the first disk, with some versions the image of the firmware's variables.
    """
    try:
        root = parse_bytes(snapshot)
    except etree.LxmlError:
        return None
    name, domain = root.findtext("name"), root.find("domain")
    if root.tag != "domainsnapshot" or not name or domain is None:
        return None
    left_out = {disk.get("name") for disk in root.iterfind("disks/disk") if disk.get("snapshot") == "no"}
    paths = [_path(disk) for disk in domain.iterfind("devices/disk") if _may_hold(disk, left_out)]
    paths += [nvram.text for nvram in domain.iterfind("os/nvram") if nvram.get("format") == "qcow2"]
    known = tuple(path.strip() for path in paths if path)
    return Images(name, known) if known and len(known) == len(paths) else None


def _may_hold(disk: Any, left_out: set[str | None]) -> bool:
    target, driver = disk.find("target"), disk.find("driver")
    if disk.get("device", "disk") != "disk" or (target is not None and target.get("dev") in left_out):
        return False
    return driver is None or driver.get("type") not in ("raw", "")


def _path(disk: Any) -> str | None:
    source = disk.find("source")
    return None if source is None or disk.get("type") != "file" else source.get("file")
