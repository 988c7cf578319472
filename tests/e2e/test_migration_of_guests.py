"""What is said of the guests of real hosts that are to go elsewhere?"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.cli.command import run
from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import PC, Q35
from tests.e2e.host import Host


def verdicts(*arguments: str) -> dict[tuple[str, str], dict[str, Any]]:
    """By guest and carrier: the verdict of each way."""
    ran = run("check-migration", *arguments, "--format", "json")
    told = json.loads(ran.out)
    return {
        (one["domain"], one["carrier"]): {
            kind: one[kind]["verdict"] for kind in ("live", "saved", "stopped") if kind in one
        }
        for one in told["definitions"]
    }


def test_each_carrier_is_asked_about_what_can_be_done_with_it(host: Host, guest: MakeGuest) -> None:
    guest(name="off")
    guest(Q35, name="on", start=True)
    saved = guest(name="saved", start=True)
    host.virsh("managedsave", saved.name)
    told = verdicts("--from", host.uri, "--to", host.uri)
    assert {key: set(ways) for key, ways in told.items()} == {
        ("off", "persistent"): {"live", "saved", "stopped"},
        ("on", "persistent"): {"stopped"},
        ("on", "live"): {"live", "saved"},
        ("saved", "persistent"): {"live", "saved", "stopped"},
        ("saved", "managed save"): {"saved"},
    }
    assert {verdict for ways in told.values() for verdict in ways.values()} == {"supported", "unsupported"}


def test_a_guest_goes_from_a_release_to_another(host: Host, guest: MakeGuest) -> None:
    guest(name="web")
    guest(name="other")
    web = ("--guest", "web", "--connect", host.uri)
    forward = verdicts(*web, "--from", "debian:12", "--to", "debian:sid")
    assert forward == {("web", "persistent"): dict.fromkeys(("live", "saved", "stopped"), "supported")}
    back = verdicts(*web, "--from", "debian:sid", "--to", "debian:12")
    assert back == {("web", "persistent"): dict.fromkeys(("live", "saved", "stopped"), "unsupported")}


def test_the_other_host_says_what_it_lacks(host: Host, guest: MakeGuest) -> None:
    guest(name="web", devices="<video><model type='vga'/></video>")
    shown = re.sub("<cpu.*</cpu>", "", host.virsh("dumpxml", "web", "--inactive"), flags=re.DOTALL)
    definition = shown.replace("<clock", "<cpu mode='host-passthrough'/><clock")
    path = host.folder / "images" / "passed-through.xml"
    path.write_text(definition)
    ran = run("check-migration", str(path), "--from", "debian:12", "--to", host.uri)
    assert "no CPU of the mode host-passthrough" in ran.talk
    assert ran.code == 1


@pytest.mark.parametrize("machine", [PC, Q35])
def test_a_type_that_the_other_host_lacks_cannot_go_as_it_is(
    host: Host, guest: MakeGuest, machine: str
) -> None:
    newer = machine.replace("7.0", "99.0")
    path = host.folder / f"{machine}.xml"
    path.write_text(guest(machine).dumpxml("--inactive").replace(machine, newer))
    ran = run("check-migration", str(path), "--from", "debian:12", "--to", host.uri, "--format", "json")
    ways = json.loads(ran.out)["definitions"][0]
    assert {ways[kind]["verdict"] for kind in ("live", "saved", "stopped")} == {"unknown"}
