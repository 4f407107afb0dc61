"""The plan, its limits and what is used."""

from dataclasses import dataclass

from backend.plans.schemas import PlanOut
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class PlansApi:
    transport: Transport

    def own(self) -> PlanOut:
        return self.transport.get("/v1/plan", PlanOut)
