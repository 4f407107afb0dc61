"""Acts on leads: find, sum up, set states, note, move, bin."""

from typing import Final, Literal

from pydantic import Field

from backend.assistant.acts.base import Act, Arguments, Desk, Done
from backend.assistant.acts.lead_queries import SHOWN, line, resolve
from backend.core.http.actor import Role
from backend.leads import bin, listing, niches, notes, queries, service
from backend.leads.enums import ContactState, Sort, Stage, Temperature
from backend.leads.schemas import LeadUpdate
from backend.tasks import queries as tasks

_LONGEST_NOTE: Final = 300
Who = Field(max_length=200, min_length=1, description="The lead's id, name, company, email or domain")


class FindLeads(Arguments):
    q: str | None = Field(
        None, max_length=200, description="Words of name, company, domain, notes; or an email or phone"
    )
    temperature: Temperature | None = None
    stage: Stage | None = None
    contact_state: ContactState | None = None
    sort: Literal["-score", "-created_at", "-last_activity_at", "name"] = "-score"
    limit: int = Field(SHOWN, ge=1, le=20)


class OneLead(Arguments):
    lead: str = Who


class SetContactState(OneLead):
    state: ContactState


class SetStage(OneLead):
    stage: Stage


class AddNote(OneLead):
    text: str = Field(min_length=1, max_length=10_000, description="Markdown")


class MoveNiche(OneLead):
    niche: str = Field(min_length=1, max_length=80, description="By name; made where it is new")


class Nothing(Arguments):
    pass


async def find_leads(desk: Desk, given: FindLeads) -> Done:
    filters = listing.Filters(
        q=given.q or None, temperature=given.temperature, stage=given.stage, contact_state=given.contact_state
    )
    page = await listing.list_leads(desk.session, filters, sort=Sort(given.sort), limit=given.limit, with_total=True)
    found = [line(row) for row in page.rows]
    return Done("leads" if found else "no_leads", {"total": page.total or len(found), "leads": found})


async def summarise(desk: Desk, given: OneLead) -> Done:
    lead = await resolve(desk.session, given.lead)
    family = await queries.family(desk.session, lead.id)
    written = await notes.list_notes(desk.session, lead.id, limit=3)
    open_tasks = await tasks.list_tasks(desk.session, tasks.Filters(lead_ids=tuple(family)), limit=SHOWN)
    facts = line(lead) | {
        "summary": lead.summary,
        "notes": [note.body[:_LONGEST_NOTE] for note in written],
        "tasks": [{"title": task.title, "due_on": task.due_on and task.due_on.isoformat()} for task, *_ in open_tasks],
    }
    return Done("lead", facts, lead_id=lead.id)


async def set_contact_state(desk: Desk, given: SetContactState) -> Done:
    lead = await resolve(desk.session, given.lead)
    await service.update(desk.session, lead.id, LeadUpdate(contact_state=given.state), by=desk.actor)
    return Done("contact_state_set", {"name": line(lead)["name"], "state": given.state.value}, lead_id=lead.id)


async def set_stage(desk: Desk, given: SetStage) -> Done:
    lead = await resolve(desk.session, given.lead)
    await service.update(desk.session, lead.id, LeadUpdate(stage=given.stage), by=desk.actor)
    return Done("stage_set", {"name": line(lead)["name"], "stage": given.stage.value}, lead_id=lead.id)


async def add_note(desk: Desk, given: AddNote) -> Done:
    lead = await resolve(desk.session, given.lead)
    await notes.add(desk.session, lead.id, given.text, by=desk.actor)
    return Done("note_added", {"name": line(lead)["name"]}, lead_id=lead.id)


async def move_niche(desk: Desk, given: MoveNiche) -> Done:
    lead = await resolve(desk.session, given.lead)
    niche, _ = await niches.ensure(desk.session, given.niche)
    await service.update(desk.session, lead.id, LeadUpdate(niche_id=niche.id), by=desk.actor)
    return Done("niche_set", {"name": line(lead)["name"], "niche": niche.name}, lead_id=lead.id)


async def list_niches(desk: Desk, given: Nothing) -> Done:
    found = await niches.list_niches(desk.session)
    listed = [{"name": each.niche.name, "leads": each.leads} for each in found]
    return Done("niches" if listed else "no_niches", {"niches": listed})


async def describe_deleting(desk: Desk, given: OneLead) -> Done:
    lead = await resolve(desk.session, given.lead)
    return Done("delete_lead_asked", {"name": line(lead)["name"]}, lead_id=lead.id)


async def delete_lead(desk: Desk, given: OneLead) -> Done:
    lead = await resolve(desk.session, given.lead)
    await bin.remove(desk.session, lead.id, by=desk.actor)
    return Done("lead_deleted", {"name": line(lead)["name"]}, lead_id=lead.id)


ACTS: Final = (
    Act("find_leads", "Find leads of this company, the hottest first.", FindLeads, find_leads),
    Act("summarise_lead", "Everything important about one lead.", OneLead, summarise),
    Act("set_contact_state", "Say how far the contact has come.", SetContactState, set_contact_state, Role.AGENT),
    Act("set_stage", "Move a lead to a stage of the pipeline.", SetStage, set_stage, Role.AGENT),
    Act("add_note", "Write a note about a lead.", AddNote, add_note, Role.AGENT),
    Act("move_niche", "Put a lead into a niche.", MoveNiche, move_niche, Role.AGENT),
    Act("list_niches", "The niches and how many leads each holds.", Nothing, list_niches),
    Act("delete_lead", "Put a lead into the bin.", OneLead, delete_lead, Role.ADMIN, describe_deleting),
)
