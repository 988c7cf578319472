"""Which compiled form belongs to which files?"""

from __future__ import annotations

from collections.abc import Sequence

from mtype import __version__

# Raise it when what `compile_catalogue` gives for the same files changes between two releases of ours.
COMPILER = 6


def stamp(data: bytes) -> str:
    """The mark of the compiled form that lies beside the shipped YAML `data`: enough to see that somebody
    has edited it, and known without loading OpenSSL, which takes as long as all the rest."""
    from zlib import crc32

    return f"{__version__} {COMPILER} {len(data)} {crc32(data)}"


def digest(shipped: bytes, overlays: Sequence[tuple[str, bytes]] = ()) -> str:
    """The key under which a cache holds the compiled form of the shipped YAML and of `overlays`, each with
    its path: the reports of what they override name it. Without overlays (a checkout) its stamp will do."""
    if not overlays:
        return stamp(shipped).replace(" ", "-")
    from hashlib import sha256

    parts = [("", shipped), *overlays]
    head = repr((__version__, COMPILER, [(path, len(data)) for path, data in parts]))
    return sha256(b"".join([head.encode(), *(data for _, data in parts)])).hexdigest()
