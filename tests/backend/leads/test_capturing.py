"""Capturing on the chat's road: one lead for each person, under concurrency too, in two statements."""

import asyncio
import itertools
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from sqlalchemy import select, text

from backend.core.database.session import Database, binding
from backend.leads.capturing import CapturedLead, CaptureResult, capture
from backend.leads.enums import EventKind
from backend.leads.models import Lead, LeadEvent, LeadWord
from backend.leads.scoring import Rules
from tests.support.builders import Business, found_business

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
_clock = itertools.count()
QUALIFIED: dict[str, Any] = {
    "project": "cocina",
    "style": "modern",
    "metres": 14,
    "budget": {"min": 12_000, "max": 15_000, "currency": "EUR"},
    "urgency": "now",
}


@pytest_asyncio.fixture
async def business(database: Database) -> Business:
    return await found_business(database, preset=None)


@asynccontextmanager
async def turn(database: Database, business: Business) -> AsyncIterator[AsyncConnection[TupleRow]]:
    """A transaction as a chat's turn opens it."""
    async with database.pool.connection() as connection:
        await connection.execute(binding(business.id))
        try:
            yield connection
        except BaseException:
            await connection.execute("ROLLBACK")
            raise
        await connection.execute("COMMIT")


def said(conversation: uuid.UUID | None = None, **words: Any) -> CapturedLead:
    given = {"at": NOW + timedelta(seconds=next(_clock)), "country": "ES", "rules": Rules(), "language": "es", **words}
    return CapturedLead(conversation_id=conversation or uuid.uuid4(), **given)


async def captured(database: Database, business: Business, lead: CapturedLead) -> CaptureResult:
    async with turn(database, business) as connection:
        return await capture(connection, business.id, lead)


async def leads_of(database: Database, business: Business) -> list[Lead]:
    async with database.tenant(business.id) as session:
        return list((await session.scalars(select(Lead).order_by(Lead.created_at, Lead.id))).all())


async def kinds_of(database: Database, business: Business) -> list[str]:
    async with database.tenant(business.id) as session:
        return list((await session.scalars(select(LeadEvent.kind).order_by(LeadEvent.at, LeadEvent.id))).all())


async def words_of(database: Database, business: Business) -> set[str]:
    async with database.tenant(business.id) as session:
        return set((await session.scalars(select(LeadWord.word))).all())


async def conversation_with(database: Database, business: Business, lead_id: uuid.UUID) -> uuid.UUID:
    """A conversation that has this lead."""
    found = uuid.uuid4()
    async with database.tenant(business.id) as session:
        await session.execute(
            text(
                "INSERT INTO conversations (id, origin, language, state, lead_id)"
                " VALUES (:id, 'https://shop.example.com', 'es', '', :lead)"
            ),
            {"id": found, "lead": lead_id},
        )
    return found


async def test_a_first_contact_makes_a_scored_lead(database: Database, business: Business) -> None:
    result = await captured(
        database,
        business,
        said(
            name="  Núria\x00 Puig ",
            email="Nuria@Example.com",
            phone="612 345 678",
            qualification=QUALIFIED,
            origin_page="https://shop.example.com/x",
            consent_at=NOW,
        ),
    )
    (lead,) = await leads_of(database, business)
    assert (result.lead_id, result.created, result.joined) == (lead.id, True, False)
    assert (lead.name, lead.name_key, lead.email, lead.phone) == (
        "Núria Puig",
        "nuria puig",
        "nuria@example.com",
        "+34612345678",
    )
    assert (lead.score, lead.temperature, lead.score_version) == (100, "premium", 1)
    assert [part["part"] for part in lead.score_breakdown] == ["budget", "urgency", "metres", "style", "origin"]
    assert (lead.stage, lead.contact_state, lead.source, lead.channel) == ("new", "to_contact", "web", "web")
    assert lead.purchase_intent == pytest.approx(0.9)
    assert lead.summary.startswith("Cocina · modern · 14 m²")
    assert await kinds_of(database, business) == ["captured"]
    assert {"nuria", "puig", "cocina"} <= await words_of(database, business)


