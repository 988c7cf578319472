"""How are many names written short? `pc-{i440fx,q35}-{noble,plucky}-hpb` as in a shell."""

from __future__ import annotations

from collections.abc import Iterable

from mtype.model.name import TypeName, parse_type_name


def braced(names: Iterable[str]) -> list[str]:
    """`names` in few words: of one board and revision together with their variants, else each variant by
    itself, its revisions on the same boards together. A shell would make the same names of the result,
    maybe in another order."""
    whole: list[str] = []
    parsed: list[TypeName] = []
    for name in dict.fromkeys(names):
        one = parse_type_name(name)
        if one is None or not one.prefix:
            whole.append(name)
        else:
            parsed.append(one)
    if len(parsed) > 1 and len({(one.prefix, one.revision) for one in parsed}) == 1:
        return [*whole, f"{parsed[0].prefix}-{parsed[0].revision}{_choice(_end(one) for one in parsed)}"]
    boards: dict[tuple[str, str], list[str]] = {}  # (noble, -hpb): pc-i440fx, pc-q35
    for one in parsed:
        boards.setdefault((one.revision, _end(one)), []).append(one.prefix)
    revisions: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for (revision, end), prefixes in boards.items():
        revisions.setdefault((tuple(prefixes), end), []).append(revision)
    return whole + [f"{_choice(some)}-{_choice(words)}{end}" for (some, end), words in revisions.items()]


def _end(name: TypeName) -> str:
    """Variants and increment: `-hpb-maxcpus`, `-v2`."""
    return str(name)[len(f"{name.prefix}-{name.revision}") :]


def _choice(words: Iterable[str]) -> str:
    choices = [*words]
    return choices[0] if len(choices) == 1 else f"{{{','.join(choices)}}}"
