"""What the assistant should have said: kept in the knowledge list, and noted where it went wrong."""

import json
import uuid
from typing import Any, Final

from backend.accounts import queries as accounts
from backend.assistant.knowledge import service as knowledge
from backend.assistant.knowledge.schemas import ItemCreate
from backend.conversations.enums import MessageRole
from backend.conversations.errors import MessageNotFound, NothingToCorrect
from backend.conversations.inbox_schemas import CorrectionIn
from backend.conversations.live import position
from backend.conversations.models import Message
from backend.conversations.queries import get_conversation
from backend.core import clock
from backend.core.database.session import TenantSession
from backend.core.http.actor import Actor
from backend.core.language import LANGUAGES, is_language

_STEP: Final = "correction"


async def correct(
    session: TenantSession, conversation_id: uuid.UUID, message_id: str, given: CorrectionIn, *, by: Actor
) -> bool:
    """True where the question is new to the list; an answer that stood there is replaced.

    Raises `ConversationNotFound`, `MessageNotFound`, `NothingToCorrect`, `TooManyItems`.
    """
    conversation = await get_conversation(session, conversation_id)
    message = await session.get(Message, (conversation_id, *position(message_id)), with_for_update=True)
    if message is None:
        raise MessageNotFound()
    if message.role != MessageRole.BOT:
        raise NothingToCorrect()
    language = conversation.language if is_language(conversation.language) else LANGUAGES[0]
    item = ItemCreate(language=language, name=given.question, answer=given.answer)
    created, _ = await knowledge.take_over(session, [item], by=by)
    member = await accounts.find_member(session, by.user_id)
    mark = {"at": clock.now().isoformat(), "by": member.full_name if member else "", "answer": given.answer}
    message.details = json.dumps({**json.loads(message.details or "{}"), "corrected": mark})
    if message.trace:
        message.trace = _marked(message.trace, [mark["by"], given.question])
    await session.flush()
    return bool(created)


def _marked(trace: str, why: list[str]) -> str:
    """The steps of the answer, and that a person knew better."""
    steps: list[dict[str, Any]] = json.loads(trace)  # Any: JSON of `agent.case.Trace`
    kept = [each for each in steps if each["step"] != _STEP]
    return json.dumps([*kept, {"step": _STEP, "what": "corrected", "why": why}])
