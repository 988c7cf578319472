"""What is a rule, and what may it ask?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, ClassVar, TypeVar

from mtype.catalogue.forecast import Forecast, removal_forecast
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.successor import nearest_name, successor
from mtype.catalogue.target import Judgement, Target
from mtype.model.arch import qemu_arch
from mtype.model.definition import Definition, Position
from mtype.model.finding import Finding
from mtype.model.machine_type import MachineType
from mtype.model.severity import Severity

_T = TypeVar("_T")
_MOST_REMEMBERED = 5000


class Context:
    """What a rule may know besides the definition: the target, the day it is asked on, and the last day
    of the horizon (None: removals ahead are not asked for). A rule reads no clock and no file.

    It remembers what it has worked out: thousands of definitions share a few dozen machine types.
    """

    __slots__ = ("_known", "horizon", "target", "today")

    def __init__(self, target: Target, today: date, horizon: date | None = None) -> None:
        self.target = target
        self.today = today
        self.horizon = horizon
        self._known: dict[tuple[str, ...], Any] = {}

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue of the target."""
        return self.target.catalogue

    @property
    def label(self) -> str:
        """How messages call the target."""
        return self.target.label

    def arch(self, definition: Definition) -> str:
        """QEMU's name of the guest's arch. libvirt takes the host's where the attribute is missing; a
        stored definition has no host, so the first arch that knows the type is taken, else x86_64."""
        if definition.arch:
            return qemu_arch(definition.arch)
        known = self.catalogue.named(definition.machine_type or "")
        return known[0].arches[0] if known else "x86_64"

    def judge(self, definition: Definition) -> Judgement:
        """What the target makes of the definition's machine type."""
        return self.target.judge(definition.machine_type, self.arch(definition))

    def own_vendor(self, arch: str) -> str | None:
        """The vendor whose types are the target's own; None where the target offers none at all."""
        return next(iter(self.target.vendors(arch)), None)

    def successor(self, kind: MachineType, arch: str) -> MachineType | None:
        """The type to lift `kind` to at the target."""
        return self.once(
            ("successor", kind.vendor, kind.name, arch), lambda: successor(self.target, kind, arch)
        )

    def nearest_name(self, name: str, arch: str) -> str | None:
        """The known name most like `name`; case and blanks do not count.

        None too once hundreds of different unknown names were looked up: no repository of a person has
        them, and each look-up takes milliseconds.
        """
        plain = name.strip().lower()
        if len(self._known) > _MOST_REMEMBERED:
            return None
        return self.once(("nearest", plain, arch), lambda: nearest_name(self.target, plain, arch))

    def removal(self, kind: MachineType, arch: str) -> Forecast | None:
        """When the target's line drops `kind`; None where nothing says so or the target has no line."""
        release = self.target.release
        if release is None:
            return None
        key = "removal", kind.vendor, kind.name, arch
        return self.once(key, lambda: removal_forecast(self.catalogue, kind, release, arch, self.today))

    def once(self, key: tuple[str, ...], work: Callable[[], _T]) -> _T:
        """The result of `work`, done the first time that `key` is asked for."""
        if key not in self._known:
            self._known[key] = work()
        result: _T = self._known[key]
        return result


class Rule:
    """Base of all rules. The docstring of a rule is its page, with the headings What it finds, Why it
    matters, Example, What to do, References; `explain` prints it and the docs are made from it.

    `about_type` promises that the findings follow from the machine type, the arch and whether it is saved
    memory alone and stand at `definition.at`: then they are worked out once for all definitions of that type.
    """

    about_type: ClassVar[bool] = False
    id: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    since: ClassVar[str]

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """Yield a finding for every place where the rule is broken; yield nothing where it is not."""
        raise NotImplementedError

    def finding(
        self,
        definition: Definition,
        message: str,
        *,
        at: Position | None = None,
        suggestion: str | None = None,
        target: str | None = None,
    ) -> Finding:
        """A finding of this rule at `at`, by default where the machine type stands. `target` is given by
        rules whose answer depends on it. Saved memory has no other type to suggest."""
        place = at or definition.at
        return Finding(
            rule=self.id,
            name=self.name,
            severity=self.severity,
            message=message,
            path=definition.path,
            line=place.line,
            column=place.column,
            domain=definition.name,
            machine_type=definition.machine_type,
            suggestion=None if definition.carrier.is_saved else suggestion,
            target=target,
        )


class DocumentRule(Rule):
    """Base of the rules that the run itself reports: there is no definition to check, or none that could
    be trusted."""

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """Nothing: whoever reads a definition has passed these rules."""
        return iter(())

    def report(
        self, path: str, line: int, column: int, message: str, *, domain: str | None = None
    ) -> Finding:
        """A finding of this rule at a place in a file."""
        return Finding(
            rule=self.id,
            name=self.name,
            severity=self.severity,
            message=message,
            path=path,
            line=line,
            column=column,
            domain=domain,
        )
