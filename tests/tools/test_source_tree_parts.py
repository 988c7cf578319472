"""Do the parts of the reader of source trees keep the rules of C, make, Kconfig and meson?"""

from __future__ import annotations

import pytest

from tools.harvest.source_tree_kconfig import holds, read_config, read_kconfig, solve
from tools.harvest.source_tree_macros import Macro, constant, expand, read_define, tokens_of
from tools.harvest.source_tree_make import evaluate
from tools.harvest.source_tree_meson import read_source_sets
from tools.harvest.source_tree_preprocess import preprocess


def defined(*definitions: str) -> dict[str, Macro]:
    return dict(filter(None, map(read_define, definitions)))


@pytest.mark.parametrize(
    ("definitions", "code", "becomes"),
    [
        pytest.param(["A 1"], "A B", "1 B", id="a value"),
        pytest.param(["F(x) x + x"], "F(A) F", "A + A F", id="a call, and a name that is none"),
        pytest.param(["F(x, y) y x"], "F((1, 2), {3, 4})", "{ 3 , 4 } ( 1 , 2 )", id="brackets keep commas"),
        pytest.param(["F(x) #x"], "F(a b)", '"ab"', id="a string"),
        pytest.param(["F(x) x##_t"], "F(a)", "a_t", id="pasting"),
        pytest.param(
            ["F(x, ...) g(x, ## __VA_ARGS__)"], "F(1) F(1, 2)", "g ( 1 ) g ( 1 , 2 )", id="a comma goes"
        ),
        pytest.param(["F(x, r...) r"], "F(1, 2, 3)", "2 , 3", id="the others by a name"),
        pytest.param(["X Y", "Y X"], "X", "X", id="no endless expansion"),
        pytest.param(["F(x) x", "G F"], "G(1)", "1", id="a name that becomes a call"),
        pytest.param(["S(x) T(x)", "T(x) #x", "N 5"], "S(N)", '"5"', id="arguments first"),
        pytest.param(["F(x) x"], "F(1", "F ( 1", id="a call that does not end"),
        pytest.param(["F(x) [x]"], "F()", "[ ]", id="no argument"),
    ],
)
def test_macros(definitions: list[str], code: str, becomes: str) -> None:
    assert " ".join(expand(tokens_of(code), defined(*definitions))) == becomes


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("(10 - 4) > 6 || (6 == 6 && 1 >= 1)", 1),
        ("!0", 1),
        ("0x10u", 16),
        ("latest", 1),
        ("true && !NULL", 1),
        ("kvm_enabled()", None),
        ("1 +", None),
        ("", None),
    ],
)
def test_constants(code: str, value: int | None) -> None:
    assert constant(tokens_of(code), {"latest": 1}) == value


@pytest.mark.parametrize(
    ("code", "left"),
    [
        ("#ifdef CONFIG_A\n1\n#else\n2\n#endif\n3", "1 3"),
        ("#ifndef CONFIG_A\n1\n#else\n2\n#endif", "2"),
        ("#if defined(CONFIG_B) || defined CONFIG_A\n1\n#endif", "1"),
        ("#if 0\n1\n#elif CONFIG_A\n2\n#elif 1\n3\n#else\n4\n#endif", "2"),
        ("#if CONFIG_B\n#if 1\n1\n#else\n2\n#endif\n#endif", ""),
        ("#if UNKNOWN > 1\n1\n#endif", ""),
        ("#define A 1\nA\n#undef A\nA", "1 A"),
        ("#define F(x) \\\n  x\nF(\n2)", "2"),
        ('/* 1 */ "/* 2 */" // 3\n4', '"/* 2 */" 4'),
        ("#pragma once\n1\n#endif", "1"),
    ],
)
def test_directives(code: str, left: str) -> None:
    assert " ".join(preprocess(code, {}, {"CONFIG_A"}.__contains__)) == left


