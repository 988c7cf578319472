"""What becomes of a transaction that was interrupted?"""

from __future__ import annotations

from mtype.definitions.tree import differences
from mtype.model.errors import HostLostError, MtypeError
from mtype.upgrade.stage import Stage
from mtype.upgrade.transaction import Tools, UndoneError, UnfinishedError, finish, undone


def recover(tools: Tools) -> str:
    """Finish the transaction of an open journal where its definition is in place, undo it where it is not.

    Gives what was done in words and closes the journal. Raises UndoneError where it was undone, with what
    had become of it, and UnfinishedError where the guest still needs it and it could not be done now.
    """
    intent, journal = tools.journal.intent, tools.journal
    try:
        if tools.host.guest(intent.uuid) is None:
            journal.close()
            return "it is no longer there: nothing was left to do"
        if _in_place(tools):
            finish(tools)
            return f"it was interrupted {_at(journal.stage)}, and was finished now"
        why = UndoneError(f"it was interrupted {_at(journal.stage)}")
    except HostLostError as error:
        raise UnfinishedError(str(error)) from error
    except UndoneError as error:
        why = error
    except MtypeError as error:
        why = UndoneError(str(error))
    raise undone(tools, why)


def _in_place(tools: Tools) -> bool:
    """Whether the guest has its new definition, and the run that gave it was not about to take it back."""
    stage, intent = tools.journal.stage, tools.journal.intent
    if stage is None or not stage.may_have_defined or stage.goes_back:
        return False
    return not differences(tools.host.definition(intent.uuid), intent.new)


def _at(stage: Stage | None) -> str:
    return f"at the step '{stage.value}'" if stage else "before its first step"
