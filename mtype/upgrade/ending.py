"""How does a transaction end that does not end well?"""

from __future__ import annotations

from mtype.model.errors import MtypeError


class UndoneError(MtypeError):
    """The guest is as it was. `refused` is whether nothing had been begun; `remedy` may be empty; `ours` is
    that of `go_back`."""

    def __init__(self, reason: str, remedy: str = "", *, refused: bool = False, ours: bool = False) -> None:
        super().__init__(reason)
        self.remedy = remedy
        self.refused = refused
        self.ours = ours


class UnfinishedError(MtypeError):
    """Its journal stays, and the next run finishes or undoes it. `lost` is whether that is because the host
    went away, so that nobody knows how far it got."""

    def __init__(self, reason: str, *, lost: bool = False) -> None:
        super().__init__(reason)
        self.lost = lost


def why_undone(error: Exception) -> UndoneError:
    """What is said of the guest that `error` ended."""
    return error if isinstance(error, UndoneError) else UndoneError(in_words(error))


def in_words(error: Exception) -> str:
    """What is said of an error, ours or a defect."""
    if isinstance(error, MtypeError):
        return str(error)
    return f"this is a defect of virt-machine-type: {type(error).__name__}: {error}"
