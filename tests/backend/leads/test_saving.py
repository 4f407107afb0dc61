"""Saving many leads at once: who is the same, what is filled and replaced, and many at the same time."""

import asyncio
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from backend.core import clock
from backend.core.database.session import Database
from backend.leads import saving, stages
from backend.leads.capturing import CapturedLead, capture
from backend.leads.detail_models import LeadContact, LeadNote, LeadTag
from backend.leads.enums import ContactKind, ContactState, EventKind, Source, Stage
from backend.leads.merge_models import DuplicatePair
from backend.leads.models import Lead, LeadEvent, LeadWord
from backend.leads.saving import NewContact, NewLead, OnDuplicate, Outcome
from backend.leads.scoring import Rules
from tests.backend.leads.test_capturing import turn
from tests.support.builders import Business, found_business


@pytest_asyncio.fixture
async def business(database: Database) -> Business:
    return await found_business(database, preset=None)


def lead(**fields: Any) -> NewLead:
    return NewLead(source=fields.pop("source", Source.IMPORT), **fields)


async def save(
    database: Database,
    business: Business,
    rows: Sequence[NewLead],
    on_duplicate: OnDuplicate = "fill",
    limit: int | None = None,
) -> list[Outcome]:
    async with database.tenant(business.id) as session:
        return await saving.save_many(session, rows, on_duplicate=on_duplicate, by=None, limit=limit)


async def all_of(database: Database, business: Business, model: Any) -> list[Any]:
    async with database.tenant(business.id) as session:
        return list(await session.scalars(select(model)))


async def one(database: Database, business: Business, lead_id: uuid.UUID | None) -> Lead:
    async with database.tenant(business.id) as session:
        found = await session.get(Lead, lead_id)
        assert found is not None
        return found


async def test_a_new_lead_gets_everything_its_row_knows(database: Database, business: Business) -> None:
    niche = uuid.uuid4()
    row = lead(
        name="Clínica Puig",
        company="Puig SL",
        website="https://www.clinicapuig.cat/contacte",
        email="Info@ClinicaPuig.cat",
        phone="972 200 300",
        address="Carrer Nou 1, Girona",
        language="ca",
        niche_id=niche,
        contact_state=ContactState.CONTACTED,
        value_minor=120_000,
        currency="EUR",
        custom={"rooms": 3},
        tags=("Dentistes", "dentistes", "Girona"),
        contacts=(NewContact(ContactKind.SOCIAL, "https://instagram.com/puig", "instagram", ({"url": "u"},)),),
        note="Called in March",
        summary="A clinic",
        evidence={"email": ({"url": "https://www.clinicapuig.cat/contacte", "how": "mailto"},)},
    )
    [outcome] = await save(database, business, [row])
    found = await one(database, business, outcome.lead_id)
    assert (outcome.kind, outcome.niche_id) == ("created", niche)
    assert (found.name, found.company, found.domain) == ("Clínica Puig", "Puig SL", "clinicapuig.cat")
    assert (found.email, found.phone, found.address) == (
        "info@clinicapuig.cat",
        "+34972200300",
        "Carrer Nou 1, Girona",
    )
    assert (found.contact_state, found.custom, found.value_minor) == ("contacted", {"rooms": 3}, 120_000)
    assert (found.stage, found.stage_id) == ("new", stages.default_id(business.id, Stage.NEW))
    assert (found.source, found.channel, found.score_version) == ("import", "import", 1)
    assert {each.name for each in await all_of(database, business, LeadTag)} == {"Dentistes", "Girona"}
    assert [each.body for each in await all_of(database, business, LeadNote)] == ["Called in March"]
    contacts = {(each.kind, each.value) for each in await all_of(database, business, LeadContact)}
    assert contacts == {("social", "https://instagram.com/puig"), ("email", "info@clinicapuig.cat")}
    assert [each.kind for each in await all_of(database, business, LeadEvent)] == [EventKind.CREATED]
    assert {"clinica", "puig", "sl", "clinicapuig"} <= {
        each.word for each in await all_of(database, business, LeadWord)
    }


