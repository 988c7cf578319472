"""Which pictures show what decides a migration? SVG, made from the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import find_release
from mtype.catalogue.target import Target
from mtype.migration.support import supported_way
from mtype.model.release import Release

_STYLE = (
    "text{font:13px sans-serif;fill:#222}.small{font-size:11px}.on{fill:#2f7d4f}.old{fill:#c9a227}"
    ".off{fill:#e8e8e8}.line{stroke:#888;stroke-width:1.5;fill:none}.bad{stroke:#b03030;stroke-width:3}"
    ".card{fill:#fff}"
)
_DEBIAN = ("debian:11", "debian:12", "debian:13", "debian:sid")


def pictures(catalogue: Catalogue) -> dict[str, str]:
    """File name to SVG."""
    return {
        "types-of-releases.svg": _types(catalogue),
        "ways-of-ubuntu.svg": _ways(catalogue),
        "break-of-fedora.svg": _break(catalogue),
    }


def _types(catalogue: Catalogue) -> str:
    """Which types of pc-q35 each Debian release offers: what two rows share can go between them."""
    targets = [Target(catalogue, one, one.id) for one in (find_release(catalogue, word) for word in _DEBIAN)]
    offers = [target.offer("x86_64") for target in targets]
    names = [
        kind.name
        for kind in sorted(catalogue.types_on("x86_64"), key=lambda kind: kind.rank)
        if kind.board == "pc-q35" and kind.vendor == "upstream" and kind.versioned
        and any(offer is not None and kind.name in offer.types for offer in offers)
    ]  # fmt: skip
    width = 24
    parts = []
    for row, (target, offer) in enumerate(zip(targets, offers, strict=True)):
        y = 40 + 34 * row
        qemu = target.release.qemu if target.release else ""
        parts.append(_text(10, y + 15, f"{target.label} (QEMU {qemu})"))
        for place, name in enumerate(names):
            entry = offer.types.get(name) if offer else None
            kind = "off" if entry is None else "old" if entry.deprecated else "on"
            parts.append(_rect(kind, 200 + width * place, y, width - 3, 22))
    for place, name in enumerate(names):
        x, y = 212 + width * place, 40 + 34 * len(targets) + 8
        parts.append(_turned(x, y, 60, name.removeprefix("pc-q35-")))
    parts.append(_text(10, 22, "pc-q35-…: green offered, yellow deprecated, grey not there"))
    return _svg(210 + width * len(names), 40 + 34 * len(targets) + 56, parts)


def _ways(catalogue: Catalogue) -> str:
    """The supported ways of Ubuntu, from the rows to the columns."""
    releases = [one for one in catalogue.line("ubuntu").releases if not one.pocket]
    side = 20
    parts = []
    for row, source in enumerate(releases):
        y = 90 + side * row
        parts.append(_text(10, y + 15, source.word))
        for column, destination in enumerate(releases):
            supported = supported_way(catalogue, source, destination).supported
            kind = "on" if supported else "off"
            parts.append(_rect(kind, 90 + side * column, y, side - 2, side - 2))
    for column, destination in enumerate(releases):
        parts.append(_turned(104 + side * column, 84, -60, destination.word))
    return _svg(140 + side * len(releases), 100 + side * len(releases), parts)


def _break(catalogue: Catalogue) -> str:
    """The break in Fedora's line, and the way round it."""
    line = catalogue.line("fedora")
    one = line.breaks[0]
    releases = [release for release in line.releases if one.from_before - 2 <= release.place <= one.to + 1]
    parts = list(_stations(releases, one.from_before, one.to))
    return _svg(60 + 110 * len(releases), 190, parts)


def _stations(releases: Sequence[Release], from_before: int, to: int) -> Iterator[str]:
    x = {release.place: 60 + 110 * number for number, release in enumerate(releases)}
    yield f'<line class="line" x1="40" y1="100" x2="{max(x.values()) + 30}" y2="100"/>'
    for release in releases:
        yield f'<circle class="on" cx="{x[release.place]}" cy="100" r="8"/>'
        yield _text(x[release.place] - 12, 130, f"F{release.version}")
        qemu = escape(release.qemu or "?")
        yield f'<text class="small" x="{x[release.place] - 28}" y="148">QEMU {qemu}</text>'
    wall = (x[to - 1] + x[to]) / 2
    yield f'<line class="bad" x1="{wall}" y1="40" x2="{wall}" y2="120"/>'
    yield _text(wall - 150, 34, f"nothing saved before F{releases[2].version} gets through")
    here, middle, there = x[from_before - 1], x[to - 1], x[to]
    yield f'<path class="line" d="M{here} 88 Q{(here + middle) / 2} 40 {middle} 88"/>'
    yield f'<path class="line" d="M{middle} 154 Q{(middle + there) / 2} 176 {there} 154"/>'
    yield _text(middle - 120, 184, "load there, power off, lift, start, save anew")


def _rect(kind: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{height}"/>'


def _turned(x: float, y: float, degrees: int, text: str) -> str:
    turn = f"rotate({degrees} {x} {y})"
    return f'<text class="small" x="{x}" y="{y}" transform="{turn}">{escape(text)}</text>'


def _text(x: float, y: float, text: str) -> str:
    return f'<text x="{x}" y="{y}">{escape(text)}</text>'


def _svg(width: int, height: int, parts: Sequence[str]) -> str:
    body = "\n".join(parts)
    size = f'width="{width}" height="{height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {size}>\n'
        f'<style>{_STYLE}</style>\n<rect class="card" {size}/>\n{body}\n</svg>\n'
    )
