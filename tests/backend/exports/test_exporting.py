"""Exporting through the API: what is in the file, who made it, what the plan allows, how long it is kept."""

import asyncio
import io
import uuid
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, text

from backend.core import clock
from backend.core.database.session import Database
from backend.exports import jobs, making, service
from backend.leads.enums import ContactKind, EventKind
from backend.leads.models import LeadEvent
from backend.leads.saving import NewContact
from backend.plans import queries as plans
from backend.plans.enums import Metric
from backend.providers.storage import ObjectStore
from tests.backend.exports.conftest import Desk, rows_of
from tests.support.people import run_jobs

ANA: dict[str, Any] = {
    "name": "Ana Puig",
    "company": 'Puig, "SL"',
    "email": "ana@puig.cat",
    "phone": "+34972200300",
    "website": "https://puig.cat/",
    "address": "Carrer Nou 1, 17001 Girona",
    "language": "ca",
    "value_minor": 123450,
    "currency": "EUR",
    "tags": ("VIP", "Dentista"),
    "contacts": (
        NewContact(ContactKind.EMAIL, "info@puig.cat"),
        NewContact(ContactKind.EMAIL, "hola@puig.cat"),
        NewContact(ContactKind.SOCIAL, "https://instagram.com/puig"),
    ),
}


async def used(database: Database, desk: Desk) -> tuple[float, float]:
    async with database.tenant(desk.tenant_id) as session:
        found = next(each for each in await plans.list_standings(session) if each.metric == Metric.CSV_EXPORTS)
        return found.used, found.reserved


async def test_everything_about_a_lead_is_in_the_file(desk: Desk) -> None:
    await desk.save(ANA, {"name": "Joan"})
    found = await desk.exported()
    assert (found["rows"], found["limited"], found["by"]) == (2, False, "Laia Puig")
    assert found["filename"].startswith("leads-20")
    content = await desk.content(found)
    assert content.startswith(b"\xef\xbb\xbf")
    ana, joan = rows_of(content)
    assert {name: ana[name] for name in ("Name", "Company", "Email", "Phone", "Website", "Domain", "Address")} == {
        "Name": "Ana Puig",
        "Company": 'Puig, "SL"',
        "Email": "ana@puig.cat",
        "Phone": "+34972200300",
        "Website": "https://puig.cat/",
        "Domain": "puig.cat",
        "Address": "Carrer Nou 1, 17001 Girona",
    }
    assert (ana["Value"], ana["Currency"], ana["Stage"], ana["Contact state"]) == (
        "1234.50",
        "EUR",
        "New",
        "To contact",
    )
    assert (ana["Tags"], ana["Other emails"]) == ("Dentista; VIP", "info@puig.cat; hola@puig.cat")
    assert (ana["Social profiles"], ana["Source"], ana["Temperature"]) == (
        "https://instagram.com/puig",
        "By hand",
        "Cold",
    )
    assert joan["Name"] == "Joan"
    assert joan["Email"] == joan["Value"] == joan["Tags"] == ""


async def test_a_niche_a_filter_and_chosen_columns(desk: Desk) -> None:
    niche = (await desk.call("POST", "/niches", {"name": "Bars"})).json()
    await desk.save({"name": "In", "niche_id": uuid.UUID(niche["id"]), "tags": ("Hot",)}, {"name": "Out"})
    assert [each["Name"] for each in await desk.table(scope="niche", niche_id=niche["id"])] == ["In"]
    assert [each["Name"] for each in await desk.table(scope="filter", filters={"tag": ["hot"]})] == ["In"]
    assert [each["Name"] for each in await desk.table(scope="filter", filters={"q": "out"})] == ["Out"]
    assert await desk.table(scope="niche", niche_id=niche["id"], columns=["niche", "name"]) == [
        {"Niche": "Bars", "Name": "In"}
    ]


