"""When THIS happens, THAT follows: every consequence of every fact stands on this page."""

from typing import Any

from backend.accounts import care_jobs
from backend.audit import jobs as audit
from backend.channels.events import AccountNeedsCare
from backend.conversations import channel_jobs, inbox_jobs
from backend.conversations.events import AnswerWanted, IntentHeard, MessageHeard, OptedOut
from backend.core.jobs import Job
from backend.flows import jobs as flows
from backend.inbox.events import EventKept, EventsTakenAgain
from backend.leads import jobs as leads
from backend.leads.events import CustomFieldRemoved, DuplicatesWanted, ScoringChanged, StageChanged
from backend.nurturing import jobs as nurturing
from backend.tenants.events import TenantFounded, TenantUpdated

REACTIONS: dict[type[Any], tuple[Job, ...]] = {
    AccountNeedsCare: (care_jobs.warn,),
    AnswerWanted: (channel_jobs.answer,),
    CustomFieldRemoved: (leads.forget_field,),
    DuplicatesWanted: (leads.find_duplicates,),
    EventKept: (channel_jobs.take_in,),
    EventsTakenAgain: (audit.events_taken_again,),
    IntentHeard: (nurturing.intent_heard,),
    MessageHeard: (nurturing.message_heard,),
    OptedOut: (nurturing.opted_out,),
    ScoringChanged: (leads.rescore,),
    StageChanged: (nurturing.stage_changed,),
    TenantFounded: (flows.found_default, leads.found_pipeline, inbox_jobs.found_canned),
    TenantUpdated: (audit.tenant_updated,),
}
