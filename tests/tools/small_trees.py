"""What do the tests of the reader of source trees start from? Trees of a few lines in QEMU's manner, one in
each layout of its build, all with boards that no QEMU has."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from mtype.hosts.listing import Listing
from tools.harvest.source_tree import read_tree

BOARDS_H = """
#define TYPE_MACHINE "machine"
#define MACHINE_TYPE_NAME(n) n "-machine"
#define DEFINE_MACHINE(namestr, init) \\
    static void init##_class_init(ObjectClass *oc, void *data) { init(MACHINE_CLASS(oc)); } \\
    static const TypeInfo init##_info = { \\
        .name = MACHINE_TYPE_NAME(namestr), .parent = TYPE_MACHINE, .class_init = init##_class_init, }; \\
    static void init##_register(void) { type_register_static(&init##_info); } \\
    type_init(init##_register)
"""
# A board of its own file, one that a symbol decides over, one that a condition in the file leaves out.
TEAPOT_C = """
#include "hw/boards.h"
static void teapot_init(MachineClass *mc)
{
    mc->desc = "Utah " "Teapot"; /* two literals are one text */
}
DEFINE_MACHINE("teapot", teapot_init)
#ifdef TARGET_AARCH64
static void kettle_init(MachineClass *mc)
{
    mc->desc = "Kettle (64 bit)";
}
DEFINE_MACHINE("kettle", kettle_init)
#endif
"""
MESON: dict[str, str] = {
    "VERSION": "7.1.0\n",
    "include/hw/boards.h": BOARDS_H,
    "configs/devices/arm-softmmu/default.mak": "CONFIG_TEAPOT=y\n# CONFIG_MUG=y\n",
    "configs/devices/aarch64-softmmu/default.mak": "include ../arm-softmmu/default.mak\n",
    "hw/Kconfig": "config TEAPOT\n    bool\n    select CUP if TCG\n"
    "config CUP\n    bool\nconfig MUG\n    bool\n",
    "hw/arm/meson.build": "arm_ss = ss.source_set()\n"
    "arm_ss.add(when: 'CONFIG_TEAPOT', if_true: files('teapot.c'))\n"
    "arm_ss.add(when: ['CONFIG_CUP', 'TARGET_AARCH64'], if_true: files('cup.c'))\n"
    "arm_ss.add(when: 'CONFIG_MUG', if_true: files('mug.c'))\n"
    "hw_arch += {'arm': arm_ss}\n",
    "hw/arm/teapot.c": TEAPOT_C,
    "hw/arm/cup.c": '#include "hw/boards.h"\nstatic void cup_init(MachineClass *mc)\n'
    '{\n    mc->alias = "cup";\n}\nDEFINE_MACHINE("cup-2", cup_init)\n',
    "hw/arm/mug.c": '#include "hw/boards.h"\nstatic void mug_init(MachineClass *mc) { }\n'
    'DEFINE_MACHINE("mug", mug_init)\n',
}


def folder(tmp_path: Path, files: Mapping[str, str]) -> Path:
    """A folder with `files`."""
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def repository(tmp_path: Path, files: Mapping[str, str]) -> Path:
    """The same as a git repository with one commit, whose work tree is gone."""
    folder(tmp_path, files)
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "a tree"]):
        subprocess.run([*git, *command], check=True, capture_output=True)
    for name in files:
        (tmp_path / name).unlink()
    return tmp_path


def read(tmp_path: Path, files: Mapping[str, str], options: tuple[str, ...] = ()) -> dict[str, Listing]:
    """The listings of a tree with `files`, by arch."""
    return {listing.arch or "": listing for listing in read_tree(folder(tmp_path, files), None, options)}


def names(listing: Listing) -> set[str]:
    """What it lists: `q35=pc-q35-9.2` for an alias, `pc*` for the default, `old!` for what is deprecated."""
    return {
        machine.name
        + (f"={machine.alias_of}" if machine.alias_of else "")
        + ("*" if machine.default else "")
        + ("!" if machine.deprecated else "")
        for machine in listing.machines
    }


def machines(tmp_path: Path, code: str, *, version: str = "7.1.0", header: str = "") -> set[str]:
    """What the emulator of arm lists if `code` is all there is."""
    files = {
        "VERSION": version,
        "include/hw/boards.h": BOARDS_H + header,
        "configs/devices/arm-softmmu/default.mak": "",
        "hw/arm/meson.build": "arm_ss.add(files('board.c'))\nhw_arch += {'arm': arm_ss}\n",
        "hw/arm/board.c": f'#include "hw/boards.h"\n{code}',
    }
    return names(read(tmp_path, files)["arm"])
