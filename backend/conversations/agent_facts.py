"""What the agent may say: the knowledge list and the business itself, as lines that a reply is checked against."""

from sqlalchemy import text

from backend.assistant.agent.replying import price_of
from backend.assistant.knowledge import queries as knowledge
from backend.assistant.knowledge.models import KnowledgeItem
from backend.core.database.session import TenantSession
from backend.core.language import Language

MOST = 200


async def known(session: TenantSession, language: Language) -> list[str]:
    """Entries in the person's language first; those of others where the business has none in it."""
    entries = await knowledge.list_active(session, language, limit=MOST) or await knowledge.list_active(
        session, limit=MOST
    )
    name = await session.scalar(text("SELECT name FROM tenants"))
    return [str(name), *(_line(each, language) for each in entries)]


def _line(item: KnowledgeItem, language: Language) -> str:
    parts = [item.name, item.answer, price_of(item, language), item.link, item.payment_link]
    return " | ".join(part for part in parts if part)
