"""The short way to the roads that machines hammer is, to whoever calls, the same as the long one (MSG-01, IDN-20)."""

from typing import Any

from fastapi import FastAPI
from httpx2 import AsyncClient
from starlette.types import Message

from tests.support.webhooks import post_meta

META = "/v1/webhooks/meta"


async def test_a_kept_webhook_carries_what_every_answer_carries(client: AsyncClient) -> None:
    answer = await post_meta(client, b'{"object":"page","entry":[]}')
    assert answer.json() == {"status": "kept"}
    elsewhere = await client.get("/health")
    assert answer.headers.keys() == elsewhere.headers.keys()
    assert {answer.headers[name] for name in ("x-frame-options", "cache-control")} == {"DENY", "no-store"}
    assert answer.headers["content-type"] == "application/json"


async def test_a_refusal_reads_as_everywhere(client: AsyncClient) -> None:
    answer = await post_meta(client, b"{}", signed="sha256=00")
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "signature_invalid"
    assert answer.json()["error"]["request_id"] == answer.headers["x-request-id"]


async def test_another_method_and_another_path_take_the_long_way(client: AsyncClient) -> None:
    assert (await client.put(META)).status_code == 405
    assert (await client.post(f"{META}/more")).status_code == 404
    assert (await client.get(META)).json()["error"]["code"] == "verification_refused"


async def test_metrics_and_document_know_it_by_its_route(client: AsyncClient) -> None:
    await post_meta(client, b"{}", signed="sha256=00")
    told = (await client.get("/metrics")).text
    assert f'http_requests_total{{method="POST",route="{META}",status="401"}}' in told
    assert "post" in (await client.get("/openapi.json")).json()["paths"][META]


async def test_whoever_hangs_up_within_the_body_is_no_fault_of_ours(app: FastAPI) -> None:
    told: list[Message] = [{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}]
    sent: list[Message] = []

    async def receive() -> Message:
        return told.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    await app(_scope(), receive, send)
    assert sent[0]["status"] == 400


# Any: as ASGI has it.
def _scope() -> dict[str, Any]:
    fixed = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "root_path": ""}
    asked = {"method": "POST", "path": META, "raw_path": META.encode(), "query_string": b"", "headers": []}
    return fixed | asked | {"client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2)}
