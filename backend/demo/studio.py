"""Plays stories on the product's own road: the real flow, ledger, leads and usage, only at another time."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import text

from backend.conversations import queries as conversation_queries
from backend.conversations import service as conversations
from backend.conversations.schemas import ChatStart, Utm
from backend.core import clock
from backend.core.database.session import TenantSession
from backend.core.http.actor import Actor
from backend.demo import acts
from backend.demo.acts import Act, Staff, Story
from backend.leads import service as leads
from backend.leads.schemas import LeadUpdate

# The clock is held for all that we stamp ourselves; what Postgres stamped with now(), which in the one
# transaction of the seed is one and the same moment, is told here.
_DATE_TALKS: Final = text("""
WITH told AS (
  SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:turns AS int[]), CAST(:moments AS timestamptz[])) AS t (id, turn, at)
), turned AS (
  UPDATE turns SET created_at = told.at FROM told WHERE turns.conversation_id = told.id AND turns.number = told.turn
), said AS (
  UPDATE messages SET created_at = told.at FROM told
  WHERE messages.conversation_id = told.id AND messages.turn = told.turn
), lasted AS (
  SELECT id, min(at) AS began, max(at) AS spoke FROM told GROUP BY id
)
UPDATE conversations c SET
  created_at = lasted.began, last_message_at = lasted.spoke,
  ended_at = CASE WHEN c.ended_at = now() THEN lasted.spoke ELSE c.ended_at END
FROM lasted WHERE c.id = lasted.id
""")
_DATE_LEADS: Final = text("""
WITH told AS (
  -- Lines of one act stand a microsecond apart.
  SELECT lead_id, date_trunc('second', min(at)) AS began, max(at) AS changed FROM lead_events GROUP BY lead_id
)
UPDATE leads l SET
  created_at = told.began, updated_at = told.changed,
  stage_since = CASE WHEN l.stage_since = now() THEN told.began ELSE l.stage_since END
FROM told WHERE l.id = told.lead_id AND l.created_at = now()
""")
# What the studio wrote into its leads: the niche, what each is worth by its budget, why it was lost.
_WORK_LEADS: Final = text("""
WITH named (slug, name) AS (
  VALUES ('cocinas', 'Cocinas'), ('armarios-y-muebles', 'Armarios y muebles'), ('otros-proyectos', 'Otros proyectos')
), made AS (
  INSERT INTO niches (id, slug, name) SELECT gen_random_uuid(), slug, name FROM named RETURNING id, slug
), known AS (
  SELECT id, stage, row_number() OVER (ORDER BY created_at, id) AS place,
    CAST(100 * CAST(COALESCE(qualification #>> '{budget,max}', qualification #>> '{budget,min}') AS numeric) AS bigint)
      AS worth,
    CASE
      WHEN qualification ->> 'project' IN ('new_kitchen', 'kitchen_renovation') THEN 'cocinas'
      WHEN qualification ->> 'project' IN ('wardrobe', 'furniture') THEN 'armarios-y-muebles'
      ELSE 'otros-proyectos'
    END AS niche
  FROM leads
)
UPDATE leads l SET
  niche_id = made.id, value_minor = NULLIF(worth, 0), currency = CASE WHEN worth > 0 THEN 'EUR' END,
  lost_reason = CASE WHEN known.stage = 'lost' THEN (ARRAY['Presupuesto', 'Otro estudio', 'Ya no lo necesita'])[
    1 + known.place % 3] END
FROM known JOIN made ON made.slug = known.niche WHERE l.id = known.id
""")


@dataclass
class Studio:
    """The business whose stories are played, inside one transaction of its own."""

    session: TenantSession
    origin: str
    zone: ZoneInfo
    staff: Mapping[Staff, Actor]
    names: Mapping[Staff, str]
    # Every turn that was taken: (conversation, number, moment).
    _told: list[tuple[uuid.UUID, int, datetime]] = field(default_factory=list)

    async def play(self, story: Story) -> None:
        turn = 1
        with clock.held(story.at):
            begun = await conversations.begin(self.session, self._page(story), origin=self.origin)
        self._told.append((begun.session_id, turn, story.at))
        for act in story.acts:
            # The visitor's turns write past the session, so nothing that it remembers is sure to hold.
            self.session.expunge_all()
            with clock.held(act.at):
                await self._perform(begun.session_id, act, turn)
            if isinstance(act, acts.SPOKEN):
                turn += 1
                self._told.append((begun.session_id, turn, act.at))

    async def date(self) -> None:
        """Give every row the moment of its story; once, when all have been played."""
        ids, turns, moments = zip(*self._told, strict=True)
        told: dict[str, Any] = {"ids": [*ids], "turns": [*turns], "moments": [*moments]}  # Any: arrays of three types
        await self.session.execute(_DATE_TALKS, told)
        await self.session.execute(_DATE_LEADS)
        await self.session.execute(_WORK_LEADS)

    def _page(self, story: Story) -> ChatStart:
        utm = Utm.model_validate(story.utm) if story.utm else None
        query = "&".join(f"utm_{name}={value}" for name, value in story.utm.items())
        address = f"{self.origin}{story.path}" + (f"?{query}" if query else "")
        return ChatStart(language=story.language, page_url=address, referrer=story.referrer, utm=utm)

    async def _perform(self, conversation_id: uuid.UUID, act: Act, turn: int) -> None:
        session = self.session
        match act:
            case acts.Says(reply=reply):
                await conversations.hear(session, conversation_id, reply, origin=self.origin)
            case acts.FallsSilent():
                await conversations.time_out(session, conversation_id, turn)
            case acts.TakesOver(by=by):
                await conversations.take_over(session, conversation_id, by=self.staff[by].user_id)
            case acts.Answers(by=by, text=words):
                user_id, name = self.staff[by].user_id, self.names[by]
                await conversations.reply(session, conversation_id, words, by=user_id, name=name)
            case acts.GivesBack():
                await conversations.give_back(session, conversation_id)
            case acts.Closes():
                await conversations.close(session, conversation_id)
            case acts.Reads():
                await conversations.mark_read(session, conversation_id)
            case acts.Moves():
                await self._move(conversation_id, act)

    async def _move(self, conversation_id: uuid.UUID, act: acts.Moves) -> None:
        conversation = await conversation_queries.get_conversation(self.session, conversation_id)
        if conversation.lead_id is None:
            return
        by = self.staff[act.by]
        change = LeadUpdate(stage=act.stage, contact_state=act.contact_state, assignee_id=by.user_id)
        await leads.update(self.session, conversation.lead_id, change, by=by)
