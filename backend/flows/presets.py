"""The flows a new tenant can begin with (FLW-09), kept as JSON beside this file."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from backend.flows.enums import Preset
from backend.flows.schemas import FlowDefinition

_FOLDER = Path(__file__).with_suffix("")


@cache
def load(preset: Preset) -> FlowDefinition:
    return FlowDefinition.model_validate_json((_FOLDER / f"{preset.value}.json").read_bytes())


@cache
def closed_flow() -> FlowDefinition:
    """Kind words and contact capture while a business is in maintenance or has published nothing."""
    return FlowDefinition.model_validate_json((_FOLDER / "closed.json").read_bytes())


def blank(name: str, default_language: str, languages: Sequence[str], country: str) -> FlowDefinition:
    """A greeting still to be written: until it is, `missing_language` keeps the flow from being published."""
    greeting = {"type": "message", "id": "welcome", "text": dict.fromkeys(languages, ""), "next": "end"}
    return FlowDefinition.model_validate(
        {
            "schema_version": 1,
            "name": name,
            "default_language": default_language,
            "languages": [*languages],
            "country": country,
            "start": "welcome",
            "variables": {},
            "blocks": [greeting, {"type": "end", "id": "end"}],
        }
    )
