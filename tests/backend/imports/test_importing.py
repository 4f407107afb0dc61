"""Importing through the API: upload, plan, preview, dry run, run, refused rows, pause, undo, another tenant."""

import csv
import io
import uuid
from typing import Any

import pytest
from sqlalchemy import select, text

from backend.core.database.session import Database
from backend.imports.models import Import
from backend.plans import queries as plans
from backend.plans.enums import Metric
from tests.backend.imports.conftest import Desk

CSV = (
    "Nombre;Empresa;Correo;Teléfono;Web;Etiquetas;Valor;Notas\n"
    'Ana Puig;Puig SL;ana@puig.cat;972 200 300;puig.cat;"Dentista; VIP";1.234,50 €;"Dos\nlíneas"\n'
    "Joan;;no es un correo;;;;;\n"
    "Marta;Flors;marta@flors.cat;+34 972 20 03 01;https://flors.cat;;;\n"
    ";;;;;;;\n"
    "Ana bis;;ana@puig.cat;;;;;\n"
).encode()


async def used(database: Database, desk: Desk) -> float:
    async with database.tenant(uuid.UUID(desk.person.tenant_id)) as session:
        return next(each.used for each in await plans.list_standings(session) if each.metric == Metric.LEADS)


async def test_a_file_is_understood_when_it_comes(desk: Desk) -> None:
    found = await desk.uploaded(CSV, "clientes.csv")
    assert (found["filename"], found["kind"], found["encoding"]) == ("clientes.csv", "csv", "utf-8")
    assert (found["delimiter"], found["has_header"], found["state"]) == (";", True, "uploaded")
    assert [each["suggested"] for each in found["columns"]] == [
        *("name", "company", "email", "phone", "website", "tags", "value", "note")
    ]
    assert found["columns"][0]["samples"] == ["Ana Puig", "Joan", "Marta", "Ana bis"]
    assert found["rows_estimate"] == 4


async def test_a_plan_shows_what_would_come(desk: Desk) -> None:
    found = await desk.uploaded(CSV)
    answer = await desk.plan(found)
    preview = answer.json()
    assert preview["counts"] == {"rows": 4, "good": 3, "refused": 1}
    assert preview["rows"][0]["values"]["email"] == "ana@puig.cat"
    [problem] = preview["rows"][1]["problems"]
    assert (problem["reason"], problem["column"], problem["refuses"]) == ("unusable_email", "email", True)
    assert problem["sentence"] == "El correo no es una dirección válida."


async def test_good_rows_become_leads_and_bad_ones_say_why(database: Database, desk: Desk) -> None:
    done = await desk.imported(CSV, niche="Clientes de 2026", tags=["Importado"])
    assert (done["state"], done["progress"]) == ("done", 1.0)
    assert done["counts"] == {"created": 2, "updated": 0, "duplicate": 1, "refused": 1}
    leads = {each["name"]: each for each in await desk.leads()}
    assert set(leads) == {"Ana Puig", "Marta"}
    ana = await desk.detail(leads["Ana Puig"]["id"])
    assert (ana["email"], ana["phone"], ana["domain"]) == ("ana@puig.cat", "+34972200300", "puig.cat")
    assert (ana["value_minor"], ana["currency"], ana["source"]) == (123450, "EUR", "import")
    assert set(ana["tags"]) == {"Dentista", "VIP", "Importado"}
    assert ana["niche_id"]
    assert ana["notes_count"] == 1
    [refused] = await desk.refused(done["id"], **{"Accept-Language": "ca"})
    assert (refused["row"], refused["reason"]) == (3, "unusable_email")
    assert refused["sentence"] == "El correu no és una adreça vàlida."
    assert refused["cells"][:3] == ["Joan", "", "no es un correo"]
    assert await used(database, desk) == 2