@pytest.mark.parametrize(
    ("there", "row"),
    [
        ({"website": "https://puig.cat"}, {"domain": "www.puig.cat"}),
        ({"name": "Ana", "email": "ana@puig.cat"}, {"email": "ANA@puig.cat"}),
        ({"name": "Ana", "phone": "+34 972 200 300"}, {"phone": "972200300"}),
        ({"name": "Ana", "email": "ana@puig.cat"}, {"domain": "puig.cat", "email": "ana@puig.cat"}),
        ({"domain": "puig.cat", "email": "ana@puig.cat"}, {"name": "Ana", "email": "ana@puig.cat"}),
    ],
)
async def test_the_same_business_is_a_duplicate_within_a_batch_and_after_it(
    database: Database, business: Business, there: dict[str, Any], row: dict[str, Any]
) -> None:
    first, second = await save(database, business, [lead(**there), lead(**row)], "skip")
    [third] = await save(database, business, [lead(**row)], "skip")
    assert (first.kind, second.kind, third.kind) == ("created", "duplicate", "duplicate")
    assert first.lead_id == second.lead_id == third.lead_id
    assert len(await all_of(database, business, Lead)) == 1


async def test_fill_completes_and_replace_takes_over(database: Database, business: Business) -> None:
    [first] = await save(database, business, [lead(name="Ana", email="ana@puig.cat", custom={"a": 1})])
    known = lead(
        name="Anna", email="ana@puig.cat", company="Puig", phone="972200300", custom={"a": 2, "b": 3}, address="Nou 1"
    )
    [filled] = await save(database, business, [known])
    found = await one(database, business, first.lead_id)
    assert (filled.kind, found.name, found.company, found.phone) == ("updated", "Ana", "Puig", "+34972200300")
    assert (found.custom, found.address) == ({"a": 1, "b": 3}, "Nou 1")
    [again] = await save(database, business, [known])
    assert again.kind == "duplicate"
    [replaced] = await save(database, business, [known], "replace")
    found = await one(database, business, first.lead_id)
    assert (replaced.kind, found.name, found.custom) == ("updated", "Anna", {"a": 2, "b": 3})
    words = {each.word for each in await all_of(database, business, LeadWord)}
    assert "anna" in words
    assert "ana" not in words
    edits = [each.data["fields"] for each in await all_of(database, business, LeadEvent) if each.kind == "edited"]
    assert sorted(edits) == [["address", "company", "custom", "phone"], ["custom", "name"]]


async def test_a_replaced_email_stays_as_a_further_one(database: Database, business: Business) -> None:
    await save(database, business, [lead(domain="puig.cat", email="old@puig.cat")])
    [outcome] = await save(database, business, [lead(domain="puig.cat", email="new@puig.cat")], "replace")
    assert (await one(database, business, outcome.lead_id)).email == "new@puig.cat"
    assert [each.value for each in await all_of(database, business, LeadContact)] == ["old@puig.cat"]


async def test_an_email_of_another_business_goes_to_the_further_contacts(
    database: Database, business: Business
) -> None:
    rows = [lead(domain="a.example.com", email="x@shared.cat"), lead(domain="b.org", email="x@shared.cat")]
    first, second = await save(database, business, rows)
    assert (first.kind, second.kind) == ("created", "created")
    assert (await one(database, business, second.lead_id)).email is None
    [further] = await all_of(database, business, LeadContact)
    assert (further.lead_id, further.value) == (second.lead_id, "x@shared.cat")
    [pair] = await all_of(database, business, DuplicatePair)
    assert {pair.one_id, pair.other_id} == {first.lead_id, second.lead_id}
    assert (pair.reason, pair.state) == ("email", "open")


async def test_a_stage_and_a_state_move_a_known_lead_only_when_replacing(
    database: Database, business: Business
) -> None:
    hot = stages.default_id(business.id, Stage.HOT)
    row = lead(email="ana@puig.cat", stage_id=hot, contact_state=ContactState.REPLIED)
    [outcome] = await save(database, business, [lead(email="ana@puig.cat")])
    await save(database, business, [row], "fill")
    assert (await one(database, business, outcome.lead_id)).stage == "new"
    await save(database, business, [row], "replace")
    found = await one(database, business, outcome.lead_id)
    assert (found.stage, found.stage_id, found.contact_state) == ("hot", hot, "replied")
    kinds = {each.kind for each in await all_of(database, business, LeadEvent)}
    assert kinds == {"created", "stage_changed", "contact_state_changed"}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"email": "nobody"}, "unusable_email"),
        ({"name": "Ana", "phone": "12"}, "unusable_phone"),
        ({"summary": "x"}, "nobody"),
        ({"website": "https://instagram.com/puig"}, "nobody"),
    ],
)
async def test_a_row_that_is_nobody_is_refused_and_the_others_are_saved(
    database: Database, business: Business, row: dict[str, Any], problem: str
) -> None:
    good, bad = await save(database, business, [lead(name="Ana"), lead(**row)])
    assert (good.kind, bad.kind, bad.problem, bad.lead_id) == ("created", "refused", problem, None)


