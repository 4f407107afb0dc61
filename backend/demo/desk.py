"""What lies on the studio's desk: tasks of today and of the week, notes and tags on its hottest leads."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from backend.core import clock
from backend.core.database.session import TenantSession
from backend.core.http.actor import Actor
from backend.demo.acts import Staff
from backend.leads import listing, notes
from backend.leads import service as leads
from backend.leads.enums import Sort
from backend.leads.schemas import LeadUpdate
from backend.tasks import service as tasks
from backend.tasks.enums import Priority, Repeat
from backend.tasks.schemas import TaskCreate

# (title, days from today, whose, priority, which of the hottest leads), in the studio's own language.
_TODOS: Final = (
    ("Llamar para cerrar la visita", -1, Staff.OWNER, Priority.HIGH, 0),
    ("Enviar el presupuesto revisado", 0, Staff.AGENT, Priority.HIGH, 1),
    ("Pedir medidas y fotos", 0, Staff.AGENT, Priority.NORMAL, 2),
    ("Llevar muestras de encimera", 2, Staff.OWNER, Priority.NORMAL, 3),
    ("Confirmar la fecha de montaje", 5, Staff.AGENT, Priority.NORMAL, 4),
)
_NOTES: Final = (
    "Prefiere **roble claro** y tiradores ocultos. Llamar por la tarde.",
    "Compara con otro estudio; lo decide *antes de fin de mes*.",
)
_TAGS: Final = (["feria 2026", "roble"], ["recomendado"], ["feria 2026"])


async def fill(session: TenantSession, staff: Mapping[Staff, Actor], zone: ZoneInfo, now: datetime) -> None:
    """After the stories, for it is about their leads."""
    with clock.held(now - timedelta(hours=2)):
        hottest = [row.id for row in (await listing.list_leads(session, listing.Filters(), sort=Sort.SCORE)).rows]
        for title, days, whose, priority, place in _TODOS:
            due = now.astimezone(zone).date() + timedelta(days=days)
            by = staff[whose]
            todo = TaskCreate(
                title=title, due_on=due, priority=priority, assignee_id=by.user_id, lead_id=hottest[place]
            )
            await tasks.create(session, todo, by=by)
        monday = now.astimezone(zone).date() + timedelta(days=7 - now.astimezone(zone).weekday())
        weekly = TaskCreate(title="Repasar los leads sin respuesta", due_on=monday, repeat=Repeat.WEEKLY)
        await tasks.create(session, weekly, by=staff[Staff.OWNER])
        for lead_id, body in zip(hottest, _NOTES, strict=False):
            await notes.add(session, lead_id, body, by=staff[Staff.OWNER])
        for lead_id, names in zip(hottest, _TAGS, strict=False):
            await leads.update(session, lead_id, LeadUpdate(tags=names), by=staff[Staff.AGENT])
