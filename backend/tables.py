"""Imports every models.py, so that Alembic and the mappers know all tables."""

from backend.accounts import models as accounts
from backend.assistant import models as assistant
from backend.assistant import settings_models as assistant_settings
from backend.assistant.knowledge import models as knowledge
from backend.assistant.memory import models as memories
from backend.audit import models as audit
from backend.channels import models as channels
from backend.conversations import carry_models as conversation_carries
from backend.conversations import channel_models as conversation_channels
from backend.conversations import inbox_models as conversation_inbox
from backend.conversations import models as conversations
from backend.exports import models as exports
from backend.files import models as files
from backend.flows import models as flows
from backend.imports import models as imports
from backend.inbox import models as inbox
from backend.leads import board_models as boards
from backend.leads import detail_models as lead_details
from backend.leads import merge_models as lead_merges
from backend.leads import models as leads
from backend.nurturing import models as nurturing
from backend.plans import models as plans
from backend.prospecting import models as prospecting
from backend.superadmin import models as superadmin
from backend.tasks import models as tasks
from backend.tenants import models as tenants

MODULES = (
    accounts,
    assistant,
    assistant_settings,
    audit,
    boards,
    channels,
    conversation_carries,
    conversation_channels,
    conversation_inbox,
    conversations,
    exports,
    files,
    flows,
    imports,
    inbox,
    knowledge,
    lead_details,
    lead_merges,
    leads,
    memories,
    nurturing,
    plans,
    prospecting,
    superadmin,
    tasks,
    tenants,
)
