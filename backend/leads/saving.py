"""Saves many leads at once: a search's results, a file's rows (PRO-04, PRO-05, CRM-05).

A batch of a thousand rows costs a dozen statements. Who is meant is decided in memory, row after row, so that
two rows of one batch meet in one lead as they would have one after the other. While a batch is saved nobody else
makes a lead with its emails, phones or domains: the same locks as the chat takes, all of them at once and in one
order; the unique indexes stay as the last guard.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from backend.core import clock
from backend.core.database.session import TenantSession, bound_tenant, driver_connection
from backend.core.events import announce
from backend.core.http.actor import Actor
from backend.leads import saving_store, scoring, stages, wording
from backend.leads.enums import EventKind, Stage
from backend.leads.events import LeadCaptured
from backend.leads.saving_book import Book, Draft, OnDuplicate
from backend.leads.saving_rows import NewContact, NewLead, Prepared, prepare
from backend.leads.wording import Part
from backend.tenants import queries as tenants

__all__ = ["NewContact", "NewLead", "OnDuplicate", "Outcome", "save_many"]

Kind = Literal["created", "updated", "duplicate", "refused"]

# Above this many new leads nobody wants to be told of each.
ANNOUNCED: Final = 50
_TRIES: Final = 3
_MOVES: Final = {"stage", "contact_state"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row; `niche_id` is the niche of the lead that was there, `problem` why a row was refused."""

    lead_id: uuid.UUID | None
    kind: Kind
    niche_id: uuid.UUID | None = None
    problem: str = ""


async def save_many(
    session: TenantSession,
    rows: Sequence[NewLead],
    *,
    on_duplicate: OnDuplicate,
    by: Actor | None,
    limit: int | None = None,
) -> list[Outcome]:
    """One outcome a row, in their order; at most `limit` new leads, the rows beyond are refused as `limit`.

    A lead is the same by its domain, else by its email, else by its phone. An email or phone that a business with
    another domain has goes to the further contacts, and the two wait among the possible duplicates. `skip` leaves
    a known lead as it is, `fill` completes it, `replace` takes over what the row knows. Usage is the caller's to
    count. Raises nothing about a row; when the database refuses the batch as a whole, save it again.
    """
    tenant = await tenants.get_own(session)
    saver = _Saver(session, on_duplicate, by, scoring.Rules.from_json(tenant.scoring, tenant.currency), limit)
    prepared = [prepare(row, tenant.country) for row in rows]
    waiting = {place: row for place, row in enumerate(prepared) if not row.problem}
    outcomes = {place: Outcome(None, "refused", None, row.problem) for place, row in enumerate(prepared) if row.problem}
    for _ in range(_TRIES):
        if waiting:
            done = await saver.save(waiting)
            outcomes |= done
            waiting = {place: row for place, row in waiting.items() if place not in done}
    outcomes |= {place: Outcome(None, "refused", None, "busy") for place in waiting}
    return [outcomes[place] for place in range(len(rows))]


