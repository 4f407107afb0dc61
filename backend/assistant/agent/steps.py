"""The eleven steps of an answer, each a small function (DMA-01); `process` runs them in order.

bot active -> rate limit -> memory -> name -> language -> intent -> escalation -> product -> direct purchase -> reply
-> save. A step may close the case; what is to be remembered is gathered all the same.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

import phonenumbers

from backend.assistant import languages
from backend.assistant.agent import replying
from backend.assistant.agent.case import Case, Escalation, Heard, Ports, Step
from backend.assistant.enums import Intent
from backend.assistant.folding import folded
from backend.assistant.intents import anger, names, opt_out, purchase_intent
from backend.assistant.intents.classifier import classify
from backend.assistant.knowledge.enums import ItemKind
from backend.assistant.memory.schemas import Discussed, Fact
from backend.assistant.replies.enums import Situation
from backend.assistant.skills import routing
from backend.flows.engine.parsing.emails import parse_email

# Two robots that answer each other would go on for ever; no person needs more in ten minutes.
MOST_ANSWERS: Final = 20
# The slot of the memory that holds what was understood, and how much of it.
HEARD: Final = "heard"
REMEMBERED: Final = 30
# What is asked of the knowledge list; the rest is answered by sentences alone.
_ASKING: Final = frozenset(
    {
        Intent.QUESTION_PRODUCT,
        Intent.QUESTION_GENERAL,
        Intent.INTEREST_SOFT,
        Intent.INTEREST_STRONG,
        Intent.SUPPORT,
        Intent.OBJECTION_PRICE,
        Intent.OTHER,
    }
)

_Step = Callable[[Case, Ports], Awaitable[None]]


async def process(case: Case, ports: Ports) -> Case:
    """The case with its reply, its effects and its trace."""
    for step in STEPS[:-1]:
        if not case.closed:
            await step(case, ports)
    await STEPS[-1](case, ports)
    return case


async def check_bot(case: Case, ports: Ports) -> None:
    """Off for this account or for the whole business: nobody answers by itself (DMA-05)."""
    if case.before.bot_on and case.conduct.ai_on:
        case.note(Step.BOT_ACTIVE, "on")
        return
    case.note(Step.BOT_ACTIVE, "off", "account" if not case.before.bot_on else "business")
    case.close()


async def check_rate(case: Case, ports: Ports) -> None:
    lately = case.before.answers_lately
    if lately < MOST_ANSWERS:
        case.note(Step.RATE_LIMIT, "within", f"{lately}/{MOST_ANSWERS}")
        return
    case.note(Step.RATE_LIMIT, "beyond", f"{lately}/{MOST_ANSWERS}")
    case.escalation = Escalation.TOO_MANY
    case.close()


async def recall(case: Case, ports: Ports) -> None:
    memory = case.before.memory
    case.name = memory.value("name")
    products = [each.name for each in memory.products[-3:]]
    case.note(Step.MEMORY, "known" if memory.total_messages else "new", str(memory.total_messages), *products)


async def learn_name(case: Case, ports: Ports) -> None:
    """Also an email or a phone that the person writes, for then they want to be reached."""
    for each in case.messages:
        name = names.introduced_name(each.text, case.language)
        if name and f"{case.before.name} ".casefold().startswith(f"{name} ".casefold()):
            # "Soy Carlos" says less than what is known of Carlos Ibáñez.
            name = None
        email = parse_email(each.text) if "@" in each.text else None
        phone = _phone(each.text, case.business.country)
        case.name, case.email, case.phone = name or case.name, email or case.email, phone or case.phone
        learned = {"name": name, "email": email, "phone": phone}
        case.facts += [_fact(fact, value, each) for fact, value in learned.items() if value]
    case.note(Step.NAME, "learned" if case.facts else "nothing_new", *(each.fact for each in case.facts))


def _fact(fact: str, value: str, heard: Heard) -> Fact:
    return Fact(fact=fact, value=value, source=heard.id, at=heard.at)


def _phone(text: str, country: str) -> str | None:
    """Only what is written as a number: a budget or a date is none."""
    found = next(iter(phonenumbers.PhoneNumberMatcher(text[:500], country)), None)
    return phonenumbers.format_number(found.number, phonenumbers.PhoneNumberFormat.E164) if found else None


async def tell_language(case: Case, ports: Ports) -> None:
    """The conversation keeps its language unless the person's words leave no doubt (FLW-06)."""
    spoken = languages.detect(case.text, case.business.languages)
    if spoken and spoken != case.language:
        case.note(Step.LANGUAGE, "changed", case.language, spoken)
        case.language = spoken
    else:
        case.note(Step.LANGUAGE, "kept", case.language)
    case.language_settled = case.language_settled or spoken is not None