async def test_own_fields_and_renamed_stages_are_columns_too(desk: Desk) -> None:
    key = (await desk.call("POST", "/custom-fields", {"name": "Rooms", "kind": "number"})).json()["key"]
    await desk.save({"name": "Ana", "custom": {key: 3}})
    [row] = await desk.table(columns=["name", f"custom:{key}"])
    assert row == {"Name": "Ana", "Rooms": "3"}
    offered = await desk.read("/exports/columns", **{"Accept-Language": "ca"})
    assert {"name": "email", "header": "Correu"} in offered
    assert offered[-1] == {"name": f"custom:{key}", "header": "Rooms"}


@pytest.mark.parametrize(
    ("language", "header", "state"), [("es", "Nombre", "Por contactar"), ("pt", "Nome", "Por contactar")]
)
async def test_headers_and_words_are_in_the_readers_language(
    desk: Desk, language: str, header: str, state: str
) -> None:
    await desk.save({"name": "Ana"})
    [row] = await desk.table(language=language)
    assert row[header] == "Ana"
    assert state in row.values()


async def test_more_than_a_page_in_order_and_without_the_hidden(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "PAGE", 7)
    await desk.save(*({"name": f"Lead {n}", "email": f"l{n}@puig.cat", "tags": (f"t{n}",)} for n in range(30)))
    async with desk.app.state.database.tenant(desk.tenant_id) as session:
        await session.execute(
            text("UPDATE leads SET deleted_at = now(), hidden = true WHERE name IN ('Lead 3', 'Lead 29')")
        )
    for body in ({}, {"scope": "filter", "filters": {"source": "manual"}}):
        rows = await desk.table(**body)
        assert len(rows) == 28
        assert {each["Name"] for each in rows} == {f"Lead {n}" for n in range(30)} - {"Lead 3", "Lead 29"}
        assert all(each["Email"] == f"l{each['Tags'][1:]}@puig.cat" for each in rows)


