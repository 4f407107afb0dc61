"""Does an act, or asks first where it would destroy something; refusals come back as facts, not as errors."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy import update

from backend.assistant.acts.base import ActNotAllowed, Arguments, Desk, Done, NotFoundByName, SeveralByName
from backend.assistant.acts.registry import ACTS, EXTRACTION
from backend.assistant.errors import ConfirmationGone
from backend.assistant.models import PendingAct
from backend.core import clock
from backend.core.database.base import uuid7
from backend.core.database.session import TenantSession
from backend.core.errors import AppError

YES_WITHIN: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of trying; `waiting` is the token of what needs a yes, and `done` says what that would be."""

    act: str
    done: Done
    waiting: uuid.UUID | None = None
    happened: bool = False


# Any: arguments are a model's or a command's JSON.
async def attempt(desk: Desk, name: str, given: Mapping[str, Any], *, extraction: bool) -> Outcome:
    """Do it, or set it aside for a yes. Raises what the services raise, save what a sentence can say."""
    act = ACTS.get(name)
    if act is None:
        return Outcome(name, Done("bad_arguments"))
    if name in EXTRACTION and not extraction:
        return Outcome(name, Done("extraction_off"))
    try:
        act.check(desk.actor)
        arguments = act.arguments.model_validate(given)
        if act.describe is None:
            return Outcome(name, await act.run(desk, arguments), happened=True)
        asked = await act.describe(desk, arguments)
        return Outcome(name, asked, waiting=await _set_aside(desk, name, arguments, asked))
    except (ValidationError, ActNotAllowed, NotFoundByName, SeveralByName) as error:
        return Outcome(name, _refused(error))


async def confirm(desk: Desk, token: uuid.UUID) -> Outcome:
    """The yes, good once and for ten minutes, and only from the person who was asked. Raises `ConfirmationGone`."""
    now = clock.now()
    taken = (
        update(PendingAct)
        .where(
            PendingAct.id == token,
            PendingAct.user_id == desk.actor.user_id,
            PendingAct.used_at.is_(None),
            PendingAct.expires_at > now,
        )
        .values(used_at=now)
        .returning(PendingAct.act, PendingAct.arguments)
    )
    row = (await desk.session.execute(taken)).one_or_none()
    if row is None:
        raise ConfirmationGone()
    act = ACTS[row.act]
    try:
        act.check(desk.actor)
        done = await act.run(desk, act.arguments.model_validate(json.loads(row.arguments)))
    except (ActNotAllowed, NotFoundByName, SeveralByName) as error:
        return Outcome(row.act, _refused(error))
    return Outcome(row.act, done, happened=True)


async def drop_waiting(session: TenantSession, user_id: uuid.UUID) -> bool:
    """A no: whatever waited for this person is gone."""
    waiting = update(PendingAct).where(PendingAct.user_id == user_id, PendingAct.used_at.is_(None))
    gone = await session.execute(waiting.values(used_at=clock.now()).returning(PendingAct.id))
    return bool(gone.all())


async def _set_aside(desk: Desk, name: str, arguments: Arguments, asked: Done) -> uuid.UUID:
    """The thing itself is kept by its id, so that a yes means what was shown and not a namesake."""
    meant = arguments.model_dump(mode="json")
    if "lead" in meant and asked.lead_id:
        meant["lead"] = str(asked.lead_id)
    if "task" in meant and asked.task_id:
        meant["task"] = str(asked.task_id)
    await drop_waiting(desk.session, desk.actor.user_id)
    pending = PendingAct(
        id=uuid7(),
        user_id=desk.actor.user_id,
        act=name,
        arguments=json.dumps(meant),
        expires_at=clock.now() + YES_WITHIN,
    )
    desk.session.add(pending)
    await desk.session.flush()
    return pending.id


def _refused(error: ValidationError | AppError) -> Done:
    if isinstance(error, NotFoundByName):
        return Done("unknown_name", error.details)
    if isinstance(error, SeveralByName):
        return Done("several", error.details)
    return Done("not_allowed" if isinstance(error, ActNotAllowed) else "bad_arguments")
