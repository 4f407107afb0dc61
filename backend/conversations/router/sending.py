"""The one call of visitors that machines hammer: documented like every route, reached by a direct road.

FastAPI's solving of dependencies and its second validation of the answer cost as much as the rest of a
turn. `fed` keeps the contract (signature, schemas, refusals) and calls the same function.
"""

import hashlib
import json
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from fastapi.exceptions import RequestValidationError
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
from backend.core.http.idempotency import DESCRIPTION, KEY
from backend.flows.engine.state import Reply

# Told apart from a key that is no key by an error of its own, so the pattern is not the framework's to check.
IdempotencyKey = Annotated[str | None, Header(description=DESCRIPTION)]

router = APIRouter(prefix="/chat", tags=["chat"], responses=REFUSALS)


@router.post("/send", summary="Answer the waiting question, or just write")
async def send(
    body: ChatSend, request: Request, db: Db, visitor: Visitor, idempotency_key: IdempotencyKey = None
) -> ChatOut:
    if idempotency_key is None or not KEY.match(idempotency_key):
        raise IdempotencyKeyRequired()
    name_in_logs(body.session_id)
    await spend_write(request, visitor.tenant_id)
    gatherer: TurnGatherer = request.app.state.turns
    return await gatherer.take(visitor.tenant_id, visitor.origin, await _said(db, visitor, body, idempotency_key))


async def fed(request: Request) -> Response:
    """The direct road's end: reads body, token and key as the signature of `send` says."""
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
