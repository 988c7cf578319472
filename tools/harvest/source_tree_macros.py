"""What do C tokens become once their macros are expanded?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

Tokens = tuple[str, ...]
_TOKEN = re.compile(
    r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|[A-Za-z_]\w*|\.?\d(?:[eEpP][+-]|[\w.])*'
    r"|\.\.\.|##|->|<<|>>|&&|\|\||[=!<>+\-*/%&|^]=|\+\+|--|[^\s\w]"
)
_DEFINE = re.compile(r"(\w+)(?:\(([^)]*)\))?(.*)", re.DOTALL)
_OPERATORS = frozenset(("(", ")", "<", ">", "<=", ">=", "==", "!=", "+", "-", "*", "<<", ">>", "&", "|"))
_PYTHON = {"&&": "and", "||": "or", "!": "not"}


@dataclass(frozen=True, slots=True)
class Macro:
    """`parameters` is None for one that is no function; `rest` names the parameter that takes all others."""

    body: Tokens
    parameters: tuple[str, ...] | None = None
    rest: str | None = None


def tokens_of(text: str) -> Tokens:
    """The tokens of C code without comments."""
    return tuple(_TOKEN.findall(text))


def read_define(text: str) -> tuple[str, Macro] | None:
    """Name and macro of what follows `#define`, None if that is no definition."""
    found = _DEFINE.fullmatch(text)
    if found is None:
        return None
    if found[2] is None:
        return found[1], Macro(tokens_of(found[3]))
    names = [name.strip() for name in found[2].split(",") if name.strip()]
    rest = None
    if names and names[-1].endswith("..."):
        rest = names.pop().removesuffix("...").strip() or "__VA_ARGS__"
    return found[1], Macro(tokens_of(found[3]), tuple(names), rest)


def constant(tokens: Tokens, values: Mapping[str, int] | None = None) -> int | None:
    """The value of a constant expression, None where it has a name that `values` does not hold."""
    known = {"true": 1, "false": 0, "NULL": 0, **(values or {})}
    words = []
    for token in tokens:
        number = token.rstrip("uUlL")
        if token in known:
            words.append(str(known[token]))
        elif token in _PYTHON or token in _OPERATORS:
            words.append(_PYTHON.get(token, token))
        elif re.fullmatch(r"0[xX][0-9a-fA-F]+|0|[1-9]\d*", number):
            words.append(str(int(number, 0)))
        else:
            return None
    try:
        return int(eval(" ".join(words), {"__builtins__": {}}))  # only numbers and operators are left
    except (SyntaxError, TypeError, ValueError):
        return None


def expand(tokens: Tokens, macros: Mapping[str, Macro], hidden: frozenset[str] = frozenset()) -> Tokens:
    """`tokens` with all macros expanded, as the C standard has it; `hidden` are those being expanded."""
    out: list[str] = []
    todo = [(token, hidden) for token in reversed(tokens)]
    while todo:
        token, within = todo.pop()
        macro = None if token in within else macros.get(token)
        arguments = _arguments(todo, macro) if macro is not None else None
        if macro is None or arguments is None:
            out.append(token)
            continue
        body = _substitute(macro.body, arguments, macros, within)
        todo.extend((part, within | {token}) for part in reversed(body))
    return tuple(out)


def _arguments(todo: list[tuple[str, frozenset[str]]], macro: Macro) -> dict[str, Tokens] | None:
    """Take the arguments of a call off `todo`, the next token of which is its last. None: it is no call."""
    if macro.parameters is None:
        return {}
    if not todo or todo[-1][0] != "(":
        return None
    depth, given, place = 0, [[]], len(todo)  # type: int, list[list[str]], int
    while place:
        place -= 1
        token = todo[place][0]
        depth += (token in "([{") - (token in ")]}")
        if depth == 0:
            break
        last = macro.rest is not None and len(given) > len(macro.parameters)
        if token == "," and depth == 1 and not last:
            given.append([])
        elif token != "(" or depth > 1:
            given[-1].append(token)
    if depth:
        return None
    del todo[place:]
    names = (*macro.parameters, *((macro.rest,) if macro.rest else ()))
    return {name: tuple(given[i]) if i < len(given) else () for i, name in enumerate(names)}


def _substitute(
    body: Tokens, arguments: Mapping[str, Tokens], macros: Mapping[str, Macro], hidden: frozenset[str]
) -> list[str]:
    """The body of a macro with its arguments put in; `#` makes a string, `##` pastes."""
    out: list[str] = []
    place = 0
    while place < len(body):
        token, following = body[place], body[place + 1 : place + 2]
        if token == "#" and following and following[0] in arguments:
            text = "".join(arguments[following[0]]).replace("\\", "\\\\").replace('"', '\\"')
            out.append(f'"{text}"')
            place += 2
        elif token == "##" and out and following:
            _paste(out, arguments.get(following[0], following))
            place += 2
        else:
            value = arguments.get(token, (token,))
            if token in arguments and following != ("##",):
                value = expand(value, macros, hidden)
            out.extend(value or ("",))  # something to paste to, even if it is nothing
            place += 1
    return [part for part in out if part]


def _paste(out: list[str], right: Tokens) -> None:
    """`left ## right`; a comma before nothing goes, as `, ## __VA_ARGS__` wants."""
    if out[-1] == ",":
        out[-1:] = [",", *right] if right else []
    elif right:
        out[-1:] = [out[-1] + right[0], *right[1:]]