MAKEFILE = """
obj-y = a.o
obj-$(CONFIG_X) += b.o \\
   c.o  # and a comment
obj-$(CONFIG_Z) += d.o
ifeq ($(ARCH),arm)
obj-y += e.o
else
obj-y += f.o
endif
ifneq ($(findstring r,$(ARCH)),)
obj-y += $(addprefix hw/,$(if $(CONFIG_X),g.o h.o,i.o))
endif
ifdef CONFIG_Z
obj-y += j.o
endif
obj-y ?= k.o
obj-$(call lor,$(CONFIG_Z),$(CONFIG_X)) += $(sort l.o) $(call lnot,y) $(wildcard *.o)
obj-$(call land,$(CONFIG_Z),$(CONFIG_X)) += m.o
obj-y += $(or $(CONFIG_Z),n.o) $(and $(CONFIG_X),o.o) $(if $(CONFIG_Z),p.o)
all: obj-y
\techo obj-y = q.o
"""


def test_makefiles() -> None:
    values = evaluate(MAKEFILE, {"CONFIG_X": "y", "ARCH": "arm"})
    assert values["obj-y"].split() == ["a.o", "b.o", "c.o", "e.o", "hw/g.o", "hw/h.o", "l.o", "n.o", "o.o"]


KCONFIG = """
config A
    bool
    select B
    imply C if B
    imply D
config C
    bool # comment
config D
    bool
    depends on NEVER
menu "more"
config E
    bool
    default y if A
    depends on B && !NEVER
config F
    bool
    default y
config G
    bool
    default n
config H
    bool
    default A
endmenu
    select NOTHING
"""


def test_kconfig() -> None:
    given = {"A": True, "F": False}
    assert solve(read_kconfig([KCONFIG]), given) == {"A", "B", "C", "E", "H"}
    assert solve(read_kconfig([KCONFIG]), {"NEVER": True}) == {"F", "NEVER"}


def test_a_choice_that_swings_ends() -> None:
    assert solve(read_kconfig(["config A\n    default y if !A\n"]), {}) <= {"A"}


@pytest.mark.parametrize(
    ("condition", "truth"), [("", True), ("A && (B || !C)", True), ("!A", False), ("y", True), ("B", False)]
)
def test_conditions(condition: str, truth: bool) -> None:
    assert holds(condition, {"A"}) is truth


def test_default_configurations() -> None:
    text = "CONFIG_A=y\n# CONFIG_B=y\nCONFIG_C = n\nCONFIG_D=y # why\ninclude other.mak\n"
    assert read_config(text) == {"A": True, "C": False, "D": True}


MESON = """
arm_ss = ss.source_set()  # files('comment.c')
arm_ss.add(files('a.c'), fdt)
arm_ss.add(when: 'CONFIG_X', if_true: [files('b.c', 'sub/c.c')], if_false: files('d.c'))
arm_ss.add(when: [xen, 'CONFIG_X'], if_true: files('e.c'))
inner_ss.add(files('f.c'))
other_ss.add(files('g.c'))
arm_ss.add_all(when: 'CONFIG_Y', if_true: inner_ss)
system_ss.add(files('h.c'))
hw_arch += {'arm': arm_ss}
"""


@pytest.mark.parametrize(
    ("arch", "symbols", "files"),
    [
        ("arm", {"CONFIG_X"}, "a.c b.c sub/c.c h.c"),
        ("arm", {"CONFIG_Y"}, "a.c d.c f.c h.c"),
        ("arm", {"CONFIG_X", "CONFIG_XEN"}, "a.c b.c sub/c.c e.c h.c"),
        ("ppc", {"CONFIG_X"}, "h.c"),
    ],
)
def test_source_sets(arch: str, symbols: set[str], files: str) -> None:
    built = read_source_sets({"hw/arm/meson.build": MESON}).built(arch, symbols.__contains__)
    assert built == {f"hw/arm/{name}" for name in files.split()}
