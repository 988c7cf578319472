"""Is memory of a snapshot that is lost told, and nothing else?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mtype.check.result import Result
from tests.check.build import lint
from tests.check.folders import GONE, NEW, OLD, HostFolders, domain, saved, snapshot
from tests.definitions.test_qcow2 import entry, image

DISK = "<disk type='file'><driver type='qcow2'/><source file='{}'/><target dev='{}'/></disk>"
HOLDS, ANOTHER, NO_MEMORY = image(entry(b"s", memory=9)), image(entry(b"t", memory=9)), image(entry(b"s"))


def told(ran: Result) -> list[str]:
    return [found.message.partition(": ")[2] for found in ran.findings if found.rule == "MT406"]


def inner(root: Path, paths: list[str]) -> HostFolders:
    """A host with a snapshot `s` whose memory lies in an image."""
    host = HostFolders(root)
    devices = "".join(DISK.format(path, f"vd{number}") for number, path in enumerate(paths))
    text = domain("web", NEW, devices=devices)
    host.define("web", NEW)
    host.write(
        "lib", "snapshot/web/s.xml", snapshot("s", text + _inactive(text), "<memory snapshot='internal'/>")
    )
    return host


def _inactive(text: str) -> str:
    return text.replace("<domain ", "<inactiveDomain ").replace("</domain>", "</inactiveDomain>")


def outer(root: Path, path: str, machine: str = NEW) -> HostFolders:
    """A host with a snapshot whose memory lies in a file of its own."""
    host = HostFolders(root)
    host.define("web", NEW)
    text = domain("web", machine)
    memory = f"<memory snapshot='external' file='{path}'/>"
    host.write("lib", "snapshot/web/s.xml", snapshot("s", text + _inactive(text), memory))
    return host


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """Where the host, whose root is `tmp_path`, has its images."""
    folder = tmp_path / "var/lib/libvirt/images"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize("content", [ANOTHER, NO_MEMORY, image()])
@pytest.mark.parametrize("copied", [False, True])
def test_an_image_without_it_is_told_once(tmp_path: Path, images: Path, content: bytes, copied: bool) -> None:
    (images / "a").write_bytes(content)
    path = "/var/lib/libvirt/images/a" if copied else str(images / "a")
    inner(tmp_path, [path])
    assert told(lint(tmp_path)) == [f"{path} holds no memory of that name"]


def test_several_images_are_asked(tmp_path: Path, images: Path) -> None:
    (images / "a").write_bytes(NO_MEMORY)
    (images / "b").write_bytes(ANOTHER)
    inner(tmp_path, [f"{images}/a", f"{images}/b"])
    assert told(lint(tmp_path)) == [f"none of its 2 images holds memory of that name, such as {images}/a"]
    (images / "b").write_bytes(HOLDS)
    assert told(lint(tmp_path)) == []


def test_memory_that_is_there_is_not_told(tmp_path: Path, images: Path) -> None:
    (images / "a").write_bytes(HOLDS)
    inner(tmp_path, [f"{images}/a"])
    assert told(lint(tmp_path)) == []


@pytest.mark.parametrize(
    "content",
    [None, b"", b"no image at all", ANOTHER[:100], image(count=2**32 - 1), image(count=9)],
    ids=["absent", "empty", "another", "cut", "a huge count", "no table"],
)
def test_of_an_image_that_cannot_be_read_nothing_is_told(
    tmp_path: Path, images: Path, content: bytes | None
) -> None:
    if content is not None:
        (images / "a").write_bytes(content)
    (images / "b").write_bytes(NO_MEMORY)
    inner(tmp_path, [f"{images}/b", f"{images}/a"])
    assert told(lint(tmp_path)) == []


def test_a_fifo_or_a_folder_is_no_image(tmp_path: Path, images: Path) -> None:
    os.mkfifo(images / "a")
    (images / "b").mkdir()
    for name in "ab":
        inner(tmp_path, [f"{images}/{name}"])
        assert told(lint(tmp_path)) == []


@pytest.mark.parametrize("path", ["../{}", "/../{}", "/var/../../{}"])
def test_nothing_outside_of_a_copy_is_opened(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret").write_bytes(ANOTHER)
    inner(tmp_path / "copy", [path.format("secret")])
    (tmp_path / "copy" / "link").symlink_to(tmp_path / "secret")
    assert told(lint(tmp_path / "copy")) == []
    inner(tmp_path / "copy", ["/link"])
    assert told(lint(tmp_path / "copy")) == []


def test_a_snapshot_in_an_ordinary_folder_names_no_image(tmp_path: Path, images: Path) -> None:
    (images / "a").write_bytes(ANOTHER)
    host = inner(tmp_path, [f"{images}/a"])
    plain = tmp_path / "plain"
    plain.mkdir()
    (host.root / "var/lib/libvirt/qemu/snapshot/web/s.xml").rename(plain / "s.xml")
    assert told(lint(plain)) == []


# -- a file of its own -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(None, "is not there", id="gone"),
        pytest.param(b"LibvirtQemudPart" + bytes(200), "was not written to its end", id="unfinished"),
        pytest.param(b"", "is no save image", id="empty"),
        pytest.param(b"\x7fELF" + bytes(200), "is no save image", id="another"),
        pytest.param(saved(domain("web", OLD)), f"was saved from {OLD}", id="another type"),
    ],
)
def test_a_file_that_cannot_be_loaded_is_told_once(
    tmp_path: Path, images: Path, content: bytes | None, why: str
) -> None:
    if content is not None:
        (images / "m").write_bytes(content)
    outer(tmp_path, f"{images}/m")
    assert told(lint(tmp_path)) == [f"{images}/m {why}"]


def test_a_file_that_a_copy_lacks_is_not_told(tmp_path: Path, images: Path) -> None:
    outer(tmp_path, "/var/lib/libvirt/images/m")
    assert told(lint(tmp_path)) == []


def test_a_file_of_a_folder_that_is_not_there_is_not_told(tmp_path: Path) -> None:
    outer(tmp_path, f"{tmp_path}/somewhere/m")
    assert told(lint(tmp_path)) == []


@pytest.mark.parametrize("content", [saved("<dom"), saved(""), saved(domain("web", NEW))])
def test_a_file_that_may_be_loaded_is_not_told(tmp_path: Path, images: Path, content: bytes) -> None:
    (images / "m").write_bytes(content)
    outer(tmp_path, f"{images}/m")
    assert told(lint(tmp_path)) == []


def test_a_hostile_path_stays_on_one_line(tmp_path: Path, images: Path) -> None:
    outer(tmp_path, f"{images}/&#10;{'x' * 300}")
    (message,) = told(lint(tmp_path)) or [""]
    assert "\n" not in message
    assert len(message) < 250


@pytest.mark.parametrize("folder", ["var/lib/libvirt/images", "elsewhere"])
def test_the_file_is_checked_once_wherever_it_lies(tmp_path: Path, images: Path, folder: str) -> None:
    place = tmp_path / folder / "m"
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(saved(domain("web", GONE)))
    outer(tmp_path, str(place), GONE)
    ran = lint(tmp_path / "etc", tmp_path / "var")
    rows = [row for row in ran.rows if row.path == str(place)]
    assert [row.carrier for row in rows] == ["save image"]
    assert [found.path for found in ran.findings if found.rule == "MT404"] == [str(place)]
    assert [found.rule for found in ran.findings if "fails" in found.message] == ["MT402"] * 2


def test_a_file_that_is_left_out_stays_out(tmp_path: Path, images: Path) -> None:
    (images / "m").write_bytes(saved(domain("web", NEW)))
    outer(tmp_path, f"{images}/m")
    ran = lint(tmp_path, exclude=("*/images",), root=tmp_path)
    assert [row.carrier for row in ran.rows] == ["persistent", "snapshot", "snapshot"]
