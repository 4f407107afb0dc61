"""Every act by its name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from backend.assistant.acts import company, leads, memory, tasks
from backend.assistant.acts.base import Act

# Any: each act has arguments of its own.
ACTS: Final[Mapping[str, Act[Any]]] = MappingProxyType(
    {act.name: act for each in (leads, tasks, company, memory) for act in each.ACTS}
)
EXTRACTION: Final = frozenset({"start_search"})
