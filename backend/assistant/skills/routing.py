"""Finds the skill that answers a message; `?` lists what there is (CAT-03). Pure."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from backend.assistant.enums import SkillName
from backend.assistant.memory.schemas import Entry
from backend.assistant.skills.base import Asked, SkillAnswer, words
from backend.assistant.skills.registry import SKILLS
from backend.core.language import Language

_MENU: Final = "menu"
_HELP: Final = frozenset({"ayuda", "ajuda", "help", "menu", "start", "ajut"})
# Of skills that are not built; what somebody writes instead goes to the business's own answers.
_NOT_YET: Final = frozenset({"catalogo", "catalog", "cataleg", "tienda", "botiga", "loja", "shop"})


def route(
    text: str, language: Language, enabled: Collection[SkillName], log: Sequence[Entry], now: datetime
) -> SkillAnswer | None:
    """None: no skill that is switched on understands it, and the agent answers as it always does."""
    asked = Asked(text, language, log, now)
    skills = [SKILLS[name] for name in SKILLS if name in enabled]
    if not skills:
        return None
    if text.strip() in {"?", "¿?"} or asked.command in _HELP:
        return SkillAnswer(_MENU, _menu(language, [each.name for each in skills]))
    command = asked.command
    if command in _NOT_YET or (
        command and any(command in each.commands for each in SKILLS.values() if each not in skills)
    ):
        return SkillAnswer(_MENU, str(words(language)["menu"]["not_yet"]))
    return next((found for each in skills if (found := each.answer(asked))), None)


def _menu(language: Language, enabled: Sequence[SkillName]) -> str:
    said = words(language)["menu"]
    return "\n".join([said["opening"], *(f"• {said[name]}" for name in enabled), said["closing"]])
