"""What does the catalogue say of the harvested release, with the proposals so far?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from mtype.catalogue.compile import compile_catalogue
from mtype.catalogue.expand import expand_all, split_range
from mtype.catalogue.facts import Line
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.offer import Offer, offer_of_release
from mtype.model.machine_type import MachineType
from mtype.model.release import Release
from mtype.model.version import Version, parse_version
from tools.harvest.document import Document, append, block, entry, texts, value
from tools.harvest.harvest import Conflict, Harvest, minor

_READ = ("emulator", "source")  # evidence of a whole list, in a line without types of its own


class Draft:
    """The document and the catalogue that it stands for. A step changes the first and asks the second, which
    is compiled anew before the next step."""

    catalogue: Catalogue

    def __init__(self, document: Document, harvest: Harvest, name: str) -> None:
        self.document, self.harvest = document, harvest
        self.conflicts: list[Conflict] = []
        self._state = ""
        self._offers: dict[str, Offer | None] = {}
        self.refresh(name)
        self.is_new = self.find_release_entry() is None
        self.newest_qemu = max(self.qemu_versions)

    @property
    def root(self) -> CommentedMap:
        """The YAML."""
        return self.document.root

    def refresh(self, name: str = "the proposal") -> None:
        """Compile what the document says now; CatalogueError where that is not valid."""
        state = self.document.state()
        if state != self._state:
            data = self.document.text().encode()
            self.catalogue = Catalogue(compile_catalogue(data, name), name)
            self._state = state
            self._offers.clear()

    @property
    def line(self) -> Line:
        """The line of the harvested release."""
        return self.catalogue.line(self.harvest.line)

    @property
    def upstream(self) -> bool:
        """Whether upstream's types come along in this line."""
        return "upstream" in self.line.vendors

    @property
    def release(self) -> Release:
        """The harvested release, which is there once the release step is through."""
        word = self.harvest.word
        return next(one for one in self.line.releases if word in (one.version, one.codename))

    @property
    def release_entry(self) -> CommentedMap:
        """Its entry in the YAML."""
        found = self.find_release_entry()
        assert found is not None
        return found

    def find_release_entry(self) -> CommentedMap | None:
        """The same, None as long as it is not there."""
        releases, word = self.root["lines"][self.harvest.line]["releases"], self.harvest.word
        return next((one for one in releases if word in (one["version"], one.get("codename"))), None)

    def offer(self, arch: str) -> Offer | None:
        """What the catalogue says that the release offers."""
        if arch not in self._offers:
            self._offers[arch] = offer_of_release(self.catalogue, self.release, arch)
        return self._offers[arch]

    def has(self, kind: MachineType, arch: str) -> bool | None:
        """Whether the catalogue says that the release has `kind` on `arch`; None where it does not tell."""
        return _has(self.offer(arch), kind)

    def needs_build(self, kind: MachineType, arch: str) -> bool:
        """Whether only the build options of the release decide about `kind` on `arch`."""
        if kind.build is None:
            return False
        made_so = offer_of_release(self.catalogue, self.release._replace(builds=(kind.build,)), arch)
        made_otherwise = offer_of_release(self.catalogue, self.release._replace(builds=()), arch)
        return _has(made_so, kind) is True and _has(made_otherwise, kind) is False

    @property
    def version(self) -> Version | None:
        """The minor QEMU version of the release, None where nobody tells."""
        told = self.release.qemu or self.harvest.qemu
        return (*parse_version(told)[:2], 0) if told else None

    @property
    def qemu_versions(self) -> list[Version]:
        """The QEMU versions that the catalogue has, oldest first."""
        return sorted(parse_version(one["version"]) for one in self.root["lines"]["qemu"]["releases"])

    def conflict(self, node: Any, seen: str) -> None:
        """Note that the listing contradicts what `node` of the YAML says."""
        found = Conflict(self.document.place(node), self.document.written(node), seen)
        if found not in self.conflicts:
            self.conflicts.append(found)

    def cite(self, node: CommentedMap) -> None:
        """Add the source of the harvest to those of `node`, and to the sources of the document."""
        key = self.harvest.source.key
        cited = texts(node.get("sources"))
        if key not in cited:
            node["sources"] = value([*cited, key])
        self.introduce_source()

    def introduce_source(self) -> None:
        """Describe the source, if it is a new one."""
        source = self.harvest.source
        if source.key not in self.root["sources"]:
            facts = {"text": source.text, "where": source.where, "evidence": source.evidence}
            append(self.root["sources"], source.key, block({**facts, "date": source.date}))

    def add(self, entries: CommentedSeq, index: int, facts: dict[str, Any]) -> None:
        """Insert a new entry that cites the harvest."""
        entries.insert(index, entry({**facts, "sources": [self.harvest.source.key]}))
        self.introduce_source()

    def bound(self, after: Version | None, by: Version) -> str:
        """`11.2` where nothing lies between the two, else `>10.0 ≤11.2` or `≤11.2`."""
        known = self.qemu_versions
        if after is None:
            return f"≤{minor(by)}"
        if not any(after[:2] < one[:2] < by[:2] for one in known):
            return minor(by)
        return f">{minor(after)} ≤{minor(by)}"

    def read_before(self, arch: str, version: Version) -> Version | None:
        """The newest QEMU before `version` whose list has been read whole on `arch`, in any line."""
        read = [
            parse_version(release.qemu)
            for key in self.catalogue.line_names
            if (line := self.catalogue.line(key)).vendor == "upstream"
            for release in line.releases
            if release.qemu and release.evidence in _READ and arch in release.arches
        ]
        if self.harvest.about.previous:
            read.append(parse_version(self.harvest.about.previous))
        return max((one for one in read if one[:2] < version[:2]), default=None)

    def came(self, arches: Iterable[str], version: Version) -> str:
        """When something came or went that is first seen in `version`: since the last list that was read."""
        read = [self.read_before(arch, version) for arch in arches]
        return self.bound(max((one for one in read if one is not None), default=None), version)

    def type_entries(self) -> Iterator[tuple[str, CommentedMap, list[str]]]:
        """Every entry of `types`: its vendor, the entry, its names."""
        for vendor, about in self.root["vendors"].items():
            for one in about.get("types", ()):
                yield vendor, one, self.names(one)

    def names(self, one: CommentedMap) -> list[str]:
        """The names that an entry of `types` stands for."""
        if "versions" not in one:
            return expand_all(texts(one.get("names")))
        first, last = split_range(one["versions"])
        chosen = [version for version in self.qemu_versions if first <= version <= last]
        return [one["pattern"].replace("VERSION", minor(version)) for version in chosen]

    def arches(self, one: CommentedMap) -> list[str]:
        """The arches of an entry, its own or those of its board."""
        return texts(one.get("arch")) or texts(self.root["boards"][one["board"]]["arch"])

    def entry_of(self, kind: MachineType) -> CommentedMap:
        """The entry that describes `kind`."""
        if kind.versioned:
            for vendor, one, names in self.type_entries():
                if vendor == kind.vendor and kind.name in names and {*kind.arches} & {*self.arches(one)}:
                    return one
        groups = self.root["vendors"][kind.vendor]["boards-without-version"]
        arches = [*kind.arches]
        found: CommentedMap = next(
            one for one in groups if kind.name in one["boards"] and texts(one["arch"]) == arches
        )
        return found


def _has(offer: Offer | None, kind: MachineType) -> bool | None:
    if offer is None:
        return False
    if any(entry.kind == kind and entry.alias_of is None for entry in offer.entries):
        return True
    return None if kind in offer.unsure else False
