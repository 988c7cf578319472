"""How are many names of machine types written short? As the YAML writes them, with braces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtype.model.name import parse_type_name


def braced(names: Sequence[str]) -> Iterator[str]:
    """The names, those of one board together: `pc-q35-{noble, noble-v2}`."""
    together: dict[str, list[str]] = {}
    for name in names:
        parsed = parse_type_name(name)
        prefix = f"{parsed.prefix}-" if parsed and parsed.prefix else ""
        together.setdefault(prefix, []).append(name[len(prefix) :])
    for prefix, rest in together.items():
        yield f"{prefix}{{{', '.join(rest)}}}" if prefix and len(rest) > 1 else prefix + ", ".join(rest)
