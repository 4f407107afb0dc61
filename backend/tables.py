"""Imports every models.py, so that Alembic and the mappers know all tables."""

from backend.accounts import models as accounts
from backend.assistant import models as assistant
from backend.audit import models as audit
from backend.conversations import models as conversations
from backend.exports import models as exports
from backend.files import models as files
from backend.flows import models as flows
from backend.imports import models as imports
from backend.leads import board_models as boards
from backend.leads import detail_models as lead_details
from backend.leads import merge_models as lead_merges
from backend.leads import models as leads
from backend.plans import models as plans
from backend.prospecting import models as prospecting
from backend.superadmin import models as superadmin
from backend.tasks import models as tasks
from backend.tenants import models as tenants

MODULES = (
    accounts,
    assistant,
    audit,
    boards,
    conversations,
    exports,
    files,
    flows,
    imports,
    lead_details,
    lead_merges,
    leads,
    plans,
    prospecting,
    superadmin,
    tasks,
    tenants,
)
