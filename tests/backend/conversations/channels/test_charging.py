"""From the template that is sent to the charge that stands beside it, through the phones (issue 4: templates, cost)."""

import time
from typing import Any

import pytest
from sqlalchemy import text

from backend.channels.models import TemplatePriceList
from backend.core.http.actor import Role
from tests.support.street import Street

ROWS = [
    {"category": "marketing", "prefix": "34", "amount": "0.0509"},
    {"category": "utility", "prefix": "34", "amount": "0.0166"},
]


async def template(street: Street, name: str) -> str:
    """As the phones have it, approved."""
    path = f"/v1/channels/{street.ids['whatsapp']}/templates"
    async with street.database.platform() as session:
        changed = text("UPDATE memberships SET role = :role WHERE tenant_id = :tenant")
        await session.execute(changed, {"role": Role.ADMIN.value, "tenant": street.business.id})
    loaded = (await street.client.post(path, headers=street.member.headers)).json()
    return next(str(each["id"]) for each in loaded if (each["name"], each["language"]) == (name, "es"))


async def sent(street: Street, name: str, *, silent: bool, variables: list[str]) -> dict[str, Any]:
    """What stands at the template that somebody got who wrote a moment or two days ago."""
    person = street.someone()
    await street.write("whatsapp", person, "hola")
    (talk,) = await street.conversations()
    async with street.database.tenant(street.business.id) as session:
        entered = {"currency": "EUR", "prices": ROWS, "utility_free_in_window": True}
        session.add(TemplatePriceList(account_id=street.ids["whatsapp"], **entered))
        if silent:
            await session.execute(text("UPDATE conversations SET last_inbound_at = now() - interval '2 days'"))
    if silent:
        street.twin.world.thread(street.accounts["whatsapp"], person).heard_at = time.time() - 172_800
    body = {"template_id": await template(street, name), "variables": variables}
    path = f"/v1/conversations/{talk.id}"
    asked = {"template_id": body["template_id"], "conversation_id": str(talk.id)}
    estimate = await street.client.post("/v1/conversations/template-cost", json=asked, headers=street.member.headers)
    answer = await street.client.post(f"{path}/template", json=body, headers=street.member.headers)
    assert answer.status_code == 201, answer.text
    await street.work()
    detail = (await street.client.get(path, headers=street.member.headers)).json()
    return {"estimate": estimate.json(), **detail["messages"][-1]["delivery"]}


@pytest.mark.parametrize(
    ("name", "silent", "variables", "kind", "billable", "cost"),
    [
        ("oferta_mes", False, [], "priced", True, "0.050900"),
        ("recordatorio_visita", False, ["Rosa", "lunes"], "free", False, None),
        ("recordatorio_visita", True, ["Rosa", "lunes"], "priced", True, "0.016600"),
    ],
)
async def test_what_was_estimated_is_what_is_charged(
    people: Street, name: str, silent: bool, variables: list[str], kind: str, billable: bool, cost: str | None
) -> None:
    found = await sent(people, name, silent=silent, variables=variables)
    assert found["status"] == "delivered"
    assert (found["estimate"]["kind"], found["billable"], found["cost"]) == (kind, billable, cost)
