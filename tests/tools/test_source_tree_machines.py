"""Are machines found however C code registers them, and described as their class ends up?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.small_trees import machines

TYPE = '{ .name = MACHINE_TYPE_NAME("a"), .parent = TYPE_MACHINE, .class_init = ci }'
REGISTER = "static void r(void) { type_register_static(&t); }\ntype_init(r)\n"


def with_class(body: str) -> str:
    init = f"static void ci(ObjectClass *oc, void *data) {{ {body} }}\n"
    return f"{init}static const TypeInfo t = {TYPE};\n{REGISTER}"


@pytest.mark.parametrize(
    ("code", "listed"),
    [
        pytest.param(f"static const TypeInfo t = {TYPE};\n{REGISTER}", {"a"}, id="one type"),
        pytest.param(
            f"static const TypeInfo t[] = {{ {TYPE}, {TYPE.replace('a', 'b', 3)} }};\nDEFINE_TYPES(t)",
            {"a"},
            id="an array",
        ),
        pytest.param(
            f"static const TypeInfo t[] = {{ {TYPE} }};\n"
            "static void r(void) { type_register_static_array(t, 1); }\ntype_init(r)",
            {"a"},
            id="an array, registered by hand",
        ),
        pytest.param(f"static const TypeInfo t = {TYPE};", set(), id="never registered"),
        pytest.param(
            'static const TypeInfo t = { .name = MACHINE_TYPE_NAME("a"), .abstract = true };\n' + REGISTER,
            set(),
            id="abstract",
        ),
        pytest.param(
            'static const TypeInfo t = { .name = "a-device", .parent = "device" };\n' + REGISTER,
            set(),
            id="no machine",
        ),
        pytest.param(
            'static const TypeInfo t = { .name = "a", .parent = TYPE_MACHINE };\n' + REGISTER,
            {"a"},
            id="a machine by its parent, as before 2.5",
        ),
        pytest.param(
            "typedef struct Board { const char *name; } Board;\n"
            'static const Board boards[] = { { .name = MACHINE_TYPE_NAME("a") }, { .name = "b-machine" } };\n'
            "static void r(void) {\n  for (int i = 0; i < 2; i++) {\n"
            "    TypeInfo ti = { .name = boards[i].name, .parent = TYPE_MACHINE };\n"
            "    type_register(&ti);\n  }\n}\n"
            "type_init(r)",
            {"a", "b"},
            id="a loop over a table",
        ),
        pytest.param(
            'static QEMUMachine m[2] = { [0] = { .name = "a" }, [1] = { .name = "b" } };\n'
            "static void r(void) { qemu_register_machine(&m[0]); }\nmachine_init(r)",
            {"a", "b"},
            id="an array of the time before classes",
        ),
        pytest.param(
            'static QEMUMachine m = { .name = "a" };\nstatic const TypeInfo t = { .name = "x-machine",'
            " .parent = TYPE_MACHINE, .class_data = &m };\n" + REGISTER,
            {"a"},
            id="a class around such a one",
        ),
    ],
)
def test_what_is_registered_is_listed(tmp_path: Path, code: str, listed: set[str]) -> None:
    assert machines(tmp_path, code) == listed


@pytest.mark.parametrize(
    ("body", "listed"),
    [
        pytest.param("mc->is_default = true;", {"a*"}, id="default"),
        pytest.param("mc->is_default = 1, mc->alias = NULL;", {"a*"}, id="a comma for a semicolon"),
        pytest.param('mc->alias = "b"; mc->alias = NULL;', {"a"}, id="an alias taken back"),
        pytest.param('mc->deprecation_reason = "old";', {"a!"}, id="deprecated"),
        pytest.param("mc->deprecation_reason = NULL;", {"a"}, id="not deprecated"),
        pytest.param('mc->name = "b";', {"b"}, id="a name of its own, as before 2.5"),
        pytest.param("if (0) { mc->is_default = 1; }", {"a"}, id="a branch not taken"),
        pytest.param("if (0) x(); else mc->is_default = 1;", {"a*"}, id="the other branch"),
        pytest.param(
            "if (kvm_enabled()) mc->is_default = 1;", {"a*"}, id="a branch of which nothing is known"
        ),
        pytest.param("if (1) return; mc->is_default = 1;", {"a"}, id="after a return"),
        pytest.param("if (kvm_enabled()) { return; } mc->is_default = 1;", {"a*"}, id="after a maybe"),
        pytest.param("do { mc->is_default = 1; } while (0);", {"a*"}, id="in a loop"),
        pytest.param("dc->desc = 1; while (0) ;", {"a"}, id="an empty loop"),
    ],
)
def test_the_class_is_followed_to_its_end(tmp_path: Path, body: str, listed: set[str]) -> None:
    assert machines(tmp_path, with_class(body)) == listed


def test_functions_are_followed_with_the_constants_they_are_given(tmp_path: Path) -> None:
    code = "static void o(MachineClass *mc, bool latest) { if (latest) { mc->is_default = true; } }\n"
    assert machines(tmp_path / "yes", code + with_class("o(mc, true);")) == {"a*"}
    assert machines(tmp_path / "no", code + with_class("o(mc, false);")) == {"a"}


def test_a_function_that_calls_itself_ends(tmp_path: Path) -> None:
    assert machines(tmp_path, "static void o(MachineClass *mc) { o(mc); }\n" + with_class("o(mc);")) == {"a"}


def test_a_class_has_what_its_parents_have(tmp_path: Path) -> None:
    """As in QEMU 9.0, where powernv10-rainier has the alias of powernv10."""
    parent = 'static const TypeInfo p = { .name = "p-machine", .parent = TYPE_MACHINE, .class_init = pi };\n'
    inits = 'static void pi(ObjectClass *oc, void *d) { mc->alias = "b"; mc->is_default = 1; }\n'
    code = inits + parent + with_class("mc->is_default = 0;").replace("TYPE_MACHINE", '"p-machine"')
    assert machines(tmp_path, code) == {"a", "b=a"}


RULE = (
    """
