"""What does the name of a machine type say? Its parts; never its order, which only the catalogue knows."""

from __future__ import annotations

import re
from typing import NamedTuple

# Longest first: `pc-i440fx-` before `pc-`, which is how QEMU called the board up to pc-1.3.
_PREFIXES = {
    "pc-i440fx": "pc-i440fx",
    "pc-q35": "pc-q35",
    "s390-ccw-virtio": "s390-ccw-virtio",
    "pseries": "pseries",
    "virt": "virt",
    "xenfv": "xenfv",
    "pc": "pc-i440fx",
}
_VARIANTS = ("hpb", "maxcpus", "sxxm")
# Ubuntu's `-v2` (2025) and `-1` (the wiki of 2017), Proxmox's `+pve1`.
_INCREMENT = re.compile(r"(?P<base>.+?)(?P<increment>-v[0-9]+|-[0-9]{1,2}|\+pve[0-9]+)")
_RHEL6 = re.compile(r"rhel[56]\.[0-9]+\.[0-9]+")
_REVISION = re.compile(r"[a-z0-9][a-z0-9.-]*")


class TypeName(NamedTuple):
    """The parts of a versioned name; `str()` gives the name back, byte for byte.

    `pc-q35-jammy-hpb-maxcpus` is prefix `pc-q35`, revision `jammy`, variants (`hpb`, `maxcpus`);
    `pc-i440fx-11.0+pve1` is revision `11.0`, increment `+pve1`; `rhel6.5.0` has an empty prefix.
    `board` is the board those prefixes stand for.
    """

    prefix: str
    revision: str
    variants: tuple[str, ...] = ()
    increment: str = ""

    @property
    def board(self) -> str:
        """The board: `pc-1.0` and `rhel6.5.0` are pc-i440fx."""
        return _PREFIXES[self.prefix] if self.prefix else "pc-i440fx"

    @property
    def without_increment(self) -> TypeName:
        """The name the increment was added to."""
        return TypeName(self.prefix, self.revision, self.variants)

    def __str__(self) -> str:
        head = f"{self.prefix}-" if self.prefix else ""
        return "-".join((head + self.revision, *self.variants)) + self.increment


def parse_type_name(name: str) -> TypeName | None:
    """The parts of a name that is formed like a versioned machine type; None for a bare board (`pc-q35`),
    a bare alias (`q35`) or anything else."""
    if _RHEL6.fullmatch(name):
        return TypeName("", name)
    for prefix in _PREFIXES:
        if name == prefix:
            return None
        if name.startswith(prefix + "-"):
            return _parse_rest(prefix, name[len(prefix) + 1 :])
    return None


def _parse_rest(prefix: str, rest: str) -> TypeName | None:
    increment = ""
    match = _INCREMENT.fullmatch(rest)
    if match:
        rest, increment = match["base"], match["increment"]
    variants: list[str] = []
    while "-" in rest and rest.rsplit("-", 1)[1] in _VARIANTS:
        rest, variant = rest.rsplit("-", 1)
        variants.insert(0, variant)
    if not _REVISION.fullmatch(rest):
        return None
    return TypeName(prefix, rest, tuple(variants), increment)
