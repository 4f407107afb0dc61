"""The demo in a database: written once, plausible, and never in production (issue: seed)."""

from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import event, text

from backend.assistant.knowledge import queries as knowledge
from backend.assistant.settings_queries import get_conduct
from backend.conversations import reporting
from backend.core.database.session import Database
from backend.core.language import Language
from backend.core.settings import Settings
from backend.demo import service as demo
from backend.leads import board, cards, niches
from backend.leads.enums import BoardSort
from backend.leads.listing import Filters
from backend.main import create_app
from backend.tenants import queries as tenants
from tests.backend.demo.conftest import seed
from tests.support.people import login

TABLES = ("tenants", "users", "memberships", "conversations", "turns", "messages", "leads", "lead_events", "flows")


# Any: rows of any columns.
async def rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    async with database.platform() as session:
        return [tuple(row) for row in await session.execute(text(query))]


async def counts(database: Database) -> dict[str, int]:
    return {table: (await rows(database, f"SELECT count(*) FROM {table}"))[0][0] for table in TABLES}


async def test_a_second_run_changes_nothing_and_is_quick(seeded: Database, demo_settings: Settings) -> None:
    before = await counts(seeded)
    asked: list[str] = []

    # Any: what SQLAlchemy tells of a statement.
    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(seeded.engine.sync_engine, "before_cursor_execute", note)
    try:
        assert await seed(seeded, demo_settings) is False
    finally:
        event.remove(seeded.engine.sync_engine, "before_cursor_execute", note)
    # Binding the session, the lock, the studio: a few questions, where writing it takes thousands.
    assert len(asked) <= 5, asked
    assert await counts(seeded) == before


async def test_a_website_that_moved_may_use_the_widget(seeded: Database, demo_settings: Settings) -> None:
    moved = "http://127.0.0.1:18143"
    assert not await demo.seed(seeded, production=False, demo_url=moved, costs=demo_settings.security)
    async with seeded.platform() as session:
        studio = await tenants.find_by_slug(session, "demo")
    assert studio is not None
    assert {moved, "http://localhost:18143", "http://127.0.0.1:8080"} <= set(studio.allowed_origins)


async def test_production_refuses_it_before_a_row_is_read(seeded: Database, demo_settings: Settings) -> None:
    with pytest.raises(demo.DemoRefused):
        await demo.seed(seeded, production=True, demo_url="https://x.example.com", costs=demo_settings.security)


@pytest_asyncio.fixture
async def desk(seeded: Database, demo_settings: Settings) -> AsyncIterator[AsyncClient]:
    """The API over the demo's database."""
    app = create_app(demo_settings)
    try:
        async with AsyncClient(transport=ASGITransport(app=app), base_url="http://127.0.0.1:8000") as opened:
            yield opened
    finally:
        await app.state.database.close()


@pytest.mark.parametrize(
    ("address", "password", "slug"),
    [
        ("owner@demo.example.com", "opensells-demo", "demo"),
        ("agent@demo.example.com", "opensells-demo", "demo"),
        ("owner@acme.example.com", "opensells-demo", "acme"),
        ("superadmin@example.com", "opensells-admin", None),
    ],
)
async def test_the_logins_of_the_issue_work(desk: AsyncClient, address: str, password: str, slug: str | None) -> None:
    answer = await login(desk, address, password)
    assert answer.status_code == 200, answer.text
    tenant = answer.json()["tenant"]
    assert (tenant["slug"] if tenant else None) == slug


async def test_the_leads_are_many_and_of_every_kind(seeded: Database) -> None:
    leads = await rows(
        seeded, "SELECT name, phone, email, temperature, stage, contact_state, qualification, assignee_id FROM leads"
    )
    assert 50 <= len(leads) <= 60
    assert {lead[3] for lead in leads} == {"cold", "warm", "hot", "premium"}
    assert {lead[4] for lead in leads} == {"new", "active", "hot", "customer", "lost"}
    assert {lead[5] for lead in leads} == {"to_contact", "contacted", "replied", "not_interested"}
    assert sum(1 for lead in leads if lead[0] and (lead[1] or lead[2])) > 45
    assert sum(1 for lead in leads if lead[6].get("budget")) > 35


async def test_somebody_waits_and_somebody_was_answered(seeded: Database) -> None:
    waiting = await rows(seeded, "SELECT 1 FROM conversations WHERE status = 'human' AND unread > 0")
    answered = await rows(seeded, "SELECT DISTINCT conversation_id FROM messages WHERE role = 'agent'")
    assert len(waiting) >= 3
    assert len(answered) >= 8


