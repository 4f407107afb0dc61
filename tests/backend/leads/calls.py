"""What the tests of leads ask of the API."""

from typing import Any

from httpx2 import AsyncClient

from tests.support.people import Person


async def add(client: AsyncClient, owner: Person, **body: Any) -> dict[str, Any]:
    answer = await client.post("/v1/leads", json=body, headers=owner.headers)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def listed(client: AsyncClient, owner: Person, **params: Any) -> list[str]:
    answer = await client.get("/v1/leads", params=params, headers=owner.headers)
    assert answer.status_code == 200, answer.text
    return [each["name"] for each in answer.json()["items"]]


async def user_id(client: AsyncClient, person: Person) -> str:
    return str((await client.get("/v1/auth/me", headers=person.headers)).json()["id"])


async def filled(client: AsyncClient, owner: Person) -> dict[str, dict[str, Any]]:
    me = await user_id(client, owner)
    given: list[dict[str, Any]] = [
        {"name": "Ana Núñez", "company": "Cuines Vallès", "email": "ana@example.com", "stage": "hot", "language": "ca"},
        {"name": "Ben Ortiz", "phone": "612345678", "source": "whatsapp", "qualification": {"project": "baño"}},
        {"name": "Çelia Roca", "contact_state": "replied", "assignee_id": me, "qualification": {"urgency": "now"}},
        {
            "name": "Dora",
            "qualification": {"budget": {"min": 20_000}, "urgency": "now", "metres": 30, "style": "clásico"},
        },
    ]
    return {each["name"]: await add(client, owner, **each) for each in given}


async def timeline(client: AsyncClient, owner: Person, lead_id: str) -> list[str]:
    kinds: list[str] = []
    cursor: str | None = None
    while True:
        params: dict[str, Any] = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        answer = await client.get(f"/v1/leads/{lead_id}/timeline", params=params, headers=owner.headers)
        assert answer.status_code == 200, answer.text
        kinds += [each["kind"] for each in answer.json()["items"]]
        cursor = answer.json()["next_cursor"]
        if cursor is None:
            return kinds


SCORING: dict[str, Any] = {
    "weights": {"budget": 0, "urgency": 100, "metres": 0, "style": 0, "origin": 0},
    "bands": {"warm": 20, "hot": 50, "premium": 80},
}


UNKNOWN = "0190a0a0-0000-7000-8000-000000000000"


async def call(client: AsyncClient, owner: Person, method: str, path: str, status: int = 200, **body: Any) -> Any:
    params = body.pop("params", None)
    answer = await client.request(method, f"/v1{path}", json=body or None, params=params, headers=owner.headers)
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


async def first_pipeline(client: AsyncClient, owner: Person) -> dict[str, Any]:
    found: dict[str, Any] = (await call(client, owner, "GET", "/pipelines"))[0]
    return found


async def columns(client: AsyncClient, owner: Person, pipeline_id: str, **params: Any) -> dict[str, Any]:
    found = await call(client, owner, "GET", f"/pipelines/{pipeline_id}/board", params=params)
    return {each["stage"]["name"]: each for each in found["columns"]}
