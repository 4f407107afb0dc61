"""Everything a screen may ask of the API, for one browser."""

from dataclasses import dataclass
from typing import Self

from streamlit_app.api.auth import AuthApi
from streamlit_app.api.conversations import ConversationsApi
from streamlit_app.api.flows import FlowsApi
from streamlit_app.api.leads import LeadsApi
from streamlit_app.api.members import MembersApi
from streamlit_app.api.plans import PlansApi
from streamlit_app.api.tenant import TenantApi
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class Api:
    auth: AuthApi
    tenant: TenantApi
    leads: LeadsApi
    conversations: ConversationsApi
    plans: PlansApi
    members: MembersApi
    flows: FlowsApi

    @classmethod
    def over(cls, transport: Transport) -> Self:
        return cls(
            auth=AuthApi(transport),
            tenant=TenantApi(transport),
            leads=LeadsApi(transport),
            conversations=ConversationsApi(transport),
            plans=PlansApi(transport),
            members=MembersApi(transport),
            flows=FlowsApi(transport),
        )
