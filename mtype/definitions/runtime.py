"""Which changes of a persistent definition does its running guest not have yet?"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree

from mtype.definitions.tree import parse

# What libvirt fills in or leaves out when it starts a guest, as far as the persistent definition has it too.
_FILLED_IN = frozenset(
    {"cpu", "seclabel", "vcpu", "currentMemory", "resource", "backingStore", "alias", "nvram", "loader"}
)
_OPEN = frozenset(
    {"port", "autoport", "tlsPort", "listen", "websocket", "dev", "path", "tty", "machine", "id"}
)
# What tells one device of a kind from another.
_NAMES = ("target/@dev", "mac/@address", "@index", "@type", "@bus", "@model")


class NotLiveYet(NamedTuple):
    """One thing that the persistent definition has otherwise than the live one: its path, such as
    `domain/memory` or `domain/devices/disk[vdb]`, and the lines of XML that either has in its place."""

    path: str
    live: tuple[str, ...]
    persistent: tuple[str, ...]


def not_live_yet(persistent: str, live: str) -> tuple[NotLiveYet, ...]:
    """What the persistent definition says otherwise than the live one, the machine type aside.

    What libvirt works out at a start (ports, pty paths, labels, an expanded CPU model) is no change.
    """
    one, other = parse(persistent), parse(live)
    found = [*_otherwise(one, other, "domain"), *_hot_plugged(one, other)]
    return tuple(dict.fromkeys(found))


def _otherwise(one: Any, other: Any, here: str) -> Iterator[NotLiveYet]:
    # An element that has others inside is told by its tag: what is in them is told of each.
    tags = _tag(other, one), _tag(one, one)
    for name, value in one.attrib.items():
        if name not in _OPEN and other.get(name) not in (None, value):
            yield NotLiveYet(f"{here}/@{name}", *tags)
    if len(one) == 0 and (one.text or "").strip() != (other.text or "").strip():
        yield NotLiveYet(here, *tags)
    rest = list(other)
    for child in one:
        name = etree.QName(child).localname
        if name in _FILLED_IN or (here == "domain" and name == "metadata"):
            continue
        twin = _twin(child, rest)
        if twin is None:
            yield NotLiveYet(f"{here}/{name}{_which(child)}", (), _lines(child))
            continue
        rest.remove(twin)
        yield from _otherwise(child, twin, f"{here}/{name}{_which(child)}")


def _twin(child: Any, candidates: list[Any]) -> Any | None:
    same = [one for one in candidates if one.tag == child.tag]
    return next((one for one in same if _key(one) == _key(child)), None)


def _key(element: Any) -> tuple[str | None, ...]:
    if element.getparent() is None or element.getparent().tag != "devices":
        return ()
    return tuple(
        _value(element, path) for path in _NAMES if not (path == "target/@dev" and element.tag == "interface")
    )


def _value(element: Any, path: str) -> str | None:
    below, _, name = path.rpartition("@")
    found = element.find(below.rstrip("/")) if below else element
    return None if found is None else found.get(name)


def _which(element: Any) -> str:
    name = _value(element, "target/@dev") or _value(element, "mac/@address")
    return f"[{name}]" if name else ""


def _tag(element: Any, one: Any) -> tuple[str, ...]:
    """The element without those inside it, and with only those attributes that `one` says itself."""
    alone = etree.Element(element.tag, nsmap=element.nsmap)
    for name, value in element.attrib.items():
        if name in one.attrib and name not in _OPEN:
            alone.set(name, value)
    alone.text = (element.text or "").strip() or None
    return _lines(alone)


def _lines(element: Any) -> tuple[str, ...]:
    alone = copy.deepcopy(element)
    etree.indent(alone)
    etree.cleanup_namespaces(alone)
    return tuple(etree.tostring(alone, encoding="unicode", with_tail=False).splitlines())


def _hot_plugged(one: Any, other: Any) -> Iterator[NotLiveYet]:
    """Devices that only the running guest has: a restart takes them away."""
    for kind in ("disk", "interface", "hostdev", "redirdev", "filesystem"):
        kept = [_key(device) for device in one.iterfind(f"devices/{kind}")]
        for device in other.iterfind(f"devices/{kind}"):
            if _key(device) in kept:
                kept.remove(_key(device))
            else:
                path = f"domain/devices/{kind}{_which(device)} (only the running guest has it)"
                yield NotLiveYet(path, _lines(device), ())
