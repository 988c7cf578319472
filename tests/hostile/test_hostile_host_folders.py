"""Can the folders of a host, or what they name, do any harm?"""

from __future__ import annotations

import gzip
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.check.folders import NEW, OLD, HostFolders, domain, live, saved, snapshot
from tests.definitions.test_qcow2 import entry, image
from tests.hostile.harmless import harmless

CHECK = ("check", "--for", "debian:13", "--format", "json", ".")
DISK = "<disk type='file'><driver type='qcow2'/><source file='{}'/><target dev='vda'/></disk>"
INSIDE, OUTSIDE = "<memory snapshot='internal'/>", "<memory snapshot='external' file='{}'/>"


@pytest.fixture
def host(tmp_path: Path) -> HostFolders:
    found = HostFolders(tmp_path / "host")
    found.define("web", NEW)
    return found


@pytest.mark.parametrize("locked", ["etc/libvirt/qemu", "var/lib/libvirt/qemu/snapshot/web"])
def test_a_folder_that_may_not_be_read_is_told(locked: str) -> None:
    with tempfile.TemporaryDirectory(prefix="hostile-") as name:
        os.chmod(name, 0o755)
        host = HostFolders(Path(name) / "host")
        host.define("web", NEW)
        host.autostart("web")
        host.write("lib", "save/web.save", saved(domain("web", OLD)))
        host.write("lib", "snapshot/web/s.xml", snapshot("s", domain("web", OLD)))
        host.write("run", "web.xml", live(domain("web", OLD)))
        os.chmod(host.root / locked, 0)
        ran = harmless(host.root, *CHECK, codes=(3,), unprivileged=True, seconds=60)
        os.chmod(host.root / locked, 0o755)
    report = json.loads(ran.out)
    assert [(skip["path"], skip["reason"], skip["failed"]) for skip in report["skipped"]] == [
        (f"./{locked}", "cannot be read: Permission denied", True)
    ]
    assert report["definitions"]  # of the rest


@pytest.mark.parametrize(
    ("compression", "rule"),
    [(1, "MT401"), (2, "MT401"), (3, "MT401"), (5, "MT401"), (99, "MT601")],
)
def test_a_bomb_in_a_save_is_not_unpacked(host: HostFolders, compression: int, rule: str) -> None:
    bomb = gzip.compress(bytes(100 << 20))
    host.write("lib", "save/web.save", saved(domain("web", OLD), compression) + bomb)
    ran = harmless(host.root, *CHECK, codes=(0, 1), seconds=3)
    found = [one["rule"] for one in json.loads(ran.out)["findings"]]
    assert [one for one in found if one in ("MT401", "MT601")] == [rule]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"LibvirtQemudSave", id="only the magic"),
        pytest.param(saved(domain("web", OLD))[:200], id="cut"),
        pytest.param(saved("<domain>" * 10000), id="no end"),
        pytest.param(b"QFI\xfb" + bytes(200), id="an image"),
        pytest.param(b"", id="empty"),
        pytest.param(os.urandom(5000), id="noise"),
    ],
)
def test_a_damaged_managed_save_takes_nothing_along(host: HostFolders, data: bytes) -> None:
    host.write("lib", "save/web.save", data)
    ran = harmless(host.root, *CHECK, codes=(0, 1, 3))
    assert [one["domain"] for one in json.loads(ran.out)["definitions"]] == ["web"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(image(count=2**32 - 1), id="a huge count"),
        pytest.param(image(count=65536), id="no table"),
        pytest.param(image(count=65536, table_at=2**64 - 8), id="a table beyond the end"),
        pytest.param(image(*[entry(b"x" * 65535)] * 20), id="long names"),
        pytest.param(image(backing=(8, 2**32 - 1)), id="a long backing file"),
        pytest.param(b"QFI\xfb", id="only the magic"),
    ],
)
def test_a_hostile_image_says_nothing(host: HostFolders, content: bytes) -> None:
    place = host.root / "var/lib/libvirt/images/web.qcow2"
    place.parent.mkdir(parents=True)
    place.write_bytes(content)
    os.truncate(place, 1 << 36)
    text = domain("web", NEW, devices=DISK.format("/var/lib/libvirt/images/web.qcow2"))
    host.write("lib", "snapshot/web/s.xml", snapshot("s", text, INSIDE))
    ran = harmless(host.root, *CHECK, codes=(0,), seconds=3)
    assert json.loads(ran.out)["findings"] == []


@pytest.mark.parametrize(
    "path",
    [
        "/etc/libvirt/qemu/web.xml",  # a definition
        "/var/lib/libvirt/qemu/snapshot/web/s.xml",  # itself
        "/var/lib/libvirt/qemu/snapshot",
        "/fifo",
        "/zero",
        "/round",
        "/../../../../../../../etc/passwd",
        "/dev/zero",
        "x" * 5000,
        "&#10;&#9;",
        "\u202e\ud7ff",
    ],
)
@pytest.mark.parametrize("memory", [INSIDE, OUTSIDE])
def test_whatever_a_snapshot_names_is_harmless(host: HostFolders, path: str, memory: str) -> None:
    os.mkfifo(host.root / "fifo")
    (host.root / "zero").symlink_to("/dev/zero")
    (host.root / "round").symlink_to("round")
    text = domain("web", NEW, devices=DISK.format(path))
    host.write("lib", "snapshot/web/s.xml", snapshot("s", text, memory.format(path)))
    ran = harmless(host.root, *CHECK, codes=(0, 1), seconds=3)
    assert len(json.loads(ran.out)["definitions"]) == 2


def test_many_snapshots_of_one_file_read_it_once(host: HostFolders) -> None:
    place = host.root / "elsewhere"
    place.write_bytes(saved(domain("web", NEW)))
    for number in range(500):
        text = snapshot(f"s{number}", domain("web", NEW), OUTSIDE.format("/elsewhere"))
        host.write("lib", f"snapshot/web/s{number}.xml", text)
    ran = harmless(host.root, "check", "--for", "debian:13", "--format", "json", "etc", "var", codes=(0,))
    report = json.loads(ran.out)
    assert [one["carrier"] for one in report["definitions"]].count("save image") == 1


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """Folders in each other whose names are those of a host."""
    folder = tmp_path / "host"
    for name in ("etc", "libvirt", "qemu", "snapshot", "qemu", "save", "qemu", "autostart", "qemu") * 8:
        folder = folder / name
        folder.mkdir(parents=True)
        (folder / "web.xml").write_text(domain("web", NEW))
        (folder / "up").symlink_to("..")
    yield tmp_path / "host"


def test_folders_of_these_names_in_any_order_are_harmless(deep: Path) -> None:
    report = json.loads(harmless(deep, *CHECK, codes=(0,)).out)
    assert len(report["definitions"]) + len(report["skipped"]) == 72
