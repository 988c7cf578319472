"""Which machines does C code register, and how do they describe themselves?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from tools.harvest.source_tree_preprocess import constant
from tools.harvest.source_tree_syntax import (
    Statement,
    Tokens,
    Unit,
    Variable,
    closing,
    read_statements,
    read_variable,
    split,
)

SUFFIX = "-machine"
_DEEPEST = 100  # pseries goes through the options of every later version
_REGISTER_ONE = ("type_register", "type_register_static", "qemu_register_machine", "qemu_register_pc_machine")
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
class _Type:
    """A class to be: `fields` of its TypeInfo, the unit it stands in, what a table gives it beside."""

    fields: Mapping[str, Tokens]
    unit: Unit
    row: Mapping[str, Tokens] = field(default_factory=dict)

    @property
    def name(self) -> str | None:
        return text_of(self.fields.get("name", ()))


def read_machines(units: Iterable[Unit]) -> tuple[Machine, ...]:
    """The machines that `units`, the files of one emulator, register; in that order."""
    return _Reader(tuple(units)).machines()


def text_of(tokens: Tokens) -> str | None:
    """The text of string literals that stand one after the other, with or without brackets; else None."""
    inner = [token for token in tokens if token not in "()"]
    if not inner or not all(token.startswith('"') for token in inner):
        return None
    return "".join(token[1:-1] for token in inner).replace('\\"', '"').replace("\\\\", "\\")


def fields_of(value: Tokens) -> dict[str, Tokens]:
    """The fields of a struct initialiser; one without a name is under its place: "0"."""
    fields: dict[str, Tokens] = {}
    for place, part in enumerate(split(value, ",")):
        if part[:1] == (".",) and part[2:3] == ("=",):
            fields[part[1]] = part[3:]
        elif part:
            fields[str(place)] = part
    return fields


def elements_of(variable: Variable) -> Iterator[dict[str, Tokens]]:
    """The initialisers of a variable, several if it is an array."""
    if not variable.array:
        yield fields_of(variable.value)
        return
    for part in split(variable.value, ","):
        if "{" in part:
            start = part.index("{")
            yield fields_of(part[start + 1 : closing(part, start)])


class _Reader:
    def __init__(self, units: tuple[Unit, ...]) -> None:
        self.units = units
        self.types: dict[str, _Type] = {}
        self.found: list[Machine] = []
        for unit in units:
            for variable in unit.variables.values():
                if variable.kind == "TypeInfo":
                    self._know(_Type(fields, unit) for fields in elements_of(variable))

    def _know(self, types: Iterable[_Type]) -> None:
        self.types.update({one.name: one for one in types if one.name})

    def machines(self) -> tuple[Machine, ...]:
        for unit in self.units:
            for name, arguments in unit.calls:
                if name in _INITS and arguments and arguments[0] in unit.functions:
                    self._register(unit, unit.functions[arguments[0]].body)
                elif name == "DEFINE_TYPES" and arguments:
                    self._add(unit, arguments[0])
            if not unit.calls and "register_machines" in unit.functions:  # 0.10: a list for each target
                self._register(unit, unit.functions["register_machines"].body)
                self.found[:1] = [replace(one, default=True) for one in self.found[:1]]
        return tuple(self.found)

    def _register(self, unit: Unit, body: Tokens) -> None:
        local: dict[str, Variable] = {}
        for statement in self._steps(unit, read_statements(body), {}):
            tokens = statement.tokens
            if variable := read_variable(tokens):
                local[variable.name] = variable
            elif tokens[:1] and tokens[0] in _REGISTER_ONE and tokens[1:3] == ("(", "&"):
                self._add(unit, tokens[3], local)
            elif tokens[:1] == ("type_register_static_array",):
                self._add(unit, tokens[2], local)

    def _add(self, unit: Unit, name: str, local: Mapping[str, Variable] | None = None) -> None:
        """Add the machines of the variable `name`; what is no machine is passed over."""
        variable, unit = self._variable(unit, name, local or {})
        if variable is None:
            return
        for fields in elements_of(variable):
            if variable.kind == "QEMUMachine":
                self.found.extend(self._plain(fields))
            elif variable.kind == "TypeInfo":
                concrete = constant(fields.get("abstract", ("0",))) == 0
                found = (one for one in self._typed(fields, unit) if concrete and self._is_machine(one))
                self.found.extend(self._of_class(one) for one in found)

    def _variable(
        self, unit: Unit, name: str, local: Mapping[str, Variable]
    ) -> tuple[Variable | None, Unit]:
        if name in local:
            return local[name], unit
        for other in (unit, *self.units):
            if name in other.variables:
                return other.variables[name], other
        return None, unit

    def _plain(self, fields: Mapping[str, Tokens]) -> Iterator[Machine]:
        """A machine of the time before classes."""
        name = text_of(fields.get("name", fields.get("0", ())))
        if name:
            yield Machine(
                name,
                text_of(fields.get("desc", fields.get("1", ()))),
                text_of(fields.get("alias", ())),
                bool(constant(fields.get("is_default", ("0",)))),
            )

    def _typed(self, fields: Mapping[str, Tokens], unit: Unit) -> Iterator[_Type]:
        """The classes of a TypeInfo: several where it takes its name from each row of a table."""
        name = fields.get("name", ())
        if name[1:2] == ("[",) and name[0] in unit.variables:
            for row in elements_of(unit.variables[name[0]]):
                yield _Type({**fields, "name": row.get(name[-1], ())}, unit, row)
        else:
            yield _Type(fields, unit)

    def _parent(self, one: _Type) -> str:
        return text_of(one.fields.get("parent", ())) or ""

    def _is_machine(self, one: _Type) -> bool:
        """By its name since 2.5, by its ancestors before."""
        if (one.name or "").endswith(SUFFIX):
            return True
        parent = self._parent(one)
        return parent == "machine" or (parent in self.types and self._is_machine(self.types[parent]))

    def _of_class(self, one: _Type) -> Machine:
        parent = self.types.get(self._parent(one))
        machine = self._of_class(parent) if parent and parent is not one else Machine("")
        interfaces = machine.interfaces | frozenset(self._interfaces(one))
        machine = replace(machine, name=(one.name or "").removesuffix(SUFFIX), interfaces=interfaces)
        data, _ = self._variable(one.unit, one.fields.get("class_data", ("",))[-1], {})
        if data is not None and data.kind == "QEMUMachine":  # pseries of 2.0
            return next(self._plain(fields_of(data.value)), machine)
        init = one.fields.get("class_init", ())
        return self._call(machine, one, init[0], (), 0) if init else machine

    def _interfaces(self, one: _Type) -> Iterator[str]:
        """Written in place, or the name of an array."""
        value = one.fields.get("interfaces", ())
        if len(value) == 1:
            variable, _ = self._variable(one.unit, value[0], {})
            value = variable.value if variable else ()
        yield from (token[1:-1] for token in value if token.startswith('"'))

    def _call(self, machine: Machine, one: _Type, name: str, arguments: Tokens, depth: int) -> Machine:
        """`machine` after a call of the function `name`."""
        for unit in (one.unit, *self.units):
            if name in unit.functions:
                break
        else:
            return machine
        function = unit.functions[name]
        given = [constant(part) for part in split(arguments, ",")]
        values = {p: v for p, v in zip(function.parameters, given, strict=False) if v is not None}
        at = replace(one, unit=unit)
        for statement in self._steps(unit, read_statements(function.body), values):
            tokens = statement.tokens
            if tokens[1:2] == ("->",) and tokens[3:4] == ("=",):
                machine = _set(machine, tokens[2], tokens[4:], one.row)
            elif tokens[1:2] == ("(",) and depth < _DEEPEST:
                machine = self._call(machine, at, tokens[0], tokens[2 : closing(tokens, 1)], depth + 1)
        return machine

    def _steps(
        self, unit: Unit, statements: Iterable[Statement], values: Mapping[str, int]
    ) -> Iterator[Statement]:
        """The expressions that are reached, one after the other. Where a condition cannot be told both
        branches are."""
        yield from _walk(statements, values)


class _Returned(Exception):  # noqa: N818 - no error: ends a walk
    pass


def _walk(statements: Iterable[Statement], values: Mapping[str, int]) -> Iterator[Statement]:
    try:
        yield from _reached(statements, values, sure=True)
    except _Returned:
        return


def _reached(
    statements: Iterable[Statement], values: Mapping[str, int], *, sure: bool
) -> Iterator[Statement]:
    for statement in statements:
        if statement.kind == "return" and sure:
            raise _Returned
        if statement.kind == "if":
            told = constant(statement.tokens, values)
            for place, branch in enumerate(statement.parts):
                if told is None or bool(told) == (place == 0):
                    yield from _reached(branch, values, sure=sure and told is not None)
        elif statement.kind == "block":
            yield from _reached(statement.parts[0], values, sure=sure)
        elif statement.kind == "expression":
            yield statement


def _set(machine: Machine, name: str, value: Tokens, row: Mapping[str, Tokens]) -> Machine:
    """`machine` with a field of its class set; a field of a table stands for what the table has."""
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
