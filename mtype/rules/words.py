"""How is a fact said in a message?"""

from __future__ import annotations

from datetime import date

from mtype.catalogue.forecast import Forecast
from mtype.model.version import Bound, format_version

_LONGEST = 60


def quoted(name: str) -> str:
    """A name that nobody vouches for: in quotes, cut short, a newline in it written as \\n."""
    return repr(name if len(name) <= _LONGEST else name[: _LONGEST - 3] + "...")


def qemu_versions(bound: Bound) -> str:
    """The QEMU version of a change, as precisely as it is known."""
    by = format_version(bound.by)
    if bound.exact:
        return f"QEMU {by}"
    if bound.after is not None:
        return f"a QEMU after {format_version(bound.after)}, at the latest {by}"
    return f"QEMU {by} or an earlier one"


def ending(forecast: Forecast, today: date) -> str:
    """Who drops a type, when, and how sure that is."""
    release, day = forecast.release, forecast.day
    if not forecast.sure:
        return _forecast(release.replace("qemu:", "QEMU "), day, today)
    if day is None:
        return f"{release} does not offer it (fact, its date is not known)"
    if day <= today:
        return f"{release}, out since {day}, does not offer it (fact)"
    return f"{release}, due {day}, will not offer it (fact)"


def _forecast(release: str, day: date | None, today: date) -> str:
    if day is None:
        return f"{release} will drop it (forecast by QEMU's policy)"
    if day <= today:
        dropped = f"{release} dropped it in {day:%Y-%m}"
        return f"{dropped}, so a later release will lack it (forecast by QEMU's policy)"
    return f"{release} will drop it (forecast: expected {day:%Y-%m} by QEMU's policy)"
