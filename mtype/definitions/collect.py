"""Which domains does an XML text hold, and what is said of each?"""

from __future__ import annotations

from collections.abc import Callable

from mtype.definitions.document import Document, Malformed, SaveImage
from mtype.definitions.draft import LONGEST_TEXT, MOST_KEPT, Draft
from mtype.definitions.elements import CHILDREN, DOMAIN, FIRST_ENTERED, FIRST_LEFT, OTHERWISE, START
from mtype.definitions.enter import ENTER, Attributes
from mtype.definitions.feed import Feed
from mtype.definitions.malformed import Unreadable
from mtype.definitions.suppression import MARK, parse_suppression
from mtype.model.definition import Carrier, Suppression

# libvirt reads 257 levels: libxml2 does not count the outermost element.
MAX_DEPTH = 256


class Collector:
    """Listens to a Feed and keeps the domains it tells of.

    `draft` is the domain that is open; outside of any it is the one before, which nobody writes to.
    """

    def __init__(self, path: str, carrier: Carrier) -> None:
        self.path = path
        self.carrier = carrier
        self.feed: Feed
        self.draft: Draft
        self.not_domain: str | None = None
        self.between_documents: Callable[[], bool]
        self._drafts: list[Draft] = []
        self._inside = False
        self._shared: list[Suppression] = []
        self._suppressions: list[Suppression] = []
        self._text: list[str] = []
        self._text_of = ""

    def listen(self, feed: Feed) -> None:
        """Set the handlers of `feed.parser`, which is new and begins a document."""
        # Two thirds of the time that reading takes is spent in `start` and `end`. What is fastest there
        # are closures, and a list that has its full length from the beginning; it is the depth limit too.
        states = [START] * (MAX_DEPTH + 2)
        depth = 0
        children, otherwise, enter = CHILDREN, OTHERWISE, ENTER

        def start(name: str, attributes: Attributes) -> None:
            nonlocal depth
            above = states[depth]
            depth += 1
            try:
                state = states[depth] = children[above].get(name, otherwise[above])
            except IndexError:
                raise self._too_deep() from None
            if state >= FIRST_ENTERED:
                states[depth] = enter[state](self, name, attributes, above)

        def end(name: str) -> None:
            nonlocal depth
            if states[depth] >= FIRST_LEFT:
                self._leave(states[depth])
            depth -= 1

        self.feed = feed
        self.between_documents = lambda: depth == 0 and states[1] != START
        feed.parser.StartElementHandler = start
        feed.parser.EndElementHandler = end
        feed.parser.CommentHandler = self._comment

    def begin(self, draft: Draft) -> None:
        """A domain begins."""
        self.draft = draft
        self._drafts.append(draft)
        self._inside = True

    def begin_text(self, name: str) -> None:
        """Keep the text of the element `name`, which begins, for the open domain."""
        self._text_of = name
        self._text = []
        self.feed.parser.CharacterDataHandler = self._characters

    def document(
        self, problem: Malformed | None, refused: str | None, save_image: SaveImage | None
    ) -> Document:
        """All that was read; a file that was not read to its end has no definitions."""
        shared = tuple(self._shared)
        complete = problem is None and refused is None
        return Document(
            definitions=tuple(draft.definition(shared) for draft in self._drafts) if complete else (),
            problem=problem,
            not_domain=None if self._drafts else self.not_domain,
            refused=refused,
            suppressions=tuple(self._suppressions),
            save_image=save_image,
        )

    def _leave(self, state: int) -> None:
        if state == DOMAIN:
            self._inside = False
            return
        self.feed.parser.CharacterDataHandler = None
        self.draft.texts[self._text_of] = "".join(self._text).strip()[:LONGEST_TEXT]

    def _characters(self, text: str) -> None:
        # expat gives text in pieces of at most 8 KiB; what comes behind the first few is not kept.
        if len(self._text) < 4:
            self._text.append(text)

    def _comment(self, text: str) -> None:
        if MARK not in text or len(self._suppressions) >= MOST_KEPT:
            return
        suppression = parse_suppression(text, self.feed.where())
        if suppression is not None:
            self._suppressions.append(suppression)
            (self.draft.suppressions if self._inside else self._shared).append(suppression)

    def _too_deep(self) -> Unreadable:
        message = f"is nested deeper than {MAX_DEPTH} elements, which libvirt does not read"
        return Unreadable(message, self.feed.where())
