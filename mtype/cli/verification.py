"""What does `catalogue verify` ask, and which reports has it?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import find_release
from mtype.catalogue.verify import verify
from mtype.catalogue.verify_values import Unanswered, Verification
from mtype.cli.targets import read_captures
from mtype.hosts.asked import asked
from mtype.hosts.cross_check import agreed
from mtype.hosts.emulator import ask_emulator
from mtype.hosts.listing import Listing
from mtype.model.errors import CapabilitiesError, EmulatorError, UsageError


def verification(
    catalogue: Catalogue, names: Sequence[str], emulators: Sequence[str], files: Sequence[str]
) -> Verification:
    """The release that `--for` names held against all of `--emulator` and `--capabilities`.

    Raises UsageError and CapabilitiesError for what cannot be asked at all; an emulator that does not answer
    is part of the result, as what the others said is.
    """
    release = find_release(catalogue, _only(names))
    if not emulators and not files:
        raise UsageError("say what to compare with: --emulator PATH or --capabilities FILE")
    listings = read_captures(files)
    unanswered: list[Unanswered] = []
    for path in dict.fromkeys(emulators):
        listing = _ask(catalogue, path, unanswered)
        listings += [listing] if listing else []
    arches = tuple(
        verify(catalogue, release, arch, offer, told)
        for arch, (offer, told) in asked(catalogue, listings).items()
    )
    sources = [("emulator", emulators), ("capabilities", files)]
    source = "; ".join(f"{word} {', '.join(paths)}" for word, paths in sources if paths)
    return Verification(release, catalogue.label, source, arches, tuple(unanswered))


def _only(names: Sequence[str]) -> str:
    if not names:
        raise UsageError("say which release the emulator is of: --for RELEASE, such as --for debian:13")
    if len(names) > 1:
        raise UsageError("an emulator is of one release: give --for once")
    return names[0]


def _ask(catalogue: Catalogue, path: str, unanswered: list[Unanswered]) -> Listing | None:
    try:
        listing = agreed(ask_emulator(path, cache=False))  # what is proven here is proven now
        asked(catalogue, [listing])  # an emulator that does not say its arch was not really asked
    except (EmulatorError, CapabilitiesError) as error:
        unanswered.append(Unanswered(path, str(error)))
        return None
    return listing


def _text(result: Verification, color: bool, width: int | None) -> str:
    from mtype.reports.verify_text import as_verify_text

    return as_verify_text(result, color=color, width=width)


def _json(result: Verification, _color: bool, _width: int | None) -> str:
    from mtype.reports.verify_json import as_verify_json

    return as_verify_json(result)


def _github(result: Verification, _color: bool, _width: int | None) -> str:
    from mtype.reports.verify_github import as_verify_github

    return as_verify_github(result)


FORMATS: Mapping[str, Callable[[Verification, bool, int | None], str]] = {
    "text": _text,
    "json": _json,
    "github": _github,
}
