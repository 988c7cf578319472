"""What can go wrong with our own work? One base; one subclass per thing we read. Caught in cli only."""

from __future__ import annotations

from typing import NamedTuple


class MtypeError(Exception):
    """Base of every error we raise on purpose. The text is a full sentence a user can act on."""


class UsageError(MtypeError):
    """The command line or the project file asks for something that does not exist (exit 2)."""


class SourceError(MtypeError):
    """A definition could not be read: no such file, no permission, vanished (exit 3)."""


class EmulatorError(MtypeError):
    """An emulator did not answer, or what it said is not an answer (exit 3)."""


class CapabilitiesError(MtypeError):
    """A captured capabilities file is none of the four kinds we read (exit 2)."""


class HostError(MtypeError):
    """A libvirt host could not be reached, or did not do what it was asked (exit 3). `remedy` is what to do,
    where that is known and the text does not say it."""

    remedy: str = ""


class UnreadableError(HostError):
    """libvirt cannot read one text of a guest (exit 3)."""

    def __init__(self, text: str, remedy: str) -> None:
        super().__init__(text)
        self.remedy = remedy


class HostLostError(HostError):
    """The connection to the host broke off: what was asked last may have been done or not (exit 3)."""


class NoEmulatorError(HostError):
    """A libvirt host says that it has no emulator at a path (exit 3, where nothing else is said of it)."""


class Problem(NamedTuple):
    """One thing wrong in a YAML file of ours. `line` and `column` are 1-based; `tip` may be empty."""

    path: str
    line: int
    column: int
    message: str
    tip: str = ""

    def __str__(self) -> str:
        text = f"{self.path}:{self.line}:{self.column}: {self.message}"
        return f"{text} ({self.tip})" if self.tip else text


class CatalogueError(MtypeError):
    """The catalogue or an overlay is not valid (exit 2). `problems` holds all of them, not the first."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))
