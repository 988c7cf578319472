"""What becomes of a transaction that was interrupted?"""

from __future__ import annotations

from mtype.definitions.tree import differences
from mtype.model.errors import HostLostError
from mtype.upgrade.ending import UndoneError, UnfinishedError, why_undone
from mtype.upgrade.stage import Stage
from mtype.upgrade.transaction import Tools, close, finish, is_defined, undone


def recover(tools: Tools) -> str:
    """Finish the transaction of an open journal where its definition is in place, undo it where it is not.

    Gives what was done in words and closes the journal. Raises UndoneError where it was undone, with what
    had become of it, and UnfinishedError where the guest still needs it and it could not be done now.
    """
    interrupted = _at(tools.journal.stage)
    try:
        in_place = is_defined(tools) and _in_place(tools)
        if in_place:
            finish(tools)
    except HostLostError as error:
        raise UnfinishedError(str(error), lost=True) from error
    except Exception as error:
        why = why_undone(error)
        raise undone(tools, UndoneError(f"{interrupted}; {why}", why.remedy, ours=why.ours)) from error
    if not in_place:
        raise undone(tools, UndoneError(interrupted))
    close(tools)
    return f"{interrupted}, and was finished now"


def _in_place(tools: Tools) -> bool:
    """Whether the guest has its new definition, and the run that gave it was not about to take it back."""
    stage, intent = tools.journal.stage, tools.journal.intent
    if stage is None or not stage.may_have_defined or stage.goes_back:
        return False
    return not differences(tools.host.definition(intent.uuid), intent.new)


def _at(stage: Stage | None) -> str:
    return f"it was interrupted {f'at the step {stage.value!r}' if stage else 'before its first step'}"
