"""What a message wants, how sure that is and why: rules first, then the trained model, then an honest `other` (DMA-02).

1. No words: the emojis say it. 2. An order to write no more. 3. The rules of `rules.toml`, in their order. 4. The
model; words that deny its choice ("no es caro") give the turn to its second. 5. What no example resembles, or what
is too unsure, is `other`."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final

from backend.assistant.enums import Intent
from backend.assistant.intents.features import Said, said
from backend.assistant.intents.model import Scored, model
from backend.assistant.intents.opt_out import is_opt_out
from backend.core.language import Language

# Below this the model is wrong more often than right (see the report beside the model).
UNSURE: Final = 0.3
# Of a message in a language or alphabet that we do not know, or of keys hit at random, few pieces were ever seen.
UNFAMILIAR: Final = 0.35
BY_RULE: Final = 0.97
BY_EMOJI: Final = 0.7
EMOJIS: Final = {
    "wave": Intent.GREETING,
    "pray": Intent.THANKS,
    "anger": Intent.COMPLAINT,
    "adult": Intent.SPAM,
    "fire": Intent.INTEREST_SOFT,
    "think": Intent.OBJECTION_DOUBT,
}


@dataclass(frozen=True)
class Reading:
    """`reasons` say why in order: the rule or the model's words, what spoke against it, how sure it was."""

    intent: Intent
    confidence: float
    second: Intent | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class _Rule:
    name: str
    intents: tuple[Intent, ...]
    whole: re.Pattern[str] | None
    part: re.Pattern[str] | None
    without: re.Pattern[str] | None
    asks: bool

    def holds(self, words: str, text: str) -> bool:
        if not self.asks and ("?" in text or "🤔" in text):
            return False
        found = (self.whole and self.whole.fullmatch(words)) or (self.part and self.part.search(words))
        return bool(found) and not (self.without and self.without.search(words))


def classify(text: str, language: Language | None = None) -> Reading:
    """`language` is what the conversation speaks; the words of all four are understood in any of them."""
    return _classified(text[:4000])


@lru_cache(maxsize=2_000)
def _classified(text: str) -> Reading:
    message = said(text)
    return _wordless(message) or _ruled(text, message) or _modelled(message)


def _wordless(message: Said) -> Reading | None:
    if message.words:
        return None
    for kind, intent in EMOJIS.items():
        if kind in message.emojis:
            return Reading(intent, BY_EMOJI, None, (f"emoji {kind}",))
    return Reading(Intent.OTHER, BY_EMOJI, None, ("no words",))


def _ruled(text: str, message: Said) -> Reading | None:
    if is_opt_out(text):
        return Reading(Intent.OPT_OUT, BY_RULE, None, ("rule opt_out",))
    words = " ".join(message.words)
    rule = next((rule for rule in _rules()["rule"] if rule.holds(words, text)), None)
    return Reading(rule.intents[0], BY_RULE, None, (f"rule {rule.name}",)) if rule else None


def _modelled(message: Said) -> Reading:
    scored = model().score(message)
    ranked = sorted(scored.chances, key=lambda intent: -scored.chances[intent])
    words = " ".join(message.words)
    vetoes = [rule for rule in _rules()["veto"] if rule.holds(words, message.raw)]
    denied = {intent for rule in vetoes for intent in rule.intents}
    allowed = [intent for intent in ranked if intent not in denied]
    first, second = allowed[0], next(intent for intent in ranked if intent is not allowed[0])
    reasons = (
        *(f"word {word}" for word in _telling(message, first)),
        *(f"denied by {rule.name}" for rule in vetoes if ranked[0] in rule.intents),
        f"model {model().version}",
    )
    return _honest(Reading(first, round(scored.chances[first], 3), second, reasons), scored)


def _honest(reading: Reading, scored: Scored) -> Reading:
    if reading.intent in {Intent.OTHER, Intent.SPAM}:
        return reading
    why = "unfamiliar" if scored.familiar < UNFAMILIAR else "unsure" if reading.confidence < UNSURE else None
    if why is None:
        return reading
    return Reading(Intent.OTHER, reading.confidence, reading.intent, (why, *reading.reasons))


def _telling(message: Said, intent: Intent) -> Sequence[str]:
    """The words that spoke most for it."""
    weights = model().words_for(message.words, intent)
    return [word for word, weight in sorted(weights.items(), key=lambda pair: -pair[1])[:3] if weight > 0]


@cache
def _rules() -> Mapping[str, Sequence[_Rule]]:
    data = tomllib.loads((resources.files("backend.assistant.intents") / "rules.toml").read_text(encoding="utf-8"))
    return {kind: tuple(_rule(entry) for entry in data[kind]) for kind in ("rule", "veto")}


def _rule(entry: Mapping[str, Any]) -> _Rule:  # Any: TOML
    def joined(key: str) -> re.Pattern[str] | None:
        return re.compile("|".join(f"(?:{pattern})" for pattern in entry[key])) if key in entry else None

    intents = tuple(Intent(name) for name in entry.get("intents", [entry.get("intent")]))
    return _Rule(entry["name"], intents, joined("whole"), joined("part"), joined("without"), entry.get("asks", True))
