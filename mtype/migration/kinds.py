"""What follows from each kind of statement about the ways between the releases of a line?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from mtype.catalogue.facts import Line, Migration
from mtype.catalogue.policy import major_of
from mtype.model.release import Release
from mtype.model.version import parse_version


class Ruling(NamedTuple):
    """What a statement says of a way, None where it does not decide, with the part of it that decides;
    `while_supported` is whether the way ends with the support of one of its releases."""

    supported: bool | None
    text: str
    while_supported: bool = False


Rule = Callable[[Line, Migration, Release, Release], Ruling]


def _forward(line: Line, policy: Migration, source: Release, destination: Release) -> Ruling:
    """A release to itself and to every later one.

    QEMU: docs/devel/migration/compatibility.rst, with the same versioned type on both sides; Proxmox VE:
    qm.adoc, "the target host must have the same, or higher versions".
    """
    if _order(source) == _order(destination):
        return _itself(source)
    if _order(source) > _order(destination):
        return _backward(source, destination)
    return Ruling(True, f"{source.id} to the later {destination.id} is supported")


def _by_qemu(line: Line, policy: Migration, source: Release, destination: Release) -> Ruling:
    """QEMU: docs/devel/migration/compatibility.rst, for the QEMU that each release ships."""
    if source.place == destination.place:
        return _itself(source)
    here, there = _qemu_of(source), _qemu_of(destination)
    between = f"from QEMU {'–'.join(dict.fromkeys(here))} to {'–'.join(dict.fromkeys(there))}"
    if _no_later(here[-1], there[0]):
        return Ruling(True, f"{source.id} to {destination.id}, {between}, is supported")
    if not _no_later(here[0], there[-1]):
        return Ruling(False, f"{source.id} to {destination.id} is backward, {between}, and unsupported")
    return Ruling(None, f"{source.id} to {destination.id} goes {between}, and which is newer is not known")


def _lts_chain(line: Line, policy: Migration, source: Release, destination: Release) -> Ruling:
    """Ubuntu wiki, QemuKVMMigration, support matrix: a release to itself; an interim one to the next interim
    one while supported; the last one before an LTS to that LTS; an LTS to the next interim one, to the next
    LTS, and to the LTS after that. Nothing else, though some works."""
    if source.place == destination.place:
        return _itself(source)
    if source.place > destination.place:
        return _backward(source, destination)
    later = [one for one in line.releases if one.place > source.place and one.pocket is None]
    is_next = later[0].place == destination.place
    if source.lts:
        next_lts = [one.place for one in later if one.lts][:2]
        if destination.place in next_lts:
            which = ("the next LTS", "the LTS after the next")[next_lts.index(destination.place)]
            return Ruling(True, f"the LTS {source.id} to {which}, {destination.id}, is supported")
        if is_next:
            return Ruling(
                True, f"the LTS {source.id} to the next interim release, {destination.id}, is supported"
            )
    elif is_next and destination.lts:
        return Ruling(
            True, f"{source.id}, the last before the LTS {destination.id}, to that LTS is supported"
        )
    elif is_next:
        text = (
            f"the interim release {source.id} to the next one, {destination.id}, is supported while they are"
        )
        return Ruling(True, text, while_supported=True)
    return _skipping(source, destination)


def _minors(line: Line, policy: Migration, source: Release, destination: Release) -> Ruling:
    """Within a major. Red Hat, RHEL 6, Virtualization Administration Guide, table 4.1: forward and backward
    between minor releases, and not between majors."""
    if major_of(source.version) != major_of(destination.version):
        return Ruling(False, f"{source.id} to {destination.id} is of another major release, and unsupported")
    if source.place > destination.place and not policy.backward:
        return _backward(source, destination)
    return Ruling(True, f"{source.id} to {destination.id}, of the same major release, is supported")


def _next_minor(line: Line, policy: Migration, source: Release, destination: Release) -> Ruling:
    """SUSE, Virtualization Guide, "Supported VM migration scenarios": successive service packs."""
    if source.place == destination.place:
        return _itself(source)
    if source.place > destination.place:
        return _backward(source, destination)
    following = [one for one in line.releases if one.place > source.place and one.pocket is None]
    same_major = major_of(source.version) == major_of(destination.version)
    if same_major and following[0].place == destination.place:
        return Ruling(True, f"{source.id} to {destination.id}, which comes next, is supported")
    return _skipping(source, destination)


def _named(line: Line, policy: Migration, source: Release, destination: Release) -> Ruling:
    """Fedora: the maintainer of its qemu names ways, and says nothing of the others."""
    if source.place == destination.place:
        return _itself(source)
    return Ruling(None, f"it does not tell of {source.id} to {destination.id}")


def _unread(line: Line, policy: Migration, source: Release, destination: Release) -> Ruling:
    """Red Hat: its guides refer to a table that could not be read when the catalogue was made."""
    return Ruling(None, f"not read, so nothing is known of {source.id} to {destination.id}")


def silence(policy: Migration, release: Release) -> str | None:
    """Why the statement is not about the release; None where it is. Only what counts by QEMU is about
    pockets: nobody is upgraded into one."""
    text = f"it does not tell of {release.id}"
    if not policy.since <= release.place <= policy.until:
        return text
    if policy.kind != "by-qemu":
        return text if release.pocket is not None else None
    oldest = (*_qemu_of(release), None)[0]
    if oldest is None:
        return f"{text}, whose QEMU is not known"
    if policy.qemu_since is not None and parse_version(oldest) < parse_version(policy.qemu_since):
        return f"{text}, whose QEMU {oldest} is older than {policy.qemu_since}"
    return None


def _qemu_of(release: Release) -> tuple[str, ...]:
    """The first and the last QEMU that it may ship; nothing where that is not known."""
    return (release.qemu, release.qemu) if release.qemu is not None else release.qemu_range or ()


def _no_later(one: str, other: str) -> bool:
    """By stable release where both are told that exactly, else by series: 7.2 may be any 7.2.x."""
    exact = one.count(".") == other.count(".") == 2
    length = 3 if exact else 2
    return parse_version(one)[:length] <= parse_version(other)[:length]


def _order(release: Release) -> tuple[int, ...]:
    """Stable releases of QEMU (9.2.1) share the place of their series."""
    return (release.place, *(parse_version(release.version) if release.line == "qemu" else ()))


def _itself(release: Release) -> Ruling:
    return Ruling(True, f"{release.id} to itself is supported")


def _backward(source: Release, destination: Release) -> Ruling:
    return Ruling(False, f"{source.id} to {destination.id} is backward, and unsupported")


def _skipping(source: Release, destination: Release) -> Ruling:
    return Ruling(False, f"{source.id} to {destination.id} is none of the ways that are supported")


RULES: Mapping[str, Rule] = {
    "forward": _forward,
    "by-qemu": _by_qemu,
    "lts-chain": _lts_chain,
    "minors": _minors,
    "next-minor": _next_minor,
    "named": _named,
    "unread": _unread,
}
