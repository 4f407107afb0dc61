"""Closed vocabularies of the audit trail."""

from enum import StrEnum


class ActorKind(StrEnum):
    """As what somebody acted: a member of the company, the platform's staff, or the program itself."""

    PERSON = "person"
    STAFF = "staff"
    SYSTEM = "system"
