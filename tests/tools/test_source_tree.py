"""Is a QEMU source tree read as its emulators list it, in every layout that QEMU has had?"""

from __future__ import annotations

from pathlib import Path

import pytest

from mtype.hosts.listing import ListedMachine
from tests.tools.small_trees import BOARDS_H, MESON, names, read, repository
from tools.harvest.source_tree import read_tree


def test_a_listing_for_each_emulator_with_arch_and_version(tmp_path: Path) -> None:
    found = read(tmp_path, MESON)
    assert {arch: names(listing) for arch, listing in found.items()} == {
        "arm": {"teapot"},
        "aarch64": {"teapot", "kettle", "cup-2", "cup=cup-2"},
    }
    assert {listing.version for listing in found.values()} == {"7.1.0"}


def test_descriptions_and_aliases_are_as_minus_M_help_has_them(tmp_path: Path) -> None:
    found = read(tmp_path, MESON)["aarch64"].machines
    assert ListedMachine("teapot", description="Utah Teapot") in found
    assert ListedMachine("cup", alias_of="cup-2") in found


def test_a_revision_of_a_repository_is_read_without_a_work_tree(tmp_path: Path) -> None:
    found = read_tree(repository(tmp_path, MESON), "HEAD")
    assert [(listing.arch, len(listing.machines)) for listing in found] == [("aarch64", 4), ("arm", 1)]


@pytest.mark.parametrize(
    ("revision", "says"),
    [
        (None, "is no source tree of QEMU: it has no VERSION"),
        ("v9", "v9"),
        ("HEAD", "HEAD is no source tree"),
    ],
)
def test_what_is_no_source_tree_is_refused(tmp_path: Path, revision: str | None, says: str) -> None:
    place = repository(tmp_path, {"README": "a text"})
    with pytest.raises(ValueError, match=says):
        read_tree(place, revision)


OLDEST = {
    "VERSION": "0.10.0",
    "configure": 'target_list="arm-softmmu i386-softmmu"',
    "Makefile.target": "ifeq ($(TARGET_ARCH), x86_64)\nTARGET_BASE_ARCH:=i386\nendif\n"
    "ifdef CONFIG_LINUX_USER\nOBJS=stove.o\nendif\n"
    "ifeq ($(TARGET_BASE_ARCH), arm)\nOBJS+= teapot.o \\\n        stove.o\nendif\n",
    "hw/teapot.c": 'QEMUMachine teapot_machine = { "teapot", "Utah Teapot", init };\n',
    "hw/stove.c": 'QEMUMachine stove_machine = { .name = "stove", .desc = "Stove" };\n',
    "target-arm/machine.c": "void register_machines(void) { qemu_register_machine(&stove_machine);\n"
    "qemu_register_machine(&teapot_machine); }\n",
}


def test_before_0_11_the_first_machine_of_the_list_is_the_default(tmp_path: Path) -> None:
    found = read(tmp_path, OLDEST)
    assert names(found["arm"]) == {"stove*", "teapot"} and names(found["i386"]) == set()
    assert {machine.description for machine in found["arm"].machines} == {"Utah Teapot", "Stove"}


MAKE_OBJS = {
    "VERSION": "1.6.0",
    "default-configs/arm-softmmu.mak": "include sub.mak\nCONFIG_TEAPOT=y\n",
    "default-configs/sub.mak": "CONFIG_CUPS=y\n",
    "hw/Makefile.objs": "devices-dirs-$(CONFIG_CUPS) += cups/\ndevices-dirs-$(CONFIG_SPOONS) += spoons/\n"
    "common-obj-y += $(devices-dirs-y)\n",
    "hw/arm/Makefile.objs": "obj-$(CONFIG_TEAPOT) += teapot.o\nobj-$(CONFIG_STOVE) += stove.o\n"
    "obj-$(call land,$(CONFIG_TEAPOT),$(CONFIG_CUPS)) += tray.o\n",
    "hw/cups/Makefile.objs": "obj-y += cup.o\n",
    "hw/spoons/Makefile.objs": "obj-y += spoon.o\n",
}
PLACES = {"teapot": "arm", "stove": "arm", "tray": "arm", "cup": "cups", "spoon": "spoons"}


