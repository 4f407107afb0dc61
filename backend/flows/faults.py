"""One reason why a flow cannot be published."""

from dataclasses import dataclass

from backend.flows.enums import FaultCode


@dataclass(frozen=True, slots=True)
class Fault:
    """`block_id` is None where the flow as a whole is meant; `message` says it to who edits the flow."""

    block_id: str | None
    code: FaultCode
    message: str
