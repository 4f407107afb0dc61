"""What a column of the board means: its chance, its name and its place, whatever the tenant calls it. Pure."""

import hashlib
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from backend.core.language import Language
from backend.leads.enums import Stage

# CRM-04's second idea of a score: what the column alone says of the chance. Never mixed with the lead score.
_SCORES: Final[Mapping[str, int]] = {
    Stage.NEW: 25,
    Stage.ACTIVE: 50,
    Stage.HOT: 75,
    Stage.CUSTOMER: 100,
    Stage.LOST: 0,
}
_UNKNOWN: Final = 25
# Days after which a card in such a column is marked, until the tenant says otherwise; the last two are not waited on.
ROT_DAYS: Final[Mapping[Stage, int | None]] = {
    Stage.NEW: 7,
    Stage.ACTIVE: 14,
    Stage.HOT: 7,
    Stage.CUSTOMER: None,
    Stage.LOST: None,
}

_NAMES: Final[Mapping[Stage, Mapping[Language, str]]] = {
    Stage.NEW: {"es": "Nuevo", "ca": "Nou", "pt": "Novo", "en": "New"},
    Stage.ACTIVE: {"es": "En curso", "ca": "En curs", "pt": "Em curso", "en": "Active"},
    Stage.HOT: {"es": "Caliente", "ca": "Calent", "pt": "Quente", "en": "Hot"},
    Stage.CUSTOMER: {"es": "Cliente", "ca": "Client", "pt": "Cliente", "en": "Customer"},
    Stage.LOST: {"es": "Perdido", "ca": "Perdut", "pt": "Perdido", "en": "Lost"},
}
PIPELINE_NAMES: Final[Mapping[Language, str]] = {"es": "Ventas", "ca": "Vendes", "pt": "Vendas", "en": "Sales"}


def score(kind: str) -> int:
    """25 for a kind that we do not know (CRM-04)."""
    return _SCORES.get(kind, _UNKNOWN)


def name(kind: str, language: Language) -> str:
    return _NAMES[Stage(kind)][language]


def default_id(tenant_id: uuid.UUID, kind: str) -> uuid.UUID:
    """The id of the default pipeline's column; Postgres computes the same for a lead that comes without one."""
    # Not for secrecy: any function that both sides have would do.
    return uuid.UUID(hashlib.md5(f"{tenant_id}:{kind}".encode(), usedforsecurity=False).hexdigest())


def default_pipeline_id(tenant_id: uuid.UUID) -> uuid.UUID:
    return default_id(tenant_id, "pipeline")


def days_in(since: datetime, now: datetime) -> int:
    """Whole days, never below zero."""
    return max(0, (now - since).days)


def is_rotting(since: datetime, rot_days: int | None, now: datetime) -> bool:
    return rot_days is not None and days_in(since, now) >= rot_days