async def test_visitors_drop_off_along_the_flow(seeded: Database) -> None:
    async with seeded.platform() as session:
        studio = await tenants.find_by_slug(session, "demo")
    assert studio is not None
    async with seeded.tenant(studio.id) as own:
        figures = await reporting.statistics(own)
    steps = {step.block_id: step.visitors for step in figures.funnel}
    road = [steps[block] for block in ("consent", "project", "style", "metres", "budget", "urgency", "name", "done")]
    assert road == sorted(road, reverse=True)
    assert road[0] == 140
    assert road[-1] < 60
    assert sum(1 for day in figures.by_day if day.conversations) >= 14


async def test_times_tell_one_story(seeded: Database) -> None:
    """What Postgres stamps by itself was told anew, and agrees with what we stamp."""
    [(future, twisted)] = await rows(
        seeded,
        "SELECT count(*) FILTER (WHERE last_message_at > now()),"
        " count(*) FILTER (WHERE last_message_at < created_at OR ended_at < created_at) FROM conversations",
    )
    assert (future, twisted) == (0, 0)
    wrong_turns = await rows(
        seeded,
        "SELECT 1 FROM conversations c WHERE c.turn <> (SELECT count(*) FROM turns t WHERE t.conversation_id = c.id)"
        " OR c.last_message_at <> (SELECT max(created_at) FROM messages m WHERE m.conversation_id = c.id)",
    )
    wrong_leads = await rows(
        seeded,
        "SELECT 1 FROM leads WHERE last_activity_at < created_at OR updated_at < created_at OR created_at > now()",
    )
    assert (wrong_turns, wrong_leads) == ([], [])


async def test_usage_is_counted_as_it_happened(seeded: Database) -> None:
    """BIL-05: one for each lead, at the moment of its capture."""
    [(leads, counted)] = await rows(
        seeded,
        "SELECT (SELECT count(*) FROM leads), (SELECT sum(used) FROM usage_counters WHERE metric = 'leads')",
    )
    assert leads == counted
    days = Counter(
        day for (day,) in await rows(seeded, "SELECT at::date FROM usage_events WHERE metric = 'leads' ORDER BY at")
    )
    assert len(days) > 8


async def test_the_board_looks_lived_in(seeded: Database) -> None:
    """Values, niches, reasons, and cards that wait too long."""
    async with seeded.platform() as session:
        studio = await tenants.find_by_slug(session, "demo")
    assert studio is not None
    async with seeded.tenant(studio.id) as session:
        (pipeline,) = await board.list_boards(session)
        columns = await cards.get_columns(session, pipeline, Filters(), sort=BoardSort.NEWEST, limit=100)
        counted = await niches.list_niches(session)
    assert all(each.count for each in columns.values())
    assert sum(sum(each.totals.values()) for each in columns.values()) > 10_000_00
    shown = [card for each in columns.values() for card in each.cards]
    assert 3 <= sum(card.rotting for card in shown) < len(shown) / 2
    assert all(card.lost_reason for card in shown if card.stage == "lost")
    assert {each.niche.name for each in counted if each.leads} >= {"Cocinas", "Armarios y muebles"}


async def test_the_made_up_phones_are_connected_once_and_only_where_there_are_any(
    seeded: Database, demo_settings: Settings
) -> None:
    """MSG-03: one account of each channel, and templates that may be sent."""
    query = "SELECT kind, address, status FROM channel_accounts ORDER BY kind"
    assert await rows(seeded, query) == []
    for _ in range(2):
        await demo.seed(
            seeded,
            production=False,
            demo_url=demo_settings.http.demo_url,
            costs=demo_settings.security,
            phones_url="http://127.0.0.1:8091",
        )
        assert await rows(seeded, query) == [
            ("instagram", "@cuinesmar", "connected"),
            ("messenger", "@cuinesmar.studio", "connected"),
            ("telegram", "@cuinesmar_bot", "connected"),
            ("whatsapp", "+34930555014", "connected"),
        ]
    names = await rows(seeded, "SELECT DISTINCT name FROM channel_templates WHERE status = 'approved' ORDER BY name")
    assert [name for (name,) in names] == ["oferta_mes", "recordatorio_visita", "seguimos"]


async def test_the_agent_knows_the_studio_in_four_languages(seeded: Database) -> None:
    async with seeded.platform() as session:
        studio = await tenants.find_by_slug(session, "demo")
    assert studio is not None
    questions: dict[Language, str] = {
        "es": "¿qué garantía dais?",
        "ca": "quina garantia doneu?",
        "pt": "que garantia dão?",
        "en": "any warranty?",
    }
    async with seeded.tenant(studio.id) as session:
        for language, question in questions.items():
            (best, *_) = await knowledge.search(session, question, language)
            assert best.item.language == language
        assert (await get_conduct(session)).skills == ["wellbeing", "recycling"]
