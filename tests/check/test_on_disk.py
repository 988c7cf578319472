"""Are the folders of a host seen as one host, and nothing else taken for one?"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from mtype.check.result import OnDisk
from mtype.definitions.document import SaveImage
from mtype.model.exit_code import ExitCode
from mtype.model.severity import Severity
from tests.check.build import lint, rules_of
from tests.check.folders import (
    COPIES,
    GONE,
    NEW,
    OLD,
    OWN,
    USUAL,
    HostFolders,
    carriers,
    domain,
    live,
    saved,
    snapshot,
    uuid_of,
)

LAYOUTS = pytest.mark.parametrize("layout", [USUAL, OWN, COPIES], ids=["usual", "own", "copies"])


def trapped(root: Path, layout: dict[str, str]) -> HostFolders:
    """A host with every trap: each carrier brings another type than the definition says."""
    host = HostFolders(root, layout)
    for name in ("saved", "snapped", "running", "gone"):
        host.define(name, NEW)
    host.write("lib", "save/saved.save", saved(domain("saved", OLD)))
    host.write("lib", "snapshot/snapped/before.xml", snapshot("before", domain("snapped", OLD)))
    host.write("lib", "snapshot/gone/old.xml", snapshot("old", domain("gone", GONE)))
    host.write("run", "running.xml", live(domain("running", OLD)))
    return host


@LAYOUTS
def test_every_carrier_is_held_against_the_definition(tmp_path: Path, layout: dict[str, str]) -> None:
    trapped(tmp_path, layout)
    ran = lint(tmp_path)
    assert carriers(ran, tmp_path) == {
        **{f"{layout['etc']}/{name}.xml": "persistent" for name in ("gone", "running", "saved", "snapped")},
        f"{layout['run']}/running.xml": "live",
        f"{layout['lib']}/save/saved.save": "managed save",
        f"{layout['lib']}/snapshot/gone/old.xml": "snapshot",
        f"{layout['lib']}/snapshot/snapped/before.xml": "snapshot",
    }
    assert {found.rule: found.domain for found in ran.findings if found.rule.startswith("MT4")} == {
        "MT401": "saved",
        "MT402": "gone",
        "MT403": "running",
        "MT405": "snapped",
    }
    assert [row.path for row in ran.rows] == sorted(row.path for row in ran.rows)


@LAYOUTS
def test_many_workers_give_the_same(tmp_path: Path, layout: dict[str, str]) -> None:
    for number in range(40):
        trapped(tmp_path / f"host-{number}", layout)
    one, two = lint(tmp_path, jobs=1), lint(tmp_path, jobs=2)
    assert (one.rows, one.findings, one.skipped) == (two.rows, two.findings, two.skipped)
    assert rules_of(one).count("MT401") == rules_of(one).count("MT403") == 40


@pytest.mark.parametrize("folders", [("etc", "var"), ("var", "etc"), ("var/lib", "etc", "run")])
def test_the_folders_can_be_named_one_by_one(
    tmp_path: Path, folders: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    trapped(tmp_path, USUAL)
    assert "MT401" in rules_of(lint(*[tmp_path / folder for folder in folders]))
    monkeypatch.chdir(tmp_path)
    assert "MT401" in rules_of(lint(*folders))
    monkeypatch.chdir(tmp_path / USUAL["lib"])
    assert "MT401" in rules_of(lint("save", tmp_path / "etc"))


def test_a_file_can_be_named(tmp_path: Path) -> None:
    host = HostFolders(tmp_path)
    definition = host.define("web", NEW)
    save = host.write("lib", "save/web.save", saved(domain("web", OLD)))
    assert rules_of(lint(save, definition)).count("MT401") == 1
    alone = lint(save)
    assert [row.carrier for row in alone.rows] == ["managed save"]
    assert "MT401" not in rules_of(alone)


def test_the_same_guest_on_two_hosts_is_two_guests(tmp_path: Path) -> None:
    one, other = HostFolders(tmp_path / "a"), HostFolders(tmp_path / "b")
    one.define("web", OLD)
    one.write("lib", "save/web.save", saved(domain("web", OLD)))
    other.define("web", NEW)
    assert "MT401" not in rules_of(lint(tmp_path))


def test_a_guest_of_the_same_name_is_another_guest(tmp_path: Path) -> None:
    host = HostFolders(tmp_path)
    host.define("web", NEW)
    host.write("lib", "save/web.save", saved(domain("web", OLD, uuid=uuid_of("another"))))
    assert "MT401" not in rules_of(lint(tmp_path))


def test_the_header_of_a_save_image_is_told(tmp_path: Path) -> None:
    (tmp_path / "web.save").write_bytes(saved(domain("web", NEW), compression=1))
    (row,) = lint(tmp_path).rows
    assert (row.carrier, row.saved) == ("save image", SaveImage(2, "gzip", was_running=True))


def test_autostart_and_variables_are_told_of_the_guest(tmp_path: Path) -> None:
    host = HostFolders(tmp_path)
    for name in ("db", "mail", "web"):
        host.define(name, NEW)
    host.autostart("web")
    variables = host.write("lib", "nvram/web_VARS.fd", b"_FVH")
    image = host.write("lib", "nvram/db_VARS.qcow2", b"QFI\xfb")
    ran = lint(tmp_path)
    assert [row.on_disk for row in ran.rows] == [
        OnDisk(str(tmp_path), autostart=False, nvram=str(image)),
        OnDisk(str(tmp_path), autostart=False, nvram=None),
        OnDisk(str(tmp_path), autostart=True, nvram=str(variables)),
    ]
    assert ran.skipped == ()
    assert ran.exit_code(Severity.ERROR) is ExitCode.CLEAN


def test_a_link_that_became_a_file_is_not_checked_twice(tmp_path: Path) -> None:
    host = HostFolders(tmp_path)
    definition = host.define("web", NEW)
    copy = host.write("etc", "autostart/web.xml", definition.read_bytes())
    ran = lint(tmp_path)
    assert [(row.path, row.on_disk and row.on_disk.autostart) for row in ran.rows] == [
        (str(definition), True)
    ]
    assert [(skip.path, skip.failed) for skip in ran.skipped] == [(str(copy), False)]


def test_a_folder_of_links_that_is_named_is_followed(tmp_path: Path) -> None:
    host = HostFolders(tmp_path)
    link = host.autostart("web")
    link.unlink()
    link.symlink_to(host.define("web", NEW))
    assert len(lint(link.parent).rows) == 1


def test_a_link_without_a_definition_is_told(tmp_path: Path) -> None:
    host = HostFolders(tmp_path)
    host.define("web", NEW)
    link = host.autostart("gone")
    assert [(skip.path, skip.failed) for skip in lint(tmp_path).skipped] == [(str(link), True)]


@pytest.mark.parametrize(
    "path",
    [
        "guests/web.xml",
        "roles/a/qemu/web.xml",
        "qemu/web.xml",
        "libvirt/qemu/web.xml",
        "save/web.xml",
        "qemu-hosts/web.xml",
        "templates/qemu.d/snapshot/web.xml",
    ],
)
def test_an_ordinary_folder_is_no_host(tmp_path: Path, path: str) -> None:
    place = tmp_path / path
    place.parent.mkdir(parents=True)
    place.write_text(domain("web", NEW))
    (tmp_path / "roles/b/qemu/networks").mkdir(parents=True)
    assert carriers(lint(tmp_path), tmp_path) == {path: "file"}
    assert lint(tmp_path).rows[0].on_disk is None


@pytest.mark.parametrize("mark", ["qemu.conf", "qemu/autostart/", "qemu/networks/", "../lib/qemu/save/"])
def test_what_lies_beside_it_makes_a_folder_one_of_libvirt(tmp_path: Path, mark: str) -> None:
    place = tmp_path / "host" / "etc" / "qemu" / "web.xml"
    place.parent.mkdir(parents=True)
    place.write_text(domain("web", NEW))
    beside = place.parents[1] / mark
    if mark.endswith("/"):
        beside.mkdir(parents=True)
    else:
        beside.touch()
    assert [row.carrier for row in lint(tmp_path).rows] == ["persistent"]


@pytest.mark.parametrize(
    ("folder", "root"),
    [
        ("etc/libvirt/qemu", "."),
        ("home/u/.config/libvirt/qemu", "home/u"),
        ("usr/local/etc/libvirt/qemu", "usr/local"),
    ],
)
def test_where_its_root_is(tmp_path: Path, folder: str, root: str) -> None:
    place = tmp_path / folder / "web.xml"
    place.parent.mkdir(parents=True)
    place.write_text(domain("web", NEW))
    (row,) = lint(place.parent).rows
    assert row.on_disk is not None
    assert Path(row.on_disk.host) == tmp_path / root


def test_other_things_in_the_folders_are_what_they_were(tmp_path: Path) -> None:
    host = HostFolders(tmp_path)
    host.define("web", NEW)
    host.write("etc", "networks/default.xml", "<network><name>default</name></network>")
    host.write("lib", "save/readme.xml", domain("other", NEW))
    host.write("lib", "checkpoint/web/one.xml", f"<domaincheckpoint>{domain('web', OLD)}</domaincheckpoint>")
    host.write("lib", "save/cut.save", b"LibvirtQemudPart" + bytes(200))
    ran = lint(tmp_path)
    assert sorted(carriers(ran, tmp_path).values()) == ["checkpoint", "file", "persistent"]
    assert {os.path.basename(skip.path): skip.failed for skip in ran.skipped} == {
        "default.xml": False,
        "cut.save": True,
    }
    assert not [rule for rule in rules_of(ran) if rule.startswith("MT4")]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    host = trapped(tmp_path / "host", USUAL)
    for folder in ("snapshot", "save", "snapshot/snapped"):
        (host.root / USUAL["lib"] / folder / "up").symlink_to("..")
        (host.root / USUAL["lib"] / folder / "self").symlink_to(".")
    (host.root / "var/lib/libvirt/qemu/etc").symlink_to("../../../../etc")
    ran = lint(tmp_path)
    assert rules_of(ran).count("MT401") == rules_of(ran).count("MT405") == 1
    assert len(ran.rows) == 8


def test_a_copy_in_another_place_says_the_same(tmp_path: Path) -> None:
    trapped(tmp_path / "host", USUAL)
    shutil.copytree(tmp_path / "host", tmp_path / "copy", symlinks=True)
    assert rules_of(lint(tmp_path / "host")) == rules_of(lint(tmp_path / "copy"))


def test_all_in_one_folder_is_one_host(tmp_path: Path) -> None:
    """As the daemon of a session has it."""
    host = HostFolders(tmp_path / "host", {"etc": "qemu", "lib": "qemu"})
    host.define("web", NEW)
    host.write("lib", "save/web.save", saved(domain("web", OLD)))
    assert "MT401" in rules_of(lint(tmp_path))
