"""Shapes of channel accounts over HTTP; a token goes in and never comes out."""

import uuid
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

from backend.channels.enums import AccountStatus, ChannelKind, Responder, TemplateCategory
from backend.channels.price_schemas import OfferOut

_STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)


def _visible(value: str) -> str:
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in value):
        raise ValueError("a name is one line, without control characters")
    return value


def _token(value: SecretStr) -> SecretStr:
    """What can stand in a header: nothing else is a platform's token."""
    given = value.get_secret_value()
    if not given.isascii() or not given.isprintable() or " " in given:
        raise ValueError("a token is letters, digits and signs without spaces")
    return value


Name = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_visible)]
# An id is a part of an address that we call.
PlatformId = Annotated[str, Field(max_length=80, pattern=r"^[A-Za-z0-9_.-]*$")]
Token = Annotated[SecretStr, Field(min_length=8, max_length=2_000), AfterValidator(_token)]
Debounce = Annotated[int, Field(ge=0, le=12, description="Seconds that a burst of messages is waited for")]
Messaging = Literal[ChannelKind.WHATSAPP, ChannelKind.INSTAGRAM, ChannelKind.MESSENGER, ChannelKind.TELEGRAM]


class AccountConnect(BaseModel):
    """`external_id` is WhatsApp's phone number id, the page's or the Instagram account's; a Telegram token holds it."""

    model_config = _STRICT

    kind: Messaging
    token: Token
    external_id: PlatformId = ""
    business_id: Annotated[PlatformId, Field(description="WhatsApp's business account, Instagram's page")] = ""
    name: Name | None = None
    responder: Responder = Responder.AGENT
    bot_on: bool = True
    debounce_seconds: Debounce = 4

    @model_validator(mode="after")
    def name_the_account(self) -> Self:
        if self.kind is ChannelKind.TELEGRAM:
            bot, _, rest = self.token.get_secret_value().partition(":")
            if not bot.isdigit() or len(bot) > 20 or not rest:
                raise ValueError("a Telegram token reads 123456:ABC…, as BotFather gives it")
        elif not self.external_id:
            raise ValueError("external_id is needed")
        elif self.kind is ChannelKind.WHATSAPP and not self.business_id:
            raise ValueError("business_id, WhatsApp's business account, is needed")
        return self


class AccountUpdate(BaseModel):
    """What changes; a `token` replaces the one that is kept, once the platform has accepted it."""

    model_config = _STRICT

    name: Name | None = None
    responder: Responder | None = None
    bot_on: bool | None = None
    debounce_seconds: Debounce | None = None
    token: Token | None = None


class AccountOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    kind: ChannelKind
    name: str
    external_id: str
    business_id: str
    address: str
    status: AccountStatus
    error: str | None
    quality: str
    responder: Responder
    bot_on: bool
    debounce_seconds: int
    token_expires_at: datetime | None
    token_rotated_at: datetime | None
    connected_at: datetime
    checked_at: datetime | None
    last_event_at: datetime | None
    created_at: datetime


class AccountList(BaseModel):
    """`webhook_url` and whether our app's secrets are set: what somebody must enter at Meta before connecting."""

    items: list[AccountOut]
    meta_webhook_url: str
    meta_ready: bool


class LinkOut(BaseModel):
    url: str
    qr_svg: str


class TemplateOut(BaseModel):
    """A WhatsApp template as it was when last loaded; its category is what it is billed as."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    name: str
    language: str
    category: str
    status: str
    header: str
    body: str
    footer: str
    variables: list[str] = []
    price: OfferOut | None = None
    synced_at: datetime


class TemplatePreview(BaseModel):
    model_config = _STRICT

    variables: list[Annotated[str, Field(max_length=1_024)]] = Field(default_factory=list, max_length=60)


class PreviewOut(BaseModel):
    header: str
    body: str
    footer: str
    category: TemplateCategory | str
