"""What a block decides: a step onwards, or why the answer does not fit."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from backend.core.language import Language
from backend.flows.engine.sentences import SENTENCES, Hint
from backend.flows.engine.turn import Effect
from backend.flows.enums import FlowStatus


@dataclass(frozen=True, slots=True)
class Step:
    """Go to `goto` after saying `texts` and saving `saved`; `status` other than active stops here."""

    goto: str | None = None
    texts: tuple[str, ...] = ()
    saved: Mapping[str, JsonValue] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    status: FlowStatus = FlowStatus.ACTIVE


@dataclass(frozen=True, slots=True)
class Wrong:
    """The answer does not fit; `facts` fill the hint's sentence."""

    hint: Hint
    facts: Mapping[str, str] = field(default_factory=dict)

    def sentence(self, language: Language) -> str:
        return SENTENCES[self.hint][language].format_map(self.facts)


def answered(goto: str | None, saves: str | None, value: JsonValue) -> Step:
    return Step(goto=goto, saved={saves: value} if saves else {})
