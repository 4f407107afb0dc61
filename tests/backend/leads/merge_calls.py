"""What the tests of merges, notes and bulk actions ask of the API."""

from typing import Any

from httpx2 import AsyncClient

from tests.support.people import Person


async def ask(client: AsyncClient, who: Person, method: str, path: str, status: int = 200, **body: Any) -> Any:
    """The answer's JSON; `status` is what it must be."""
    answer = await client.request(method, f"/v1{path}", json=body or None, headers=who.headers)
    assert answer.status_code == status, f"{answer.status_code} {answer.text}"
    return answer.json() if answer.content else None


async def refused(client: AsyncClient, who: Person, method: str, path: str, **body: Any) -> tuple[int, str]:
    """(status, code) of an answer that is no success."""
    answer = await client.request(method, f"/v1{path}", json=body or None, headers=who.headers)
    return answer.status_code, answer.json()["error"]["code"]


async def detail(client: AsyncClient, who: Person, lead_id: str) -> dict[str, Any]:
    found: dict[str, Any] = await ask(client, who, "GET", f"/leads/{lead_id}")
    return found


async def merge(client: AsyncClient, who: Person, kept: str, other: str) -> str:
    """The merge's id."""
    merged = await ask(client, who, "POST", f"/leads/{kept}/merge", other_id=other)
    return str(next(each["merge_id"] for each in merged["merged"] if each["lead_id"] == other))


async def undo(client: AsyncClient, who: Person, merge_id: str) -> None:
    await ask(client, who, "POST", f"/merges/{merge_id}/undo")


async def found(client: AsyncClient, who: Person, q: str, **params: Any) -> list[str]:
    answer = await client.get("/v1/leads", params={"q": q, **params}, headers=who.headers)
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json()["items"]]
