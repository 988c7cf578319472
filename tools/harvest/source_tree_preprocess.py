"""Which tokens of C code does its preprocessor leave?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping

from tools.harvest.source_tree_macros import Macro, Tokens, constant, expand, read_define, tokens_of

_COMMENT = re.compile(r'//[^\n]*|/\*.*?\*/|("(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\')', re.DOTALL)
_DIRECTIVE = re.compile(r"\s*#\s*(\w+)\s*(.*)", re.DOTALL)
_ASKED = re.compile(r"\bdefined\s*(?:\(\s*(\w+)\s*\)|(\w+))")
_SYMBOL = re.compile(r"\b(?:CONFIG|TARGET)_\w+")


def logical_lines(text: str) -> Iterator[str]:
    """Lines without comments, continued ones joined."""
    text = text.replace("\\\r\n", " ").replace("\\\n", " ")
    return iter(_COMMENT.sub(lambda found: found[1] or " ", text).split("\n"))


def directive(line: str) -> tuple[str, str] | None:
    """The word and the rest of a line such as `#define X 1`."""
    found = _DIRECTIVE.fullmatch(line)
    return (found[1], found[2].strip()) if found else None


def preprocess(text: str, macros: MutableMapping[str, Macro], is_defined: Callable[[str], bool]) -> Tokens:
    """The tokens of `text` with macros expanded and without what `#if` leaves out; includes are passed over.

    `macros` are those of the headers; the file's own are added. `is_defined` answers for names that are
    no macros: `CONFIG_XEN`, `TARGET_AARCH64`.
    """
    out: list[str] = []
    pending: list[str] = []  # the call of a macro may go over lines
    branches = _Branches(lambda condition: _holds(condition, macros, is_defined))
    for line in logical_lines(text):
        found = directive(line)
        if found is None:
            if branches.active:
                pending.append(line)
        elif not branches.follow(*found) and branches.active and found[0] in ("define", "undef"):
            out.extend(expand(tokens_of("\n".join(pending)), macros))
            pending.clear()
            _define(*found, macros)
    out.extend(expand(tokens_of("\n".join(pending)), macros))
    return tuple(out)


class _Branches:
    """Which of the branches of `#if` are taken, from the outermost in."""

    def __init__(self, holds: Callable[[str], bool]) -> None:
        self._holds = holds
        self._taken: list[tuple[bool, bool]] = []  # (this branch, one of them so far)

    @property
    def active(self) -> bool:
        return all(here for here, _ in self._taken)

    def follow(self, word: str, rest: str) -> bool:
        """Take note of a directive; False if it is none about branches."""
        if word in ("if", "ifdef", "ifndef"):
            asked = {"if": rest, "ifdef": f"defined({rest})", "ifndef": f"!defined({rest})"}[word]
            here = self.active and self._holds(asked)
            self._taken.append((here, here))
        elif word in ("elif", "else") and self._taken:
            _, done = self._taken.pop()
            here = self.active and not done and (word == "else" or self._holds(rest))
            self._taken.append((here, done or here))
        elif word == "endif" and self._taken:
            self._taken.pop()
        else:
            return False
        return True


def _define(word: str, rest: str, macros: MutableMapping[str, Macro]) -> None:
    if word == "undef":
        macros.pop(rest, None)
    elif defined := read_define(rest):
        macros[defined[0]] = defined[1]


def _holds(condition: str, macros: Mapping[str, Macro], is_defined: Callable[[str], bool]) -> bool:
    """Whether an `#if` holds; a name that is neither macro nor symbol makes it fail, as 0 would."""

    def known(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        return str(int(name in macros or is_defined(name)))

    text = _SYMBOL.sub(lambda found: str(int(is_defined(found[0]))), _ASKED.sub(known, condition))
    return bool(constant(expand(tokens_of(text), macros)))
