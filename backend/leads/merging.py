"""Whose lead is it: which of the known ones a visitor belongs to, and what the joined one holds. Pure."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from backend.leads.enums import ContactState, Stage

# What the conversation that made a lead may say anew; anybody else only fills gaps.
_CORRECTABLE: Final = ("name", "company", "address", "language", "timezone")


# Any: JSON columns.
@dataclass(frozen=True, slots=True)
class Fields:
    """What a lead row holds and a capture or a join may change; contact values stand encrypted."""

    name: str = ""
    company: str = ""
    email: str | None = None
    email_index: bytes | None = None
    phone: str | None = None
    phone_index: bytes | None = None
    address: str | None = None
    username: str | None = None
    channel_user_id: str | None = None
    domain: str | None = None
    # A column and its meaning go together; without one the lead stands in the default pipeline's.
    stage: str = Stage.NEW
    stage_id: uuid.UUID | None = None
    stage_since: datetime | None = None
    lost_reason: str | None = None
    contact_state: str = ContactState.TO_CONTACT
    language: str | None = None
    timezone: str | None = None
    origin_page: str | None = None
    utm: Mapping[str, Any] = field(default_factory=dict)
    qualification: Mapping[str, Any] = field(default_factory=dict)
    consent_at: datetime | None = None
    assignee_id: uuid.UUID | None = None
    correctable_by: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A lead that is already there; summary and temperature are what its data made of it so far."""

    id: uuid.UUID
    created_at: datetime
    source: str
    summary: str
    temperature: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class Match:
    """The leads that are one person, the one to keep first; `strangers` share a datum but contradict them."""

    persons: tuple[Known, ...] = ()
    strangers: tuple[Known, ...] = ()

    def losers(self, conversation_id: uuid.UUID) -> "tuple[tuple[uuid.UUID, ...], tuple[Known, ...]]":
        """Ids that go, being only this visitor's own words, and those that are kept behind the first."""
        others = self.persons[1:]
        gone = tuple(each.id for each in others if each.fields.correctable_by == conversation_id)
        return gone, tuple(each for each in others if each.id not in gone)

    def taken(self, *, email_index: bytes | None = None, phone_index: bytes | None = None) -> bool:
        """Whether a stranger owns this email or phone."""
        return any(
            (email_index is not None and each.fields.email_index == email_index)
            or (phone_index is not None and each.fields.phone_index == phone_index)
            for each in self.strangers
        )


def match(
    candidates: Sequence[Known],
    *,
    conversation_id: uuid.UUID,
    current: uuid.UUID | None,
    email_index: bytes | None,
) -> Match:
    """Established leads count by nearness: the conversation's own, the email's owner, the phone's owner.

    Two of them with different emails or phones are two people: a visitor who types the email of one and the
    phone of the other must not melt them into each other. The lead that this conversation made is only the
    visitor's own words, so it joins whomever it meets.
    """
    persons: list[Known] = []
    strangers: list[Known] = []
    established = [each for each in candidates if each.fields.correctable_by != conversation_id]
    for each in sorted(established, key=lambda one: (one.id != current, one.fields.email_index != email_index)):
        agrees = not any(contradict(each.fields, person.fields) for person in persons)
        (persons if agrees else strangers).append(each)
    persons.sort(key=lambda one: (one.created_at, one.id))
    for each in candidates:
        if each.fields.correctable_by == conversation_id:
            persons = _with_provisional(persons, each)
    return Match(tuple(persons), tuple(strangers))


def _with_provisional(persons: list[Known], provisional: Known) -> list[Known]:
    if any(contradict(provisional.fields, person.fields) for person in persons):
        return [*persons, provisional]
    return sorted([*persons, provisional], key=lambda one: (one.created_at, one.id))


def contradict(one: Fields, other: Fields) -> bool:
    return (
        _differ(one.email_index, other.email_index)
        or _differ(one.phone_index, other.phone_index)
        or _differ(one.domain, other.domain)
    )


def _differ(one: bytes | str | None, other: bytes | str | None) -> bool:
    return one is not None and other is not None and one != other


def joined(persons: Iterable[Known]) -> Fields:
    """The kept one's fields, gaps filled from the others; no conversation may correct it any more."""
    first, *others = persons
    result = first.fields
    for other in others:
        result = fill(result, other.fields)
    return replace(result, correctable_by=None) if others else result


def with_words(kept: Fields, said: Fields, *, own: bool) -> Fields:
    """What a visitor said goes into gaps; only the conversation that made the lead may also correct it."""
    filled = fill(kept, said)
    if not own:
        return filled
    changes: dict[str, Any] = {name: getattr(said, name) for name in _CORRECTABLE if getattr(said, name)}
    if said.email_index and said.email_index != kept.email_index:
        changes |= {"email": said.email, "email_index": said.email_index}
    if said.phone_index and said.phone_index != kept.phone_index:
        changes |= {"phone": said.phone, "phone_index": said.phone_index}
    return replace(filled, **changes)


def fill(kept: Fields, other: Fields) -> Fields:
    """`kept`, completed: nothing that stands there is lost, and the other's later answers count."""
    email = (kept.email, kept.email_index) if kept.email_index else (other.email, other.email_index)
    phone = (kept.phone, kept.phone_index) if kept.phone_index else (other.phone, other.phone_index)
    placed = kept if kept.stage != Stage.NEW else other
    return Fields(
        name=kept.name or other.name,
        company=kept.company or other.company,
        email=email[0],
        email_index=email[1],
        phone=phone[0],
        phone_index=phone[1],
        address=kept.address or other.address,
        username=kept.username or other.username,
        channel_user_id=kept.channel_user_id or other.channel_user_id,
        domain=kept.domain or other.domain,
        stage=placed.stage,
        # Somebody's own first column is kept where the other has nothing better.
        stage_id=placed.stage_id if placed.stage != Stage.NEW else kept.stage_id,
        stage_since=placed.stage_since if placed.stage != Stage.NEW else kept.stage_since,
        lost_reason=placed.lost_reason,
        contact_state=(kept.contact_state if kept.contact_state != ContactState.TO_CONTACT else other.contact_state),
        language=kept.language or other.language,
        timezone=kept.timezone or other.timezone,
        origin_page=kept.origin_page or other.origin_page,
        utm={**other.utm, **kept.utm},
        qualification=merge_qualification(kept.qualification, other.qualification),
        consent_at=min(filter(None, (kept.consent_at, other.consent_at)), default=None),
        assignee_id=kept.assignee_id or other.assignee_id,
        correctable_by=kept.correctable_by,
    )


def merge_qualification(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> dict[str, Any]:
    """The later answer counts, save that silence erases nothing and photos add up."""
    said = {name: value for name, value in later.items() if value not in (None, "", [], {})}
    labels = {name: label for name, label in (earlier.get("labels") or {}).items() if name not in said}
    photos = list(dict.fromkeys([*(earlier.get("photos") or []), *(later.get("photos") or [])]))
    together = {"labels": labels | (later.get("labels") or {}), "photos": photos}
    return {**earlier, **said} | {name: value for name, value in together.items() if value}
