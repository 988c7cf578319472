"""Which elements of libvirt's XML carry something we read, and what is kept of each?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from mtype.definitions.draft import LONGEST_TEXT, MOST_KEPT, Draft
from mtype.definitions.other_objects import OTHER_OBJECTS
from mtype.model.definition import Carrier, Device, Memory

if TYPE_CHECKING:
    from mtype.definitions.collect import Collector

Attributes = dict[str, str]
# Called where an element begins, with its name, its attributes and the element around it; gives back what
# the element turns out to be: SKIP if nothing in it is to be read.
Enter = Callable[["Collector", str, Attributes, "Element"], "Element"]
Key = TypeVar("Key")


class Element(dict[str, "Element"]):
    """What an element is to us, as a dictionary of the children that matter; `otherwise` is any other.

    `enter` is called where it begins; `leaves` says whether the Collector is told where it ends. Made of
    what is fastest, since a child is looked up for every element of every file.
    """

    __slots__ = ("enter", "leaves", "otherwise")

    def __init__(
        self,
        children: dict[str, Element],
        otherwise: Element | None = None,
        *,
        enter: Enter | None = None,
        leaves: bool = False,
    ) -> None:
        super().__init__(children)
        self.otherwise = self if otherwise is None else otherwise
        self.enter = enter
        self.leaves = leaves


def _nested(collector: Collector, name: str, attributes: Attributes, above: Element) -> Element:
    # What we read lies at most six levels below the outermost domain: only here can it get too deep.
    collector.check_depth()
    return above.otherwise


def _root(collector: Collector, name: str, attributes: Attributes, above: Element) -> Element:
    kind = OTHER_OBJECTS.get(name)
    if kind is None:
        return WRAPPER
    collector.not_domain = collector.not_domain or kind
    return SKIP


def _domain(collector: Collector, name: str, attributes: Attributes, above: Element) -> Element:
    domain_type = attributes.get("type")
    carrier = collector.carrier
    if above is STATUS:
        carrier = Carrier.LIVE
    elif above is not START and domain_type is None:
        # A network's <domain name='example.org'/>; a snapshot of old, which has only <domain><uuid>.
        return above.otherwise
    elif above is SNAPSHOT:
        carrier = Carrier.SNAPSHOT
    elif above is CHECKPOINT:
        carrier = Carrier.CHECKPOINT
    draft = Draft(collector.path, carrier, domain_type, collector.feed.where())
    if above is SNAPSHOT:
        draft.memory = collector.memory
    collector.begin(draft)
    return collector.domain


def _snapshot(collector: Collector, name: str, attributes: Attributes, above: Element) -> Element:
    collector.memory = None
    return SNAPSHOT


def _memory(collector: Collector, name: str, attributes: Attributes, above: Element) -> Element:
    # libvirt: `no` is a snapshot of disks only; without the attribute it is `internal`.
    # It writes this element in front of those with the domains.
    kind, file = attributes.get("snapshot", "internal"), attributes.get("file")
    if kind != "no":
        collector.holds_memory = True
        collector.memory = Memory(kind == "external", file and file[:LONGEST_TEXT])
    return SKIP


def _os(collector: Collector, name: str, attributes: Attributes, above: Element) -> Element:
    if name not in collector.draft.texts:
        collector.draft.texts[name] = ""
        collector.draft.at = collector.feed.where()
    return OS


def _type(collector: Collector, name: str, attributes: Attributes, above: Element) -> Element:
    draft, feed = collector.draft, collector.feed
    if name in draft.texts:
        return SKIP
    draft.at = feed.where()
    arch, machine_type = attributes.get("arch"), attributes.get("machine")
    if arch is not None:
        draft.arch = arch[:LONGEST_TEXT]
    if machine_type is not None:
        draft.machine_type = machine_type[:LONGEST_TEXT]
        draft.at = feed.where_machine(draft.at)
    return _text(collector, name, attributes, above)


def _emulator(collector: Collector, name: str, attributes: Attributes, above: Element) -> Element:
    if name not in collector.draft.texts:
        collector.draft.emulator_at = collector.feed.where()
    return _text(collector, name, attributes, above)


def _text(collector: Collector, name: str, attributes: Attributes, above: Element) -> Element:
    # libvirt takes the first element of a name, even if it is empty.
    if name in collector.draft.texts:
        return SKIP
    collector.begin_text(name)
    return TEXT


# The next three are called for half of all elements and nearly always have nothing to do.


def _controller(collector: Collector, name: str, attributes: Attributes, above: Element) -> Element:
    # Without a type it is an IDE controller to libvirt.
    kind, model, index = attributes.get("type", "ide"), attributes.get("model"), attributes.get("index")
    # The root of the PCI topology is always kept: it says which board the definition was made for.
    key = (kind, model, index == "0" and kind == "pci")
    if key not in collector.draft.controllers:
        _keep(collector, collector.draft.controllers, key, "controller", kind, model, index)
    return CONTROLLER


def enter_target(collector: Collector, name: str, attributes: Attributes, above: Element) -> Element:
    """Keep the bus of a disk, of which `name` is the target."""
    bus = attributes.get("bus")
    if bus is None:
        # libvirt goes by the name; `fd` is the only one it accepts for a floppy drive, and for no other.
        bus = _BUS_OF_NAME.get(attributes.get("dev", "")[:2])
    if bus not in collector.draft.buses and bus is not None:
        _keep(collector, collector.draft.buses, bus, "disk", bus)
    return SKIP


def _address(collector: Collector, name: str, attributes: Attributes, above: Element) -> Element:
    kind = attributes.get("type")
    if kind not in collector.draft.addresses and kind is not None:
        _keep(collector, collector.draft.addresses, kind, "address", kind)
    return SKIP


def _keep(
    collector: Collector,
    seen: set[Key],
    key: Key,
    element: str,
    kind: str,
    model: str | None = None,
    index: str | None = None,
) -> None:
    devices = collector.draft.devices
    if len(devices) >= MOST_KEPT:
        return
    seen.add(key)
    number = int(index) if index and index.isdecimal() and len(index) < 10 else None
    model = model and model[:LONGEST_TEXT]
    devices.append(Device(element, kind[:LONGEST_TEXT], model, number, collector.feed.where()))


_BUS_OF_NAME = {"fd": "fdc", "hd": "ide"}

# The tree, from the leaves to the root.
SKIP = Element({}, Element({}, enter=_nested))  # nothing in it is read, however deep
TEXT = Element({}, SKIP, leaves=True)
_KEPT_TEXT = Element({}, SKIP, enter=_text)
_EMULATOR = Element({}, SKIP, enter=_emulator)
ADDRESS = Element({}, SKIP, enter=_address)
CONTROLLER = Element({"address": ADDRESS}, SKIP, enter=_controller)
_DISK = Element({"target": Element({}, SKIP, enter=enter_target), "address": ADDRESS}, SKIP)
_OTHER_DEVICE = Element({"address": ADDRESS}, SKIP)
DEVICES = Element({"emulator": _EMULATOR, "controller": CONTROLLER, "disk": _DISK}, _OTHER_DEVICE)
OS = Element({"type": Element({}, SKIP, enter=_type)}, SKIP, enter=_os)
DOMAIN = Element(
    {"name": _KEPT_TEXT, "uuid": _KEPT_TEXT, "os": OS, "devices": DEVICES}, SKIP, enter=_domain, leaves=True
)
STATUS = Element({"domain": DOMAIN}, SKIP)  # libvirt's own note of a guest that runs
SNAPSHOT = Element(
    {"domain": DOMAIN, "inactiveDomain": DOMAIN, "memory": Element({}, SKIP, enter=_memory)},
    SKIP,
    enter=_snapshot,
)
CHECKPOINT = Element({"domain": DOMAIN}, SKIP)
_WITH_DOMAINS = {
    "domain": DOMAIN,
    "domstatus": STATUS,
    "domainsnapshot": SNAPSHOT,
    "domaincheckpoint": CHECKPOINT,
}
# An element we do not know, with whatever in it. Capabilities have elements <domain> that are no domains.
WRAPPER = Element({**_WITH_DOMAINS, "capabilities": SKIP, "domainCapabilities": SKIP}, enter=_nested)
START = Element(_WITH_DOMAINS, Element({}, enter=_root))
