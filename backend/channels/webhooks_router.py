"""Where the platforms tell us what happened: checked on the raw bytes, kept, acknowledged; all else is a job's.

The two POST routes are documented like every other and fed by hand: a body is bytes here until its signature holds.
"""

import hmac
import uuid
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import PlainTextResponse

from backend.channels import queries, splitting
from backend.channels.errors import AccountNotFound, SignatureInvalid, VerificationRefused, WebhookSecretInvalid
from backend.core.http.errors import ErrorOut

router = APIRouter(prefix="/webhooks", tags=["webhooks"], responses={401: {"model": ErrorOut}})

_KEPT: Final = b'{"status":"kept"}'


@router.get("/meta", summary="Meta asks whether the address is ours", responses={403: {"model": ErrorOut}})
async def verify(
    request: Request,
    mode: Annotated[str, Query(alias="hub.mode", max_length=40)] = "",
    token: Annotated[str, Query(alias="hub.verify_token", max_length=400)] = "",
    challenge: Annotated[str, Query(alias="hub.challenge", max_length=400)] = "",
) -> PlainTextResponse:
    """MSG-01: answers the challenge where the verification token is ours."""
    ours = request.app.state.settings.messaging.verify_token.get_secret_value()
    if mode != "subscribe" or not ours or not _same(token, ours):
        raise VerificationRefused()
    return PlainTextResponse(challenge)


@router.post("/meta", summary="WhatsApp, Instagram and Messenger", response_class=Response)
async def meta(request: Request) -> Response:
    """MSG-01, F4: `X-Hub-Signature-256` over the raw bytes, by any of the app's secrets. A direct road leads here."""
    body = await request.body()
    if not _signed(
        body, request.headers.get("x-hub-signature-256", ""), request.app.state.settings.messaging.app_secrets
    ):
        raise SignatureInvalid()
    await request.app.state.inbox.keep(splitting.split_meta(body))
    return Response(_KEPT, media_type="application/json")


@router.post("/telegram/{account_id}", summary="Telegram", response_class=Response)
async def telegram(account_id: uuid.UUID, request: Request) -> Response:
    """F6: `X-Telegram-Bot-Api-Secret-Token` must be this bot's."""
    given = request.headers.get("x-telegram-bot-api-secret-token", "")
    bots: queries.Bots = request.app.state.bots
    bot = await bots.find(account_id)
    if bot is None or not _same(given, bot.secret):
        # Just connected, or its secret just renewed: what is remembered may be old.
        bot = await bots.find(account_id, fresh=True)
    if bot is None:
        raise AccountNotFound()
    if not _same(given, bot.secret):
        raise WebhookSecretInvalid()
    await request.app.state.inbox.keep(splitting.split_telegram(bot.external_id, await request.body()))
    return Response(_KEPT, media_type="application/json")


def _signed(body: bytes, given: str, secrets: tuple[bytes, ...]) -> bool:
    """While a secret is renewed there are two; which of them signed is no secret."""
    scheme, _, signature = given.partition("=")
    return scheme == "sha256" and any(_same(signature, hmac.digest(each, body, "sha256").hex()) for each in secrets)


def _same(given: str, ours: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), ours.encode("utf-8", "replace"))
