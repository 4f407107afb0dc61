"""The agent steps back: a person of the team is called, with all they need to go on (DMA-01, step 7).

It never fails for want of anything: the conversation waits for people whether or not the plan has room for a task.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import text

from backend.assistant.agent.case import Escalation
from backend.conversations import noting, telling
from backend.conversations.enums import ConversationStatus
from backend.conversations.models import Conversation
from backend.core.database.session import TenantSession
from backend.core.errors import AppError
from backend.core.language import Language, is_language
from backend.tasks import service as tasks
from backend.tasks.enums import Priority
from backend.tasks.schemas import TaskCreate

_REASONS: Final[dict[Language, Mapping[Escalation, str]]] = {
    "es": {
        Escalation.ASKED: "Pide hablar con una persona",
        Escalation.ANGER: "Está enfadado/a",
        Escalation.COMPLAINT: "Tiene una queja",
        Escalation.WORD: "Ha dicho una palabra que avisa al equipo",
        Escalation.NOT_UNDERSTOOD: "El bot no le entiende",
        Escalation.TOO_MANY: "Demasiados mensajes en poco tiempo",
    },
    "ca": {
        Escalation.ASKED: "Demana parlar amb una persona",
        Escalation.ANGER: "Està enfadat/ada",
        Escalation.COMPLAINT: "Té una queixa",
        Escalation.WORD: "Ha dit una paraula que avisa l'equip",
        Escalation.NOT_UNDERSTOOD: "El bot no l'entén",
        Escalation.TOO_MANY: "Massa missatges en poc temps",
    },
    "pt": {
        Escalation.ASKED: "Pede para falar com uma pessoa",
        Escalation.ANGER: "Está zangado/a",
        Escalation.COMPLAINT: "Tem uma reclamação",
        Escalation.WORD: "Disse uma palavra que avisa a equipa",
        Escalation.NOT_UNDERSTOOD: "O bot não o entende",
        Escalation.TOO_MANY: "Demasiadas mensagens em pouco tempo",
    },
    "en": {
        Escalation.ASKED: "Wants to talk to a person",
        Escalation.ANGER: "Is angry",
        Escalation.COMPLAINT: "Has a complaint",
        Escalation.WORD: "Said a word that calls the team",
        Escalation.NOT_UNDERSTOOD: "The bot does not understand",
        Escalation.TOO_MANY: "Too many messages in a short time",
    },
}
_LINES: Final[dict[Language, str]] = {
    "es": "{reason}.\nQuién: {name}\nQuiere: {wants} (interés {interest} %)\nHablado de: {products}\nÚltimo: «{words}»",
    "ca": "{reason}.\nQui: {name}\nVol: {wants} (interès {interest} %)\nParlat de: {products}\nÚltim: «{words}»",
    "pt": "{reason}.\nQuem: {name}\nQuer: {wants} (interesse {interest} %)\nFalado de: {products}\nÚltimo: «{words}»",
    "en": "{reason}.\nWho: {name}\nWants: {wants} (interest {interest}%)\nTalked about: {products}\nLast: “{words}”",
}
_ANSWER: Final[dict[Language, str]] = {
    "es": "Contestar en el chat: {what}",
    "ca": "Contestar al xat: {what}",
    "pt": "Responder no chat: {what}",
    "en": "Answer in the chat: {what}",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """What the person who takes over should know at a glance."""

    name: str
    wants: str
    purchase_intent: float
    products: tuple[str, ...]
    words: str
    messages: int

    def text(self, reason: str, language: Language) -> str:
        return _LINES[language].format(
            reason=reason,
            name=self.name or "—",
            wants=self.wants,
            interest=round(self.purchase_intent * 100),
            products=", ".join(self.products) or "—",
            words=self.words,
        )


async def hand_over(session: TenantSession, conversation: Conversation, why: Escalation, summary: Summary) -> None:
    """From now on it waits for a person; the clock does not give it back, for nobody has answered yet."""
    language = await _team_language(session)
    reason = _REASONS[language][why]
    conversation.status = ConversationStatus.HUMAN
    conversation.returns_at, conversation.timeout_at = None, None
    conversation.unread = max(conversation.unread, 1)
    await session.flush()
    await noting.add(session, conversation.id, summary.text(reason, language), by=None)
    await _task(session, conversation, reason, summary.words, language, Priority.HIGH)
    await telling.tell(session, conversation.id, "status")


async def ask_team(session: TenantSession, conversation: Conversation, question: str) -> None:
    """The bot stays, and somebody finds out what it could not say."""
    language = await _team_language(session)
    await _task(session, conversation, " ".join(question.split())[:120], question, language, Priority.NORMAL)


async def _task(
    session: TenantSession, conversation: Conversation, what: str, notes: str, language: Language, priority: Priority
) -> None:
    title = _ANSWER[language].format(what=what)[:200]
    given = TaskCreate(
        title=title,
        notes=notes[:10_000],
        priority=priority,
        lead_id=conversation.lead_id,
        assignee_id=conversation.assignee_id,
    )
    try:
        async with session.begin_nested():
            await tasks.create(session, given, by=None)
    except AppError:
        # A plan that is full, a lead that is gone: the conversation itself waits for people all the same.
        return


async def _team_language(session: TenantSession) -> Language:
    found = str(await session.scalar(text("SELECT default_language FROM tenants")))
    return found if is_language(found) else "es"
