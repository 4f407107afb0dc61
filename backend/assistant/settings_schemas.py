"""How a tenant's agent behaves, as it crosses the HTTP border and as the agent reads it."""

from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from backend.assistant.enums import ReplyLength, SkillName, Tone
from backend.leads.inputs import refuse_unstorable

MOST_WORDS: Final = 50

Word = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=2, max_length=60), AfterValidator(refuse_unstorable)
]


def _unique(values: list[Word]) -> list[Word]:
    return list(dict.fromkeys(values))


class Conduct(BaseModel):
    """All of it; what a PUT leaves out goes back to its default (FLW-10, DMA-01, NUR-03)."""

    model_config = ConfigDict(
        extra="forbid",
        from_attributes=True,
        json_schema_extra={"example": {"tone": "formal", "emoji": False, "escalation_words": ["abogado"]}},
    )

    ai_on: bool = Field(True, description="Whether the agent answers where no flow does")
    tone: Tone = Tone.FRIENDLY
    length: ReplyLength = ReplyLength.NORMAL
    emoji: bool = True
    escalation_words: Annotated[list[Word], Field(max_length=MOST_WORDS), AfterValidator(_unique)] = Field(
        [], description="Words of the person that call somebody of the team at once"
    )
    max_no_match: int = Field(2, ge=1, le=10, description="After so many messages that nobody understood, a person")
    weekly_cap: int = Field(3, ge=0, le=50, description="Follow-ups to one person within seven days")
    quiet_from: int = Field(21, ge=0, le=23, description="The hour at which follow-ups stop, in the person's zone")
    quiet_to: int = Field(8, ge=0, le=23, description="The hour at which they may go out again")
    takeover_minutes: int = Field(60, ge=1, le=10_080, description="Silence of the person in charge, then the bot")
    skills: list[SkillName] = Field([], max_length=len(SkillName), description="What the agent can do besides (CAT-03)")
