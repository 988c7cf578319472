"""Which objects does a makefile of QEMU name, once its conditions are evaluated?"""

from __future__ import annotations

import re
from collections.abc import Mapping

_BRACKETS = r"\$\([^()]*(?:\([^()]*\)[^()]*)*\)"
_ASSIGN = re.compile(rf"((?:{_BRACKETS}|[^\s:=+?#])+)\s*(\+=|:=|\?=|=)\s*(.*)")
_CONDITION = re.compile(r"(ifeq|ifneq)\s*\((.*)\)\s*$")


def evaluate(text: str, variables: Mapping[str, str]) -> dict[str, str]:
    """The variables after the makefile `text` was read; rules, recipes and includes are passed over.

    A value is expanded where it stands, which is early for `=`: good enough for lists of objects.
    """
    values = dict(variables)
    taken: list[bool] = []
    for line in text.replace("\\\n", " ").split("\n"):
        word = line.split("#")[0].strip()
        if word.startswith(("ifeq", "ifneq", "ifdef", "ifndef")):
            taken.append(_holds(word, values))
        elif word.startswith("else"):
            if taken:
                taken[-1] = not taken[-1]
        elif word.startswith("endif"):
            if taken:
                taken.pop()
        elif all(taken) and not line.startswith("\t"):
            _assign(word, values)
    return values


def _assign(line: str, values: dict[str, str]) -> None:
    found = _ASSIGN.fullmatch(line)
    if found is None:
        return
    name, how, value = expanded(found[1], values), found[2], expanded(found[3], values)
    if how == "+=":
        values[name] = f"{values.get(name, '')} {value}".strip()
    elif how != "?=" or name not in values:
        values[name] = value


def _holds(word: str, values: Mapping[str, str]) -> bool:
    if found := _CONDITION.fullmatch(word):
        one, _, other = _split_once(found[2])
        return (expanded(one.strip(), values) == expanded(other.strip(), values)) == (found[1] == "ifeq")
    kind, _, name = word.partition(" ")
    return bool(values.get(expanded(name.strip(), values))) == (kind == "ifdef")


def _split_once(text: str) -> tuple[str, str, str]:
    """At the first comma outside of brackets."""
    depth = 0
    for place, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if char == "," and not depth:
            return text[:place], ",", text[place + 1 :]
    return text, "", ""


def expanded(text: str, values: Mapping[str, str]) -> str:
    """`text` with variables and the functions that QEMU's makefiles use for objects."""
    out, place = "", 0
    while place < len(text):
        if text[place : place + 2] not in ("$(", "${"):
            out += text[place]
            place += 1
            continue
        depth, end = 0, place + 1
        while end < len(text):
            depth += (text[end] in "({") - (text[end] in ")}")
            if not depth:
                break
            end += 1
        out += _reference(text[place + 2 : end], values)
        place = end + 1
    return out


def _reference(inner: str, values: Mapping[str, str]) -> str:
    name, blank, rest = inner.partition(" ")
    if not blank:
        return values.get(expanded(inner, values), "")
    arguments, left = [], rest
    while left:
        one, _, left = _split_once(left)
        arguments.append(expanded(one.strip(), values))
    return _function(name, arguments)


def _function(name: str, given: list[str]) -> str:
    """rules.mak defines land, lor, lnot, which are called."""
    if name == "call" and given:
        name, given = given[0], given[1:]
    given = [*given, "", ""]
    yes = {"land": bool(given[0] and given[1]), "lor": bool(given[0] or given[1]), "lnot": given[0] != "y"}
    if name in yes:
        return "y" if yes[name] else ""
    if name == "addprefix":
        return " ".join(given[0] + word for word in given[1].split())
    if name == "findstring":
        return given[0] if given[0] in given[1] else ""
    if name == "if":
        return given[1] if given[0] else given[2] if len(given) > 4 else ""
    if name in ("or", "and"):
        return (given[0] or given[1]) if name == "or" else given[1] if given[0] else ""
    return given[0] if name in ("sort", "strip") else ""
