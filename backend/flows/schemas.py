"""The shape of a flow: its variables, its blocks and the expressions that choose between them (FLW-01)."""

from functools import cached_property
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    TypeAdapter,
    model_validator,
)
from pydantic_core import SchemaError

from backend.core.language import Language
from backend.flows.enums import InputFormat, MediaKind, Outcome, VariableRole, VariableType

TEXT_LIMIT = 2_000
BLOCK_LIMIT = 500
OPTION_LIMIT = 30
DAY = 86_400


def storable(text: str) -> str:
    """Postgres keeps neither NUL nor lone surrogates in JSON: refused here, where the sentence is clear."""
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise ValueError("text must not contain NUL or lone surrogates")
    return text


def _linear_pattern(pattern: str) -> str:
    """Patterns come from tenants and meet strangers' text: only those the linear-time engine takes."""
    try:
        TypeAdapter(Annotated[str, StringConstraints(pattern=pattern)])
    except SchemaError as error:
        raise ValueError("pattern is not a regular expression this engine supports") from error
    return pattern


BlockId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$")]
OptionId = BlockId
VariableName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Text = Annotated[str, StringConstraints(max_length=TEXT_LIMIT), AfterValidator(storable)]
LocalizedText = Annotated[dict[Language, Text], Field(min_length=1)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(storable)]
Pattern = Annotated[str, StringConstraints(max_length=200), AfterValidator(_linear_pattern)]
# A day that stays true as time goes by ("today+14d", also w, m, y) or one on the calendar.
Day = Annotated[str, StringConstraints(pattern=r"^(today([+-]\d{1,4}[dwmy])?|\d{4}-[01]\d-[0-3]\d)$")]


class Shape(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
        serialize_by_alias=True,
        validate_by_name=True,
        validate_by_alias=True,
    )


# Expressions: a typed tree, so that no text is ever evaluated as code.


class Var(Shape):
    var: VariableName


class Const(Shape):
    const: JsonValue


Operand: TypeAlias = Var | Const


class Compare(Shape):
    op: Literal["eq", "ne", "lt", "lte", "gt", "gte", "in", "contains"]
    left: Operand
    right: Operand


class IsSet(Shape):
    op: Literal["is_set"]
    var: VariableName


class Combine(Shape):
    op: Literal["and", "or"]
    args: Annotated[list["Expression"], Field(min_length=1, max_length=20)]


class Not(Shape):
    op: Literal["not"]
    arg: "Expression"


Expression = Annotated[Compare | IsSet | Combine | Not, Field(discriminator="op")]


# Blocks.


class MessageBlock(Shape):
    type: Literal["message"]
    id: BlockId
    text: LocalizedText
    next: BlockId | None = None


class Timeout(Shape):
    """Seconds of silence, from a minute to thirty days, after which the conversation goes on by itself."""

    after: Annotated[int, Field(ge=60, le=30 * DAY)]
    goto: BlockId


class AskingBlock(Shape):
    """What every block that waits for the person has in common."""

    id: BlockId
    prompt: LocalizedText
    saves: VariableName | None = None
    optional: bool = False
    next: BlockId | None = None
    timeout: Timeout | None = None
    retry: LocalizedText | None = None


class Option(Shape):
    id: OptionId
    label: LocalizedText
    next: BlockId | None = None
    synonyms: dict[Language, Annotated[list[Word], Field(max_length=30)]] = {}


class ButtonsBlock(AskingBlock):
    type: Literal["buttons"]
    options: Annotated[list[Option], Field(min_length=1, max_length=OPTION_LIMIT)]
    multiple: bool = False


class InputBlock(AskingBlock):
    """`min` and `max` bound numbers and money; `unit` is a measure ("m2") or, for money, its currency."""

    type: Literal["input"]
    format: InputFormat = InputFormat.TEXT
    min: float | None = None
    max: float | None = None
    min_length: Annotated[int, Field(ge=0, le=TEXT_LIMIT)] | None = None
    max_length: Annotated[int, Field(ge=1, le=TEXT_LIMIT)] | None = None
    pattern: Pattern | None = None
    unit: Word | None = None