def old_style(name: str) -> str:
    machine = f'static QEMUMachine m = {{ .name = "{name}", .alias = "the-{name}", .is_default = 1 }};\n'
    return machine + "static void r(void) { qemu_register_machine(&m); }\nmachine_init(r);\n"


def test_makefiles_are_followed_into_folders(tmp_path: Path) -> None:
    code = {f"hw/{place}/{name}.c": old_style(name) for name, place in PLACES.items()}
    listed = {f"{name}*" for name in ("teapot", "tray", "cup")}
    listed |= {f"the-{name}={name}" for name in ("teapot", "tray", "cup")}
    assert names(read(tmp_path, MAKE_OBJS | code)["arm"]) == listed


@pytest.mark.parametrize(
    ("options", "listed"),
    [((), {"teapot"}), (("xen",), {"teapot", "kettle"}), (("xen", "multiprocess"), {"teapot", "kettle"})],
)
def test_a_build_option_brings_what_needs_it(
    tmp_path: Path, options: tuple[str, ...], listed: set[str]
) -> None:
    code = MESON["hw/arm/teapot.c"].replace("TARGET_AARCH64", "CONFIG_XEN")
    meson = MESON["hw/arm/meson.build"].replace("'arm'", "'i386'")
    files = MESON | {"hw/arm/teapot.c": code, "hw/arm/meson.build": meson}
    files |= {"configs/devices/i386-softmmu/default.mak": "CONFIG_TEAPOT=y\n"}
    assert names(read(tmp_path, files, options)["i386"]) == listed


@pytest.mark.parametrize(
    ("targets", "listed"),
    [("['aarch64-softmmu']", {"aarch64"}), ("['i386-softmmu']", set())],
)
def test_xen_is_for_the_arches_that_meson_build_names(tmp_path: Path, targets: str, listed: set[str]) -> None:
    code = MESON["hw/arm/teapot.c"].replace("TARGET_AARCH64", "CONFIG_XEN")
    files = MESON | {"hw/arm/teapot.c": code, "meson.build": f"xen_targets = {targets}\n"}
    assert {
        arch for arch, found in read(tmp_path, files, ("xen",)).items() if "kettle" in names(found)
    } == listed


FILTERED = {
    "VERSION": "10.2.0",
    "include/hw/boards.h": BOARDS_H,
    "include/hw/arm/machines-qom.h": '#define TYPE_TARGET_ARM_MACHINE "for-arm-machine"\n'
    '#define TYPE_TARGET_AARCH64_MACHINE "for-aarch64-machine"\n',
    "target/arm/machine.c": '#include "hw/arm/machines-qom.h"\n'
    "const InterfaceInfo both_machine_interfaces[] = {\n"
    "    { TYPE_TARGET_ARM_MACHINE }, { TYPE_TARGET_AARCH64_MACHINE }, { } };\n",
    "hw/arm/meson.build": "a_ss.add(files('board.c'))\nhw_common_arch += {'arm': a_ss}\n",
    "hw/arm/board.c": '#include "hw/boards.h"\n#include "hw/arm/machines-qom.h"\n'
    'static const TypeInfo types[] = {\n  { .name = MACHINE_TYPE_NAME("both"), .parent = TYPE_MACHINE,\n'
    "    .interfaces = both_machine_interfaces },\n"
    '  { .name = MACHINE_TYPE_NAME("large"), .parent = TYPE_MACHINE,\n'
    "    .interfaces = (const InterfaceInfo[]) { { TYPE_TARGET_AARCH64_MACHINE }, { } } },\n"
    '  { .name = MACHINE_TYPE_NAME("forgotten"), .parent = TYPE_MACHINE } };\nDEFINE_TYPES(types)\n',
} | {
    path: text
    for arch in ("arm", "aarch64")
    for path, text in {
        f"configs/devices/{arch}-softmmu/default.mak": "",
        f"configs/targets/{arch}-softmmu.c": '#include "hw/arm/machines-qom.h"\n'
        f"static const TargetInfo info = {{ .machine_typename = TYPE_TARGET_{arch.upper()}_MACHINE, }};\n",
    }.items()
}


def test_since_10_2_an_emulator_lists_the_machines_with_its_interface_only(tmp_path: Path) -> None:
    found = read(tmp_path, FILTERED)
    assert names(found["arm"]) == {"both"} and names(found["aarch64"]) == {"both", "large"}
