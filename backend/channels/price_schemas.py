"""Shapes of a WhatsApp number's price list, and of what one message costs."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Final, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from backend.channels.enums import CostKind, PriceCategory
from backend.tenants.schemas import Currency

# Every calling code of the world in every category, and room for parts of countries.
MOST_PRICES: Final = 2_000
LONGEST_PREFIX: Final = 8


def _prefix(given: str) -> str:
    """As numbers are compared: digits only; empty is any other country."""
    digits = given.strip().removeprefix("+").replace(" ", "")
    if not digits:
        return ""
    if not digits.isascii() or not digits.isdigit() or digits.startswith("0") or len(digits) > LONGEST_PREFIX:
        raise ValueError("a prefix is a calling code such as 34 or 1787; empty means any other country")
    return digits


Prefix = Annotated[
    str,
    Field(max_length=20, description="A calling code such as 34 or 1787; empty is any other country"),
    AfterValidator(_prefix),
]
Amount = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=6, description="For one message")]


class PriceRow(BaseModel):
    """What one message of a category costs for numbers that begin so; the longest beginning counts."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    category: PriceCategory
    prefix: Prefix = ""
    amount: Amount


class PriceListIn(BaseModel):
    """The whole list, in place of the one before; without rows there is none any more."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"currency": "EUR", "rows": [{"category": "marketing", "prefix": "34", "amount": "0.0509"}]}]
        },
    )

    currency: Currency
    utility_free_in_window: Annotated[
        bool, Field(description="Whether utility templates cost nothing while the person's 24 hours run")
    ] = False
    rows: Annotated[list[PriceRow], Field(max_length=MOST_PRICES)]

    @model_validator(mode="after")
    def each_once(self) -> Self:
        seen: set[tuple[str, str]] = set()
        for number, row in enumerate(self.rows, start=1):
            place = (row.category.value, row.prefix)
            if place in seen:
                raise ValueError(f"row {number} prices {place[0]} for “{place[1]}” a second time")
            seen.add(place)
        return self


class PriceListOut(BaseModel):
    """What was entered; without a currency nothing was."""

    currency: str | None = None
    utility_free_in_window: bool = False
    rows: list[PriceRow] = []
    changed_at: datetime | None = None


class OfferOut(BaseModel):
    """What a category costs at least, and in any other country."""

    model_config = ConfigDict(from_attributes=True)

    currency: str
    least: Decimal
    elsewhere: Decimal | None


class CostOut(BaseModel):
    """What one message costs, or why that cannot be said."""

    model_config = ConfigDict(from_attributes=True)

    kind: CostKind
    amount: Decimal | None = None
    currency: str | None = None