async def test_sec_03_contact_data_stands_encrypted(database: Database, business: Business) -> None:
    await captured(database, business, said(email="nuria@example.com", phone="612345678", address="Calle Mayor 1"))
    async with database.tenant(business.id) as session:
        row = (await session.execute(text("SELECT l::text FROM leads l"))).scalar_one()
    assert not any(clear in row for clear in ("nuria@", "612345678", "Mayor"))


async def test_the_next_turn_completes_and_corrects_its_own_lead(database: Database, business: Business) -> None:
    here = uuid.uuid4()
    first = await captured(database, business, said(here, name="Marta", email="wrong@example.com"))
    second = await captured(
        database,
        business,
        said(
            here,
            lead_id=first.lead_id,
            name="Marta Vila",
            email="right@example.com",
            phone="612345678",
            qualification=QUALIFIED,
            at=NOW + timedelta(days=1),
        ),
    )
    (lead,) = await leads_of(database, business)
    assert (second.lead_id, second.created, second.joined) == (lead.id, False, False)
    assert (lead.name, lead.email, lead.phone) == ("Marta Vila", "right@example.com", "+34612345678")
    assert lead.last_activity_at == NOW + timedelta(days=1)
    assert await kinds_of(database, business) == ["captured", "contact_added", "temperature_changed"]
    assert "vila" in await words_of(database, business)


@pytest.mark.parametrize(
    "again", [{"email": "ANA@example.com"}, {"phone": "+34 612 345 678"}, {"email": "ana@example.com", "phone": "611"}]
)
async def test_the_same_email_or_phone_is_the_same_person(
    database: Database, business: Business, again: dict[str, Any]
) -> None:
    first = await captured(
        database, business, said(name="Ana", email="ana@example.com", phone="612345678", qualification=QUALIFIED)
    )
    second = await captured(database, business, said(name="Anna", company="Puig SL", **again))
    (lead,) = await leads_of(database, business)
    assert second == CaptureResult(first.lead_id, False, True, "Ana", 100, second.temperature)
    assert (lead.name, lead.company, lead.score) == ("Ana", "Puig SL", 100)
    assert await kinds_of(database, business) == ["captured", "returned", "contact_added"]


async def test_the_score_counts_what_was_known_before(database: Database, business: Business) -> None:
    await captured(database, business, said(email="ana@example.com", qualification={"urgency": "now"}))
    result = await captured(database, business, said(email="ana@example.com", qualification={"style": "modern"}))
    assert result.score == 25 + 10 + 5


async def test_another_tenants_lead_is_another_person(database: Database, business: Business) -> None:
    other = await found_business(database, preset=None)
    first = await captured(database, business, said(email="ana@example.com"))
    second = await captured(database, other, said(email="ana@example.com"))
    assert second.created
    assert second.lead_id != first.lead_id


async def test_a_lead_that_turns_out_to_be_known_goes_into_the_older_one(
    database: Database, business: Business
) -> None:
    ana = await captured(database, business, said(name="Ana", email="ana@example.com", qualification=QUALIFIED))
    here = uuid.uuid4()
    own = await captured(database, business, said(here, name="Anita", phone="612345678"))
    talk = await conversation_with(database, business, own.lead_id)
    result = await captured(database, business, said(here, lead_id=own.lead_id, email="ana@example.com"))

    (lead,) = await leads_of(database, business)
    assert (result.lead_id, result.created, result.joined) == (ana.lead_id, False, True)
    assert (lead.id, lead.name, lead.phone, lead.score) == (ana.lead_id, "Ana", "+34612345678", 100)
    assert sorted(await kinds_of(database, business)) == ["captured", "captured", "contact_added", "joined"]
    assert "anita" not in await words_of(database, business)
    async with database.tenant(business.id) as session:
        moved = text("SELECT lead_id FROM conversations WHERE id = :id")
        assert await session.scalar(moved, {"id": talk}) == ana.lead_id