async def understand(case: Case, ports: Ports) -> None:
    """Rules and the small classifier; a file without words has its own answer."""
    if not case.text.strip():
        case.note(Step.INTENT, "only_files")
        case.matched = True
        case.close(replying.say(case, Situation.MEDIA))
        return
    case.reading = classify(case.text, case.language)
    why = (f"{case.reading.confidence:.2f}", *case.reading.reasons)
    case.note(Step.INTENT, case.reading.intent.value, *why)
    now = case.business.now
    heard = [*_earlier(case), purchase_intent.Heard(case.reading.intent, now, case.reading.confidence)][-REMEMBERED:]
    case.purchase_intent = purchase_intent.estimate(heard, now).value
    case.slots[HEARD] = [[each.intent.value, each.at.isoformat(), each.confidence] for each in heard]
    if any(opt_out.is_opt_out(each.text) for each in case.messages):
        case.opted_out = True
        case.close()


def _earlier(case: Case) -> list[purchase_intent.Heard]:
    """What was understood before, as the memory keeps it."""
    kept = case.before.memory.slots.get(HEARD) or []
    return [
        purchase_intent.Heard(Intent(intent), datetime.fromisoformat(at), float(confidence))
        for intent, at, confidence in kept
    ]


async def escalate(case: Case, ports: Ports) -> None:
    """On request, on anger, on a word of the business's own; a complaint is a person's to answer."""
    reason = _reason_to_escalate(case)
    if reason is None:
        case.note(Step.ESCALATION, "no")
        return
    case.note(Step.ESCALATION, "yes", reason.value)
    case.escalation = reason
    situation = Situation.COMPLAINT if reason in {Escalation.ANGER, Escalation.COMPLAINT} else Situation.HANDOFF
    case.close(replying.say(case, situation))


def _reason_to_escalate(case: Case) -> Escalation | None:
    text = folded(case.text)
    if case.intent is Intent.ESCALATION:
        return Escalation.ASKED
    if any(f" {folded(word)} " in f" {text} " for word in case.conduct.escalation_words):
        return Escalation.WORD
    if case.intent is Intent.COMPLAINT:
        return Escalation.COMPLAINT
    return Escalation.ANGER if anger.is_angry(case.text) else None


async def find_product(case: Case, ports: Ports) -> None:
    """What answers: a skill's own words, or an entry of the knowledge list (CAT-03, full-text)."""
    skill = routing.route(case.text, case.language, case.conduct.skills, case.before.memory.log, case.business.now)
    if skill is not None:
        case.note(Step.PRODUCT, "skill", skill.skill)
        case.slots.update(skill.slots)
        case.entries += skill.entries
        case.matched = True
        case.close(skill.text)
        return
    case.matches = await ports.search(case.text, case.language) if case.intent in _ASKING else ()
    if not case.matches and case.intent is Intent.INTEREST_STRONG and case.before.memory.products:
        # "I'll take it": what was talked about last.
        case.matches = await ports.search(case.before.memory.products[-1].name, case.language)
    found = [f"{each.item.name} ({each.score:.2f})" for each in case.matches]
    case.note(Step.PRODUCT, "found" if found else "nothing", *found)
    products = [each.item for each in case.matches if each.item.kind == ItemKind.PRODUCT]
    at = case.business.now
    case.products += [Discussed(item_id=each.id, name=each.name, at=at) for each in products[:1]]


async def sell(case: Case, ports: Ports) -> None:
    """Who wants to buy what is known gets the way to pay at once: no further question stands between."""
    match = next((each for each in case.matches if each.item.payment_link or each.item.link), None)
    if case.intent is not Intent.INTEREST_STRONG or match is None:
        case.note(Step.PURCHASE, "no")
        return
    case.note(Step.PURCHASE, "link", match.item.name)
    case.matched = True
    case.close(replying.say(case, Situation.INTEREST_STRONG, match.item))


async def reply(case: Case, ports: Ports) -> None:
    """By the model where there is one and the plan has room, else by the business's own sentences."""
    await replying.reply(case, ports)


async def save(case: Case, ports: Ports) -> None:
    """What will be remembered; the tables are written by whoever runs the case."""
    kept = [each.fact for each in case.facts] + [each.name for each in case.products]
    case.note(Step.SAVE, "remembered", *kept, f"purchase_intent={case.purchase_intent:.2f}")


STEPS: Final[tuple[_Step, ...]] = (
    check_bot,
    check_rate,
    recall,
    learn_name,
    tell_language,
    understand,
    escalate,
    find_product,
    sell,
    reply,
    save,
)
