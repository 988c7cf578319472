"""How are many names written short? `pc-{i440fx,q35}-noble{,-hpb}` as in a shell."""

from __future__ import annotations

from collections.abc import Iterable

from mtype.model.name import TypeName, parse_type_name


def braced(names: Iterable[str]) -> list[str]:
    """`names` in as few words as two rules give: the same end on several boards, and the same board with
    several revisions or ends. A shell would make the same names of it, maybe in another order."""
    ends: dict[str, list[str]] = {}  # "-noble-hpb" -> ["pc-i440fx", "pc-q35"]
    whole: list[str] = []
    for name in dict.fromkeys(names):
        parsed = parse_type_name(name)
        if parsed is None or not parsed.prefix:
            whole.append(name)
        else:
            ends.setdefault(_end(parsed), []).append(parsed.prefix)
    boards: dict[tuple[str, ...], list[str]] = {}
    for end, prefixes in ends.items():
        boards.setdefault(tuple(prefixes), []).append(end)
    return whole + [_joined(list(prefixes), words) for prefixes, words in boards.items()]


def _end(name: TypeName) -> str:
    return str(name)[len(name.prefix) :]


def _joined(prefixes: list[str], ends: list[str]) -> str:
    first = prefixes[0] if len(prefixes) == 1 else f"{{{','.join(prefixes)}}}"
    if len(ends) == 1:
        return first + ends[0]
    shortest = min(ends, key=len)
    if all(end.startswith(shortest) for end in ends):
        return f"{first}{shortest}{{{','.join(end[len(shortest) :] for end in ends)}}}"
    return f"{first}-{{{','.join(end[1:] for end in ends)}}}"
