"""How do emulators, pasted listings and source trees become listings, one for each arch?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from mtype.catalogue.lookup import Catalogue
from mtype.hosts.captured import read_capabilities
from mtype.hosts.cross_check import agreed
from mtype.hosts.emulator import ask_emulator
from mtype.hosts.listing import Listing
from mtype.hosts.offers import arch_of_names
from mtype.model.errors import UsageError
from mtype.model.version import parse_version
from tools.roots.emulators import emulators

MARKS_SINCE = (3, 0, 0)
ARCHES = ("x86_64", "i386", "aarch64", "arm", "ppc64", "s390x", "m68k", "riscv64", "loongarch64")


def from_emulators(paths: Iterable[str]) -> dict[str, Listing]:
    """What real emulators list. Raises EmulatorError."""
    return _by_arch(agreed(ask_emulator(path, cache=False)) for path in paths)


def paths_below(folder: Path) -> list[str]:
    """The emulators of the nine arches below `folder`: a root that tools.debian_root made, an unpacked
    package, or a plain folder of emulators."""
    scripts = folder / "emulators" if (folder / "emulators").is_dir() else folder
    found = {path.name: path for path in sorted(scripts.glob("qemu-system-*"))} or emulators(folder)
    paths = [str(found[name]) for arch in ARCHES if (name := f"qemu-system-{arch}") in found]
    if not paths:
        raise UsageError(f"There is no emulator below {folder}.")
    return paths


def from_text(
    data: bytes, name: str, arch: str | None, qemu: str | None, catalogue: Catalogue
) -> dict[str, Listing]:
    """What a pasted `-M help`, or another capture, lists. Raises CapabilitiesError.

    A text without a single mark "deprecated" may be of a QEMU that does not write them: the version tells.
    """
    listings = read_capabilities(data, name)
    if qemu is not None and parse_version(qemu) >= MARKS_SINCE:
        listings = [_marked(one) for one in listings]
    if arch is not None:
        listings = [replace(one, arch=one.arch or arch) for one in listings]
    return _by_arch(replace(one, arch=one.arch or arch_of_names(catalogue, one)) for one in listings)


def _marked(listing: Listing) -> Listing:
    machines = [replace(one, deprecated=bool(one.deprecated)) for one in listing.machines]
    return replace(listing, machines=tuple(machines))


def from_tree(tree: str) -> dict[str, Listing]:
    """What the source tree FOLDER, or the git repository FOLDER@REVISION, defines. Raises UsageError."""
    from tools.harvest.source_tree import read_tree

    folder, _, revision = tree.partition("@")
    try:
        listings = read_tree(Path(folder).expanduser(), revision or None)
    except (ValueError, OSError) as error:
        raise UsageError(f"{tree} cannot be read as a source tree of QEMU: {error}") from error
    return _by_arch(one for one in listings if one.arch in ARCHES)


def _by_arch(listings: Iterable[Listing]) -> dict[str, Listing]:
    found: dict[str, Listing] = {}
    for listing in listings:
        if listing.arch is None:
            raise UsageError(
                f"{listing.emulator or 'The listing'} does not tell its arch: name it with --arch."
            )
        if listing.arch in found:
            raise UsageError(f"There are two listings of {listing.arch}: harvest one release at a time.")
        found[listing.arch] = listing
    return found
