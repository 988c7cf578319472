"""What do we keep when an element begins?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mtype.definitions import elements
from mtype.definitions.draft import LONGEST_TEXT, Draft
from mtype.definitions.other_objects import OTHER_OBJECTS
from mtype.model.definition import Carrier, Device

if TYPE_CHECKING:
    from mtype.definitions.collect import Collector

Attributes = dict[str, str]
# With the element's name, its attributes and the state of the element around it; gives back the state
# that the element really has: SKIP if nothing in it is to be read.
Enter = Callable[["Collector", str, Attributes, int], int]

_CARRIERS = {
    elements.STATUS: Carrier.LIVE,
    elements.SNAPSHOT: Carrier.SNAPSHOT,
    elements.CHECKPOINT: Carrier.CHECKPOINT,
}
_NEED_A_TYPE = (elements.WRAPPER, elements.SNAPSHOT, elements.CHECKPOINT)


def _root(collector: Collector, name: str, attributes: Attributes, above: int) -> int:
    kind = OTHER_OBJECTS.get(name)
    if kind is None:
        return elements.WRAPPER
    collector.not_domain = collector.not_domain or kind
    return elements.SKIP


def _domain(collector: Collector, name: str, attributes: Attributes, above: int) -> int:
    domain_type = attributes.get("type")
    if domain_type is None and above in _NEED_A_TYPE:
        # A network's <domain name='example.org'/>; a snapshot of old, which has only <domain><uuid>.
        return elements.WRAPPER if above == elements.WRAPPER else elements.SKIP
    carrier = _CARRIERS.get(above, collector.carrier)
    collector.begin(Draft(collector.path, carrier, domain_type, collector.feed.where()))
    return elements.DOMAIN


def _os(collector: Collector, name: str, attributes: Attributes, above: int) -> int:
    draft = collector.draft
    if "os" not in draft.texts:
        draft.texts["os"] = ""
        draft.at = collector.feed.where()
    return elements.OS


def _type(collector: Collector, name: str, attributes: Attributes, above: int) -> int:
    draft, feed = collector.draft, collector.feed
    if name in draft.texts:
        return elements.SKIP
    draft.at = feed.where()
    arch, machine_type = attributes.get("arch"), attributes.get("machine")
    if arch is not None:
        draft.arch = arch[:LONGEST_TEXT]
    if machine_type is not None:
        draft.machine_type = machine_type[:LONGEST_TEXT]
        draft.at = feed.where_machine(draft.at)
    return _text(collector, name, attributes, above)


def _text(collector: Collector, name: str, attributes: Attributes, above: int) -> int:
    if name in collector.draft.texts:
        return elements.SKIP
    collector.begin_text(name)
    return elements.TEXT


def _emulator(collector: Collector, name: str, attributes: Attributes, above: int) -> int:
    if name not in collector.draft.texts:
        collector.draft.emulator_at = collector.feed.where()
    return _text(collector, name, attributes, above)


# The next three are called for half of all elements and nearly always have nothing to do: there it counts
# how soon that is known.


def _controller(collector: Collector, name: str, attributes: Attributes, above: int) -> int:
    # Without a type it is an IDE controller to libvirt.
    kind, model, index = attributes.get("type", "ide"), attributes.get("model"), attributes.get("index")
    # The root of the PCI topology is always kept: it says which board the definition was made for.
    key = (kind, model, index == "0" and kind == "pci")
    if key not in collector.draft.controllers:
        collector.draft.controllers.add(key)
        _keep(collector, "controller", kind, model, index)
    return elements.CONTROLLER


def _target(collector: Collector, name: str, attributes: Attributes, above: int) -> int:
    bus = attributes.get("bus")
    if bus not in collector.draft.buses:
        collector.draft.buses.add(bus)
        _keep(collector, "disk", bus)
    return elements.SKIP


def _address(collector: Collector, name: str, attributes: Attributes, above: int) -> int:
    kind = attributes.get("type")
    if kind not in collector.draft.addresses:
        collector.draft.addresses.add(kind)
        _keep(collector, "address", kind)
    return elements.SKIP


def _keep(
    collector: Collector, element: str, kind: str, model: str | None = None, index: str | None = None
) -> None:
    number = int(index) if index and index.isdecimal() and len(index) < 10 else None
    model = model and model[:LONGEST_TEXT]
    device = Device(element, kind[:LONGEST_TEXT], model, number, collector.feed.where())
    collector.draft.devices.append(device)


_BY_STATE: dict[int, Enter] = {
    elements.ROOT: _root,
    elements.DOMAIN: _domain,
    elements.OS: _os,
    elements.TYPE: _type,
    elements.TEXT: _text,
    elements.EMULATOR: _emulator,
    elements.CONTROLLER: _controller,
    elements.TARGET: _target,
    elements.ADDRESS: _address,
}
# A list, since a number finds its place in it faster than a key in a dictionary.
ENTER: list[Enter] = [_BY_STATE.get(state, _root) for state in range(elements.STATES)]
