"""Everything a screen may ask of the API, for one browser."""

from dataclasses import dataclass
from typing import Self

from admin_app.api.platform import PlatformApi
from admin_app.api.tenants import TenantsApi
from streamlit_app.kit.identity import IdentityApi
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class Api:
    identity: IdentityApi
    tenants: TenantsApi
    platform: PlatformApi

    @classmethod
    def over(cls, transport: Transport) -> Self:
        return cls(
            identity=IdentityApi(transport),
            tenants=TenantsApi(transport),
            platform=PlatformApi(transport),
        )
