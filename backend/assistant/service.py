"""One message to the assistant: guard, then a yes or no, then the model or the commands (AIA-06, AIA-08)."""

import uuid
from dataclasses import dataclass
from typing import Final

import structlog
from sqlalchemy import delete

from backend.assistant import acting, commanding, guard, modelling, queries, remembering, wording
from backend.assistant.acting import Outcome
from backend.assistant.acts.base import Desk, Done
from backend.assistant.acts.task_queries import today
from backend.assistant.commands import parsing
from backend.assistant.doing import Work
from backend.assistant.enums import Mode, Notice, Speaker
from backend.assistant.models import AssistantMessage
from backend.assistant.schemas import ActOut, AnswerOut, ConfirmationOut, MessageIn
from backend.core import clock
from backend.core.database.session import TenantSession
from backend.core.language import Language
from backend.plans import service as plans
from backend.plans.enums import Metric
from backend.plans.errors import QuotaExceeded
from backend.plans.service import Reservation
from backend.providers.language_model import LanguageModel, ModelFailed

log = structlog.get_logger()

REMEMBERED_LINES: Final = 12
_NOTICES: Final = {"extraction_off": Notice.EXTRACTION_OFF}


@dataclass(frozen=True, slots=True)
class _Answer:
    reply: str
    outcomes: tuple[Outcome, ...] = ()
    mode: Mode = Mode.COMMANDS
    notice: Notice | None = None


async def answer(model: LanguageModel | None, work: Work, given: MessageIn) -> AnswerOut:
    """Answers and keeps both lines. An empty prompt never gets here (BIL-05). Raises `ConfirmationGone`."""
    found = await _confirmed(work, given.confirm) if given.confirm else await _said(model, work, given.text)
    reply = found.reply.replace("![", "[")[:20_000]
    async with work.database.tenant(_tenant(work)) as session:
        await _keep(session, work, given.text or "✓", reply, found)
    return _out(found, reply, work.language)


async def clear(session: TenantSession, user_id: uuid.UUID) -> None:
    """Forget the talk; the memory stays."""
    await session.execute(delete(AssistantMessage).where(AssistantMessage.user_id == user_id))


async def _said(model: LanguageModel | None, work: Work, text: str) -> _Answer:
    topic = guard.refusal(text)
    if topic:
        return _Answer(wording.say(f"refused_{topic}", work.language), notice=Notice.REFUSED)
    decided = await _decided(work, text)
    if decided:
        return decided
    return await _with_model(model, work, text) if model else await _commanded(work, text)


async def _decided(work: Work, text: str) -> _Answer | None:
    """A yes or a no in words, while something waits for it."""
    meant = parsing.is_yes(text, work.language)
    if meant is None:
        return None
    async with work.database.tenant(_tenant(work)) as session:
        token = await queries.find_waiting(session, work.actor.user_id, clock.now())
        if token is None:
            return _Answer(wording.say("nothing_to_confirm", work.language))
        if not meant:
            await acting.drop_waiting(session, work.actor.user_id)
            return _Answer(wording.say("cancelled", work.language))
    return await _confirmed(work, token)


async def _confirmed(work: Work, token: uuid.UUID) -> _Answer:
    async with work.database.tenant(_tenant(work)) as session:
        outcome = await acting.confirm(Desk(session, work.actor, work.language), token)
    return _worded(outcome, work.language)


async def _commanded(work: Work, text: str, notice: Notice | None = None) -> _Answer:
    command = parsing.understand(text, work.language)
    if command is None:
        sentence = notice.value if notice else "not_understood"
        return _Answer(wording.say(sentence, work.language), notice=notice or Notice.NOT_UNDERSTOOD)
    if command.act == "help":
        return _Answer(wording.commands(work.language, "help"), notice=notice)
    async with work.database.tenant(_tenant(work)) as session:
        arguments = commanding.arguments(command, await today(session, clock.now()))
    outcome = await work.attempt(command.act, arguments)
    return _worded(outcome, work.language, notice)


async def _with_model(model: LanguageModel, work: Work, text: str) -> _Answer:
    """One AI message is set aside, and counted only when the model answered (BIL-05, X27)."""
    try:
        held = await _reserve(work)
    except QuotaExceeded:
        if parsing.understand(text, work.language) is None:
            raise
        return await _commanded(work, text, Notice.QUOTA)
    try:
        async with work.database.tenant(_tenant(work)) as session:
            lines = await queries.list_lines(session, work.actor.user_id, limit=REMEMBERED_LINES)
            memory = await remembering.read(session, work.actor.user_id)
            day = (await today(session, clock.now())).isoformat()
        talk = await modelling.talk(model, work, text, list(reversed(lines)), memory, day)
    except ModelFailed as error:
        log.warning("assistant_model_failed", error=error.code)
        await _give_back(work, held)
        return await _commanded(work, text, Notice.MODEL_FAILED)
    except BaseException:
        await _give_back(work, held)
        raise
    async with work.database.tenant(_tenant(work)) as session:
        await plans.settle(session, held)
    return _of_model(talk, work.language)


def _of_model(talk: modelling.Talk, language: Language) -> _Answer:
    asked = talk.waiting
    if asked:
        return _Answer(_words(asked.done, language), tuple(talk.outcomes), Mode.MODEL)
    reply = talk.reply or "\n\n".join(_words(each.done, language) for each in talk.outcomes)
    return _Answer(reply or wording.say("model_failed", language), tuple(talk.outcomes), Mode.MODEL)


async def _reserve(work: Work) -> Reservation:
    async with work.database.tenant(_tenant(work)) as session:
        return await plans.reserve(session, Metric.IA_MSGS)


async def _give_back(work: Work, held: Reservation) -> None:
    async with work.database.tenant(_tenant(work)) as session:
        await plans.release(session, held)


def _worded(outcome: Outcome, language: Language, notice: Notice | None = None) -> _Answer:
    reply = _words(outcome.done, language)
    return _Answer(reply, (outcome,), notice=_NOTICES.get(outcome.done.sentence, notice))


def _words(done: Done, language: Language) -> str:
    return wording.render(done.sentence, done.facts, language)


async def _keep(session: TenantSession, work: Work, text: str, reply: str, found: _Answer) -> None:
    for speaker, words in ((Speaker.PERSON, text), (Speaker.ASSISTANT, reply)):
        line = AssistantMessage(
            user_id=work.actor.user_id, speaker=speaker, text=words, mode=found.mode, at=clock.now()
        )
        session.add(line)
        await session.flush()


def _tenant(work: Work) -> uuid.UUID:
    assert work.actor.tenant_id is not None
    return work.actor.tenant_id


def _out(found: _Answer, reply: str, language: Language) -> AnswerOut:
    waiting = next((each for each in found.outcomes if each.waiting), None)
    asked = (
        ConfirmationOut(token=waiting.waiting, what=_words(waiting.done, language))
        if waiting and waiting.waiting
        else None
    )
    acts = [
        ActOut(name=each.act, lead_id=each.done.lead_id, task_id=each.done.task_id, search_id=each.done.search_id)
        for each in found.outcomes
        if each.happened
    ]
    return AnswerOut(reply=reply, acts=acts, needs_confirmation=asked, mode=found.mode, notice=found.notice)