@dataclass(slots=True)
class _Saver:
    session: TenantSession
    mode: OnDuplicate
    by: Actor | None
    rules: scoring.Rules
    limit: int | None
    scores: dict[str, dict[str, Any]] = field(default_factory=dict)  # Any: columns of all kinds

    async def save(self, rows: Mapping[int, Prepared]) -> dict[int, Outcome]:
        """Rows whose new lead somebody else made in the same moment are missing in the answer."""
        connection = await driver_connection(self.session)
        await saving_store.lock(connection, bound_tenant(self.session), rows.values())
        book = await self._open(connection, list(rows.values()))
        drafts, outcomes = self._lay(book, rows)
        born = [each for each in book.drafts.values() if each.created]
        changed = [each for each in book.drafts.values() if not each.created and each.touched]
        lost = await self._write(connection, born, changed)
        if self.limit is not None:
            self.limit -= len(born) - len(lost)
        return {place: each for place, each in outcomes.items() if drafts.get(place) not in lost}

    async def _open(self, connection: saving_store.Connection, rows: Sequence[Prepared]) -> Book:
        owners = await saving_store.owners(connection, rows)
        known = await saving_store.known(connection, owners.values(), held=self.mode != "skip")
        asked = {row.given.stage_id for row in rows if row.given.stage_id}
        # The default columns have their ids before anybody opened the board.
        tenant_id = bound_tenant(self.session)
        defaults = {stages.default_id(tenant_id, kind): kind.value for kind in Stage}
        others = await saving_store.stages(connection, asked - defaults.keys())
        return Book(known, owners, defaults | others, stages.default_id(tenant_id, Stage.NEW), len(rows))

    def _lay(self, book: Book, rows: Mapping[int, Prepared]) -> tuple[dict[int, uuid.UUID], dict[int, Outcome]]:
        drafts: dict[int, uuid.UUID] = {}
        outcomes: dict[int, Outcome] = {}
        room = self.limit
        for place, row in rows.items():
            found = book.find(row)
            if found is None and room == 0:
                outcomes[place] = Outcome(None, "refused", None, "limit")
                continue
            if found is None:
                room = None if room is None else room - 1
                found = book.add(row)
                outcomes[place] = Outcome(found.id, "created", found.niche_id)
            else:
                niche = found.niche_id
                joined: Kind = "updated" if self._join(book, row, found) else "duplicate"
                outcomes[place] = Outcome(found.id, joined, niche)
            drafts[place] = found.id
        return drafts, outcomes

    def _join(self, book: Book, row: Prepared, found: Draft) -> bool:
        """Whether the row changed anything. A lead in the bin that speaks for another is left there."""
        if self.mode == "skip" or found.deleted:
            return False
        before = found.mark()
        book.lay(row, found, self.mode)
        return found.mark() != before

    async def _write(
        self, connection: saving_store.Connection, born: Sequence[Draft], changed: Sequence[Draft]
    ) -> set[uuid.UUID]:
        """The ids of new leads that were lost to somebody else."""
        at, actor_id = clock.now(), self.by.user_id if self.by else None
        scores = {each.id: self._assess(each) for each in (*born, *changed)}
        # First what gives an email back, then who takes it.
        if changed:
            await saving_store.update(connection, changed, scores, at)
        made = await saving_store.insert(connection, born, scores, at) if born else set()
        lost = {each.id for each in born} - made
        standing = [each for each in (*born, *changed) if each.id not in lost]
        if standing:
            await saving_store.add_details(connection, standing, lost, actor_id)
            await self._write_words(standing)
            await saving_store.tell(connection, _events(standing), actor_id, at)
        for each in standing if len(made) <= ANNOUNCED else ():
            if each.created:
                await announce(self.session, LeadCaptured(each.id, each.source))
        return lost

    async def _write_words(self, drafts: Sequence[Draft]) -> None:
        await wording.index(self.session, Part.OWN, {each.id: wording.own_words(each) for each in drafts})
        born = [each for each in drafts if each.created]
        await self._index(Part.TAGS, {each.id: wording.tag_words(each.tags.values()) for each in born})
        await self._index(Part.NOTES, {each.id: wording.note_words(each.notes) for each in born})
        # What a known lead has besides is in the tables only.
        grown = [each for each in drafts if not each.created]
        if tagged := [each.id for each in grown if each.tags]:
            await wording.index_tags(self.session, tagged)
        for each in grown:
            if each.notes:
                await wording.index_notes(self.session, each.id)

    async def _index(self, part: Part, words: dict[uuid.UUID, frozenset[str]]) -> None:
        if given := {lead_id: each for lead_id, each in words.items() if each}:
            await wording.index(self.session, part, given)

    def _assess(self, draft: Draft) -> dict[str, Any]:  # Any: columns of all kinds
        """Only a new lead is scored: what a file says of a known one is no qualification (X18)."""
        reachable = bool(draft.email_index or draft.phone_index)
        intent = {"purchase_intent": scoring.purchase_intent(draft.qualification, reachable=reachable)}
        if not draft.created:
            return intent
        if draft.source not in self.scores:
            # Nothing is known yet of what it wants, so all new leads of a source score the same.
            found = scoring.score({}, draft.source, self.rules)
            self.scores[draft.source] = {
                "score": found.total,
                "temperature": found.temperature.value,
                "score_version": found.version,
                "score_breakdown": found.breakdown(),
            }
        return intent | self.scores[draft.source]


# Any: an event's data is JSON of ids and words.
def _events(drafts: Iterable[Draft]) -> Iterable[tuple[uuid.UUID, EventKind, dict[str, Any]]]:
    for draft in drafts:
        if draft.created:
            yield draft.id, EventKind.CREATED, {"source": draft.source}
            continue
        if "stage" in draft.edited:
            yield (
                draft.id,
                EventKind.STAGE_CHANGED,
                draft.edited["stage"] | {"to": draft.stage, "to_id": draft.stage_id},
            )
        if "contact_state" in draft.edited:
            change = {"from": draft.edited["contact_state"], "to": draft.contact_state}
            yield draft.id, EventKind.CONTACT_STATE_CHANGED, change
        if fields := sorted(draft.edited.keys() - _MOVES):
            yield draft.id, EventKind.EDITED, {"fields": fields}
