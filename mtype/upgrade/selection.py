"""Which guests were meant?"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from mtype.model.errors import UsageError
from mtype.model.guest import Guest

_KEYS = ("machine", "board", "vendor", "status", "state", "arch", "name")
_GLOB = frozenset("*?[")


class Traits(NamedTuple):
    """What `--where` can ask of a guest; None is nothing that matches. `untold` are those of which nobody can
    say what they are, and `why` says why."""

    machine: str | None
    board: str | None
    vendor: str | None
    status: str | None
    state: str
    arch: str | None
    name: str
    untold: frozenset[str] = frozenset()
    why: str = ""


class Selected(NamedTuple):
    """The guests that were meant, and those of which nobody can say whether they were, with the reason."""

    meant: list[Guest]
    untold: list[tuple[Guest, str]]


Where = tuple[tuple[str, str], ...]


def parse_where(words: Sequence[str]) -> Where:
    """`board=pc-i440fx,status=deprecated` as pairs; raises UsageError for what is none."""
    pairs = []
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or key not in _KEYS or not value:
            raise UsageError(f"--where {word!r} is no KEY=VALUE with one of {', '.join(_KEYS)}")
        pairs.append((key, value))
    return tuple(pairs)


def matches(traits: Traits, where: Where) -> bool | None:
    """Whether a guest has all that is asked; values of one key are alternatives and may be globs. None where
    it has whatever can be told of it, and something asked cannot."""
    asked: dict[str, list[str]] = {}
    for key, value in where:
        asked.setdefault(key, []).append(value)
    known = traits._asdict()
    told = all(
        known[key] is not None and any(fnmatchcase(known[key], value) for value in values)
        for key, values in asked.items()
        if key not in traits.untold
    )
    return None if told and asked.keys() & traits.untold else told


def select(
    guests: Sequence[Guest],
    names: Sequence[str],
    *,
    where: Where,
    traits: Callable[[Guest], Traits],
) -> Selected:
    """The guests that were named, by name, UUID or glob, or all of them where none is named; of these the
    ones that have what `where` asks.

    Raises UsageError for a name that no guest has, with the nearest one, and for one that guests of several
    hosts have: which of them was meant, nobody knows.
    """
    chosen = named_guests(guests, names) if names else list(guests)
    if not where:
        return Selected(chosen, [])
    selected = Selected([], [])
    for guest in chosen:
        known = traits(guest)
        match = matches(known, where)
        if match is None:
            selected.untold.append((guest, known.why))
        elif match:
            selected.meant.append(guest)
    return selected


def named_guests(guests: Sequence[Guest], names: Sequence[str]) -> list[Guest]:
    """Those that were named, by name, UUID or glob, in their order; raises UsageError as `select`."""
    wanted = {id(guest) for name in names for guest in _named(guests, name)}
    return [guest for guest in guests if id(guest) in wanted]


def _named(guests: Sequence[Guest], name: str) -> list[Guest]:
    exact = [guest for guest in guests if name == guest.name or name.lower() == guest.uuid]
    if len(exact) > 1:
        hosts = " and ".join(sorted({guest.uri for guest in exact}))
        raise UsageError(f"{name!r} is a guest of {hosts}: name one host with --connect")
    if exact:
        return exact
    found = [guest for guest in guests if fnmatchcase(guest.name, name)] if set(name) & _GLOB else []
    if found:
        return found
    near = difflib.get_close_matches(name, [guest.name for guest in guests], 1)
    hint = f": did you mean {near[0]!r}?" if near else "; `virt-machine-type list` shows them"
    raise UsageError(f"there is no guest {name!r}{hint}")
