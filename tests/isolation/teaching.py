"""What a company taught its agent, how it should behave, and what it remembers of somebody."""

import uuid

from backend.assistant.memory import service as memory
from backend.assistant.memory.schemas import Fact
from backend.core import clock
from tests.isolation.company import Builder, Company


async def teach(builder: Builder, company: Company) -> None:
    words = {"name": f"¿Hacéis {builder.mark}?", "answer": f"Sí, {builder.mark}."}
    item = await builder.call(company.agent, "POST", "/knowledge", language="es", **words)
    await builder.call(company.owner, "PUT", "/assistant/settings", escalation_words=[builder.mark])
    async with builder.database.tenant(uuid.UUID(company.owner.tenant_id)) as session:
        said = Fact(fact="name", value=builder.mark, at=clock.now())
        await memory.remember(session, uuid.UUID(company.ids["conversation_id"][0]), facts=[said], messages=1)
    company.ids["item_id"] = [item["id"]]
