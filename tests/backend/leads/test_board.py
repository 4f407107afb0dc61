"""The board: cards, their order, sums, rot, and moving them (CRM-03, CRM-04, X17, X18)."""

import asyncio
import uuid
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import AsyncClient
from sqlalchemy import event, text

from backend.core.database.session import Database
from backend.leads import stages
from tests.backend.leads.calls import add, call, columns, first_pipeline, timeline
from tests.support.people import Person

KINDS = ["new", "active", "hot", "customer", "lost"]


async def set_back(database: Database, owner: Person, lead_id: str, days: float) -> None:
    async with database.tenant(uuid.UUID(owner.tenant_id)) as session:
        await session.execute(
            text("UPDATE leads SET stage_since = now() - :ago WHERE id = :id"),
            {"ago": timedelta(days=days), "id": lead_id},
        )


async def test_dragging_changes_the_column_and_no_score(client: AsyncClient, owner: Person) -> None:
    lead = await add(client, owner, name="Ana", qualification={"urgency": "now"})
    pipeline = await first_pipeline(client, owner)
    hot = pipeline["stages"][2]
    card = await call(client, owner, "POST", f"/leads/{lead['id']}/move", stage_id=hot["id"])
    assert (card["stage"], card["stage_id"], card["stage_score"], card["days_in_stage"]) == ("hot", hot["id"], 75, 0)
    after = await call(client, owner, "GET", f"/leads/{lead['id']}")
    assert (after["score"], after["breakdown"]) == (lead["score"], lead["breakdown"])
    assert await timeline(client, owner, lead["id"]) == ["stage_changed", "created"]


async def test_moving_to_where_it_stands_changes_nothing(client: AsyncClient, owner: Person) -> None:
    lead = await add(client, owner, name="Ana")
    card = await call(client, owner, "POST", f"/leads/{lead['id']}/move", stage_id=lead["stage_id"])
    assert (card["stage_since"], card["updated_at"]) == (lead["stage_since"], lead["updated_at"])
    assert await timeline(client, owner, lead["id"]) == ["created"]


async def test_the_reason_of_a_loss_goes_when_the_lead_comes_back(client: AsyncClient, owner: Person) -> None:
    lead = await add(client, owner, name="Ana")
    lost, new = (stages.default_id(uuid.UUID(owner.tenant_id), kind) for kind in ("lost", "new"))
    path = f"/leads/{lead['id']}/move"
    card = await call(client, owner, "POST", path, stage_id=str(lost), lost_reason="Demasiado caro")
    assert card["lost_reason"] == "Demasiado caro"
    refused = await call(client, owner, "POST", path, 422, stage_id=str(new), lost_reason="Demasiado caro")
    assert refused["error"]["code"] == "lead_not_lost"
    assert (await call(client, owner, "POST", path, stage_id=str(new)))["lost_reason"] is None


async def test_a_kind_means_the_first_column_of_it_in_the_leads_own_pipeline(
    client: AsyncClient, owner: Person
) -> None:
    given = [{"name": "Entrada", "kind": "new"}, {"name": "Visita", "kind": "hot"}, {"name": "Oferta", "kind": "hot"}]
    other = await call(client, owner, "POST", "/pipelines", 201, name="Obras", stages=given)
    lead = await add(client, owner, name="Ana", stage_id=other["stages"][0]["id"])
    assert lead["stage"] == "new"
    path = f"/leads/{lead['id']}"
    assert (await call(client, owner, "PATCH", path, stage="hot"))["stage_id"] == other["stages"][1]["id"]
    # The pipeline has no column for customers; the first one always has.
    usual = str(stages.default_id(uuid.UUID(owner.tenant_id), "customer"))
    assert (await call(client, owner, "PATCH", path, stage="customer"))["stage_id"] == usual


