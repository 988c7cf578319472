"""Which machine types does the text of `-M help` list?"""

from __future__ import annotations

import re
from dataclasses import replace

from mtype.hosts.listing import NAME, ListedMachine, Listing, ListingError, merged, shown

# vl.c, in every QEMU that has versioned machine types.
HEADER = re.compile(r"^[ \t]*Supported machines are:[ \t\r]*$", re.IGNORECASE | re.MULTILINE)
TOLD_BY = "-machine help"
_ENTRY = re.compile(rf"({NAME.pattern})([ \t]+)(\S.*)")
_PADS = (20, 10)  # "%-20s %s"; the oldest versions wrote "%-10s %s"
_ALIAS = "(alias of "


def is_help_text(text: str) -> bool:
    """Whether `text` has the line that such a listing begins with."""
    return HEADER.search(text) is not None


def read_help_text(text: str) -> list[Listing]:
    """One listing for each `-M help` in `text`; ListingError if it is none.

    What comes before the header is not looked at: a prompt with the command, a warning. Without a header
    the lines must look like printf made them; such an excerpt (`| grep q35`) counts as complete only if it
    has `none`, which every QEMU lists and hardly anyone looks for. Where no line is marked as deprecated the
    text may be of a QEMU that marks none (before 3.0): then it does not tell.
    """
    headers = list(HEADER.finditer(text))
    if not headers:
        machines = _read(text, 1, trusted=False)
        complete = "none" in {machine.name for machine in machines}
        return [Listing(None, machines, complete, told_by=TOLD_BY)]
    ends = [header.start() for header in headers[1:]] + [len(text)]
    line, at, listings = 1, 0, []
    for header, end in zip(headers, ends, strict=True):
        line += text.count("\n", at, header.end())
        at = header.end()
        listings.append(Listing(None, _read(text[at:end], line, trusted=True), told_by=TOLD_BY))
    return listings


def _read(text: str, first_line: int, *, trusted: bool) -> tuple[ListedMachine, ...]:
    entries: list[re.Match[str]] = []
    for number, raw in enumerate(text.split("\n"), first_line):
        line = raw.strip()
        entry = _ENTRY.fullmatch(line)
        if entry:
            entries.append(entry)
        elif line and not _is_talk(line):
            # Most often a name alone, cut off: `pc-q35-2` may have been `pc-q35-2.12`.
            raise ListingError(f"is no listing of machine types: line {number} reads {shown(line)}")
    pad = next((pad for pad in _PADS if _is_padded(entries, pad)), None)
    while pad is not None and not _fits(entries[-1], pad):
        entries.pop()  # talk that came after: "Connection to host closed."
    if not trusted and (pad is None or not all(_fits(entry, pad) for entry in entries)):
        raise ListingError("is no listing of machine types")
    machines = merged(_machine(entry[1], entry[3]) for entry in entries)
    marked = any(machine.deprecated for machine in machines)
    return machines if marked else tuple(with_deprecation(machine, None) for machine in machines)


def with_deprecation(machine: ListedMachine, deprecated: bool | None) -> ListedMachine:
    """`machine` with that mark; an alias is never marked, its target is."""
    return machine if machine.alias_of else replace(machine, deprecated=deprecated)


def _is_padded(entries: list[re.Match[str]], pad: int) -> bool:
    """Whether printf made most of the lines: told by names shorter than the pad, the others fit anyway."""
    short = [entry for entry in entries if len(entry[1]) < pad]
    return bool(short) and 2 * sum(_fits(entry, pad) for entry in short) >= len(short)


def _fits(entry: re.Match[str], pad: int) -> bool:
    """Whether the description begins where printf puts it; a name may be longer than the pad."""
    return entry[2] == " " * max(1, pad + 1 - len(entry[1]))


def _is_talk(line: str) -> bool:
    """A prompt (`root@host:~# …`, `$ …`) or a warning (`qemu-system-x86_64: warning: …`, `W: …`)."""
    return bool(re.match(r"\S*[$#%>:\]](\s|$)|\S+@\S+|\[\S+@", line))


def _machine(name: str, text: str) -> ListedMachine:
    """Flags are read off the end only, each once: a description may well end in "(version 10.0)"."""
    alias_of: str | None = None
    flags: set[str] = set()
    while (start := text.rfind(" (")) >= 0:
        flag = text[start + 1 :]
        if flag in ("(default)", "(deprecated)") and flag not in flags:
            flags.add(flag)
        elif flag.startswith(_ALIAS) and flag.endswith(")") and alias_of is None:
            alias_of = flag[len(_ALIAS) : -1]
        else:
            break
        text = text[:start].rstrip()
    description = "".join(char for char in text if char.isprintable())
    return ListedMachine(name, alias_of, "(default)" in flags, "(deprecated)" in flags, description or None)
