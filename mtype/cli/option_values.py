"""What does the text of an option mean? Each refusal names the option and what it takes."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import date, timedelta

from mtype.model.errors import UsageError

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
    import calendar  # slow to load, and rarely asked for

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


def parse_max_size(text: str | None, default: int) -> int:
    """`--max-size`, given in MiB, in bytes; `default` bytes where nothing is given."""
    return parse_number("--max-size", text) * 1024 * 1024 if text else default


def parse_seconds(name: str, text: str) -> float:
    """The value of the option `name` as seconds, from 0 on."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if 0 <= seconds < 10**7:
        return seconds
    raise UsageError(f"{name} {text!r} is no number of seconds")


def parse_report_format(text: str) -> str:
    """`--format` of the commands that write one report: text or json."""
    if text not in ("text", "json"):
        raise UsageError(f"--format {text!r} is neither text nor json")
    return text
