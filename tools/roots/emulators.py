"""How does an emulator of another suite run here, without privilege? By its own loader and libraries."""

from __future__ import annotations

from pathlib import Path

# $0 is the path of the script: FOLDER/emulators/NAME. QEMU would look for its modules where this machine's
# QEMU has its own, and refuse them.
_SCRIPT = """\
#!/bin/sh
root=${{0%/*}}/../root
QEMU_MODULE_DIR=$root/{libraries}/qemu exec "$root/{loader}" --library-path "$root/{libraries}" \\
  "$root/{binary}" "$@"
"""


def write_scripts(folder: Path) -> None:
    """Write a script for each emulator of FOLDER/root into FOLDER/emulators, under the emulator's name."""
    root, scripts = folder / "root", folder / "emulators"
    loader = next(root.glob("usr/lib/*/ld-linux-*.so.*")).relative_to(root)
    scripts.mkdir()
    for name, binary in emulators(root).items():
        script = scripts / name
        words = {"libraries": loader.parent, "loader": loader, "binary": binary.relative_to(root)}
        script.write_text(_SCRIPT.format(**words))
        script.chmod(0o755)


def emulators(root: Path) -> dict[str, Path]:
    """The emulators of a root or of an unpacked package, by name: `qemu-system-…` and `xen-qemu-system-…`.

    A link is another name of an emulator that is there anyway. Where the program is a shell script, as
    qemu-system-i386 of bookworm is, the emulator that it starts lies in libexec under the same name.
    """
    found = {}
    for place in ("usr/bin", "usr/libexec"):
        for path in sorted(root.glob(f"{place}/*qemu-system-*")):
            if not path.is_symlink() and path.is_file() and _is_program(path):
                found[path.name] = path
    return found


def _is_program(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) == b"\x7fELF"
