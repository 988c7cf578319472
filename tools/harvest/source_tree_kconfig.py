"""Which CONFIG_ symbols has an emulator, by the rules of its Kconfig files?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_CONFIG = re.compile(r"(?:menu)?config\s+(\w+)")
_WORD = re.compile(r"\w+|&&|\|\||[!()=]")
_PYTHON = {"&&": "and", "||": "or", "!": "not", "(": "(", ")": ")"}


@dataclass(slots=True)
class Symbol:
    """What its entry says; each condition as it is written, empty for none."""

    depends: list[str] = field(default_factory=list)
    defaults: list[tuple[str, str]] = field(default_factory=list)  # (y or n, condition)
    selects: list[tuple[str, str]] = field(default_factory=list)  # (symbol, condition)
    implies: list[tuple[str, str]] = field(default_factory=list)


def read_kconfig(texts: Iterable[str]) -> dict[str, Symbol]:
    """The symbols of Kconfig files, names without CONFIG_."""
    symbols: dict[str, Symbol] = {}
    for text in texts:
        current = Symbol()
        for raw in text.replace("\\\n", " ").split("\n"):
            line = re.sub(r"#.*", "", raw).strip()
            if found := _CONFIG.fullmatch(line):
                current = symbols.setdefault(found[1], Symbol())
            elif line in ("endmenu", "endchoice"):
                current = Symbol()
            else:
                _read_line(current, line)
    return symbols


def _read_line(symbol: Symbol, line: str) -> None:
    word, _, rest = line.partition(" ")
    value, _, condition = (part.strip() for part in rest.partition(" if "))
    if line.startswith("depends on "):
        symbol.depends.append(line.removeprefix("depends on "))
    elif word == "default" and value in ("y", "n"):
        symbol.defaults.append((value, condition))
    elif word == "default":
        symbol.defaults.append(("y", value))
    elif word == "select":
        symbol.selects.append((value, condition))
    elif word == "imply":
        symbol.implies.append((value, condition))


def read_config(text: str) -> dict[str, bool]:
    """The assignments of a default-configs file: `CONFIG_PCI=y`, names without CONFIG_."""
    found = re.findall(r"^\s*CONFIG_(\w+)\s*[:+]?=\s*(.*?)\s*(?:#.*)?$", text, re.MULTILINE)
    return {name: value not in ("n", "") for name, value in found}


def solve(symbols: Mapping[str, Symbol], given: Mapping[str, bool]) -> frozenset[str]:
    """The symbols that are set, names without CONFIG_, if `given` are told."""
    told_yes = {name for name, value in given.items() if value}
    told_no = {name for name, value in given.items() if not value}
    now: set[str] = set(told_yes)
    for _ in range(len(symbols) + 1):
        following = set(told_yes)
        for name, symbol in symbols.items():
            if name in now:
                following |= {other for other, condition in symbol.selects if holds(condition, now)}
        for name, symbol in symbols.items():
            asked = any(value == "y" and holds(condition, now) for value, condition in symbol.defaults)
            if asked and name not in told_no and all(holds(d, now) for d in symbol.depends):
                following.add(name)
            if name in now:
                implied = {other for other, condition in symbol.implies if holds(condition, now)} - told_no
                following |= {o for o in implied if o in symbols and all(holds(d, now) for d in symbols[o].depends)}
        if following == now:
            break
        now = following
    return frozenset(now)


def holds(condition: str, known: Iterable[str]) -> bool:
    """Whether a condition such as `PCI && (ARM || !XEN)` holds where `known` are set; an empty one does."""
    if not condition.strip():
        return True
    names = frozenset(known)
    words = [_PYTHON.get(word, str(word in names or word == "y")) for word in _WORD.findall(condition)]
    return bool(eval(" ".join(words), {"__builtins__": {}}))  # only True, False and operators are left
