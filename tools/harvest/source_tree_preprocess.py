"""What does C code look like after its preprocessor, as far as machine definitions need it?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass

Tokens = tuple[str, ...]
_TOKEN = re.compile(
    r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|[A-Za-z_]\w*|\.?\d(?:[eEpP][+-]|[\w.])*'
    r"|\.\.\.|##|->|<<|>>|&&|\|\||[=!<>+\-*/%&|^]=|\+\+|--|[^\s\w]"
)
_COMMENT = re.compile(r'//[^\n]*|/\*.*?\*/|("(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\')', re.DOTALL)
_DIRECTIVE = re.compile(r"\s*#\s*(\w+)\s*(.*)", re.DOTALL)
_DEFINE = re.compile(r"(\w+)(?:\(([^)]*)\))?(.*)", re.DOTALL)
_OPERATORS = frozenset(("(", ")", "<", ">", "<=", ">=", "==", "!=", "+", "-", "*", "<<", ">>", "&", "|"))


@dataclass(frozen=True, slots=True)
class Macro:
    """`parameters` is None for one that is no function; `rest` names the parameter that takes all others."""

    body: Tokens
    parameters: tuple[str, ...] | None = None
    rest: str | None = None


def tokens_of(text: str) -> Tokens:
    """The tokens of C code without comments."""
    return tuple(_TOKEN.findall(text))


def logical_lines(text: str) -> Iterator[str]:
    """Lines without comments, continued ones joined."""
    text = text.replace("\\\r\n", " ").replace("\\\n", " ")
    text = _COMMENT.sub(lambda found: found[1] or " " + "\n" * found[0].count("\n"), text)
    return iter(text.split("\n"))


def read_define(text: str) -> tuple[str, Macro] | None:
    """Name and macro of what follows `#define`."""
    found = _DEFINE.fullmatch(text)
    if found is None:
        return None
    if found[2] is None:
        return found[1], Macro(tokens_of(found[3]))
    names = [name.strip() for name in found[2].split(",")] if found[2].strip() else []
    rest = None
    if names and names[-1].endswith("..."):
        rest = names.pop().removesuffix("...").strip() or "__VA_ARGS__"
    return found[1], Macro(tokens_of(found[3]), tuple(names), rest)


def preprocess(
    text: str,
    macros: MutableMapping[str, Macro],
    is_defined: Callable[[str], bool],
    include: Callable[[str], None] = lambda name: None,
) -> Tokens:
    """The tokens of `text` with macros expanded and without what `#if` leaves out.

    `macros` are those known so far; definitions are added to them. `is_defined` answers for names that are
    no macros (`CONFIG_XEN`, `TARGET_AARCH64`); `include` is called with each `"header"`.
    """
    out: list[str] = []
    pending: list[str] = []  # a call of a macro may go over lines
    taken: list[tuple[bool, bool]] = []  # (this branch, some branch so far)

    def flush() -> None:
        out.extend(expand(tokens_of("\n".join(pending)), macros))
        pending.clear()

    for line in logical_lines(text):
        found = _DIRECTIVE.fullmatch(line)
        active = all(here for here, _ in taken)
        if found is None:
            if active:
                pending.append(line)
            continue
        word, rest = found[1], found[2].strip()
        if word in ("if", "ifdef", "ifndef"):
            here = active and _holds(word, rest, macros, is_defined)
            taken.append((here, here))
        elif word in ("elif", "else") and taken:
            outer, done = all(here for here, _ in taken[:-1]), taken[-1][1]
            here = outer and not done and (word == "else" or _holds("if", rest, macros, is_defined))
            taken[-1] = (here, done or here)
        elif word == "endif" and taken:
            taken.pop()
        elif active and word in ("define", "undef", "include"):
            flush()
            _obey(word, rest, macros, include)
    flush()
    return tuple(out)


def _obey(
    word: str, rest: str, macros: MutableMapping[str, Macro], include: Callable[[str], None]
) -> None:
    if word == "include":
        if rest.startswith('"'):
            include(rest.split('"')[1])
    elif word == "undef":
        macros.pop(rest.strip(), None)
    elif defined := read_define(rest):
        macros[defined[0]] = defined[1]


def _holds(
    word: str, rest: str, macros: Mapping[str, Macro], is_defined: Callable[[str], bool]
) -> bool:
    def known(name: str) -> bool:
        return name in macros or is_defined(name)

    if word != "if":
        name = rest.split()[0] if rest.split() else ""
        return known(name) == (word == "ifdef")
    text = re.sub(r"\bdefined\s*(?:\(\s*(\w+)\s*\)|(\w+))", lambda m: str(int(known(m[1] or m[2]))), rest)
    text = re.sub(r"\bCONFIG_\w+|\bTARGET_\w+", lambda m: str(int(is_defined(m[0]))), text)
    return bool(constant(expand(tokens_of(text), macros)))


def constant(tokens: Tokens, values: Mapping[str, int] | None = None) -> int | None:
    """The value of a constant expression, None where it has a name that `values` does not hold."""
    known = {"true": 1, "false": 0, "NULL": 0, **(values or {})}
    python = {"&&": "and", "||": "or", "!": "not"}
    words = []
    for token in tokens:
        number = token.rstrip("uUlL")
        if token in known:
            words.append(str(known[token]))
        elif token in python or token in _OPERATORS:
            words.append(python.get(token, token))
        elif re.fullmatch(r"0[xX][0-9a-fA-F]+|0|[1-9]\d*", number):
            words.append(str(int(number, 0)))
        else:
            return None
    try:
        return int(eval(" ".join(words), {"__builtins__": {}}))  # only numbers and operators are left
    except (SyntaxError, TypeError, ValueError):
        return None


def expand(tokens: Tokens, macros: Mapping[str, Macro], hidden: frozenset[str] = frozenset()) -> Tokens:
    """`tokens` with all macros expanded, as the C standard has it; `hidden` are not expanded again."""
    out: list[str] = []
    todo: list[tuple[str, frozenset[str]]] = [(token, hidden) for token in reversed(tokens)]
    while todo:
        token, within = todo.pop()
        macro = macros.get(token)
        if macro is None or token in within:
            out.append(token)
            continue
        if macro.parameters is None:
            arguments: dict[str, Tokens] = {}
        else:
            if not todo or todo[-1][0] != "(":
                out.append(token)
                continue
            found = _arguments(todo, macro)
            if found is None:
                out.append(token)
                continue
            arguments = found
        body = _substitute(macro.body, arguments, macros, within)
        todo.extend((part, within | {token}) for part in reversed(body))
    return tuple(out)


def _arguments(todo: list[tuple[str, frozenset[str]]], macro: Macro) -> dict[str, Tokens] | None:
    """Take the arguments of a call off `todo`, the next token of which is at its end."""
    depth, given, place = 0, [[]], len(todo) - 1  # type: list[list[str]]
    fixed = len(macro.parameters or ())
    while place >= 0:
        token = todo[place][0]
        place -= 1
        if token in "([{":
            depth += 1
            if depth == 1:
                continue
        elif token in ")]}":
            depth -= 1
            if depth == 0:
                break
        elif token == "," and depth == 1 and (macro.rest is None or len(given) <= fixed):
            given.append([])
            continue
        given[-1].append(token)
    else:
        return None
    del todo[place + 1 :]
    names = (*(macro.parameters or ()), *((macro.rest,) if macro.rest else ()))
    return {name: tuple(given[i]) if i < len(given) else () for i, name in enumerate(names)}


def _substitute(
    body: Tokens, arguments: Mapping[str, Tokens], macros: Mapping[str, Macro], hidden: frozenset[str]
) -> list[str]:
    out: list[str] = []
    place = 0
    while place < len(body):
        token = body[place]
        if token == "#" and place + 1 < len(body) and body[place + 1] in arguments:
            text = "".join(arguments[body[place + 1]]).replace("\\", "\\\\").replace('"', '\\"')
            out.append(f'"{text}"')
            place += 2
        elif token == "##" and out and place + 1 < len(body):
            right = list(arguments.get(body[place + 1], (body[place + 1],)))
            if out[-1] == "," and not right:
                out.pop()
            elif right:
                out[-1:] = [out[-1] + right[0] if out[-1] != "," else ",", *right[out[-1] != "," :]]
            place += 2
        elif token in arguments:
            pasted = place + 1 < len(body) and body[place + 1] == "##"
            value = arguments[token] if pasted else expand(arguments[token], macros, hidden)
            out.extend(value)
            if pasted and not value:
                out.append("")
            place += 1
        else:
            out.append(token)
            place += 1
    return [part for part in out if part]