async def test_the_board_counts_sums_and_shows_the_first_cards(client: AsyncClient, owner: Person) -> None:
    for number, currency in enumerate(["EUR", "EUR", "CLP", None, "EUR"]):
        value = {"value_minor": 1_000 * (number + 1), "currency": currency} if currency else {}
        await add(client, owner, name=f"Ana {number}", **value)
    await add(client, owner, name="Ben", stage="hot", tags=["Prisa"])
    pipeline = await first_pipeline(client, owner)
    found = await columns(client, owner, pipeline["id"], limit=2)
    new = found["Nuevo"]
    assert (new["count"], new["totals"]) == (
        5,
        [{"currency": "CLP", "minor": 3_000}, {"currency": "EUR", "minor": 8_000}],
    )
    assert [card["name"] for card in new["cards"]] == ["Ana 4", "Ana 3"]
    assert [card["tags"] for card in found["Caliente"]["cards"]] == [["Prisa"]]
    names, cursor = [card["name"] for card in new["cards"]], new["next_cursor"]
    while cursor:
        path = f"/pipelines/{pipeline['id']}/stages/{new['stage']['id']}/cards"
        page = await call(client, owner, "GET", path, params={"limit": 2, "cursor": cursor})
        names += [card["name"] for card in page["items"]]
        cursor = page["next_cursor"]
    assert names == [f"Ana {number}" for number in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("-stage_since", ["Ben", "Ana", "Zoe"]),
        ("stage_since", ["Zoe", "Ana", "Ben"]),
        ("-score", ["Zoe", "Ben", "Ana"]),
    ],
)
async def test_a_column_has_three_orders(
    client: AsyncClient, owner: Person, database: Database, sort: str, names: list[str]
) -> None:
    zoe = await add(client, owner, name="Zoe", qualification={"budget": {"min": 50_000}, "urgency": "now"})
    ana = await add(client, owner, name="Ana")
    await add(client, owner, name="Ben", qualification={"urgency": "now"})
    await set_back(database, owner, zoe["id"], 3)
    await set_back(database, owner, ana["id"], 1)
    pipeline = await first_pipeline(client, owner)
    found: list[str] = []
    stage_id = pipeline["stages"][0]["id"]
    cursor = None
    while True:
        params = {"sort": sort, "limit": 1} | ({"cursor": cursor} if cursor else {})
        page = await call(client, owner, "GET", f"/pipelines/{pipeline['id']}/stages/{stage_id}/cards", params=params)
        found += [card["name"] for card in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert found == names


async def test_the_boards_filters_are_the_lists(client: AsyncClient, owner: Person) -> None:
    niche = await call(client, owner, "POST", "/niches", 201, name="Cocinas")
    await add(client, owner, name="Ana", niche_id=niche["id"], tags=["Prisa"])
    await add(client, owner, name="Ben", language="ca")
    pipeline = await first_pipeline(client, owner)
    for params, names in (
        ({"niche_id": niche["id"]}, ["Ana"]),
        ({"niche_id": "none"}, ["Ben"]),
        ({"tag": "prisa"}, ["Ana"]),
        ({"q": "ben"}, ["Ben"]),
        ({"language": "ca"}, ["Ben"]),
        ({"stage": "hot"}, []),
    ):
        new = (await columns(client, owner, pipeline["id"], **params))["Nuevo"]
        assert ([card["name"] for card in new["cards"]], new["count"]) == (names, len(names)), params


async def test_hidden_leads_stand_in_no_column(client: AsyncClient, owner: Person) -> None:
    lead = await add(client, owner, name="Ana", value_minor=100)
    await call(client, owner, "DELETE", f"/leads/{lead['id']}", 204)
    new = (await columns(client, owner, (await first_pipeline(client, owner))["id"]))["Nuevo"]
    assert (new["count"], new["totals"], new["cards"]) == (0, [], [])
    moved = await call(client, owner, "POST", f"/leads/{lead['id']}/move", 404, stage_id=lead["stage_id"])
    assert moved["error"]["code"] == "lead_not_found"


@pytest.mark.parametrize(("days", "rotting"), [(6.9, False), (7.1, True)])
async def test_a_card_rots_after_the_columns_days(
    client: AsyncClient, owner: Person, database: Database, days: float, rotting: bool
) -> None:
    lead = await add(client, owner, name="Ana")
    await set_back(database, owner, lead["id"], days)
    pipeline = await first_pipeline(client, owner)
    (card,) = (await columns(client, owner, pipeline["id"]))["Nuevo"]["cards"]
    assert (card["rotting"], card["days_in_stage"]) == (rotting, int(days))
    stage = f"/pipelines/{pipeline['id']}/stages/{card['stage_id']}"
    await call(client, owner, "PATCH", stage, rot_days=None)
    (card,) = (await columns(client, owner, pipeline["id"]))["Nuevo"]["cards"]
    assert card["rotting"] is False


async def test_two_who_drag_one_card_both_move_it(client: AsyncClient, owner: Person) -> None:
    lead, pipeline = await add(client, owner, name="Ana"), await first_pipeline(client, owner)
    targets = [each["id"] for each in pipeline["stages"][1:4]]
    path = f"/leads/{lead['id']}/move"
    cards = await asyncio.gather(*(call(client, owner, "POST", path, stage_id=each) for each in targets))
    assert sorted(card["stage_id"] for card in cards) == sorted(targets)
    after = await call(client, owner, "GET", f"/leads/{lead['id']}")
    assert after["stage_id"] in targets
    told = (await call(client, owner, "GET", f"/leads/{lead['id']}/timeline"))["items"]
    moves = [each["data"] for each in reversed(told) if each["kind"] == "stage_changed"]
    assert [each["from_id"] for each in moves[1:]] == [each["to_id"] for each in moves[:-1]]
    assert moves[-1]["to_id"] == after["stage_id"]


async def test_a_board_costs_the_same_few_statements_however_many_columns(
    client: AsyncClient, owner: Person, database: Database
) -> None:
    pipeline = await first_pipeline(client, owner)
    for number in range(3):
        await add(client, owner, name=f"Ana {number}")
        await call(client, owner, "POST", f"/pipelines/{pipeline['id']}/stages", 201, name=f"Más {number}")
    said: list[str] = []
    engine = database.engine.sync_engine

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    try:
        await columns(client, owner, pipeline["id"])
    finally:
        event.remove(engine, "before_cursor_execute", hear)
    asked = [each for each in said if "FROM leads" in each or "pipeline" in each]
    # The pipeline, its columns, one count of all, one look at all heads.
    assert len(asked) == 4, asked
