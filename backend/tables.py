"""Imports every models.py, so that Alembic and the mappers know all tables."""

from backend.accounts import models as accounts
from backend.audit import models as audit
from backend.conversations import models as conversations
from backend.files import models as files
from backend.flows import models as flows
from backend.leads import models as leads
from backend.plans import models as plans
from backend.superadmin import models as superadmin
from backend.tenants import models as tenants

MODULES = (accounts, audit, conversations, files, flows, leads, plans, superadmin, tenants)
