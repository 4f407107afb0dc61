"""What a block sees while it speaks or listens: flow, variables, language and house."""

from collections.abc import Mapping
from dataclasses import dataclass

from babel.core import get_global
from babel.numbers import get_territory_currencies
from pydantic import JsonValue

from backend.core.language import Language
from backend.flows.engine.formatting import spoken
from backend.flows.engine.interpolation import render
from backend.flows.engine.state import WalkContext
from backend.flows.enums import VariableType
from backend.flows.schemas import FlowDefinition

BUILT_IN = frozenset({"business"})
FALLBACK_CURRENCY = "EUR"


def choose(text: Mapping[Language, str], language: Language, default: Language) -> str:
    """The asked language, else the flow's default, else any that is there."""
    return text.get(language) or text.get(default) or next(filter(None, text.values()), "")


@dataclass(frozen=True, slots=True)
class Scene:
    flow: FlowDefinition
    variables: Mapping[str, JsonValue]
    language: Language
    context: WalkContext

    def say(self, text: Mapping[Language, str]) -> str:
        return render(choose(text, self.language, self.flow.default_language), self._word)

    def label(self, text: Mapping[Language, str]) -> str:
        return choose(text, self.language, self.flow.default_language)

    def type_of(self, variable: str | None) -> VariableType | None:
        spec = self.flow.variables.get(variable or "")
        return spec.type if spec else None

    @property
    def country(self) -> str:
        return self.context.country or self.flow.country

    @property
    def currency(self) -> str:
        # babel refuses countries it does not know, and a tenant's country is free input
        if self.country not in get_global("territory_currencies"):
            return FALLBACK_CURRENCY
        return next(iter(get_territory_currencies(self.country)), FALLBACK_CURRENCY)

    def _word(self, name: str) -> str:
        if name in BUILT_IN:
            return self.context.business
        value = self.variables.get(name)
        labels = self.flow.option_labels.get(name, {})
        options = {option_id: self.label(label) for option_id, label in labels.items()}
        return spoken(value, self.type_of(name), self.language, options)
