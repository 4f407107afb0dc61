"""Facts that flows announce."""

import uuid
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FlowPublished:
    """From now on this version greets new visitors, be it newly published or gone back to."""

    flow_id: uuid.UUID
    version_id: uuid.UUID
