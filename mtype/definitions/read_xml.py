"""What does an XML text of unknown size and good will hold?"""

from __future__ import annotations

from collections.abc import Callable

from mtype.definitions.collect import Collector
from mtype.definitions.document import Document, Malformed, SaveImage
from mtype.definitions.feed import FIRST_PIECE, PIECE, Feed
from mtype.definitions.malformed import RefusedError, UnreadableError
from mtype.model.definition import Carrier


def read_xml(
    first: bytes,
    read: Callable[[int], bytes],
    path: str,
    carrier: Carrier,
    *,
    max_bytes: int,
    offset: int = 0,
    save_image: SaveImage | None = None,
    portable: bool = False,
) -> Document:
    """Read `first` and what `read` gives until it gives nothing, `max_bytes` at most.

    `offset` is where in the file `first` begins; `portable` is whether it is wanted what the definitions ask
    of their host. Whatever the text is, this does not raise, except for what `read` raises.
    """
    collector = Collector(path, carrier, portable=portable)
    feed = Feed(collector, offset)
    problem: Malformed | None = None
    refused: str | None = None
    try:
        _read_all(feed, first, read, max_bytes)
    except UnreadableError as error:
        problem = error.malformed
    except RefusedError as error:
        refused = str(error)
    finally:
        feed.close()
    return collector.document(problem, refused, save_image)


def too_large(limit: int, size: int | None = None) -> str:
    """The sentence about a file that is larger than what is read."""
    is_size = "is" if size is None else f"is {_in_words(size)},"
    return f"{is_size} larger than the {_in_words(limit)} that are read"


def _read_all(feed: Feed, data: bytes, read: Callable[[int], bytes], max_bytes: int) -> None:
    seen = len(data)
    while True:
        if seen > max_bytes:
            raise RefusedError(too_large(max_bytes))
        # A read of a megabyte costs more than a small file, even where it finds the end of the file.
        following = read(FIRST_PIECE if seen < PIECE else PIECE)
        feed.feed(data, final=not following)
        if not following:
            return
        data = following
        seen += len(data)


def _in_words(size: int) -> str:
    return f"{size / (1 << 20):.1f} MiB" if size >= 1 << 20 else f"{size:,} bytes"
