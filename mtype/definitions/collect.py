"""Which domains does an XML text hold, and what is said of each?"""

from __future__ import annotations

from mtype.definitions.asked import PORTABLE_DOMAIN, Asked
from mtype.definitions.document import Document, Malformed, SaveImage
from mtype.definitions.draft import LONGEST_TEXT, MOST_KEPT, Draft
from mtype.definitions.elements import DOMAIN, START, Attributes, Element
from mtype.definitions.feed import Feed
from mtype.definitions.malformed import UnreadableError
from mtype.definitions.portability import portability
from mtype.definitions.suppression import MARK, parse_suppression
from mtype.model.definition import Carrier, Memory, Suppression
from mtype.model.portability import Portability

# Of libxml2, which does not count the outermost element: libvirt reads 257 levels, and refuses the next.
MAX_DEPTH = 256


class Collector:
    """Listens to a Feed and keeps the domains it tells of.

    `draft` is the domain that is open; outside of any it is the one before, which nobody writes to.
    `portable` is whether it is wanted what a domain asks of its host.
    """

    def __init__(self, path: str, carrier: Carrier, *, portable: bool = False) -> None:
        self.path = path
        self.carrier = carrier
        self.portable = portable
        self.domain = PORTABLE_DOMAIN if portable else DOMAIN
        self.feed: Feed
        self.draft: Draft
        self.not_domain: str | None = None
        self.holds_memory = False
        self.memory: Memory | None = None  # of the snapshot that is open
        self._drafts: list[Draft] = []
        self._portabilities: list[Portability] = []
        self._inside = False
        self._outer: list[Element] = []
        self._shared: list[Suppression] = []
        self._suppressions: list[Suppression] = []
        self._text: list[str] = []
        self._text_of = ""

    def listen(self, feed: Feed) -> None:
        """Set the handlers of `feed.parser`, which is new and begins a document."""
        # Half of the time that reading takes is spent in these two: closures are the fastest there is.
        outer: list[Element] = []
        push, pop, here = outer.append, outer.pop, START

        def start(name: str, attributes: Attributes) -> None:
            nonlocal here
            push(here)
            element = here.get(name, here.otherwise)
            if element.enter is not None:
                element = element.enter(self, name, attributes, here)
            here = element

        def end(name: str) -> None:
            nonlocal here
            if here.leaves:
                self._leave(here)
            here = pop()

        self.feed = feed
        self._outer = outer
        feed.parser.StartElementHandler = start
        feed.parser.EndElementHandler = end
        feed.parser.CommentHandler = self._comment

    def between_documents(self) -> bool:
        """Whether no element is open."""
        return not self._outer

    def check_depth(self) -> None:
        """Raise UnreadableError if the element that begins is deeper than libvirt reads."""
        if len(self._outer) > MAX_DEPTH + 1:
            message = f"nested deeper than {MAX_DEPTH} elements, which libvirt does not read"
            raise UnreadableError(message, self.feed.where())

    def begin(self, draft: Draft) -> None:
        """A domain begins."""
        if self.portable:
            draft.asked = Asked()
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
            holds_memory=self.holds_memory,
            portabilities=tuple(self._portabilities) if complete else (),
        )

    def _leave(self, element: Element) -> None:
        if element is self.domain:
            if self.portable:
                self._portabilities.append(portability(self.draft))
                self.draft.asked = None
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
