"""Which options do several commands share? Each has an environment variable of the same name."""

from __future__ import annotations

import calendar
import os
import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from mtype.model.errors import UsageError


def option(*names: str, help: str, metavar: str | None = None, **more: Any) -> Any:
    """A typer option whose environment variable is VIRT_MACHINE_TYPE_ and its name."""
    word = names[0].lstrip("-").split("/")[0].replace("-", "_").upper()
    return typer.Option(*names, help=help, metavar=metavar, envvar=f"VIRT_MACHINE_TYPE_{word}", **more)


For = Annotated[
    list[str] | None,
    option(
        "--for",
        metavar="RELEASE",
        help="The target, such as ubuntu:noble, debian:13, rhel:9.4 or qemu:9.2; a bare codename works. "
        "Default: the release of this host.",
    ),
]
Emulator = Annotated[
    str | None,
    option("--emulator", metavar="PATH", help="Ask this QEMU binary what it offers, not the catalogue."),
]
Capabilities = Annotated[
    list[str] | None,
    option(
        "--capabilities",
        metavar="FILE",
        help="Take what the target offers from a captured `virsh capabilities` or `domcapabilities`, a "
        "query-machines reply or `-M help` text.",
    ),
]
CatalogueFiles = Annotated[
    list[Path] | None,
    option(
        "--catalogue",
        metavar="FILE",
        help="Add the facts of a private build to the shipped catalogue; repeatable. The variable takes "
        "several files with : between them.",
        readable=False,  # whoever reads it says so in our words
    ),
]
Today = Annotated[
    str | None,
    option("--today", metavar="DATE", help="Judge as of this day, such as 2027-04-30. Default: today."),
]
Formats = Annotated[
    list[str] | None,
    option("--format", metavar="FORMAT", help="How to report; repeat it with --output for several reports."),
]
Outputs = Annotated[
    list[str] | None,
    option("--output", metavar="FILE", help="Where the report goes; the default is the standard output."),
]

Connect = Annotated[
    list[str] | None,
    option(
        "--connect",
        metavar="URI",
        help="The libvirt host, such as qemu:///system or qemu+ssh://host/system; repeatable. Default: "
        "libvirt's own.",
    ),
]
StateDir = Annotated[
    str | None,
    option(
        "--state-dir",
        metavar="FOLDER",
        help="Where backups and journals are. Default: $XDG_STATE_HOME/virt-machine-type, for root "
        "/var/lib/virt-machine-type.",
    ),
]

_SPAN = re.compile(r"([0-9]{1,4})\s*([dwmy])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_day(text: str | None) -> date:
    """`2027-04-30` as a date; today where nothing is given."""
    if text is None:
        return date.today()  # noqa: DTZ011  # the day where the user is
    try:
        # Python 3.11 reads other forms too, 3.10 does not.
        return date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError as error:
        raise UsageError(f"--today {text!r} is no day; write it as 2027-04-30") from error


def parse_horizon(text: str | None, today: date) -> date | None:
    """`2y`, `18m`, `6w` or `90d` from today; None where nothing is asked."""
    if text is None:
        return None
    match = _SPAN.fullmatch(text.strip().lower())
    if match is None:
        raise UsageError(f"--horizon {text!r} is no span of time; write 2y, 18m, 6w or 90d")
    number, unit = int(match[1]), match[2]
    try:
        if unit in "dw":
            return today + timedelta(days=number * (7 if unit == "w" else 1))
        months = today.month - 1 + number * (12 if unit == "y" else 1)
        year, month = today.year + months // 12, months % 12 + 1
        return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))
    except (ValueError, OverflowError) as error:
        raise UsageError(f"--horizon {text!r} leads beyond the calendar") from error


def words(values: Sequence[str] | None) -> list[str]:
    """Repeated options and comma lists mean the same."""
    return [word.strip() for value in values or () for word in value.split(",") if word.strip()]


def parse_jobs(text: str | None) -> int:
    """The number of workers; one for each core this process may use where nothing is given."""
    return parse_number("--jobs", text) if text else len(os.sched_getaffinity(0))


def parse_number(name: str, text: str) -> int:
    """The value of the option `name` as a number from 1 on."""
    if text.isdecimal() and len(text) < 7 and int(text) > 0:
        return int(text)
    raise UsageError(f"{name} {text!r} is no number from 1 on")
