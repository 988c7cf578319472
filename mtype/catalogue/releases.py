"""Which release does a user mean by `ubuntu:noble`, `noble`, `debian:13`, `rhel:9` or `qemu:9.2.1`?"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from mtype.catalogue.lookup import Catalogue
from mtype.model.errors import UsageError
from mtype.model.release import Release
from mtype.model.version import format_version, parse_version


def find_release(catalogue: Catalogue, text: str) -> Release:
    """The release written as LINE:VERSION, LINE:CODENAME, or a codename that only one line has.

    A number that several minor releases begin with (`rhel:9`, `proxmox:9`) is the newest of them;
    `qemu:9.2.1` is QEMU 9.2 as of that stable release. Raises UsageError with the nearest names.
    """
    line_key, _, word = text.strip().lower().rpartition(":")
    if line_key and line_key not in catalogue.line_names:
        raise UsageError(
            f"no line of releases is called {line_key!r}; known: {', '.join(catalogue.line_names)}"
        )
    keys = (line_key,) if line_key else catalogue.line_names
    found = [release for key in keys for release in _match(catalogue, key, word, bare=not line_key)]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(release.id for release in found)
        raise UsageError(f"{text!r} could be any of {names}: write the line too")
    raise UsageError(f"no release is called {text!r}{_nearest(catalogue, text)}")


def _match(catalogue: Catalogue, key: str, word: str, *, bare: bool) -> list[Release]:
    releases = catalogue.line(key).releases
    for release in releases:
        if word == release.codename or (not bare and word == release.version):
            return [release]
    if bare:
        return []
    if key == "qemu":
        return _stable(releases, word)
    minors = [one for one in releases if one.version.startswith(word + ".") and not one.pocket]
    return minors[-1:]


def _stable(releases: tuple[Release, ...], word: str) -> list[Release]:
    try:
        version = parse_version(word)
    except ValueError:
        return []
    name, minor = format_version(version), format_version((*version[:2], 0))
    return [release._replace(version=name, qemu=name) for release in releases if release.version == minor]


def _nearest(catalogue: Catalogue, text: str) -> str:
    words: dict[str, str] = {}
    for release in all_releases(catalogue):
        words[release.id] = release.id
        words[f"{release.line}:{release.version}"] = release.id
        if release.codename:
            words[release.codename] = words[f"{release.line}:{release.codename}"] = release.id
    near = difflib.get_close_matches(text, words, 3, 0.6)
    names = list(dict.fromkeys(words[word] for word in near))
    listing = "`virt-machine-type list releases` shows all"
    return f"; did you mean {' or '.join(names)}? {listing}" if names else f"; {listing}"


def all_releases(catalogue: Catalogue) -> Iterator[Release]:
    """Every release of every line, oldest first within a line."""
    for key in catalogue.line_names:
        yield from catalogue.line(key).releases


def host_release(catalogue: Catalogue, os_release: Mapping[str, str]) -> Release:
    """The release that /etc/os-release describes (its fields as a mapping).

    A derivative counts as what it is built from (UBUNTU_CODENAME, ID_LIKE of the RHEL clones). A version
    with a point release at its end (Alpine's 3.20.3) is that without it, where the line counts so.
    Raises UsageError when the catalogue has no such release.
    """
    ids = [os_release.get("ID", ""), *os_release.get("ID_LIKE", "").split()]
    version = os_release.get("VERSION_ID", "")
    words = [
        os_release.get(key, "") for key in ("UBUNTU_CODENAME", "VERSION_ID", "VERSION_CODENAME", "BUILD_ID")
    ]
    shorter = version.rpartition(".")[0]
    for identity in ids:
        for key in catalogue.line_names:
            if identity and identity in catalogue.line(key).os_release:
                found = [one for word in words if word for one in _match(catalogue, key, word, bare=False)]
                found += [one for one in catalogue.line(key).releases if one.version == shorter]
                if found:
                    return found[0]
    name = os_release.get("PRETTY_NAME") or "this host"
    raise UsageError(f"the catalogue has no release for {name}: say which one with --for RELEASE")
