"""When THIS happens, THAT follows: every consequence of every fact stands on this page."""

from typing import Any

from backend.audit import jobs as audit
from backend.core.jobs import Job
from backend.flows import jobs as flows
from backend.leads import jobs as leads
from backend.leads.events import CustomFieldRemoved, DuplicatesWanted, ScoringChanged
from backend.tenants.events import TenantFounded, TenantUpdated

REACTIONS: dict[type[Any], tuple[Job, ...]] = {
    CustomFieldRemoved: (leads.forget_field,),
    DuplicatesWanted: (leads.find_duplicates,),
    ScoringChanged: (leads.rescore,),
    TenantFounded: (flows.found_default, leads.found_pipeline),
    TenantUpdated: (audit.tenant_updated,),
}