async def test_refused_rows_can_be_downloaded_mended_and_sent_again(desk: Desk) -> None:
    done = await desk.imported(CSV)
    answer = await desk.call("GET", f"/imports/{done['id']}/refused.csv", **{"Accept-Language": "en"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    header, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert header[:4] == ["Row", "Reason", "Nombre", "Empresa"]
    assert row[:5] == ["3", "The email is not a valid address.", "Joan", "", "no es un correo"]
    mended = answer.content.replace(b"no es un correo", b"joan@puig.cat")
    again = await desk.imported(mended)
    assert again["counts"]["created"] == 1


async def test_a_dry_run_changes_nothing_and_tells_the_counts(database: Database, desk: Desk) -> None:
    tried = await desk.imported(CSV, dry_run=True, niche="Prueba")
    assert (tried["state"], tried["dry_run"]) == ("done", True)
    assert tried["counts"] == {"created": 2, "updated": 0, "duplicate": 1, "refused": 1}
    assert await desk.leads() == []
    assert await used(database, desk) == 0
    done = await desk.run(tried["id"])
    assert done["counts"]["created"] == 2
    assert len(await desk.leads()) == 2


@pytest.mark.parametrize(
    ("mode", "name", "company"), [("skip", "Ana", ""), ("fill", "Ana", "Puig"), ("replace", "Anna", "Puig")]
)
async def test_known_leads_are_left_completed_or_replaced(desk: Desk, mode: str, name: str, company: str) -> None:
    await desk.imported(b"name,email\nAna,ana@puig.cat\n")
    done = await desk.imported(b"name,email,company\nAnna,ana@puig.cat,Puig\n", on_duplicate=mode)
    assert sum(done["counts"].values()) == 1
    [lead] = await desk.leads()
    assert (lead["name"], lead["company"]) == (name, company)


async def test_custom_fields_are_known_by_name_and_checked(desk: Desk) -> None:
    made = await desk.call("POST", "/custom-fields", {"name": "Habitaciones", "kind": "number"})
    assert made.status_code == 201, made.text
    content = b"Nombre,Habitaciones\nAna,3\nJoan,muchas\n"
    done = await desk.imported(content)
    assert done["counts"]["created"] == 1
    [lead] = await desk.leads()
    assert (await desk.detail(lead["id"]))["custom"] == {made.json()["key"]: 3}
    assert (await desk.refused(done["id"]))[0]["reason"] == "wrong_value"


async def test_stages_states_and_niches_are_known_by_their_names(desk: Desk) -> None:
    content = b"Name,Stage,Contact state,Niche\nAna,Caliente,Replied,Bars\nJoan,hot,,bars\nEva,Nowhere,,!!\n"
    done = await desk.imported(content)
    leads = {each["name"]: each for each in await desk.leads()}
    assert set(leads) == {"Ana", "Joan"}
    assert {each["stage"] for each in leads.values()} == {"hot"}
    assert leads["Ana"]["contact_state"] == "replied"
    assert leads["Ana"]["niche_id"] == leads["Joan"]["niche_id"]
    assert (await desk.refused(done["id"]))[0]["reason"] == "unusable_niche"


async def test_an_import_is_undone_as_a_whole(desk: Desk) -> None:
    await desk.imported(b"name,email\nKept,ana@puig.cat\n")
    done = await desk.imported(CSV, on_duplicate="fill")
    answer = await desk.call("POST", f"/imports/{done['id']}/undo")
    assert answer.status_code == 202, answer.text
    from tests.support.people import run_jobs

    await run_jobs(desk.app, "default")
    assert (await desk.read(f"/imports/{done['id']}"))["state"] == "undone"
    assert [each["name"] for each in await desk.leads()] == ["Kept"]
    assert len(await desk.leads(bin=True)) == 1


async def test_pausing_stops_and_resuming_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from backend.imports import running
    from tests.support.people import run_jobs

    monkeypatch.setattr(running, "CHUNK", 10)
    content = b"name\n" + b"".join(b"Lead %d\n" % n for n in range(35))
    found = await desk.uploaded(content)
    await desk.plan(found)
    await desk.call("POST", f"/imports/{found['id']}/start", {})
    paused = (await desk.call("POST", f"/imports/{found['id']}/pause")).json()
    assert paused["state"] == "paused"
    await run_jobs(desk.app, "default")
    assert (await desk.read(f"/imports/{found['id']}"))["position"] == 0
    await desk.call("POST", f"/imports/{found['id']}/resume")
    await run_jobs(desk.app, "default")
    done = await desk.read(f"/imports/{found['id']}")
    assert (done["state"], done["position"], done["counts"]["created"]) == ("done", 35, 35)


@pytest.mark.parametrize(
    ("state", "action"),
    [("uploaded", "pause"), ("uploaded", "resume"), ("uploaded", "undo"), ("done", "cancel"), ("done", "pause")],
)
async def test_what_makes_no_sense_now_is_refused(desk: Desk, state: str, action: str) -> None:
    found = await desk.uploaded(CSV) if state == "uploaded" else await desk.imported(CSV)
    answer = await desk.call("POST", f"/imports/{found['id']}/{action}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "import_busy")


async def test_an_import_cannot_run_twice_nor_without_a_plan(desk: Desk) -> None:
    found = await desk.uploaded(CSV)
    early = await desk.call("POST", f"/imports/{found['id']}/start", {})
    assert early.json()["error"]["code"] == "import_not_planned"
    done = await desk.imported(CSV)
    again = await desk.call("POST", f"/imports/{done['id']}/start", {})
    assert again.json()["error"]["code"] == "import_busy"


@pytest.mark.parametrize(
    "changes",
    [
        {"mapping": {"0": "nonsense"}},
        {"mapping": {"99": "name"}},
        {"mapping": {"0": "tags"}},
        {"mapping": {"0": "custom:nothing"}},
        {"mapping": {}},
        {"niche": "A", "niche_id": str(uuid.uuid4())},
        {"country": "Spain"},
        {"tags": ["\x00"]},
    ],
)
async def test_a_plan_that_cannot_be_is_refused(desk: Desk, changes: dict[str, Any]) -> None:
    found = await desk.uploaded(CSV)
    answer = await desk.plan(found, **changes)
    assert answer.status_code == 422, answer.text


@pytest.mark.parametrize("path", ["", "/refused", "/refused.csv"])
async def test_another_tenant_sees_nothing(desk: Desk, other: Desk, path: str) -> None:
    found = await desk.imported(CSV)
    assert (await other.call("GET", f"/imports/{found['id']}{path}")).status_code == 404
    for action in ("pause", "resume", "cancel", "undo"):
        assert (await other.call("POST", f"/imports/{found['id']}/{action}")).status_code == 404
    assert (await other.plan(found)).status_code == 404
    assert (await other.read("/imports"))["items"] == []


async def test_the_list_is_paged_newest_first(desk: Desk) -> None:
    names = [(await desk.uploaded(CSV, f"{n}.csv"))["filename"] for n in range(3)]
    page = await desk.read("/imports?limit=2")
    rest = await desk.read(f"/imports?limit=2&cursor={page['next_cursor']}")
    assert [each["filename"] for each in (*page["items"], *rest["items"])] == names[::-1]


async def test_what_the_file_says_stands_encrypted(database: Database, desk: Desk) -> None:
    done = await desk.imported(CSV, "ana.csv")
    async with database.tenant(uuid.UUID(desk.person.tenant_id)) as session:
        rows = await session.execute(text("SELECT i::text, r::text FROM imports i JOIN import_refusals r ON true"))
        stored = str(rows.all())
        key = await session.scalar(select(Import.storage_key).where(Import.id == uuid.UUID(done["id"])))
    assert "ana" not in stored
    assert "Joan" not in stored
    sealed = await desk.app.state.providers.storage.get(f"{key}/0")
    assert b"puig" not in sealed
