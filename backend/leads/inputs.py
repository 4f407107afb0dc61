"""The kinds of input that several shapes share: text that can be stored, limits that keep sums sane."""

from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from backend.leads.cleaning import storable
from backend.tenants import regions


def refuse_unstorable(text: str) -> str:
    """Raises ValueError for what Postgres cannot keep."""
    if not storable(text):
        raise ValueError("the text holds characters that cannot be stored")
    return text


def _known_currency(code: str) -> str:
    if code not in regions.currencies():
        raise ValueError("this is not an ISO 4217 currency code such as EUR")
    return code


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(refuse_unstorable)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=5_000), AfterValidator(refuse_unstorable)]
Address = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(refuse_unstorable)]
# A column, a niche, a pipeline.
Title = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), AfterValidator(refuse_unstorable)
]
Tag = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), AfterValidator(refuse_unstorable)
]
Email = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254)]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]
Website = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000), AfterValidator(refuse_unstorable)]
# Above any kitchen and any house; a limit keeps sums and sentences sane.
Money = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)]
Metres = Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]
# In the currency's smallest unit (X4): a thousand columns of a thousand such cards still add up.
MOST_VALUE: Final = 10**14
Minor = Annotated[int, Field(ge=0, le=MOST_VALUE, description="In the currency's smallest unit")]
Currency = Annotated[
    str, AfterValidator(_known_currency), Field(description="ISO 4217; the company's own when left out")
]
MOST_TAGS: Final = 30
MOST_CUSTOM: Final = 100


class Input(BaseModel):
    """A body; a field we do not know is a mistake worth telling."""

    model_config = ConfigDict(extra="forbid")
