"""A company that has lived: team, visitors, leads, flows, files and trail, all made through the product."""

import json
import secrets
import uuid
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from fastapi import FastAPI
from httpx2 import AsyncClient, Response
from sqlalchemy import text

from backend.core import crypto
from backend.core.database.session import Database
from backend.plans import service as plans
from backend.plans.enums import Metric
from tests.support.people import PASSWORD, Person, mailed_token, new_email, register, run_jobs, signed_in

ROAD: tuple[dict[str, Any], ...] = (
    {"option": "accept"},
    {"option": "information"},
    {"text": "Una reforma del bany"},
)
PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415478da63f8cfc0000003010100"
    "c9fe92ef0000000049454e44ae426082"
)
# Names in a path that are nobody's own.
EVERYBODYS = frozenset({"number", "code", "sequence", "message_id"})


@dataclass(slots=True)
class Company:
    """Its people's tokens, and every id that it can see in its own lists, by the name a path gives it."""

    mark: str
    owner: Person
    agent: Person
    slug: str
    origin: str
    widget_token: str
    ids: dict[str, list[str]] = field(default_factory=dict)

    @property
    def owner_id(self) -> str:
        return self.ids["user_id"][0]

    @property
    def page(self) -> dict[str, str]:
        """Headers of its web page."""
        return {"Authorization": f"Bearer {self.widget_token}", "Origin": self.origin}

    @property
    def secrets(self) -> set[str]:
        """What must never stand in an answer to anybody else."""
        return {self.mark, self.slug, self.owner.email, self.agent.email, self.owner.tenant_id} | {
            each for name, found in self.ids.items() if name not in EVERYBODYS for each in found
        }


