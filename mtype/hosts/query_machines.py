"""Which machine types does a reply to QMP's `query-machines` list?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from mtype.hosts.listing import ARCH, ListedMachine, Listing, ListingError, merged, shown, version_text

# Where a value begins: at the start of a line, or after what QMP's own documents, qmp-shell and scripts put
# in front of it. `[root@host ~]#` is a prompt and no list.
START = re.compile(r"^[ \t]*(?:(?:->|<-|\(QEMU\))[ \t]*)?(?=\{|\[(?![^\]\[\n\"{}]*\][#$%>]))", re.MULTILINE)
TOLD_BY = "query-machines"
_NEXT = re.compile(r"[ \t]*(?=\{)")

# The last part of a CPU type's name says the target, where one target has that part to itself; `arm` and
# `riscv` each stand for two. Empty boards and some others name no CPU.
_ARCH_OF_CPU = {
    "x86_64": "x86_64",
    "i386": "i386",
    "s390x": "s390x",
    "powerpc64": "ppc64",
    "powerpc": "ppc",
    "m68k": "m68k",
    "loongarch": "loongarch64",
}
_TELLING = ("cpu-max", "is-default", "alias", "hotpluggable-cpus")
_OF_OTHERS = {
    "typename": "query-cpu-definitions",
    "meta-type": "query-qmp-schema",
    "parameters": "query-command-line-options",
    "thread-id": "query-cpus",
    "cpu-index": "query-cpus-fast",
}


@dataclass(slots=True)
class _Session:
    """What one emulator said so far."""

    version: str | None = None
    arch: str | None = None
    machines: list[Any] | None = None

    def listing(self) -> Listing:
        rows = self.machines or []
        told = any("deprecated" in row for row in rows)  # in every row since QEMU 4.1
        machines = merged(machine for row in rows for machine in _machines(row, told))
        return Listing(self.arch or _arch_of(rows), machines, version=self.version, told_by=TOLD_BY)


def read_query_machines(text: str) -> list[Listing]:
    """The listings in `text`: a bare list, a reply, `{"version", "machines"}`, or a whole QMP session, even
    several in a row; ListingError if there is none."""
    return listings_of(_values(text))


def listings_of(values: Iterable[Any]) -> list[Listing]:
    """The listings among JSON values in the order in which emulators said them."""
    done: list[_Session] = []
    session = _Session()
    other: str | None = None
    for value in values:
        for key, said in _said(value):
            if key == "other":
                other = other or said
            elif key == "greeting" or (key == "machines" and session.machines is not None):
                done.append(session)
                session = _Session()
            if key == "greeting":
                session.version = said
            elif key != "other":
                setattr(session, key, said)
    found = [one for one in (*done, session) if one.machines is not None]
    if not found:
        raise ListingError(f"is JSON, but no reply to query-machines{f': {other}' if other else ''}")
    return [one.listing() for one in found]


def _said(value: Any, *, inner: bool = False) -> Iterator[tuple[str, Any]]:
    """What a value tells, as (attribute of the session or "greeting" or "other", value).

    It looks one level down and no further, however deep a hostile value nests its `return`.
    """
    if isinstance(value, list):
        yield ("machines", value) if _lists_machines(value) else ("other", _looks_like(value))
    elif isinstance(value, dict):
        if isinstance(value.get("QMP"), dict):
            yield "greeting", _version(value["QMP"].get("version"))
        if "qemu" in value:
            yield "version", _version(value)
        if isinstance(value.get("arch"), str) and ARCH.fullmatch(value["arch"]):
            yield "arch", value["arch"]
        if isinstance(value.get("error"), dict):
            reason = value["error"].get("desc")
            yield "other", f"it is an error{f', {shown(reason, 100)}' if isinstance(reason, str) else ''}"
        for key in () if inner else ("version", "return", "machines"):
            if isinstance(value.get(key), (dict, list)):
                yield from _said(value[key], inner=True)


def _version(value: Any) -> str | None:
    qemu = value.get("qemu") if isinstance(value, dict) else None
    if not isinstance(qemu, dict):
        return None
    return version_text(qemu.get("major"), qemu.get("minor"), qemu.get("micro"))


def _lists_machines(rows: list[Any]) -> bool:
    if not all(isinstance(row, dict) and isinstance(row.get("name"), str) for row in rows):
        return False
    return not any("typename" in row for row in rows) and any(key in row for row in rows for key in _TELLING)


def _looks_like(rows: list[Any]) -> str | None:
    for row in rows:
        for key, command in _OF_OTHERS.items():
            if isinstance(row, dict) and key in row:
                return f"it looks like one to {command}"
    return "it lists nothing" if not rows else None


def _machines(row: dict[str, Any], told: bool) -> Iterator[ListedMachine]:
    """QEMU gives one object to a type and its alias. An alias is no default and not deprecated itself;
    `told` is whether the reply tells of deprecation at all."""
    alias = row.get("alias")
    if isinstance(alias, str):
        yield ListedMachine(alias, row["name"])
    deprecated = row.get("deprecated") is True if told else None
    yield ListedMachine(row["name"], default=row.get("is-default") is True, deprecated=deprecated)


def _arch_of(rows: Iterable[Any]) -> str | None:
    cpus = {str(row.get("default-cpu-type", "")) for row in rows} - {""}
    arches = {_ARCH_OF_CPU.get(cpu.removesuffix("-cpu").rpartition("-")[2]) for cpu in cpus}
    return arches.pop() if len(arches) == 1 else None


def _values(text: str) -> Iterator[Any]:
    """Every JSON value in `text`. One that is broken ends it: what follows cannot be told from its inside."""
    decoder = json.JSONDecoder()
    found = START.search(text)
    while found:
        try:
            value, end = decoder.raw_decode(text, found.end())
        except json.JSONDecodeError as error:
            cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
            what = "stops in the middle" if cut else f"is no JSON at line {error.lineno}: {error.msg}"
            raise ListingError(what) from error
        except RecursionError as error:
            raise ListingError("is JSON that is nested too deep") from error
        except ValueError as error:  # an integer of more digits than Python converts
            raise ListingError("is JSON with a number that is too long") from error
        yield value
        found = _NEXT.match(text, end) or START.search(text, end)
