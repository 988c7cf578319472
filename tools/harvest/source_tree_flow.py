"""Which expressions does a call of a C function reach, one after the other?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tools.harvest.source_tree_macros import Tokens, constant
from tools.harvest.source_tree_syntax import closing, split


@dataclass(frozen=True, slots=True)
class Statement:
    """`kind`: `if` (its condition in `tokens`, its two branches in `parts`), `block` (also a loop, which is
    taken to run once), `return`, or `expression`."""

    kind: str
    tokens: Tokens = ()
    parts: tuple[tuple[Statement, ...], ...] = ()


def reached(body: Tokens, values: Mapping[str, int]) -> Iterator[Tokens]:
    """The expressions that the body of a function comes to, where `values` are given to its parameters.

    Where a condition cannot be told both branches are reached, and a return in them ends nothing.
    """
    yield from _expressions(read_statements(body), values)


def _expressions(statements: Iterable[Statement], values: Mapping[str, int]) -> Iterator[Tokens]:
    """Those of `statements`, then () if they ended in a return for sure."""
    for statement in statements:
        if statement.kind == "expression":
            yield statement.tokens
        elif statement.kind == "return":
            yield ()
            return
        elif statement.kind == "block" or (told := constant(statement.tokens, values)) is not None:
            branch = 0 if statement.kind == "block" or told else 1
            for tokens in _expressions(statement.parts[branch], values):
                yield tokens
                if not tokens:
                    return
        else:
            for part in statement.parts:
                yield from filter(None, _expressions(part, values))


def read_statements(tokens: Tokens) -> tuple[Statement, ...]:
    """The statements of the body of a function; `a = 1, b = 2` is two."""
    out: list[Statement] = []
    place = 0
    while place < len(tokens):
        statement, place = _statement(tokens, place)
        if statement is not None and statement.kind == "expression":
            out.extend(Statement("expression", part) for part in split(statement.tokens, ",") if part)
        elif statement is not None:
            out.append(statement)
    return tuple(out)


def _statement(tokens: Tokens, place: int) -> tuple[Statement | None, int]:
    """The statement that begins at `place`, and where the next one does."""
    word = tokens[place]
    if word in (";", "else"):
        return None, place + 1
    if word == "do":
        return _statement(tokens, place + 1)
    if word == "{":
        end = closing(tokens, place)
        return Statement("block", parts=(read_statements(tokens[place + 1 : end]),)), end + 1
    if word in ("if", "for", "while", "switch") and tokens[place + 1 : place + 2] == ("(",):
        return _compound(tokens, place)
    end = place
    while end < len(tokens) and tokens[end] != ";":
        end = closing(tokens, end) + 1
    return Statement("return" if word == "return" else "expression", tokens[place:end]), end + 1


def _compound(tokens: Tokens, place: int) -> tuple[Statement, int]:
    end = closing(tokens, place + 1)
    branch, after = _branch(tokens, end + 1)
    if tokens[place] != "if":
        return Statement("block", parts=(branch,)), after
    other: tuple[Statement, ...] = ()
    if tokens[after : after + 1] == ("else",):
        other, after = _branch(tokens, after + 1)
    return Statement("if", tokens[place + 2 : end], (branch, other)), after


def _branch(tokens: Tokens, place: int) -> tuple[tuple[Statement, ...], int]:
    statement, after = _statement(tokens, place) if place < len(tokens) else (None, place)
    return ((statement,) if statement else ()), after
