"""The limit: a bare ASGI app on psycopg's async pool with the four statements of a chat turn in one transaction."""

import json
import os
import uuid
from typing import Any

from psycopg_pool import AsyncConnectionPool

POOL = AsyncConnectionPool(os.environ["BENCH_URL"], min_size=2, max_size=10, open=False)

SELECT = "SELECT state, turn FROM raw_conversations WHERE id = %s FOR UPDATE"
INSERT = "INSERT INTO raw_messages (id, conversation_id, turn, role, content) VALUES (%s, %s, %s, %s, %s)"
UPDATE = "UPDATE raw_conversations SET state = %s, turn = %s, updated_at = now() WHERE id = %s"


async def turn(conversation_id: str, text: str) -> dict[str, Any]:
    async with POOL.connection() as connection:
        cursor = await connection.execute(SELECT, [conversation_id])
        row = await cursor.fetchone()
        assert row is not None
        number = row[1] + 1
        reply = f"You said {len(text)} letters"
        await connection.execute(INSERT, [uuid.uuid4(), conversation_id, number, "visitor", text])
        await connection.execute(INSERT, [uuid.uuid4(), conversation_id, number, "bot", reply])
        await connection.execute(UPDATE, [json.dumps({"n": number}), number, conversation_id])
    return {"session_id": conversation_id, "messages": [reply], "turn": number}


async def app(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    answer = await _answer(body) if body else b"{}"  # nothing is sent to ask whether it is up
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": answer})


async def _answer(body: bytes) -> bytes:
    request = json.loads(body)
    return json.dumps(await turn(request["session_id"], request["text"])).encode()


async def _lifespan(receive: Any, send: Any) -> None:
    await receive()
    await POOL.open(wait=True)
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await POOL.close()
    await send({"type": "lifespan.shutdown.complete"})
