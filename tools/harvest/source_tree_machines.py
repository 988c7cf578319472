"""Which machines does C code register, and how do they describe themselves?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from tools.harvest.source_tree_flow import reached
from tools.harvest.source_tree_initialisers import elements_of, fields_of, text_of
from tools.harvest.source_tree_macros import Tokens, constant
from tools.harvest.source_tree_syntax import Unit, Variable, closing, read_variable, split

SUFFIX = "-machine"
_ROOT = "machine"
_DEEPEST = 100  # pseries goes through the options of every later version
_REGISTER = ("type_register", "type_register_static", "qemu_register_machine", "qemu_register_pc_machine")
_INITS = ("type_init", "machine_init", "module_init", "xen_machine_init")


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine as its class says it. `description` is None where it is made at run time; `interfaces` are
    those of the class and its parents."""

    name: str
    description: str | None = None
    alias: str | None = None
    default: bool = False
    deprecated: bool = False
    interfaces: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Class:
    """A class to be: the fields of its TypeInfo, the file it stands in, the row of a table it is made of."""

    fields: Mapping[str, Tokens]
    unit: Unit
    row: Mapping[str, Tokens] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return text_of(self.fields.get("name", ())) or ""

    @property
    def parent(self) -> str:
        return text_of(self.fields.get("parent", ())) or ""


def read_machines(units: Iterable[Unit]) -> tuple[Machine, ...]:
    """The machines that `units`, the files of one emulator, register; in that order."""
    return tuple(_Registry(tuple(units)).machines())


class _Registry:
    def __init__(self, units: tuple[Unit, ...]) -> None:
        self.units = units
        infos = [(v, unit) for unit in units for v in unit.variables.values() if v.kind == "TypeInfo"]
        classes = [_Class(fields, unit) for info, unit in infos for fields in elements_of(info)]
        self.classes = {one.name: one for one in classes if one.name}

    def machines(self) -> Iterator[Machine]:
        for unit in self.units:
            for name, arguments in unit.calls:
                if name in _INITS and arguments[:1] and arguments[0] in unit.functions:
                    yield from self._registered_by(unit, unit.functions[arguments[0]].body)
                elif name == "DEFINE_TYPES" and arguments:
                    yield from self._registered(unit, arguments[0], {})
            if not unit.calls and "register_machines" in unit.functions:
                # 0.10 has one list for each target, the first of which is the default.
                first, *others = self._registered_by(unit, unit.functions["register_machines"].body)
                yield from (replace(first, default=True), *others)

    def _registered_by(self, unit: Unit, body: Tokens) -> Iterator[Machine]:
        local: dict[str, Variable] = {}
        for tokens in reached(body, {}):
            if variable := read_variable(tokens):
                local[variable.name] = variable
            elif tokens[:1] and tokens[0] in _REGISTER and tokens[1:3] == ("(", "&"):
                yield from self._registered(unit, tokens[3], local)
            elif tokens[:2] == ("type_register_static_array", "("):
                yield from self._registered(unit, tokens[2], local)

    def _registered(self, unit: Unit, name: str, local: Mapping[str, Variable]) -> Iterator[Machine]:
        """The machines of the variable `name`; what is no machine is passed over."""
        variable, unit = self._variable(unit, name, local)
        for fields in elements_of(variable) if variable else ():
            if variable and variable.kind == "QEMUMachine":
                yield from _before_classes(fields)
            elif constant(fields.get("abstract", ("0",))) == 0:
                yield from (self._of_class(one) for one in _classes(fields, unit) if self._is_machine(one))

    def _variable(self, unit: Unit, name: str, local: Mapping[str, Variable]) -> tuple[Variable | None, Unit]:
        """The variable of that name and its file: one of the function, of the file, or of another."""
        if name in local:
            return local[name], unit
        having = (other for other in (unit, *self.units) if name in other.variables)
        found = next(having, unit)
        return found.variables.get(name), found

    def _is_machine(self, one: _Class) -> bool:
        """By its name since 2.5, by its ancestors before."""
        if one.name.endswith(SUFFIX) or one.parent == _ROOT:
            return True
        return one.parent in self.classes and self._is_machine(self.classes[one.parent])

    def _of_class(self, one: _Class) -> Machine:
        parent = self.classes.get(one.parent)
        machine = self._of_class(parent) if parent and parent is not one else Machine("")
        interfaces = machine.interfaces | frozenset(self._interfaces(one))
        machine = replace(machine, name=one.name.removesuffix(SUFFIX), interfaces=interfaces)
        data, _ = self._variable(one.unit, one.fields.get("class_data", ("",))[-1], {})
        if data is not None and data.kind == "QEMUMachine":  # pseries of 2.0
            return next(_before_classes(fields_of(data.value)), machine)
        return self._after(machine, one, one.fields.get("class_init", ("",))[0], (), 0)

    def _interfaces(self, one: _Class) -> Iterator[str]:
        """Written in place, or the name of an array."""
        value = one.fields.get("interfaces", ())
        if len(value) == 1:
            variable, _ = self._variable(one.unit, value[0], {})
            value = variable.value if variable else ()
        yield from (token[1:-1] for token in value if token.startswith('"'))

    def _after(self, machine: Machine, one: _Class, name: str, arguments: Tokens, depth: int) -> Machine:
        """`machine` after a call of the function `name` of its class."""
        unit = next((unit for unit in (one.unit, *self.units) if name in unit.functions), None)
        if unit is None or depth > _DEEPEST:
            return machine
        function, at = unit.functions[name], replace(one, unit=unit)
        given = zip(function.parameters, map(constant, split(arguments, ",")), strict=False)
        for tokens in reached(function.body, {name: value for name, value in given if value is not None}):
            if tokens[1:2] == ("->",) and tokens[3:4] == ("=",):
                machine = _with_field(machine, tokens[2], tokens[4:], one.row)
            elif tokens[1:2] == ("(",):
                machine = self._after(machine, at, tokens[0], tokens[2 : closing(tokens, 1)], depth + 1)
        return machine


def _before_classes(fields: Mapping[str, Tokens]) -> Iterator[Machine]:
    """The machine of a QEMUMachine, if it has a name; the oldest have their fields by place."""
    name = text_of(fields.get("name", fields.get("0", ())))
    if name:
        yield Machine(
            name,
            text_of(fields.get("desc", fields.get("1", ()))),
            text_of(fields.get("alias", ())),
            bool(constant(fields.get("is_default", ("0",)))),
        )


def _classes(fields: Mapping[str, Tokens], unit: Unit) -> Iterator[_Class]:
    """The classes of a TypeInfo: several where it has its name from each row of a table."""
    name = fields.get("name", ())
    if name[1:2] == ("[",) and name[0] in unit.variables:
        for row in elements_of(unit.variables[name[0]]):
            yield _Class({**fields, "name": row.get(name[-1], ())}, unit, row)
    else:
        yield _Class(fields, unit)


def _with_field(machine: Machine, name: str, value: Tokens, row: Mapping[str, Tokens]) -> Machine:
    """`machine` with a field of its class set; `board->desc` is what the row of the table has."""
    if value[1:2] == ("->",) and len(value) == 3:
        value = row.get(value[2], value)
    if name == "name":
        return replace(machine, name=text_of(value) or machine.name)
    if name == "desc":
        return replace(machine, description=text_of(value))
    if name == "alias":
        return replace(machine, alias=text_of(value))
    if name == "is_default":
        return replace(machine, default=bool(constant(value)))
    if name == "deprecation_reason":
        return replace(machine, deprecated=value != ("NULL",))
    return machine
