"""A tenant's own weights over HTTP, and the scores that follow (SCO-01, SCO-02)."""

import uuid
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient

from backend.core.database.session import Database
from backend.leads import rescoring
from tests.backend.leads.calls import SCORING, add
from tests.support import people
from tests.support.people import Person


async def test_new_weights_score_all_leads_again(client: AsyncClient, owner: Person, app: FastAPI) -> None:
    lead = await add(client, owner, name="Ana", qualification={"urgency": "1_3_months"})
    other = await add(client, await people.register(client), name="Ben")
    before = (await client.get("/v1/leads/scoring", headers=owner.headers)).json()
    assert before["weights"] == {"budget": 40, "urgency": 25, "metres": 20, "style": 10, "origin": 5}
    assert before["bands"] == {"warm": 40, "hot": 70, "premium": 90}

    after = await client.put("/v1/leads/scoring", json=SCORING, headers=owner.headers)
    again = await client.put("/v1/leads/scoring", json=SCORING, headers=owner.headers)
    assert (after.json()["version"], again.json()["version"]) == (2, 2)
    assert after.json()["targets"] == before["targets"]
    await people.run_jobs(app, "default")

    found = (await client.get(f"/v1/leads/{lead['id']}", headers=owner.headers)).json()
    assert (found["score"], found["temperature"], found["score_version"]) == (70, "hot", 2)
    assert found["updated_at"] == lead["updated_at"]
    assert other["score_version"] == 1


async def test_scoring_again_goes_batch_by_batch_and_stops_for_newer_rules(
    client: AsyncClient, owner: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescoring, "BATCH", 2)
    for name in "abc":
        await add(client, owner, name=name)
    await client.put("/v1/leads/scoring", json=SCORING, headers=owner.headers)
    changed, last = [], None
    async with database.tenant(uuid.UUID(owner.tenant_id)) as session:
        assert (await rescoring.rescore_batch(session, version=1)).changed == 0
        while (batch := await rescoring.rescore_batch(session, version=2, after=last)).last:
            changed.append(batch.changed)
            last = batch.last
        assert changed == [2, 1]
        assert (await rescoring.rescore_batch(session, version=2)).changed == 0


@pytest.mark.parametrize(
    "change",
    [
        {"weights": {**SCORING["weights"], "urgency": 99}},
        {"weights": {**SCORING["weights"], "urgency": 110, "budget": -10}},
        {"bands": {"warm": 50, "hot": 50, "premium": 80}},
        {"bands": {"warm": 0, "hot": 50, "premium": 80}},
        {"bands": {"warm": 1, "hot": 50, "premium": 101}},
        {"targets": {"budget": 0}},
        {"targets": {"metres": -3}},
        {"version": 9},
    ],
)
async def test_impossible_weights_are_refused(client: AsyncClient, owner: Person, change: dict[str, Any]) -> None:
    answer = await client.put("/v1/leads/scoring", json={**SCORING, **change}, headers=owner.headers)
    assert answer.status_code == 422
