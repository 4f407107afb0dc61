"""What a conversation's variables mean to the rest of the product, and how answers read in the transcript."""

from collections.abc import Iterable, Mapping
from typing import Final

from pydantic import JsonValue

from backend.core.language import Language
from backend.flows.engine.state import FlowState, Reply
from backend.flows.engine.turn import Ask, Effect, FlowEnded, VariableSaved
from backend.flows.enums import VariableRole
from backend.flows.schemas import FlowDefinition

CONTACT_ROLES: Final = frozenset({VariableRole.EMAIL, VariableRole.PHONE})
PERSONAL_ROLES: Final = CONTACT_ROLES | {VariableRole.NAME, VariableRole.COMPANY}
PREVIEW_LENGTH: Final = 160

_SKIPPED: Final[dict[Language, str]] = {
    "es": "(omitido)",
    "ca": "(omès)",
    "pt": "(ignorado)",
    "en": "(skipped)",
}
_ATTACHED: Final[dict[Language, str]] = {"es": "Archivos", "ca": "Fitxers", "pt": "Ficheiros", "en": "Files"}

_THANKS: Final[dict[Language, str]] = {
    "es": "Gracias, lo hemos anotado. Una persona del equipo te contestará aquí.",
    "ca": "Gràcies, n'hem pres nota. Una persona de l'equip et contestarà aquí.",
    "pt": "Obrigado, ficou anotado. Uma pessoa da equipa vai responder-te aqui.",
    "en": "Thank you, noted. Someone from the team will answer you here.",
}


def known_by_role(flow: FlowDefinition, state: FlowState) -> dict[VariableRole, JsonValue]:
    """The variables that have a meaning outside the flow, with a value."""
    roles = {name: spec.role for name, spec in flow.variables.items() if spec.role}
    return {
        role: state.variables[name] for name, role in roles.items() if state.variables.get(name) not in (None, "", [])
    }


def labels_by_role(flow: FlowDefinition, known: Mapping[VariableRole, JsonValue], language: Language) -> dict[str, str]:
    """The words of the choices behind option ids, as the flow labels them."""
    labels: dict[str, str] = {}
    for name, spec in flow.variables.items():
        chosen = flow.option_labels.get(name, {}).get(str(known.get(spec.role))) if spec.role else None
        if spec.role and chosen:
            labels[spec.role.value] = chosen.get(language) or chosen[flow.default_language]
    return labels


def touches_lead(effects: Iterable[Effect]) -> bool:
    """Whether anything that a lead is made of changed in this turn."""
    return any(isinstance(each, FlowEnded) or (isinstance(each, VariableSaved) and each.role) for each in effects)


def deserves_lead(known: dict[VariableRole, JsonValue], effects: Iterable[Effect]) -> bool:
    """A lead begins at the first contact datum, or where a flow ends that learned anything at all."""
    if CONTACT_ROLES & known.keys():
        return True
    return bool(known) and any(isinstance(each, FlowEnded) for each in effects)


def readable(reply: Reply, ask: Ask | None, language: Language, file_names: Iterable[str] = ()) -> str:
    """The answer as the transcript shows it."""
    if reply.text is not None:
        return reply.text
    if reply.option is not None:
        return _label(reply.option, ask)
    if reply.file_ids:
        return f"{_ATTACHED[language]}: {', '.join(file_names)}"
    return _figure(reply.value, ask, language)


def preview(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= PREVIEW_LENGTH else line[: PREVIEW_LENGTH - 1] + "…"


def thanks(language: Language) -> str:
    """What a visitor reads who writes on after the flow's end."""
    return _THANKS[language]


def _label(option: str, ask: Ask | None) -> str:
    return next((label for option_id, label in (ask.options if ask else ()) if option_id == option), option)


def _figure(value: JsonValue, ask: Ask | None, language: Language) -> str:
    if value is None:
        return _SKIPPED[language]
    if isinstance(value, list):
        return ", ".join(_label(str(each), ask) for each in value)
    unit = f" {ask.unit.replace('m2', 'm²')}" if ask and ask.unit else ""
    if isinstance(value, dict):
        bounds = [f"{each:g}" for each in (value.get("min"), value.get("max")) if isinstance(each, int | float)]
        return " – ".join(bounds) + unit
    return f"{value:g}{unit}" if isinstance(value, float) else f"{value}{unit}"