async def test_what_cannot_be_stored_is_taken_out(database: Database, business: Business) -> None:
    [outcome] = await save(database, business, [lead(name="A\x00na\ud800", company="x" * 9_000, custom={"k": "\x00"})])
    found = await one(database, business, outcome.lead_id)
    assert found.name.startswith("Ana")
    assert len(found.company) == 200


async def test_no_more_than_the_limit_is_created(database: Database, business: Business) -> None:
    await save(database, business, [lead(name="K", email="known@puig.cat")])
    rows = [lead(name="A"), lead(name="B"), lead(email="known@puig.cat"), lead(name="C")]
    outcomes = await save(database, business, rows, limit=1)
    assert [(each.kind, each.problem) for each in outcomes] == [
        ("created", ""),
        ("refused", "limit"),
        ("duplicate", ""),
        ("refused", "limit"),
    ]


async def test_a_merged_lead_answers_through_the_one_it_was_merged_into(database: Database, business: Business) -> None:
    kept, merged = await save(database, business, [lead(name="Kept"), lead(name="Merged", email="m@puig.cat")])
    async with database.tenant(business.id) as session:
        gone = await session.get(Lead, merged.lead_id)
        assert gone is not None
        gone.merged_into_id, gone.hidden = kept.lead_id, True
    [outcome] = await save(database, business, [lead(email="m@puig.cat", company="Puig")])
    assert (outcome.kind, outcome.lead_id) == ("updated", kept.lead_id)


async def test_a_lead_in_the_bin_is_no_duplicate(database: Database, business: Business) -> None:
    [first] = await save(database, business, [lead(email="m@puig.cat")])
    async with database.tenant(business.id) as session:
        gone = await session.get(Lead, first.lead_id)
        assert gone is not None
        gone.deleted_at, gone.hidden = clock.now(), True
    [second] = await save(database, business, [lead(email="m@puig.cat")])
    assert (second.kind, second.lead_id == first.lead_id) == ("created", False)


async def test_batches_at_the_same_time_make_each_lead_once(database: Database, business: Business) -> None:
    """Overlapping rows in every order: no deadlock, no double, nothing lost."""
    rows = [
        lead(name=f"L{n}", email=f"l{n}@puig.cat", domain=f"shop{n}.com", phone=f"+3497220{n:04}") for n in range(60)
    ]
    shuffled = [rows[n:] + rows[:n] for n in range(0, 60, 10)]
    results = await asyncio.gather(*(save(database, business, [*each], "replace") for each in shuffled))
    created = sum(each.kind == "created" for result in results for each in result)
    assert created == 60
    assert len(await all_of(database, business, Lead)) == 60


async def test_a_batch_and_the_chat_meet_in_one_lead(database: Database, business: Business) -> None:
    emails = [f"v{n}@puig.cat" for n in range(24)]

    async def visit(email: str) -> uuid.UUID:
        async with turn(database, business) as connection:
            said = CapturedLead(
                conversation_id=uuid.uuid4(), at=datetime.now(UTC), country="ES", rules=Rules(), email=email
            )
            return (await capture(connection, business.id, said)).lead_id

    rows = [lead(name="N", email=each) for each in emails]
    saved, visits = await asyncio.gather(
        asyncio.gather(*(save(database, business, rows[at:] + rows[:at]) for at in (0, 8, 16))),
        asyncio.gather(*(visit(each) for each in reversed(emails))),
    )
    async with database.tenant(business.id) as session:
        assert await session.scalar(select(func.count()).select_from(Lead)) == len(emails)
    assert {each.lead_id for each in saved[0]} == set(visits)


async def test_another_tenants_leads_are_never_met(database: Database, business: Business) -> None:
    other = await found_business(database, preset=None)
    [mine] = await save(database, business, [lead(email="x@puig.cat")])
    [theirs] = await save(database, other, [lead(email="x@puig.cat")])
    assert (mine.kind, theirs.kind) == ("created", "created")
