"""The sequences that every company begins with, all of them off (NUR-01)."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

from pydantic import TypeAdapter

from backend.nurturing.enums import SequenceKind
from backend.nurturing.schemas import Step

_ALL: Final[TypeAdapter[dict[SequenceKind, list[Step]]]] = TypeAdapter(dict[SequenceKind, list[Step]])


@cache
def sequences() -> Mapping[SequenceKind, list[Step]]:
    """Steps in four languages; handed out by `steps` only, which copies."""
    text = (resources.files("backend.nurturing") / "defaults.json").read_text(encoding="utf-8")
    return _ALL.validate_json(text)


def steps(kind: SequenceKind) -> list[Step]:
    return [each.model_copy(deep=True) for each in sequences()[kind]]
