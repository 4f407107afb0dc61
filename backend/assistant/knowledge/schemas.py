"""The shapes of the knowledge list at the HTTP border."""

import uuid
from datetime import datetime
from typing import Annotated, Final, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from backend.assistant.knowledge.enums import ItemKind, LineProblem
from backend.core.language import Language
from backend.leads.inputs import Currency, Input, Minor, refuse_unstorable

MOST_ITEMS: Final = 2_000
MOST_LINES: Final = 500
LONGEST_NAME: Final = 300
LONGEST_ANSWER: Final = 4_000


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise ValueError("a link needs an address that begins with https://")
    return value


def _unique(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _words(text: str) -> str:
    """At least a letter or a digit: of anything else nothing can be found."""
    if not any(sign.isalnum() for sign in text):
        raise ValueError("this needs at least a letter")
    return text


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME),
    AfterValidator(refuse_unstorable),
    AfterValidator(_words),
]
Answer = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=LONGEST_ANSWER),
    AfterValidator(refuse_unstorable),
]
Link = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=8, max_length=2_000, pattern=r"^\S+$"),
    AfterValidator(refuse_unstorable),
    AfterValidator(_web_address),
]
Keyword = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), AfterValidator(refuse_unstorable)
]
Keywords = Annotated[list[Keyword], Field(max_length=30), AfterValidator(_unique)]
Position = Annotated[int, Field(ge=0, le=10_000)]
Question = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000), AfterValidator(refuse_unstorable)
]


class ItemCreate(Input):
    """An answer (`faq`) or something that is sold (`product`)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "kind": "product",
                "language": "es",
                "name": "Visita y proyecto en 3D",
                "answer": "Medimos tu cocina y te la enseñamos en 3D.",
                "price_minor": 12_000,
                "currency": "EUR",
                "link": "https://www.example.com/3d",
                "keywords": ["render", "diseño"],
            }
        },
    )

    kind: ItemKind = ItemKind.FAQ
    language: Language
    name: Name
    answer: Answer = ""
    price_minor: Minor | None = None
    currency: Currency | None = None
    link: Link | None = None
    payment_link: Link | None = None
    keywords: Keywords = []
    active: bool = True
    position: Position = 0

    @model_validator(mode="after")
    def says_something(self) -> Self:
        if (self.price_minor is None) != (self.currency is None):
            raise ValueError("a price and its currency come together")
        if self.kind is ItemKind.FAQ and not self.answer:
            raise ValueError("a question needs its answer")
        return self


class ItemUpdate(Input):
    """Only what is given changes; null empties price, currency and links."""

    kind: ItemKind | None = None
    language: Language | None = None
    name: Name | None = None
    answer: Answer | None = None
    price_minor: Minor | None = None
    currency: Currency | None = None
    link: Link | None = None
    payment_link: Link | None = None
    keywords: Keywords | None = None
    active: bool | None = None
    position: Position | None = None

    @model_validator(mode="after")
    def only_some_may_be_emptied(self) -> Self:
        may = {"price_minor", "currency", "link", "payment_link"}
        empty = [name for name in self.model_fields_set - may if getattr(self, name) is None]
        if empty:
            raise ValueError(f"{', '.join(sorted(empty))} cannot be null")
        return self


class ItemOut(BaseModel):
    """An entry of the knowledge list."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    kind: ItemKind
    language: Language
    name: str
    answer: str
    price_minor: int | None
    currency: str | None
    link: str | None
    payment_link: str | None
    keywords: list[str]
    active: bool
    position: int
    created_at: datetime
    updated_at: datetime


class ImportIn(Input):
    """Lines as they are copied from a spreadsheet: name, answer, price, link, keywords, payment link.

    Tabs, semicolons or commas between the columns; a first line of titles in any of the four languages may name and
    order them. A line whose name stands already in the list replaces that entry.
    """

    language: Language
    kind: ItemKind = ItemKind.FAQ
    lines: Annotated[str, StringConstraints(min_length=1, max_length=200_000), AfterValidator(refuse_unstorable)]


class LineError(BaseModel):
    """Why a line was left out, for programs and in the reader's language; `line` counts from 1."""

    line: int
    code: LineProblem
    message: str


class ImportOut(BaseModel):
    """What came of the lines; good ones are kept even where others are not."""

    created: int
    updated: int
    errors: list[LineError]


class TryIn(Input):
    """A question as a customer would write it."""

    question: Question
    language: Language


class MatchOut(BaseModel):
    """An entry that answers, and how well from 0 to 1."""

    item: ItemOut
    score: float


class TryOut(BaseModel):
    """The best first; none where nothing in the list honestly answers."""

    matches: list[MatchOut]