class Builder:
    """Calls the API as the people of one company."""

    def __init__(self, client: AsyncClient, app: FastAPI, mark: str) -> None:
        self.client, self.app, self.mark = client, app, mark
        self.database: Database = app.state.database

    async def build(self) -> Company:
        owner = await register(self.client, full_name=f"Owner {self.mark}", company_name=f"Cuines {self.mark}")
        await self._give_seats(owner)
        await run_jobs(self.app)  # its first flow is published by a job
        agent = await self._team(owner)
        company = await self._page(owner, agent)
        await self._visits(company)
        await self._leads(company)
        await self._flows(company)
        await self._board(company)
        await self._dossier(company)
        await self._searches(company)
        await self._desk(company)
        await self._in_and_out(company)
        await self._following(company)
        await self._inbox(company)
        async with self.database.tenant(uuid.UUID(owner.tenant_id)) as session:
            await plans.reserve(session, Metric.SEARCHES, subject=f"search {self.mark}")
        await run_jobs(self.app)
        company.ids |= await self._listed(company)
        return company

    async def call(self, person: Person, method: str, path: str, **body: Any) -> Any:
        answer = await self.client.request(method, f"/v1{path}", json=body or None, headers=person.headers)
        return _read(answer)

    async def _give_seats(self, owner: Person) -> None:
        async with self.database.platform() as session:
            await session.execute(text("UPDATE tenants SET plan = 'business' WHERE id = :id"), {"id": owner.tenant_id})

    async def _team(self, owner: Person) -> Person:
        address = new_email()
        await self.call(owner, "POST", "/invitations", email=address, role="agent")
        token = await mailed_token(self.app, address, "invitation")
        joined = await self.client.post(
            "/v1/auth/invitations/accept",
            json={"token": token, "full_name": f"Agent {self.mark}", "password": PASSWORD},
        )
        await self.call(owner, "POST", "/invitations", email=f"open-{self.mark}@shop.example.com", role="viewer")
        return signed_in(address, joined)

    async def _page(self, owner: Person, agent: Person) -> Company:
        origin = f"https://{self.mark}.example.com"
        changed = await self.call(
            owner, "PATCH", "/tenant", allowed_origins=[origin], contact_email=f"{self.mark}@shop.example.com"
        )
        config = await self.client.get(f"/v1/widget/config?tenant={changed['slug']}", headers={"Origin": origin})
        return Company(self.mark, owner, agent, changed["slug"], origin, _read(config)["token"])

    async def _visits(self, company: Company) -> None:
        """One visitor leaves contact and a photo and talks with a person; another has only begun."""
        session_id = (await self._chat(company, "/start", language="es"))["session_id"]
        await self._chat(company, "/start", language="ca")
        for answer in ROAD:
            await self._chat(company, "/send", session_id=session_id, **answer)
        address = f"visitor-{self.mark}@mail.example.com"
        await self._chat(company, "/identify", session_id=session_id, name=f"Visitor {self.mark}", email=address)
        photo = {"file": (f"{self.mark}.png", PHOTO, "image/png")}
        kept = _read(await self.client.post(f"/v1/chat/{session_id}/files", files=photo, headers=company.page))
        company.ids["file_id"] = [kept["id"]]
        await self.call(company.agent, "POST", f"/conversations/{session_id}/take-over")
        await self.call(company.agent, "POST", f"/conversations/{session_id}/reply", text=f"Hola de {self.mark}")

    async def _chat(self, company: Company, path: str, **body: Any) -> Any:
        headers = {**company.page, "Idempotency-Key": secrets.token_hex(8)}
        return _read(await self.client.post(f"/v1/chat{path}", json=body, headers=headers))

    async def _leads(self, company: Company) -> None:
        made = await self.call(
            company.agent, "POST", "/leads", name=f"Lead {self.mark}", email=f"lead-{self.mark}@mail.example.com"
        )
        await self.call(company.agent, "PATCH", f"/leads/{made['id']}", stage="active")
        weights = {"budget": 40, "urgency": 20, "metres": 20, "style": 10, "origin": 10}
        bands = {"warm": 30, "hot": 60, "premium": 90}
        await self.call(company.owner, "PUT", "/leads/scoring", weights=weights, bands=bands)

    async def _board(self, company: Company) -> None:
        """A niche with a business in it, and the pipeline that everybody has."""
        niche = await self.call(company.agent, "POST", "/niches", name=f"Cocinas {self.mark}")
        business = {"name": f"Business {self.mark}", "tags": [f"Tag {self.mark}"], "value_minor": 1_000}
        await self.call(
            company.agent, "PUT", f"/leads/by-domain/{self.mark}-cuines.cat", niche_id=niche["id"], **business
        )
        (pipeline,) = await self.call(company.owner, "GET", "/pipelines")
        company.ids |= {
            "niche_id": [niche["id"]],
            "pipeline_id": [pipeline["id"]],
            "stage_id": [each["id"] for each in pipeline["stages"]],
            "domain": [f"{self.mark}-cuines.cat"],
        }

    async def _dossier(self, company: Company) -> None:
        """What belongs to leads: contacts, notes, fields, filters, a merge, a pair that may be one, a bulk action."""
        say = partial(self.call, company.owner)
        one, two, three = [await say("POST", "/leads", name=f"Twin {self.mark}") for _ in range(3)]
        path = f"/leads/{one['id']}"
        contact = await say("POST", f"{path}/contacts", kind="email", value=f"more-{self.mark}@mail.example.com")
        note = await say("POST", f"{path}/notes", body=f"Nota de {self.mark}")
        field = await say("POST", "/custom-fields", name=f"Field {self.mark}")
        saved = await say("POST", "/saved-filters", name=f"Filter {self.mark}", filters={"q": self.mark}, shared=True)
        merged = await say("POST", f"{path}/merge", other_id=two["id"])
        await say("POST", "/duplicates/scan")
        await run_jobs(self.app, "default")
        tagged = {"lead_ids": [three["id"]], "parameters": {"tag": f"Bulk {self.mark}"}}
        done = await say("POST", "/leads/bulk", action="add_tag", **tagged)
        company.ids |= {
            "contact_id": [contact["id"]],
            "note_id": [note["id"]],
            "field_id": [field["id"]],
            "filter_id": [saved["id"]],
            "merge_id": [merged["merged"][0]["merge_id"]],
            "pair_id": [each["id"] for each in (await say("GET", "/duplicates"))["items"]],
            "bulk_id": [done["id"]],
        }

    async def _desk(self, company: Company) -> None:
        """A task, and a talk with the assistant in which something waits for a yes."""
        say = partial(self.call, company.owner)
        task = await say("POST", "/tasks", title=f"Task {self.mark}", due_on="2030-01-01")
        for said in (f"recuerda que {self.mark}", f"borra la tarea Task {self.mark}"):
            await say("POST", "/assistant/messages", text=said)
        company.ids["task_id"] = [task["id"]]

    async def _in_and_out(self, company: Company) -> None:
        """A file with a good row and a bad one, and a file with what came of it."""
        content = f"name,email\nImported {self.mark},import-{self.mark}@mail.example.com\nBad {self.mark},nobody\n"
        files = {"file": (f"{self.mark}.csv", content.encode(), "text/csv")}
        sent = await self.client.post("/v1/imports", files=files, headers=company.agent.headers)
        path = f"/imports/{_read(sent)['id']}"
        await self.call(company.agent, "PUT", f"{path}/plan", mapping={"0": "name", "1": "email"})
        await self.call(company.agent, "POST", f"{path}/start", dry_run=False)
        await run_jobs(self.app, "default")
        made = await self.call(company.owner, "POST", "/exports", format="csv")
        await run_jobs(self.app, "default")
        company.ids |= {"import_id": [path.rsplit("/", 1)[-1]], "export_id": [made["id"]]}

    async def _following(self, company: Company) -> None:
        """A sequence of its own words, and somebody in it."""
        path = "/nurturing/sequences/interest_cold"
        steps = [{"delay_hours": 48, "texts": {"es": f"Hola de {company.mark}"}}]
        await self.call(company.owner, "PUT", path, steps=steps)
        await self.call(company.owner, "POST", f"{path}/toggle", active=True)
        (visited, *_) = (await self.call(company.owner, "GET", "/conversations"))["items"]
        await self.call(company.owner, "POST", f"{path}/enrol", conversation_id=visited["id"])
        company.ids["sequence"] = ["interest_cold"]

    async def _inbox(self, company: Company) -> None:
        """A note that calls a colleague, and an answer to have at hand."""
        (talk, *_) = (await self.call(company.owner, "GET", "/conversations"))["items"]
        body = f"@Agent {company.mark}: nota de {company.mark}"
        note = await self.call(company.owner, "POST", f"/conversations/{talk['id']}/notes", body=body)
        texts = {"es": f"Hola de {company.mark}"}
        canned = await self.call(
            company.owner, "POST", "/canned-replies", purpose="opening", title=f"Canned {company.mark}", texts=texts
        )
        company.ids |= {
            "conversation_note_id": [note["id"]],
            "canned_reply_id": [canned["id"]],
            "message_id": ["1.1"],
        }

    async def explain(self, company: Company) -> None:
        """As if the agent had written the first message of each talk."""
        trace = crypto.cipher().encrypt(json.dumps([{"step": "intent", "what": "greeting", "why": [company.mark]}]))
        async with self.database.tenant(uuid.UUID(company.owner.tenant_id)) as session:
            await session.execute(text("UPDATE messages SET trace = :trace WHERE turn = 1"), {"trace": trace})

    async def _flows(self, company: Company) -> None:
        await self.call(company.owner, "POST", "/flows", name=f"Flow {self.mark}", preset="general_business")

    async def _searches(self, company: Company) -> None:
        """One through a list that names no site, so nobody is asked; one by the calendar; one who wants none of it."""
        asked = {"query": f"dentistas en {self.mark}", "niche": f"Niche {self.mark}"}
        listed = {"sources": ["list"], "given": f"Taller {self.mark}"}
        made = await self.call(company.agent, "POST", "/searches", **asked, **listed)
        await run_jobs(self.app, "scrape")
        planned = await self.call(company.agent, "POST", "/search-schedules", **asked)
        unwanted = await self.call(company.agent, "POST", "/suppressions", value=f"{self.mark}-dental.cat")
        company.ids |= {"search_id": [made["id"]], "schedule_id": [planned["id"]], "suppression_id": [unwanted["id"]]}

    async def _listed(self, company: Company) -> dict[str, list[str]]:
        async def ids(path: str, key: str = "id") -> list[str]:
            return [each[key] for each in (await self.call(company.owner, "GET", path))["items"]]

        conversations, leads, flows = await ids("/conversations"), await ids("/leads"), await ids("/flows")
        return {
            "conversation_id": conversations,
            "session_id": conversations,
            "lead_id": leads,
            "flow_id": flows,
            "user_id": await ids("/members", "user_id"),
            "invitation_id": await ids("/invitations"),
            "tenant_id": [company.owner.tenant_id],
            "number": ["1"],
            "code": ["free"],
        }


def _read(answer: Response) -> Any:
    assert answer.is_success, f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text}"
    return answer.json() if answer.content else None
