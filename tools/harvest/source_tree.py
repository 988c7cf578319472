"""Which machine types does a QEMU source tree build into each of its emulators?

A maintainers' tool. It reads C by a small preprocessor and follows the class of each machine; it reads the
build rules of all layouts since 0.10. tools/README.md says how it is held to real emulators.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from mtype.hosts.listing import ListedMachine, Listing
from tools.harvest.source_tree_built import ARCHES, OPTIONS, Build, BuildRules, base_arch, has_emulator
from tools.harvest.source_tree_files import SourceTree, open_tree
from tools.harvest.source_tree_machines import Machine, read_machines
from tools.harvest.source_tree_macros import Macro, read_define
from tools.harvest.source_tree_preprocess import directive, logical_lines, preprocess
from tools.harvest.source_tree_syntax import Unit, read_unit

_DEFINES = re.compile(
    r"\bQEMUMachine\b|MACHINE_TYPE_NAME|TYPE_MACHINE|DEFINE_\w*MACHINE|MACHINE_VER|-machine\"|_machine_\w*interfaces"
    r"|machine_class_init|MachineClass\b"
)
# Only macros of headers that may make machines are of interest.
_OF_INTEREST = re.compile(r"machine|glue|stringify|tostring|QEMU_VERSION", re.IGNORECASE)


def read_tree(
    place: Path, revision: str | None = None, options: Iterable[str] = tuple(OPTIONS)
) -> list[Listing]:
    """What `-M help` of each emulator prints that the tree builds with `options`, one listing an arch.

    `place` is a git repository, or a folder where there is no `revision`. Raises ValueError where it is no
    source tree of QEMU.
    """
    return TreeReader(open_tree(place, revision)).listings(options)


class TreeReader:
    """Reads the C files of a tree, each once for all emulators that see the same of it."""

    def __init__(self, tree: SourceTree) -> None:
        self._tree = tree
        self._rules = BuildRules(tree)
        self._units: dict[str, list[tuple[Mapping[str, bool], Unit]]] = {}
        self._headers: dict[str, tuple[list[tuple[str, Macro]], list[str]]] = {}
        self._candidates = {p for p in tree if p.endswith(".c") and _DEFINES.search(tree[p])}
        version = [int(part) for part in tree["VERSION"].strip().split(".")]
        parts = zip(("MAJOR", "MINOR", "MICRO"), (*version, 0, 0), strict=False)
        self._version = {f"QEMU_VERSION_{part}": Macro((str(number),)) for part, number in parts}

    def listings(self, options: Iterable[str]) -> list[Listing]:
        """One listing for each emulator that the tree builds, made with these of OPTIONS."""
        options, version = tuple(options), self._tree["VERSION"].strip()
        arches = [arch for arch in ARCHES if has_emulator(self._tree, arch)]
        builds = {arch: self._rules.build(arch, options) for arch in arches}
        return [Listing(arch, self._listed(arch, build), version=version) for arch, build in builds.items()]

    def _listed(self, arch: str, build: Build) -> tuple[ListedMachine, ...]:
        """The machines of one emulator, aliases as entries of their own."""
        base = base_arch(arch)
        beside = {f"{folder}/machine.c" for folder in (f"target/{base}", f"target-{base}")}
        paths = sorted(self._candidates & build.files) + sorted(beside & set(self._tree))
        units = [self._unit(path, build.symbols) for path in paths]
        wanted = self._filter(arch)
        machines = [one for one in read_machines(units) if wanted is None or wanted in one.interfaces]
        return tuple(_entries(machines))

    def _filter(self, arch: str) -> str | None:
        """The interface that machines of this emulator must have, since 10.1."""
        path = f"configs/targets/{arch}-softmmu.c"
        found = re.search(r"\.machine_typename\s*=\s*(\w+)", self._tree.get(path, ""))
        if found is None or found[1] == "TYPE_MACHINE":
            return None
        macros = dict(self._macros(path))
        body = macros[found[1]].body if found[1] in macros else ()
        return body[0].strip('"') if body else None

    def _unit(self, path: str, symbols: frozenset[str]) -> Unit:
        for asked, unit in self._units.get(path, ()):
            if all((name in symbols) == answer for name, answer in asked.items()):
                return unit
        asked_now: dict[str, bool] = {}

        def is_defined(name: str) -> bool:
            return asked_now.setdefault(name, name in symbols)

        macros = dict(self._version)
        macros.update(self._macros(path))
        macros.update(self._version)
        unit = read_unit(preprocess(self._tree[path], macros, is_defined))
        self._units.setdefault(path, []).append((asked_now, unit))
        return unit

    def _macros(self, path: str) -> list[tuple[str, Macro]]:
        """The macros of all headers that `path` includes, itself or by another."""
        found: list[tuple[str, Macro]] = []
        seen: set[str] = set()

        def visit(header: str) -> None:
            if header not in seen:
                seen.add(header)
                macros, includes = self._header(header)
                for name in includes:
                    if (other := self._find(name, header)) is not None:
                        visit(other)
                found.extend(macros)

        for name in self._header(path)[1]:
            if (other := self._find(name, path)) is not None:
                visit(other)
        return found

    def _header(self, path: str) -> tuple[list[tuple[str, Macro]], list[str]]:
        if path not in self._headers:
            macros: list[tuple[str, Macro]] = []
            includes: list[str] = []
            for line in logical_lines(self._tree[path]):
                word, rest = directive(line) or ("", "")
                if word == "include" and rest.startswith('"'):
                    includes.append(rest.split('"')[1])
                elif word == "define" and _OF_INTEREST.search(line):
                    macros.extend(filter(None, [read_define(rest)]))
            self._headers[path] = macros, includes
        return self._headers[path]

    def _find(self, name: str, origin: str) -> str | None:
        places = (posixpath.dirname(origin), "include", "hw", "")
        paths = [posixpath.normpath(posixpath.join(place, name)) for place in places]
        return next((path for path in paths if path in self._tree), None)


def _entries(machines: Iterable[Machine]) -> Iterable[ListedMachine]:
    for machine in machines:
        text, old = machine.description, machine.deprecated
        if machine.alias is not None:
            yield ListedMachine(machine.alias, machine.name, False, old, text)
        yield ListedMachine(machine.name, None, machine.default, old, text)
