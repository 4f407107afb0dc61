"""The closing-window queue over HTTP: ranked, explained, without those who want nothing more (F3)."""

from datetime import timedelta

import pytest

from tests.support.house import House


async def test_the_closing_queue_ranks_by_score_value_and_time(house: House) -> None:
    rows = [
        (23.5, 90, None),
        (23.9, 10, None),
        (23.0, 40, 900_000),
        (22.5, 40, 100_000),
        (10, 99, None),
        (25, 99, None),
    ]
    talks = [await house.talk(wrote=timedelta(hours=hours)) for hours, _, _ in rows]
    for talk, (_, score, value) in zip(talks, rows, strict=True):
        lead_id = await house.lead()
        await talk.change(
            "UPDATE leads SET score = :score, value_minor = :value, currency = :currency WHERE id = :lead",
            score=score,
            value=value,
            currency="EUR" if value else None,
            lead=lead_id,
        )
        await talk.change("UPDATE conversations SET lead_id = :lead WHERE id = :id", lead=lead_id)
    shown = await house.get("/conversations/closing?hours=4")
    assert [each["id"] for each in shown] == [str(talks[place].id) for place in (2, 0, 3, 1)]
    assert shown[0]["parts"] == {"score": 16.0, "value": 30.0, "time": pytest.approx(22.5, abs=0.1)}
    assert shown[0]["points"] == pytest.approx(sum(shown[0]["parts"].values()), abs=0.1)
    assert 58 <= shown[0]["minutes_left"] <= 60
    blocked, opted_out = talks[0], talks[2]
    await blocked.change("UPDATE conversations SET blocked_at = now() WHERE id = :id")
    await house.post("/opt-outs", conversation_id=str(opted_out.id))
    left = await house.get("/conversations/closing?hours=4")
    assert [each["id"] for each in left] == [str(talks[3].id), str(talks[1].id)]
