"""What does the catalogue say with an overlay on top, and which facts does that change?

Done on nodes, before anything is compiled: whatever is checked in the catalogue is checked in the result,
and each value still knows the file it is from. Adding needs no permission. Changing a value, or giving an
entry one that it did not have, needs `override: true` in that very mapping, and is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from mtype.catalogue.facts import Override, shortened
from mtype.catalogue.format import FORMAT
from mtype.catalogue.overlay_entries import LISTS, Entries, Slot
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node
from mtype.model.errors import Problem

# Mappings with free keys: to these anybody may add one.
_OPEN = ("sources", "boards", "vendors", "lines", "policies", "aliases")
# Lists that anybody may add to. An override replaces the lists of names, the others only grow.
_NAMES = ("also", "without", "deprecated", "supports")
_GROWING = ("updates", "sources", "breaks", *_NAMES)
_WHOLE = ("own", "migration")  # mappings that are one statement
_ONE_OF = {"sources": "source", "boards": "board", "vendors": "vendor", "lines": "line"}


class Overlaid(NamedTuple):
    """A catalogue with an overlay on top, and what that changed. `unasked` are the changes that were not
    permitted, each as a problem: keys that an entry did not have, which may not be known at all."""

    root: Node
    overrides: list[Override]
    unasked: list[Problem]


def apply_overlay(root: Node, overlay: Node, report: Report) -> Overlaid:
    """`root` with what `overlay` adds and changes. What is wrong goes to `report`."""
    if overlay.get("format") is None:
        report.add(overlay, "the overlay lacks 'format'", f"write format: {FORMAT}")
    qemu = root.mapping("lines").get("qemu")
    versions = [release.text("version") or "" for release in qemu.nodes("releases")] if qemu else []
    merge = _Merge(report, versions)
    return Overlaid(merge.mapping("", root, overlay, is_open=True), merge.overrides, merge.unasked)


@dataclass(frozen=True, slots=True)
class _Merge:
    """Merges nodes of an overlay into those that were there; `versions` are those of QEMU."""

    report: Report
    versions: list[str]
    overrides: list[Override] = field(default_factory=list)
    unasked: list[Problem] = field(default_factory=list)

    def mapping(
        self, label: str, old: Node, new: Node, *, permitted: bool = False, is_open: bool = False
    ) -> Node:
        """The mapping `old`, which messages call `label`, with the values of `new`."""
        merged = dict(old.children())
        permitted = permitted or (not is_open and self._flag(new))
        for key, child in new.children():
            if key == "override" and not is_open:
                continue
            what = f"{label} {key}".lstrip()
            before = merged.get(key)
            if before is None and key in LISTS and not is_open:
                before = child.holding([])
            if before is not None:
                merged[key] = self._value(what, key, before, child, permitted=permitted)
            elif is_open:
                merged[key] = self._new(child)
            else:
                merged[key] = child
                if key not in (*_OPEN, *_GROWING):
                    self._change(what, None, child, old, permitted=permitted)
        return new.holding(merged)

    def _value(self, what: str, key: str, old: Node, new: Node, *, permitted: bool) -> Node:
        if old.plain() == new.plain():
            return old
        kind = type(old.value)
        if (kind is dict and key not in _WHOLE) or (kind is list and key in LISTS):
            if type(new.value) is not kind:
                self.report.add(new, f"{what} must be a {'mapping' if kind is dict else 'list'}")
                return old
            if kind is list:
                return self._entries(what.removesuffix(f" {key}"), key, old, new)
            label = _ONE_OF.get(what, what)
            return self.mapping(label, old, new, permitted=permitted, is_open=key in _OPEN)
        if key in _GROWING and not (permitted and key in _NAMES):
            return _grown(old, new)
        self._change(what, old, new, old, permitted=permitted)
        return new

    def _entries(self, label: str, key: str, old: Node, new: Node) -> Node:
        """The list `old` under `key` with the entries of `new`: new ones, and what they say of old ones."""
        entries = Entries(label, key, old, self.versions)
        for entry in new.items():
            for part in entries.singles(entry) if entries.like(entry) else (entry,):
                known = entries.like(part)
                if not known:
                    self._insert(entries, part)
                elif all(slot.entry.plain() != part.plain() for slot in known):
                    self._say_more(entries, part, known)
        return new.holding(entries.all())

    def _insert(self, entries: Entries, entry: Node) -> None:
        after = entry.get("after") if entries.ordered else None
        if after is None:
            return entries.append(self._new(entry))
        if not isinstance(after.value, str):
            self.report.add(after, "after must be a text")
        trouble = entries.insert(self._new(entry.without("after")), after.shown())
        if trouble:
            self.report.add(after, *trouble)
        return None

    def _say_more(self, entries: Entries, entry: Node, known: list[Slot]) -> None:
        """Merge `entry` into what is `known` of the same thing."""
        label = entries.label(known[0].entry)
        if any(slot.entry.path == entry.path for slot in known):
            return self.report.add(entry, f"{label} stands twice in this overlay", "write all of it in one")
        after = entry.get("after") if entries.ordered else None
        if after is not None:
            self.report.add(after, f"{label} has its place already", "leave 'after' out")
            entry = entry.without("after")
        for slot in known:
            slot.entry = self.mapping(label, slot.entry, entry)
        return None

    def _new(self, entry: Node) -> Node:
        """An entry that was not there; it cannot override anything."""
        flag = entry.get("override")
        if flag is not None:
            tip = "correct what it is called by, or leave override out"
            self.report.add(flag, "there is no such entry to override", tip)
        return entry.without("override")

    def _flag(self, entry: Node) -> bool:
        flag = entry.get("override")
        if flag is not None and flag.value not in ("true", "false"):
            self.report.add(flag, "override must be one of true, false")
        return flag is not None and flag.value == "true"

    def _change(self, what: str, old: Node | None, new: Node, shipped: Node, *, permitted: bool) -> None:
        """Record a change, or that it is not permitted: the value is judged all the same."""
        place = f"{shipped.path.rpartition('/')[2]}:{shipped.line}"
        if permitted:
            before = old.shown() if old is not None else "nothing"
            self.overrides.append(Override(new.path, new.line, what, before, new.shown(), place))
            return
        tip = f"say override: true beside {what.rpartition(' ')[2]} to change that"
        if old is None:
            self.unasked.append(
                Problem(new.path, new.line, new.column, f"{what} is not told in {place}", tip)
            )
        else:
            self.report.add(new, f"{what} is {shortened(old.shown())} in {place}", tip)


def _grown(old: Node, new: Node) -> Node:
    """A list, or a single text, with what it lacks of another."""
    kept = [*old.items()] or [old]
    known = {repr(item.plain()) for item in kept}
    added = [item for item in [*new.items()] or [new] if repr(item.plain()) not in known]
    return new.holding([*kept, *added])
