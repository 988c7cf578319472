"""Which files do the source sets of meson.build take in, and under which conditions?"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tools.harvest.source_tree_macros import Tokens
from tools.harvest.source_tree_syntax import closing, split

_TOKEN = re.compile(r"'(?:[^'\\\n]|\\.)*'|[A-Za-z_]\w*|\+=|[^\s\w]")
_COMMENT = re.compile(r"#[^\n]*")
# Sets that go into every system emulator.
_EVERYWHERE = frozenset(("common_ss", "specific_ss", "system_ss", "softmmu_ss"))


@dataclass(slots=True)
class SourceSets:
    """`files` and `sets` map the name of a set to what is added to it, each with the conditions under which
    it is; `arches` maps a base arch to its sets."""

    files: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    sets: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    arches: dict[str, set[str]] = field(default_factory=dict)

    def built(self, arch: str, holds: Callable[[str], bool]) -> frozenset[str]:
        """The files of the emulator of a base arch; `holds` tells of `CONFIG_X` or `TARGET_X`."""
        reached: set[str] = set()
        todo = [*_EVERYWHERE, *self.arches.get(arch, ())]
        while todo:
            name = todo.pop()
            if name not in reached:
                reached.add(name)
                todo.extend(other for when, other in self.sets.get(name, ()) if _all(when, holds))
        return frozenset(
            path for name in reached for when, path in self.files.get(name, ()) if _all(when, holds)
        )


def _all(conditions: Iterable[str], holds: Callable[[str], bool]) -> bool:
    return all(not holds(one[1:]) if one.startswith("!") else holds(one) for one in conditions)


def read_source_sets(texts: Mapping[str, str]) -> SourceSets:
    """The source sets of meson.build files, by their paths. What stands inside `if` is taken as reached."""
    found = SourceSets()
    for path, text in texts.items():
        folder = posixpath.dirname(path)
        tokens = tuple(_TOKEN.findall(_COMMENT.sub("", text)))
        for place, token in enumerate(tokens):
            if token in ("add", "add_all") and tokens[place - 1 : place] == (".",) and place >= 2:
                inner = tokens[place + 2 : closing(tokens, place + 1)]
                _add(found, tokens[place - 2], token, inner, folder)
            elif token in ("hw_arch", "hw_common_arch") and tokens[place + 1 : place + 3] == ("+=", "{"):
                arch, name = tokens[place + 3].strip("'"), tokens[place + 5]
                found.arches.setdefault(arch, set()).add(name)
    return found


def _add(found: SourceSets, name: str, how: str, inner: Tokens, folder: str) -> None:
    parts = list(split(inner, ","))
    named = {part[0]: part[2:] for part in parts if part[1:2] == (":",)}
    plain = [part for part in parts if part[1:2] != (":",)]
    when = tuple(_conditions(named.get("when", ())))
    for part, conditions in (
        *((part, when) for part in (*plain, named.get("if_true", ()))),
        (named.get("if_false", ()), tuple(f"!{one}" for one in when[:1])),
    ):
        if how == "add_all":
            sets = [token for token in part if re.fullmatch(r"\w+_ss", token)]
            found.sets.setdefault(name, []).extend((conditions, other) for other in sets)
        else:
            sources = [token.strip("'") for token in part if token.endswith(".c'")]
            paths = [posixpath.normpath(posixpath.join(folder, source)) for source in sources]
            found.files.setdefault(name, []).extend((conditions, path) for path in paths)


def _conditions(tokens: Tokens) -> Iterator[str]:
    """Symbols in quotes; of the dependencies only Xen decides over boards."""
    for token in tokens:
        if token.startswith("'"):
            yield token.strip("'")
        elif token == "xen":
            yield "CONFIG_XEN"
