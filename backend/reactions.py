"""When THIS happens, THAT follows: every consequence of every fact stands on this page."""

from typing import Any

from backend.audit import jobs as audit
from backend.core.jobs import Job
from backend.flows import jobs as flows
from backend.leads import jobs as leads
from backend.leads.events import ScoringChanged
from backend.tenants.events import TenantFounded, TenantUpdated

REACTIONS: dict[type[Any], tuple[Job, ...]] = {
    ScoringChanged: (leads.rescore,),
    TenantFounded: (flows.found_default,),
    TenantUpdated: (audit.tenant_updated,),
}
