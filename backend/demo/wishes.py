"""What a visitor wants, and the words in which they answer the kitchen studio's questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from backend.core.language import Language
from backend.demo import phrases
from backend.demo.people import Person
from backend.flows.engine.state import Reply
from backend.leads.enums import Temperature

SKIP: Final = Reply()
_STYLES: Final = ("modern", "nordic", "classic", "rustic", "industrial")


@dataclass(frozen=True, slots=True)
class _Leaning:
    """What people who will be this warm tend to say; budgets in thousands."""

    projects: tuple[str, ...]
    budgets: tuple[int, ...]
    metres: tuple[str, ...]
    urgencies: tuple[str, ...]
    styles: tuple[str, ...] = _STYLES


_LEANINGS: Final[Mapping[Temperature, _Leaning]] = {
    Temperature.PREMIUM: _Leaning(
        ("new_kitchen", "kitchen_renovation"),
        (12, 14, 15, 18, 22, 25, 30),
        ("12", "14", "16", "18,5", "24"),
        ("now", "1_3_months"),
    ),
    Temperature.HOT: _Leaning(
        ("new_kitchen", "kitchen_renovation", "wardrobe"),
        (6, 7, 8, 9, 10),
        ("8", "9,5", "10", "11"),
        ("now", "1_3_months"),
    ),
    Temperature.WARM: _Leaning(
        ("kitchen_renovation", "wardrobe", "furniture"),
        (3, 4, 5, 6),
        ("4", "5", "6,5", "8"),
        ("1_3_months", "3_6_months"),
        (*_STYLES, "undecided"),
    ),
    Temperature.COLD: _Leaning(
        ("furniture", "wardrobe", "other"),
        (0, 0, 1, 2),
        ("", "", "2", "3"),
        ("later", "3_6_months"),
        ("undecided", "modern", "nordic"),
    ),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """One visitor's project; an empty `metres` or no `budget` is something they skip."""

    warmth: Temperature
    project: str
    style: str
    metres: str
    budget: int
    urgency: str


def wish(rng: Random, warmth: Temperature) -> Wish:
    leaning = _LEANINGS[warmth]
    return Wish(
        warmth=warmth,
        project=rng.choice(leaning.projects),
        style=rng.choice(leaning.styles),
        metres=rng.choice(leaning.metres),
        budget=rng.choice(leaning.budgets),
        urgency=rng.choice(leaning.urgencies),
    )


def answers(rng: Random, block: str, wanted: Wish, person: Person, language: Language) -> tuple[Reply, ...]:
    """What is sent to this block; of several the first ones are refused, as it happens to people."""
    match block:
        case "metres":
            return _metres(rng, wanted, language)
        case "email":
            return _email(rng, person)
        case "budget":
            return (_budget(rng, wanted, language),)
        case "project" | "style" | "urgency":
            return (Reply(option=getattr(wanted, block)),)
    said = {
        "consent": Reply(option="accept"),
        "name": Reply(text=person.name),
        "phone": Reply(text=person.phone),
        "phone_needed": Reply(text=person.phone),
    }
    return (said.get(block, SKIP),)


def _metres(rng: Random, wanted: Wish, language: Language) -> tuple[Reply, ...]:
    if not wanted.metres:
        return (SKIP,)
    said = Reply(text=rng.choice(phrases.METRES[language]).format(m=wanted.metres))
    return (Reply(text=phrases.NO_METRES[language]), said) if rng.random() < 0.1 else (said,)


def _budget(rng: Random, wanted: Wish, language: Language) -> Reply:
    if not wanted.budget:
        return SKIP
    low = wanted.budget
    phrase = rng.choice(phrases.BUDGETS[language])
    return Reply(text=phrase.format(n=f"{low}.000", a=low, b=low + max(1, low // 4)))


def _email(rng: Random, person: Person) -> tuple[Reply, ...]:
    said = Reply(text=person.email)
    host = person.email.index("@") + 1
    return (Reply(text=person.email[:host]), said) if rng.random() < 0.08 else (said,)