async def test_an_xlsx_holds_what_was_meant_and_runs_nothing(desk: Desk) -> None:
    await desk.save({**ANA, "company": "=1+1"}, {"name": "\x0bJoan & <b>", "summary": "a\nb"})
    found = await desk.exported(format="xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(await desk.content(found))).active
    assert sheet is not None
    header, ana, joan = ([cell.value for cell in row] for row in sheet.iter_rows())
    first = dict(zip(header, ana, strict=True))
    assert (first["Company"], first["Phone"], first["Value"]) == ("=1+1", "+34972200300", 1234.5)
    assert {cell.data_type for cell in sheet[2]} <= {"s", "n", "inlineStr"}
    assert str(dict(zip(header, joan, strict=True))["Name"]).endswith("Joan & <b>")


async def test_free_is_one_export_of_ten_rows(database: Database, desk: Desk) -> None:
    """BIL: the file is cut where the plan's rows end, and says so."""
    await desk.use_plan("free")
    await desk.save(*({"name": f"Lead {n}"} for n in range(12)))
    found = await desk.exported()
    assert (found["rows"], found["limited"], found["row_limit"]) == (10, True, 10)
    assert len(rows_of(await desk.content(found))) == 10
    assert await used(database, desk) == (1, 0)
    refused = await desk.call("POST", "/exports", {})
    assert (refused.status_code, refused.json()["error"]["details"]["metric"]) == (402, "csv_exports")


async def test_a_file_of_exactly_the_limit_is_not_cut(desk: Desk) -> None:
    await desk.use_plan("free")
    await desk.save(*({"name": f"Lead {n}"} for n in range(10)))
    assert (await desk.exported())["limited"] is False


async def test_an_export_that_fails_costs_nothing(
    database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(making.Maker, "write", broken)
    asked = await desk.asked()
    assert await used(database, desk) == (0, 1)
    await run_jobs(desk.app, "default")
    assert (await desk.read(f"/exports/{asked['id']}"))["state"] == "failed"
    assert await used(database, desk) == (0, 0)
    assert (await desk.call("GET", f"/exports/{asked['id']}/file")).json()["error"]["code"] == "export_failed"


async def test_a_long_export_says_how_many_rows_it_has(
    app: FastAPI, database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Issue 3: progress. The store keeps the file waiting until the history tells of its rows."""
    monkeypatch.setattr(service, "TELLING_SECONDS", 0.01)
    await desk.save(*({"name": f"Lead {number}"} for number in range(3)))
    asked = await desk.asked(format="csv", scope="all")
    seen: list[tuple[str, int]] = []

    class Patient(ObjectStore):
        async def put(self, key: str, data: bytes, *, content_type: str) -> None:
            async with asyncio.timeout(30):
                while not seen:
                    found = await desk.read(f"/exports/{asked['id']}")
                    if found["rows"]:
                        seen.append((found["state"], found["rows"]))
            await ObjectStore.put(self, key, data, content_type=content_type)

    store = Patient(app.state.providers.storage.store)
    await service.make(lambda: database.tenant(desk.tenant_id), store, uuid.UUID(asked["id"]), jobs.tell)
    assert seen == [("running", 3)]
    assert (await desk.read(f"/exports/{asked['id']}"))["state"] == "ready"


async def test_the_timelines_are_told_once(database: Database, desk: Desk) -> None:
    await desk.save({"name": "Ana"}, {"name": "Joan"})
    found = await desk.exported()
    from backend.exports import telling

    async with database.tenant(desk.tenant_id) as session:
        assert await session.scalar(select(func.count()).where(LeadEvent.kind == EventKind.EXPORTED)) == 2
    await telling.tell(
        lambda: database.tenant(desk.tenant_id), desk.app.state.providers.storage, uuid.UUID(found["id"])
    )
    async with database.tenant(desk.tenant_id) as session:
        told = (await session.scalars(select(LeadEvent).where(LeadEvent.kind == EventKind.EXPORTED))).all()
        trail = await session.scalar(text("SELECT count(*) FROM audit_entries WHERE action = 'export.made'"))
    assert len(told) == 2
    assert told[0].data == {"export_id": found["id"], "format": "csv"}
    assert trail == 1


async def test_after_thirty_days_the_file_goes_and_the_history_stays(database: Database, desk: Desk) -> None:
    await desk.save({"name": "Ana"})
    found = await desk.exported()
    before = await desk.call("GET", f"/exports/{found['id']}/file")
    assert before.status_code == 200
    with clock.held(clock.now() + service.KEPT + timedelta(hours=1)):
        late = await desk.call("GET", f"/exports/{found['id']}/file")
        assert late.status_code in (401, 409)
    await service.expire(
        lambda: database.tenant(desk.tenant_id), desk.app.state.providers.storage, uuid.UUID(found["id"])
    )
    gone = await desk.call("GET", f"/exports/{found['id']}/file")
    assert (gone.status_code, gone.json()["error"]["code"]) == (409, "export_expired")
    assert [(each["id"], each["state"]) for each in (await desk.read("/exports"))["items"]] == [
        (found["id"], "expired")
    ]


async def test_what_is_stored_is_sealed(desk: Desk) -> None:
    await desk.save(ANA)
    found = await desk.exported()
    stored = await desk.app.state.providers.storage.get(f"{desk.tenant_id}/exports/{found['id']}/0")
    assert b"puig" not in stored


async def test_nobody_else_sees_or_takes_it(desk: Desk, other: Desk) -> None:
    await desk.save({"name": "Ana"})
    found = await desk.exported()
    await other.save({"name": "Theirs"})
    assert (await other.call("GET", f"/exports/{found['id']}")).status_code == 404
    assert (await other.call("GET", f"/exports/{found['id']}/file")).status_code == 404
    assert (await other.read("/exports"))["items"] == []
    assert [each["Name"] for each in await other.table()] == ["Theirs"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"format": "pdf"}, 422),
        ({"scope": "niche"}, 422),
        ({"scope": "filter"}, 422),
        ({"niche_id": str(uuid.uuid4())}, 422),
        ({"scope": "niche", "niche_id": str(uuid.uuid4())}, 404),
        ({"columns": ["password"]}, 422),
        ({"columns": ["custom:nothing"]}, 422),
        ({"columns": []}, 422),
        ({"scope": "filter", "filters": {"q": "\x00"}}, 422),
    ],
)
async def test_what_cannot_be_exported_is_refused_and_costs_nothing(
    database: Database, desk: Desk, body: dict[str, Any], status: int
) -> None:
    assert (await desk.call("POST", "/exports", body)).status_code == status
    assert await used(database, desk) == (0, 0)
