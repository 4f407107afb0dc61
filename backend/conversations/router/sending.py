"""The one call that machines hammer: documented like every route, fed by hand.

FastAPI's solving of dependencies and its second validation of the answer cost as much as the rest of a
turn. `_HandFed` keeps the contract (signature, schemas, refusals) and calls the same function directly.
"""

import hashlib
import json
import re
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import ValidationError

from backend.conversations import visiting
from backend.conversations.errors import IdempotencyKeyRequired
from backend.conversations.gathering import TurnGatherer
from backend.conversations.router.chat import REFUSALS, name_in_logs
from backend.conversations.schemas import ChatOut, ChatSend
from backend.conversations.turn import Said
from backend.core.database.session import Database
from backend.core.http.actor import VisitorActor
from backend.core.http.dependencies import Db, Visitor, bearer_token, spend_write, visitor_of
from backend.flows.engine.state import Reply

_KEY: Final = re.compile(r"^[A-Za-z0-9_-]{8,64}$")
IdempotencyKey = Annotated[str | None, Header(description="8 to 64 letters, digits, - or _; the same for a repeat")]


class _HandFed(APIRoute):
    """Reads body, token and key itself and calls the endpoint with them."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        return _fed


async def _fed(request: Request) -> Response:
    visitor = visitor_of(request, bearer_token(request))
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise RequestValidationError([{"loc": ("header", "content-type"), "msg": "send JSON", "type": "json_type"}])
    try:
        body = ChatSend.model_validate_json(await request.body())
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        raise RequestValidationError([{**fault, "loc": ("body", *fault["loc"])} for fault in faults]) from error
    answer = await send(body, request, request.app.state.database, visitor, request.headers.get("idempotency-key"))
    return Response(answer.model_dump_json(), media_type="application/json")


router = APIRouter(prefix="/chat", tags=["chat"], responses=REFUSALS, route_class=_HandFed)


@router.post("/send", summary="Answer the waiting question, or just write")
async def send(
    body: ChatSend, request: Request, db: Db, visitor: Visitor, idempotency_key: IdempotencyKey = None
) -> ChatOut:
    if idempotency_key is None or not _KEY.match(idempotency_key):
        raise IdempotencyKeyRequired()
    name_in_logs(body.session_id)
    await spend_write(request, visitor.tenant_id)
    gatherer: TurnGatherer = request.app.state.turns
    return await gatherer.take(visitor.tenant_id, visitor.origin, await _said(db, visitor, body, idempotency_key))


async def _said(database: Database, visitor: VisitorActor, body: ChatSend, key: str) -> Said:
    file_ids = tuple(body.file_ids or ())
    attachments = await visiting.attachments(database, visitor.tenant_id, body.session_id, file_ids) if file_ids else ()
    reply = Reply(
        text=body.text,
        option=body.option,
        value=body.value,
        file_ids=tuple(str(each) for each in file_ids),
        files=tuple((str(each.id), each.content_type) for each in attachments),
    )
    return Said(body.session_id, reply, key, _fingerprint(body), attachments)


def _fingerprint(body: ChatSend) -> bytes:
    words = body.model_dump(mode="json", exclude_unset=True)
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).digest()
