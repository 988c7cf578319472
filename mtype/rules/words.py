"""How is a fact said in a message?"""

from __future__ import annotations

from datetime import date

from mtype.catalogue.forecast import Forecast
from mtype.catalogue.presence import emulator_for
from mtype.catalogue.target import Target
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
    name, day = forecast.release.replace("qemu:", "QEMU "), forecast.day
    by = f" by {forecast.by}" if forecast.by else ""
    if forecast.sure:
        return _fact(forecast, today)
    if day is not None and day >= today:
        return f"{name} will drop it (forecast: expected {day:%Y-%m}{by})"
    if forecast.release.startswith("qemu:"):
        return f"{name} drops it, so a later release will lack it (forecast{by})"
    return f"{name} is to lack it (forecast{by})"


def _fact(forecast: Forecast, today: date) -> str:
    release, day = forecast.release, forecast.day
    lacks = forecast.basis.removeprefix(release).strip()
    if day is None:
        return f"{release} {lacks} (fact, its date is not known)"
    if forecast.expected:
        return f"{release}, expected {day:%Y-%m}, {lacks} (fact)"
    return f"{release}, {'out since' if day <= today else 'due'} {day}, {lacks} (fact)"


def no_emulator(target: Target, arch: str) -> str:
    """That the target ships no emulator for `arch`, and which release of its line is nearest to one."""
    told, release = f"{target.label} ships no emulator for {arch}", target.release
    line = target.catalogue.line(release.line).releases if release is not None else ()
    shipping = [other for other in line if emulator_for(other.arches, arch)]
    before = [other for other in shipping if release is not None and other.place < release.place]
    if before:
        return f"{told} ({before[-1].id} was the last that did)"
    return f"{told} ({shipping[0].id} is the first that does)" if shipping else told
