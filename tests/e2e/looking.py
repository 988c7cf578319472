"""How do tests look at a real host with `list` and `check`?"""

from __future__ import annotations

import json
from typing import Any

from tests.cli.command import Ran, run
from tests.e2e.host import Host
from tests.e2e.on_host import Guest

OLD, NEW = "pc-i440fx-2.0", "pc-i440fx-7.2"


def listed(host: Host, *options: str) -> dict[str, dict[str, Any]]:
    """The guests of `list --format json`, by name."""
    ran = run("list", "--connect", host.uri, "--format", "json", *options)
    assert (ran.code, ran.err) == (0, "")
    return {row["name"]: row for row in json.loads(ran.out)["guests"]}


def checked(host: Host, *options: str) -> tuple[Ran, dict[str, Any]]:
    """What `check --connect` says, and its report."""
    ran = run("check", "--connect", host.uri, "--format", "json", *options)
    return ran, json.loads(ran.out)


def redefine(guest: Guest, machine: str) -> None:
    """Give the persistent definition another type behind everybody's back, as an editor would."""
    import re

    text = re.sub(r"machine='[^']*'", f"machine='{machine}'", guest.dumpxml("--inactive"))
    path = guest.host.folder / f"{guest.uuid}.xml"
    path.write_text(text)
    guest.host.virsh("define", path)