#define PICK(x1, x2, x3, ...) x3
#define SYM2(sym, major, minor) b_##major##_##minor##_##sym
#define SYM3(sym, major, minor, micro) b_##major##_##minor##_##micro##_##sym
#define SYM(sym, ...) PICK(__VA_ARGS__, SYM3, SYM2)(sym, __VA_ARGS__)
#define STR2(major, minor) #major "." #minor
#define GONE_MACHINE(major, minor) (QEMU_VERSION_MAJOR - major > 6 || (QEMU_VERSION_MAJOR - major == 6 && \\
                                    QEMU_VERSION_MINOR >= minor))
#define DEFINE_B_MACHINE(latest, ...) \\
    static void SYM(ci, __VA_ARGS__)(ObjectClass *oc, void *d) { \\
        mc->desc = "B " STR2(__VA_ARGS__); if (latest) { mc->alias = "b"; } } \\
    static const TypeInfo SYM(info, __VA_ARGS__) = { \\
        .name = "b-" STR2(__VA_ARGS__) "-machine", .parent = TYPE_MACHINE, \\
        .class_init = SYM(ci, __VA_ARGS__) }; \\
    static void SYM(reg, __VA_ARGS__)(void) { \\
        do { if (GONE_MACHINE(__VA_ARGS__)) { return; } } while (0); \\
        type_register(&SYM(info, __VA_ARGS__)); } \\
    type_init(SYM(reg, __VA_ARGS__));
""".replace("PICK", "PICK_MACHINE")
    .replace("SYM", "SYM_MACHINE")
    .replace("STR2", "STR2_MACHINE")
)


@pytest.mark.parametrize(
    ("version", "listed"),
    [
        ("10.0.0", {"b-4.1", "b-4.2", "b-10.0", "b=b-10.0"}),
        ("10.1.0", {"b-4.2", "b-10.0", "b=b-10.0"}),
        ("10.2.0", {"b-10.0", "b=b-10.0"}),
    ],
)
def test_versions_are_made_by_macros_and_deleted_by_the_number_of_the_tree(
    tmp_path: Path, version: str, listed: set[str]
) -> None:
    code = "DEFINE_B_MACHINE(true, 10, 0)\nDEFINE_B_MACHINE(false, 4, 2)\nDEFINE_B_MACHINE(false, 4, 1)\n"
    assert machines(tmp_path, code, version=version, header=RULE) == listed
