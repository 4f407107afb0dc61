"""The limit: a bare ASGI app that checks the signature, reads the JSON and stores the same row."""

import hmac
import json
import os
import uuid
from typing import Any

from psycopg_pool import AsyncConnectionPool

SECRET = b"bench-app-secret"
POOL = AsyncConnectionPool(
    os.environ.get("BENCH_URL", ""), min_size=2, max_size=10, open=False, kwargs={"autocommit": True}
)
INSERT = """
INSERT INTO raw_events (id, tenant_id, account_id, source, account_key, external_id, kind, thread, payload)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"""
TABLE = """
CREATE TABLE raw_events (id uuid PRIMARY KEY, tenant_id uuid, account_id uuid, source text, account_key text,
  external_id text, kind text, thread text, payload text, state text DEFAULT 'waiting',
  received_at timestamptz DEFAULT now(), UNIQUE (source, account_key, external_id))
"""


async def keep(body: bytes, signature: str) -> int:
    wanted = "sha256=" + hmac.digest(SECRET, body, "sha256").hex()
    if not hmac.compare_digest(wanted, signature):
        return 401
    value = json.loads(body)["entry"][0]["changes"][0]["value"]
    message, account = value["messages"][0], value["metadata"]["phone_number_id"]
    row = [uuid.uuid4(), None, None, "meta", account, message["id"], "message", message["from"], body.decode()]
    async with POOL.connection() as connection:
        await connection.execute(INSERT, row)
    return 200


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
    signature = dict(scope["headers"]).get(b"x-hub-signature-256", b"").decode()
    status = await keep(body, signature) if body else 200  # nothing is sent to ask whether it is up
    answer = b'{"status":"kept"}'
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": answer})


async def _lifespan(receive: Any, send: Any) -> None:
    await receive()
    await POOL.open(wait=True)
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await POOL.close()
    await send({"type": "lifespan.shutdown.complete"})
