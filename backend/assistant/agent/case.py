"""One answer in the making: what is known, what was decided, and why, step by step (DMA-01)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from backend.assistant.enums import Intent
from backend.assistant.intents.classifier import Reading
from backend.assistant.knowledge.queries import Match
from backend.assistant.memory.schemas import Discussed, Entry, Fact, Memory
from backend.assistant.settings_schemas import Conduct
from backend.core.language import Language
from backend.providers.language_model import LanguageModel


class Step(StrEnum):
    """The eleven steps, in their order."""

    BOT_ACTIVE = "bot_active"
    RATE_LIMIT = "rate_limit"
    MEMORY = "memory"
    NAME = "name"
    LANGUAGE = "language"
    INTENT = "intent"
    ESCALATION = "escalation"
    PRODUCT = "product"
    PURCHASE = "purchase"
    REPLY = "reply"
    SAVE = "save"


class Escalation(StrEnum):
    """Why a person is called."""

    ASKED = "asked"
    ANGER = "anger"
    COMPLAINT = "complaint"
    WORD = "word"
    NOT_UNDERSTOOD = "not_understood"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Heard:
    """One of a person's messages: its place in the conversation, and its words."""

    id: str
    text: str
    at: datetime
    has_files: bool = False


@dataclass(frozen=True, slots=True)
class Business:
    """What the agent may say of the company, and when it speaks."""

    name: str
    languages: Sequence[Language]
    default_language: Language
    country: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Before:
    """What was known before these messages came."""

    memory: Memory
    language: Language
    language_settled: bool
    # The person's name, where one is known.
    name: str = ""
    # The agent's last sentences, newest last: it must not repeat itself.
    said: Sequence[str] = ()
    # The person's earlier messages, oldest first: their own words are facts.
    heard: Sequence[str] = ()
    answers_lately: int = 0
    bot_on: bool = True


Search = Callable[[str, Language], Awaitable[Sequence[Match]]]
Facts = Callable[[Language], Awaitable[Sequence[str]]]
Reserve = Callable[[], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Ports:
    """What the steps may ask for: the knowledge list, and a model within the plan's budget."""

    search: Search
    facts: Facts
    model: LanguageModel | None = None
    # Sets an AI message aside; False where the plan has none left.
    reserve: Reserve | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """What a step found, and why; `why` is words and numbers for people, `what` is stable."""

    step: Step
    what: str
    why: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:  # Any: JSON
        return {"step": self.step.value, "what": self.what, "why": list(self.why)}


@dataclass(slots=True)
class Case:
    """Goes from step to step; each writes what it found."""

    messages: Sequence[Heard]
    business: Business
    conduct: Conduct
    before: Before
    seed: str
    language: Language
    language_settled: bool
    trace: list[Trace] = field(default_factory=list)
    # No further step but the last.
    closed: bool = False
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    reading: Reading | None = None
    purchase_intent: float = 0.0
    matches: Sequence[Match] = ()
    reply: str = ""
    by_model: bool = False
    spent: bool = False
    escalation: Escalation | None = None
    opted_out: bool = False
    # A question for the team that the agent could not answer without inventing.
    unanswered: str | None = None
    # What is to be remembered.
    facts: list[Fact] = field(default_factory=list)
    products: list[Discussed] = field(default_factory=list)
    slots: dict[str, Any] = field(default_factory=dict)  # Any: JSON of a skill
    entries: list[Entry] = field(default_factory=list)
    matched: bool | None = None

    @property
    def text(self) -> str:
        """The burst as one (F5)."""
        return "\n".join(each.text for each in self.messages if each.text)

    @property
    def intent(self) -> Intent:
        return self.reading.intent if self.reading else Intent.OTHER

    def note(self, step: Step, what: str, *why: str) -> None:
        self.trace.append(Trace(step, what, why))

    def close(self, reply: str = "") -> None:
        self.reply, self.closed = reply, True
