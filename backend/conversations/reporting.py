"""The figures of the panel's home: today, thirty days, and how far visitors come."""

from datetime import timedelta

from backend.conversations import queries
from backend.conversations.schemas import ConversationStats, FunnelStepOut
from backend.core import clock
from backend.core.database.session import TenantSession, driver_connection
from backend.core.language import LANGUAGES, Language, is_language
from backend.flows import queries as flows
from backend.flows.schemas import AskingBlock, EndBlock, FlowDefinition
from backend.tenants import queries as tenants

FUNNEL_DAYS = 30
LABEL_LENGTH = 60


async def statistics(session: TenantSession) -> ConversationStats:
    tenant = await tenants.get_own(session)
    language = tenant.default_language if is_language(tenant.default_language) else LANGUAGES[0]
    figures = await queries.statistics(session, tenant.timezone)
    connection = await driver_connection(session)
    version = await flows.published_default(connection)
    if version is None:
        return figures
    flow = await flows.walkable(connection, version)
    reached = await queries.visitors_by_block(session, version, clock.now() - timedelta(days=FUNNEL_DAYS))
    return figures.model_copy(update={"funnel": funnel(flow, reached, language)})


def funnel(flow: FlowDefinition, reached: dict[str, int], language: Language) -> list[FunnelStepOut]:
    """The blocks where a person acts, in the flow's order, with how many came that far (OBS-03)."""
    return [
        FunnelStepOut(block_id=block.id, label=_label(flow, block, language), visitors=reached.get(block.id, 0))
        for block in flow.blocks
        if isinstance(block, AskingBlock | EndBlock)
    ]


def _label(flow: FlowDefinition, block: AskingBlock | EndBlock, language: Language) -> str:
    texts = block.prompt if isinstance(block, AskingBlock) else (block.message or {})
    words = texts.get(language) or texts.get(flow.default_language) or block.id
    line = " ".join(words.split())
    return line if len(line) <= LABEL_LENGTH else line[: LABEL_LENGTH - 1] + "…"
