"""What the stories of teams and invitations are told with."""

from typing import Any

from fastapi import FastAPI
from httpx2 import AsyncClient, Response

from backend.core.database.session import Database
from tests.backend.accounts.conftest import give_seats
from tests.support import people
from tests.support.people import Person


async def founder(client: AsyncClient, database: Database) -> Person:
    person = await people.register(client)
    await give_seats(database, person.tenant_id)
    return person


async def invite(client: AsyncClient, by: Person, address: str, role: str = "agent", **more: Any) -> Response:
    body = {"email": address, "role": role, **more}
    return await client.post("/v1/invitations", json=body, headers=by.headers)


async def accept(client: AsyncClient, token: str, **details: Any) -> Response:
    return await client.post("/v1/auth/invitations/accept", json={"token": token, **details})


async def joined(client: AsyncClient, app: FastAPI, by: Person, role: str = "agent") -> Person:
    """Somebody new in the team."""
    address = people.new_email()
    assert (await invite(client, by, address, role)).status_code == 201
    token = await people.mailed_token(app, address, "invitation")
    details = {"full_name": "Marc Vila", "password": people.PASSWORD}
    return people.signed_in(address, await accept(client, token, **details))


async def members(client: AsyncClient, by: Person) -> dict[str, dict[str, Any]]:
    listed = (await client.get("/v1/members", headers=by.headers)).json()["items"]
    return {each["email"]: each for each in listed}


async def id_of(client: AsyncClient, person: Person) -> str:
    return str((await client.get("/v1/auth/me", headers=person.headers)).json()["id"])


async def set_role(client: AsyncClient, by: Person, user_id: str, role: str) -> Response:
    return await client.patch(f"/v1/members/{user_id}", json={"role": role}, headers=by.headers)


async def remove(client: AsyncClient, by: Person, user_id: str) -> Response:
    return await client.delete(f"/v1/members/{user_id}", headers=by.headers)


def code(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]
