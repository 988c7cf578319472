"""Which CONFIG_ symbols has an emulator, by the rules of its Kconfig files?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
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
    """The symbols that are set, names without CONFIG_, if `given` are told: as scripts/minikconf.py has it,
    but for conflicts, which a release does not have."""
    set_now = {name for name, value in given.items() if value}
    for _ in range(len(symbols)):
        following = {name for name, value in given.items() if value} | _wanted(symbols, given, set_now)
        if following == set_now:
            break
        set_now = following
    return frozenset(set_now)


def _wanted(symbols: Mapping[str, Symbol], given: Mapping[str, bool], now: Set[str]) -> set[str]:
    """What is selected, implied or set by default where `now` are set."""
    selected, proposed = set[str](), set[str]()
    for name, symbol in symbols.items():
        if name in now:
            selected |= {other for other, condition in symbol.selects if holds(condition, now)}
            proposed |= {other for other, condition in symbol.implies if holds(condition, now)}
        if any(value == "y" and holds(condition, now) for value, condition in symbol.defaults):
            proposed.add(name)
    possible = (name for name in proposed - given.keys() if name in symbols)
    return selected | {name for name in possible if all(holds(one, now) for one in symbols[name].depends)}


def holds(condition: str, known: Set[str]) -> bool:
    """Whether a condition such as `PCI && (ARM || !XEN)` holds where `known` are set; an empty one does."""
    if not condition.strip():
        return True
    words = [_PYTHON.get(word, str(word in known or word == "y")) for word in _WORD.findall(condition)]
    return bool(eval(" ".join(words), {"__builtins__": {}}))  # only True, False and operators are left