async def test_two_known_people_are_not_melted_by_a_visitors_words(database: Database, business: Business) -> None:
    ana = await captured(database, business, said(name="Ana", email="ana@example.com", phone="611111111"))
    await captured(database, business, said(name="Ben", email="ben@example.com", phone="622222222"))
    for _ in range(2):
        result = await captured(database, business, said(email="ana@example.com", phone="622222222"))
        assert result.lead_id == ana.lead_id
    first, second = await leads_of(database, business)
    assert (first.phone, second.phone) == ("+34611111111", "+34622222222")
    assert (await kinds_of(database, business)).count(EventKind.POSSIBLE_DUPLICATE) == 1


async def test_without_contact_the_end_of_the_flow_makes_a_lead_too(database: Database, business: Business) -> None:
    result = await captured(database, business, said(qualification={"style": "modern"}))
    assert result.created
    assert result.name == ""


async def test_unusable_contact_is_left_out(database: Database, business: Business) -> None:
    await captured(database, business, said(name="X", email="not an email", phone="12"))
    (lead,) = await leads_of(database, business)
    assert (lead.email, lead.phone) == (None, None)


async def test_any_text_is_stored_or_left_out(database: Database, business: Business) -> None:
    nasty = "\x00\ud800<script>'; DROP TABLE leads; --" + "🔥" * 500 + "\u202e"
    result = await captured(
        database,
        business,
        said(
            name=nasty,
            company=nasty,
            email=nasty,
            phone=nasty,
            address=nasty,
            origin_page=nasty,
            utm={nasty: nasty},
            qualification={"note": nasty, "project": nasty, "photos": [nasty]},
        ),
    )
    again = await captured(database, business, said(lead_id=result.lead_id, name=nasty))
    assert again.lead_id == result.lead_id


async def test_a_flow_says_its_options_in_the_tenants_words(database: Database, business: Business) -> None:
    await captured(
        database,
        business,
        said(qualification={"project": "new_kitchen", "style": "modern"}, labels={"project": "cocina nueva"}),
    )
    (lead,) = await leads_of(database, business)
    assert lead.summary == "Cocina nueva · modern"


async def test_a_lead_that_was_deleted_meanwhile_is_made_anew(database: Database, business: Business) -> None:
    result = await captured(database, business, said(lead_id=uuid.uuid4(), name="Ana"))
    assert result.created


async def test_sixteen_visitors_with_one_email_are_one_lead(database: Database, business: Business) -> None:
    results = await asyncio.gather(
        *(captured(database, business, said(name=f"V{number}", email="same@example.com")) for number in range(16))
    )
    assert len({result.lead_id for result in results}) == 1
    assert sum(result.created for result in results) == 1
    assert len(await leads_of(database, business)) == 1


async def test_crossed_emails_and_phones_do_not_deadlock(database: Database, business: Business) -> None:
    pairs = [("a@example.com", "611111111"), ("b@example.com", "622222222")]
    crossed = [(mail, phone) for mail, _ in pairs for _, phone in pairs] * 4
    results = await asyncio.gather(
        *(captured(database, business, said(email=mail, phone=phone)) for mail, phone in crossed),
        return_exceptions=True,
    )
    assert [each for each in results if isinstance(each, BaseException)] == []


@pytest.mark.parametrize("known", [False, True])
async def test_a_capture_is_at_most_two_statements(
    database: Database, business: Business, known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if known:
        await captured(database, business, said(email="ana@example.com"))
        await captured(database, business, said(phone="612345678"))
    sent = 0
    async with turn(database, business) as connection:
        wait = type(connection).wait

        async def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
            nonlocal sent
            sent += 1
            return await wait(self, *args, **kwargs)

        monkeypatch.setattr(type(connection), "wait", counted)
        await capture(connection, business.id, said(email="ana@example.com", phone="612345678"))
        monkeypatch.undo()
    assert sent == 2
