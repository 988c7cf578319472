"""Which C files does a QEMU source tree build into the emulator of an arch, and with which symbols?"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tools.harvest.source_tree_files import SourceTree
from tools.harvest.source_tree_kconfig import Symbol, read_config, read_kconfig, solve
from tools.harvest.source_tree_make import evaluate
from tools.harvest.source_tree_meson import read_source_sets

ARCHES = ("x86_64", "i386", "aarch64", "arm", "ppc64", "s390x", "m68k", "riscv64", "loongarch64")
_BASE = {"x86_64": "i386", "aarch64": "arm", "ppc64": "ppc", "riscv64": "riscv", "loongarch64": "loongarch"}
# What a host with all libraries has.
_HOST = {
    "SOFTMMU", "SYSTEM_ONLY", "LINUX", "POSIX", "FDT", "TCG", "SPICE", "OPENGL", "X11", "PIXMAN", "TPM",
    "VIRTFS", "IVSHMEM", "VHOST_USER", "VHOST_KERNEL", "VHOST_VDPA", "GNUTLS", "HV_BALLOON_POSSIBLE",
}  # fmt: skip
# What decides over machines: libraries and features of the build, and `native`: that the build is for hosts
# of the arch that is emulated, which gives KVM. (Debian's x86 packages have KVM for x86 guests only.)
OPTIONS = {
    "xen": ("XEN", "XEN_BACKEND", "XEN_CTRL"),
    "multiprocess": ("MULTIPROCESS_ALLOWED",),
    "libcbor": ("LIBCBOR",),
    "native": ("KVM",),
}
_LISTS = re.compile(r"(common-|hw-|universal-)?obj-y|OBJS|devices-dirs-y")


@dataclass(frozen=True, slots=True)
class Build:
    """The `.c` files of an emulator and what `#if` asks for: `CONFIG_` and `TARGET_` symbols."""

    files: frozenset[str]
    symbols: frozenset[str]


def base_arch(arch: str) -> str:
    """QEMU's name for the family of an arch."""
    return _BASE.get(arch, arch)


def has_emulator(tree: SourceTree, arch: str) -> bool:
    """Whether the tree has a default configuration for `qemu-system-ARCH`."""
    if f"{arch}-softmmu" in tree.get("configure", ""):  # 0.10, 0.11: the list of targets
        return True
    return any(path in tree for path in _configurations(arch))


def _configurations(arch: str) -> list[str]:
    return [
        f"default-configs/{arch}-softmmu.mak",
        f"default-configs/devices/{arch}-softmmu.mak",
        f"configs/devices/{arch}-softmmu/default.mak",
    ]


class BuildRules:
    """The build rules of a tree, read once for all arches."""

    def __init__(self, tree: SourceTree) -> None:
        self._tree = tree
        kconfig = [text for path, text in tree.items() if posixpath.basename(path).startswith("Kconfig")]
        self._kconfig: dict[str, Symbol] = read_kconfig(kconfig)
        builds = {path: tree[path] for path in tree if path.endswith("/meson.build")}
        self._sets = read_source_sets(builds)

    def build(self, arch: str, options: Iterable[str]) -> Build:
        """What goes into `qemu-system-ARCH` with these of OPTIONS."""
        symbols = self._symbols(arch, options)
        if self._sets.arches:
            return Build(self._sets.built(base_arch(arch), symbols.__contains__), symbols)
        return Build(frozenset(self._made(arch, symbols)), symbols)

    def _symbols(self, arch: str, options: Iterable[str]) -> frozenset[str]:
        given = dict.fromkeys(_HOST, True) | self._chosen(arch) | {arch.upper(): True}
        given["KVM"] = base_arch(arch) == "i386"
        if arch == "ppc64" and "CONFIG_PSERIES=y" in self._tree.get("configure", ""):
            given["PSERIES"] = True  # 1.0 to 1.4
        for option in options:
            if self._may_have(option, arch):
                given |= dict.fromkeys(OPTIONS[option], True)
        config = solve(self._kconfig, given)
        targets = {arch.upper(), base_arch(arch).upper()}
        return frozenset(f"CONFIG_{name}" for name in config) | {f"TARGET_{name}" for name in targets}

    def _may_have(self, option: str, arch: str) -> bool:
        """Xen and KVM are for some arches only: meson.build lists them since 5.2."""
        words = {"xen": r"CONFIG_XEN'|xen_targets", "native": "kvm_targets"}
        if option not in words or base_arch(arch) == "i386":
            return True
        lines = re.findall(rf"^.*(?:{words[option]}).*", self._tree.get("meson.build", ""), re.MULTILINE)
        return f"'{arch}-softmmu'" in "\n".join(lines)

    def _chosen(self, arch: str) -> dict[str, bool]:
        """What the default configuration of the arch says, with the files that it includes."""
        chosen: dict[str, bool] = {}
        todo = [path for path in _configurations(arch) if path in self._tree]
        seen = set(todo)
        while todo:
            path = todo.pop()
            text = self._tree[path]
            chosen = read_config(text) | chosen
            for name in re.findall(r"^include\s+(\S+)", text, re.MULTILINE):
                other = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
                if other in self._tree and other not in seen:
                    seen.add(other)
                    todo.append(other)
        return chosen

    def _made(self, arch: str, symbols: frozenset[str]) -> Iterator[str]:
        """What the makefiles build, until 5.1."""
        base = base_arch(arch)
        variables = dict.fromkeys(symbols, "y")
        variables |= {"TARGET_ARCH": arch, "TARGET_ARCH2": arch, "TARGET_BASE_ARCH": base, "ARCH": "x86_64"}
        todo = [("", "Makefile.target"), ("", "Makefile.hw"), ("", "Makefile.objs")]
        todo += [(folder, f"{folder}/Makefile.objs") for folder in ("hw", f"hw/{base}", f"target-{base}")]
        seen: set[str] = set()
        while todo:
            folder, path = todo.pop()
            if path in seen or path not in self._tree:
                continue
            seen.add(path)
            values = evaluate(self._tree[path], variables)
            lists = [v for k, v in values.items() if _LISTS.fullmatch(k) or k == f"obj-{base}-y"]
            for word in " ".join(lists).split():
                place = posixpath.normpath(posixpath.join(folder, word))
                if word.endswith("/"):
                    todo.append((place, f"{place}/Makefile.objs"))
                elif word.endswith(".o"):
                    yield from self._sources(place.removesuffix(".o"))

    def _sources(self, stem: str) -> Iterator[str]:
        """The file of an object; objects of the oldest makefiles stand for files in hw/."""
        yield from (path for path in (f"{stem}.c", f"hw/{stem}.c") if path in self._tree)
