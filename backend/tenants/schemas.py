"""Shapes of tenants as they cross the HTTP border; every field of an update is checked here."""

import uuid
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, EmailStr, Field, model_validator

from backend.core.language import LANGUAGES, Language
from backend.tenants import origins, regions
from backend.tenants.enums import InstallationProblem, Position, TenantStatus

_STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)


def _one_of(known: Any, sentence: str) -> AfterValidator:  # Any: a function that gives the set, read at use
    def check(value: str) -> str:
        if value not in known():
            raise ValueError(sentence)
        return value

    return AfterValidator(check)


def _https(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme != "https" or not parts.hostname or parts.username:
        raise ValueError("a logo needs an https:// address")
    return value


def _visible(value: str) -> str:
    if any(ord(letter) < 32 and letter not in "\n\t" for letter in value):
        raise ValueError("the text holds characters that cannot be shown")
    return value


def _unique(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


Name = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_visible)]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
HttpsUrl = Annotated[str, Field(max_length=500), AfterValidator(_https)]
Zone = Annotated[str, _one_of(regions.zones, "this is not an IANA time zone such as Europe/Madrid")]
Country = Annotated[str, _one_of(regions.countries, "this is not an ISO 3166 country code such as ES")]
Currency = Annotated[str, _one_of(regions.currencies, "this is not an ISO 4217 currency code such as EUR")]
Origin = Annotated[str, Field(max_length=300), AfterValidator(origins.normalise)]
Origins = Annotated[list[Origin], Field(max_length=origins.MAX_ORIGINS), AfterValidator(_unique)]
Languages = Annotated[list[Language], Field(min_length=1, max_length=len(LANGUAGES)), AfterValidator(_unique)]


Title = Annotated[str, Field(max_length=60), AfterValidator(_visible)]
Line = Annotated[str, Field(max_length=120), AfterValidator(_visible)]
Sentences = Annotated[str, Field(max_length=500), AfterValidator(_visible)]


class Branding(BaseModel):
    """How the widget looks; every field has a default, so an empty one is complete (WID-01)."""

    model_config = _STRICT

    primary: Colour = "#2563eb"
    on_primary: Colour = "#ffffff"
    background: Colour = "#ffffff"
    text: Colour = "#1f2937"
    position: Position = Position.RIGHT
    radius: int = Field(16, ge=0, le=32, description="Corner radius in pixels")
    logo_url: HttpsUrl | None = None
    launcher_text: Annotated[str, Field(max_length=40), AfterValidator(_visible)] = ""


class WidgetTexts(BaseModel):
    """The widget's own words in one language; what is left out falls back to ours."""

    model_config = _STRICT

    title: Title | None = None
    subtitle: Line | None = None
    placeholder: Line | None = None
    closed: Sentences | None = None
    offline: Sentences | None = None
    consent_note: Sentences | None = None


class TenantOut(BaseModel):
    """A company as its own people see it."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    slug: str
    name: str
    status: TenantStatus
    maintenance: bool
    plan: str
    branding: Branding
    texts: dict[Language, WidgetTexts]
    default_language: Language
    languages: list[Language]
    timezone: str
    country: str
    currency: str
    allowed_origins: list[str]
    contact_email: str | None
    created_at: datetime
    updated_at: datetime


class TenantUpdate(BaseModel):
    """What a company may change about itself; fields that are left out stay as they are."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={
            "example": {
                "name": "Cuines Mar",
                "branding": {"primary": "#0f766e", "position": "left"},
                "texts": {"ca": {"title": "Hola!", "subtitle": "T'ajudem amb la teva cuina"}},
                "allowed_origins": ["https://www.example.com"],
            }
        },
    )

    name: Name | None = None
    branding: Branding | None = None
    texts: dict[Language, WidgetTexts] | None = None
    default_language: Language | None = None
    languages: Languages | None = None
    timezone: Zone | None = None
    country: Country | None = None
    currency: Currency | None = None
    allowed_origins: Origins | None = None
    contact_email: EmailStr | None = None

    @model_validator(mode="after")
    def only_the_contact_may_be_emptied(self) -> "TenantUpdate":
        empty = [name for name in self.model_fields_set - {"contact_email"} if getattr(self, name) is None]
        if empty:
            raise ValueError(f"{', '.join(sorted(empty))} cannot be null")
        return self


class SnippetOut(BaseModel):
    """The one line that a web page needs (WID-04)."""

    snippet: str
    widget_url: str


class VerifyInstallation(BaseModel):
    """The page to look at."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"url": "https://www.example.com/"}})

    url: Annotated[str, Field(min_length=8, max_length=2000, pattern=r"^https?://\S+$")]


class InstallationOut(BaseModel):
    """What was found on the page; `problems` are codes, none when the widget will show."""

    found: bool
    reachable: bool
    status: int | None
    tenant_slug_found: str | None
    problems: list[InstallationProblem]
    checked_url: str
