"""Everything a screen may ask of the API, for one browser."""

from dataclasses import dataclass
from typing import Self

from streamlit_app.api.agent import AgentApi
from streamlit_app.api.assistant import AssistantApi
from streamlit_app.api.auth import AuthApi
from streamlit_app.api.bulk import BulkApi
from streamlit_app.api.canned import CannedApi
from streamlit_app.api.channels import ChannelsApi
from streamlit_app.api.contacts import ContactsApi
from streamlit_app.api.conversations import ConversationsApi
from streamlit_app.api.custom_fields import CustomFieldsApi
from streamlit_app.api.events import EventsApi
from streamlit_app.api.exports import ExportsApi
from streamlit_app.api.flows import FlowsApi
from streamlit_app.api.imports import ImportsApi
from streamlit_app.api.leads import LeadsApi
from streamlit_app.api.members import MembersApi
from streamlit_app.api.merging import MergingApi
from streamlit_app.api.niches import NichesApi
from streamlit_app.api.notes import NotesApi
from streamlit_app.api.nurturing import NurturingApi
from streamlit_app.api.pipelines import PipelinesApi
from streamlit_app.api.plans import PlansApi
from streamlit_app.api.saved_filters import SavedFiltersApi
from streamlit_app.api.schedules import SchedulesApi
from streamlit_app.api.searches import SearchesApi
from streamlit_app.api.sending import SendingApi
from streamlit_app.api.suppressions import SuppressionsApi
from streamlit_app.api.tags import TagsApi
from streamlit_app.api.tasks import TasksApi
from streamlit_app.api.tenant import TenantApi
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class Api:
    auth: AuthApi
    tenant: TenantApi
    leads: LeadsApi
    conversations: ConversationsApi
    canned: CannedApi
    sending: SendingApi
    plans: PlansApi
    members: MembersApi
    flows: FlowsApi
    tasks: TasksApi
    tags: TagsApi
    saved_filters: SavedFiltersApi
    pipelines: PipelinesApi
    notes: NotesApi
    niches: NichesApi
    merging: MergingApi
    custom_fields: CustomFieldsApi
    contacts: ContactsApi
    bulk: BulkApi
    exports: ExportsApi
    imports: ImportsApi
    suppressions: SuppressionsApi
    schedules: SchedulesApi
    searches: SearchesApi
    assistant: AssistantApi
    channels: ChannelsApi
    events: EventsApi
    nurturing: NurturingApi
    agent: AgentApi

    @classmethod
    def over(cls, transport: Transport) -> Self:
        return cls(
            auth=AuthApi(transport),
            tenant=TenantApi(transport),
            leads=LeadsApi(transport),
            conversations=ConversationsApi(transport),
            canned=CannedApi(transport),
            sending=SendingApi(transport),
            plans=PlansApi(transport),
            members=MembersApi(transport),
            flows=FlowsApi(transport),
            tasks=TasksApi(transport),
            tags=TagsApi(transport),
            saved_filters=SavedFiltersApi(transport),
            pipelines=PipelinesApi(transport),
            notes=NotesApi(transport),
            niches=NichesApi(transport),
            merging=MergingApi(transport),
            custom_fields=CustomFieldsApi(transport),
            contacts=ContactsApi(transport),
            bulk=BulkApi(transport),
            exports=ExportsApi(transport),
            imports=ImportsApi(transport),
            suppressions=SuppressionsApi(transport),
            schedules=SchedulesApi(transport),
            searches=SearchesApi(transport),
            assistant=AssistantApi(transport),
            channels=ChannelsApi(transport),
            events=EventsApi(transport),
            nurturing=NurturingApi(transport),
            agent=AgentApi(transport),
        )
