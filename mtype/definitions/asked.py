"""Which elements of a domain say what it asks of its host, and what is kept of them while it is read?"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mtype.definitions.elements import (
    ADDRESS,
    DEVICES,
    DOMAIN,
    SKIP,
    TEXT,
    Attributes,
    Element,
    enter_target,
)

if TYPE_CHECKING:
    from mtype.definitions.collect import Collector

# No real domain has so many; a hostile one would fill the memory.
MOST_DEVICES = 10_000
CPU_MODEL = "cpu model"  # among the texts of a Draft
_OF_HOST = frozenset({"hostdev", "vdpa"})


class Part(NamedTuple):
    """A device: its element, its attributes, and those of the elements in it that matter, by their path. Of
    several of one name libvirt takes the first."""

    element: str
    attributes: Attributes
    inner: dict[str, Attributes]


class Asked:
    """What was read of one domain so far; `cpu` are the attributes of the element, None without one."""

    __slots__ = ("cpu", "devices", "invtsc", "too_many", "tsc_frequency")

    def __init__(self) -> None:
        self.cpu: Attributes | None = None
        self.invtsc = False
        self.tsc_frequency = False
        self.devices: list[Part] = []
        self.too_many = False


def _asked(collector: Collector) -> Asked:
    asked = collector.draft.asked
    assert asked is not None  # begun with the domain
    return asked


def _cpu(collector: Collector, name: str, attributes: Attributes, above: Element) -> Element:
    asked = _asked(collector)
    if asked.cpu is not None:
        return SKIP
    asked.cpu = attributes
    return _CPU


def _model(collector: Collector, name: str, attributes: Attributes, above: Element) -> Element:
    if CPU_MODEL in collector.draft.texts:
        return SKIP
    collector.begin_text(CPU_MODEL)
    return TEXT


def _feature(collector: Collector, name: str, attributes: Attributes, above: Element) -> Element:
    if attributes.get("name") == "invtsc" and attributes.get("policy", "require") in ("require", "force"):
        _asked(collector).invtsc = True
    return SKIP


def _timer(collector: Collector, name: str, attributes: Attributes, above: Element) -> Element:
    if attributes.get("name") == "tsc" and attributes.get("frequency"):
        _asked(collector).tsc_frequency = True
    return SKIP


def _device(collector: Collector, name: str, attributes: Attributes, above: Element) -> Element:
    asked = _asked(collector)
    if len(asked.devices) < MOST_DEVICES:
        asked.devices.append(Part(name, attributes, {}))
    else:
        asked.too_many = True
    return above[name]


def _interface(collector: Collector, name: str, attributes: Attributes, above: Element) -> Element:
    if attributes.get("type") not in _OF_HOST:
        return above.otherwise
    return _device(collector, name, attributes, above)


def _inner(collector: Collector, name: str, attributes: Attributes, above: Element) -> Element:
    _asked(collector).devices[-1].inner.setdefault(name, attributes)
    return above[name]


def _source_address(collector: Collector, name: str, attributes: Attributes, above: Element) -> Element:
    _asked(collector).devices[-1].inner.setdefault("source address", attributes)
    return SKIP


def _disk_target(collector: Collector, name: str, attributes: Attributes, above: Element) -> Element:
    _inner(collector, name, attributes, above)
    return enter_target(collector, name, attributes, above)


_KEPT = Element({}, SKIP, enter=_inner)
_SOURCE = Element(
    {"address": Element({}, SKIP, enter=_source_address), "vendor": _KEPT, "product": _KEPT},
    SKIP,
    enter=_inner,
)
_TARGET = Element({}, SKIP, enter=_disk_target)
_CPU = Element({"model": Element({}, SKIP, enter=_model), "feature": Element({}, SKIP, enter=_feature)}, SKIP)


def _with(*names: str) -> Element:
    return Element({"address": ADDRESS, **dict.fromkeys(names, _KEPT)}, SKIP, enter=_device)


_DISK = Element(
    {"target": _TARGET, "address": ADDRESS, "source": _SOURCE, "transient": _KEPT}, SKIP, enter=_device
)
_HOSTDEV = Element(
    {"address": ADDRESS, "source": _SOURCE, "teaming": _KEPT, "driver": _KEPT}, SKIP, enter=_device
)
_INTERFACE = Element(
    {"address": ADDRESS, "source": _KEPT, "mac": _KEPT, "teaming": _KEPT, "driver": _KEPT},
    SKIP,
    enter=_interface,
)
_PORTABLE_DEVICES = Element(
    {
        **DEVICES,
        "disk": _DISK,
        "hostdev": _HOSTDEV,
        "interface": _INTERFACE,
        "filesystem": _with("driver", "target"),
        "shmem": _with("model"),
        "graphics": _with(),
        "video": _with("model"),
        "rng": _with(),
        "tpm": _with("backend"),
        "channel": _with(),
        "crypto": _with(),
    },
    DEVICES.otherwise,
)
_CLOCK = Element({"timer": Element({}, SKIP, enter=_timer)}, SKIP)
# A domain of which it is wanted what it asks of its host; what else is read of it stays the same.
PORTABLE_DOMAIN = Element(
    {**DOMAIN, "devices": _PORTABLE_DEVICES, "cpu": Element({}, SKIP, enter=_cpu), "clock": _CLOCK},
    SKIP,
    enter=DOMAIN.enter,
    leaves=True,
)