class DateBlock(AskingBlock):
    type: Literal["date"]
    min: Day | None = None
    max: Day | None = None


class RangeBlock(AskingBlock):
    """A slider; `step` guides the hand and does not refuse what somebody types."""

    type: Literal["range"]
    min: float
    max: float
    step: Annotated[float, Field(gt=0)] | None = None
    unit: Word | None = None


class MediaBlock(AskingBlock):
    type: Literal["media"]
    max_files: Annotated[int, Field(ge=1, le=20)] = 5
    kinds: Annotated[list[MediaKind], Field(min_length=1)] = [MediaKind.JPG, MediaKind.PNG, MediaKind.PDF]


class ConsentBlock(AskingBlock):
    """`text` is what is agreed to and kept as evidence; `prompt` is the question under it (SEC-01)."""

    type: Literal["consent"]
    purpose: Word
    text: LocalizedText
    link: Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=500)] | None = None
    refused: BlockId | None = None


class Branch(Shape):
    when: Expression
    goto: BlockId


class ConditionBlock(Shape):
    type: Literal["condition"]
    id: BlockId
    branches: Annotated[list[Branch], Field(min_length=1, max_length=20)]
    otherwise: Annotated[BlockId | None, Field(alias="else")] = None


class SetBlock(Shape):
    type: Literal["set"]
    id: BlockId
    assignments: Annotated[dict[VariableName, Operand | Expression], Field(min_length=1, max_length=20)]
    next: BlockId | None = None


class JumpBlock(Shape):
    type: Literal["jump"]
    id: BlockId
    goto: BlockId


class HandoffBlock(Shape):
    """`next` is where the bot goes on if the person gives the conversation back; without it the flow is over."""

    type: Literal["handoff"]
    id: BlockId
    message: LocalizedText | None = None
    next: BlockId | None = None
    reason: Annotated[str, StringConstraints(max_length=200), AfterValidator(storable)] = "requested"


class EndBlock(Shape):
    type: Literal["end"]
    id: BlockId
    message: LocalizedText | None = None
    outcome: Outcome = Outcome.COMPLETED


Asking: TypeAlias = ButtonsBlock | InputBlock | DateBlock | RangeBlock | MediaBlock | ConsentBlock
Silent: TypeAlias = MessageBlock | ConditionBlock | SetBlock | JumpBlock | HandoffBlock | EndBlock
Block = Annotated[Asking | Silent, Field(discriminator="type")]


class VariableSpec(Shape):
    type: VariableType
    role: VariableRole | None = None


class FlowDefinition(Shape):
    """One version of a flow, as kept and as edited; `validation.faults` says whether it may be published."""

    schema_version: Literal[1] = 1
    name: Annotated[str, StringConstraints(min_length=1, max_length=120), AfterValidator(storable)]
    default_language: Language
    languages: Annotated[list[Language], Field(min_length=1)]
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = "ES"
    start: BlockId
    variables: Annotated[dict[VariableName, VariableSpec], Field(max_length=200)] = {}
    blocks: Annotated[list[Block], Field(min_length=1, max_length=BLOCK_LIMIT)]

    @model_validator(mode="after")
    def _speaks_its_default(self) -> Self:
        if self.default_language not in self.languages:
            raise ValueError("default_language must be one of languages")
        return self

    @cached_property
    def by_id(self) -> dict[str, Asking | Silent]:
        """Blocks by id; of two with one id the first counts, as the validator reports the other."""
        return {block.id: block for block in reversed(self.blocks)}

    @cached_property
    def option_labels(self) -> dict[str, dict[str, dict[Language, str]]]:
        """Variable -> option id -> label, for texts that speak of a choice made earlier."""
        labels: dict[str, dict[str, dict[Language, str]]] = {}
        for block in self.blocks:
            if isinstance(block, ButtonsBlock) and block.saves:
                named = {option.id: option.label for option in block.options}
                labels.setdefault(block.saves, {}).update(named)
        return labels
