"""What do the tests of the rules start from? A small catalogue, and short ways to definitions and targets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from mtype.catalogue.compile import compile_catalogue
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.offer import Offer
from mtype.catalogue.releases import find_release
from mtype.catalogue.target import Target
from mtype.model.definition import Carrier, Definition, Device, Position
from mtype.model.finding import Finding
from mtype.rules import Context, Rule

_YAML = Path(__file__).with_name("catalogue.yaml")
CATALOGUE = Catalogue(compile_catalogue(_YAML.read_bytes(), _YAML.name), _YAML.name)
TODAY = date(2026, 11, 21)
AT = Position(4, 31, 77)
DEVICE_AT = Position(9, 5, 210)


def define(
    machine_type: str | None = "pc-q35-10.0", arch: str | None = "x86_64", **fields: Any
) -> Definition:
    """A definition of the guest `nas`; every other field as given."""
    told: dict[str, Any] = {
        "path": "guests/nas.xml",
        "carrier": Carrier.FILE,
        "domain_type": "kvm",
        "name": "nas",
        "uuid": None,
        "os_type": "hvm",
        "at": AT,
    }
    return Definition(**(told | fields), arch=arch, machine_type=machine_type)


def device(element: str, kind: str, model: str | None = None, number: int | None = None) -> Device:
    """A device at its own place in the file."""
    return Device(element, kind, model, number, DEVICE_AT)


def target(release: str) -> Target:
    """A release of the small catalogue as target."""
    found = find_release(CATALOGUE, release)
    return Target(CATALOGUE, found, found.id)


def emulator(offers: Mapping[str, Offer], source: str = "an emulator") -> Target:
    """An emulator that was asked, as target; nothing is known of its release."""
    return Target(CATALOGUE, None, "this host", source, offers)


def check(
    rule: type[Rule],
    definition: Definition,
    at: str | Target = "debian:13",
    today: date = TODAY,
    horizon: date | None = None,
) -> list[Finding]:
    """What `rule` finds in `definition`."""
    context = Context(target(at) if isinstance(at, str) else at, today, horizon)
    return list(rule().check(definition, context))


def one(
    rule: type[Rule],
    definition: Definition,
    at: str | Target = "debian:13",
    today: date = TODAY,
    horizon: date | None = None,
) -> Finding:
    """The only finding of `rule`, which carries what belongs to the rule and to the definition."""
    (finding,) = check(rule, definition, at, today, horizon)
    assert (finding.rule, finding.name, finding.severity) == (rule.id, rule.name, rule.severity)
    assert (finding.path, finding.domain) == (definition.path, definition.name)
    assert finding.machine_type == definition.machine_type
    assert not finding.message.endswith(".")
    return finding
