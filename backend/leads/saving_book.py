"""The leads that a batch of rows may mean, in memory: rows are laid over them one after another. Pure."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from backend.core import crypto
from backend.core.database.base import uuid7
from backend.leads import contact
from backend.leads.cleaning import cleaned, cleaned_json
from backend.leads.contact import Contact
from backend.leads.enums import ContactKind, ContactState, Stage
from backend.leads.saving_rows import Further, NewLead, Prepared, line

OnDuplicate = Literal["skip", "fill", "replace"]

# The most letters that a column takes.
_LINES: Final = {"name": 200, "company": 200, "website": 2_000, "summary": 5_000}
_IDS: Final = ("niche_id", "assignee_id")


# Any: JSON columns.
@dataclass(slots=True)
class Draft:
    """A lead as it will stand: one that is there (`created` is false) or a new one; contact values encrypted."""

    id: uuid.UUID
    source: str
    created: bool = False
    deleted: bool = False
    name: str = ""
    company: str = ""
    domain: str | None = None
    website: str | None = None
    email: str | None = None
    email_index: bytes | None = None
    phone: str | None = None
    phone_index: bytes | None = None
    address: str | None = None
    language: str | None = None
    niche_id: uuid.UUID | None = None
    stage: str = Stage.NEW
    stage_id: uuid.UUID | None = None
    contact_state: str = ContactState.TO_CONTACT
    assignee_id: uuid.UUID | None = None
    value_minor: int | None = None
    currency: str | None = None
    custom: dict[str, Any] = field(default_factory=dict)
    summary: str = ""
    qualification: Mapping[str, Any] = field(default_factory=dict)
    further: dict[tuple[str, bytes], Further] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    # Names of what changed, and from where it moved.
    edited: dict[str, Any] = field(default_factory=dict)
    pairs: set[tuple[uuid.UUID, str]] = field(default_factory=set)

    def further_row(self, row: Further) -> None:
        self.further.setdefault((row.kind, row.index), row)

    def mark(self) -> tuple[int, ...]:
        """Grows with every change."""
        return len(self.edited), len(self.further), len(self.tags), len(self.notes)

    @property
    def touched(self) -> bool:
        return any(self.mark())


class Book:
    """The leads that may be meant, by what names them; rows are laid into it one after another."""

    def __init__(
        self,
        known: Iterable[Draft],
        owners: Mapping[bytes, uuid.UUID],
        stages: Mapping[uuid.UUID, str],
        first_stage: uuid.UUID,
        rows: int,
    ) -> None:
        self.first_stage = first_stage
        # Ids in the rows' order, also within one millisecond: lists and exports keep the order of a file.
        self.new_ids = iter(sorted(uuid7() for _ in range(rows)))
        self.drafts = {each.id: each for each in known}
        self.owners = dict(owners)
        self.stages = stages

    def owner(self, index: bytes | None) -> Draft | None:
        found = self.owners.get(index) if index else None
        return self.drafts.get(found) if found else None

    def find(self, row: Prepared) -> Draft | None:
        """By domain, else by email, else by phone; never a business with another domain."""
        domain = self.owner(contact.domain_index(row.domain)) if row.domain else None
        if domain:
            return domain
        owners = [self.owner(each.index) for each in (row.email, row.phone) if each]
        return next((each for each in owners if each and not (row.domain and each.domain)), None)

    def add(self, row: Prepared) -> Draft:
        draft = Draft(next(self.new_ids), row.given.source, created=True, stage_id=self.first_stage)
        self.drafts[draft.id] = draft
        self.lay(row, draft, "replace")
        return draft

    def lay(self, row: Prepared, draft: Draft, mode: OnDuplicate) -> None:
        """Fill the gaps of the draft, or replace what the row knows."""
        for name, value in _plain_values(row).items():
            self._set(draft, name, value, mode)
        self._set_address(draft, row.given.address, mode)
        self._set_value(draft, row.given, mode)
        self._set_custom(draft, row.given.custom, mode)
        self._move(draft, row.given, mode)
        if row.domain and draft.domain is None:
            self._set(draft, "domain", row.domain, mode)
            self.owners[contact.domain_index(row.domain)] = draft.id
        for kind, found in ((ContactKind.EMAIL, row.email), (ContactKind.PHONE, row.phone)):
            if found:
                self._set_contact(draft, kind, found, mode)
        for each in row.further:
            draft.further_row(each)
        draft.tags = row.tags | draft.tags
        if row.given.note.strip():
            draft.notes.append(cleaned(row.given.note).strip()[:100_000])

    def _set(self, draft: Draft, name: str, value: Any, mode: OnDuplicate) -> None:  # Any: a column's value
        before = getattr(draft, name)
        if not value or value == before or (before and mode != "replace"):
            return
        setattr(draft, name, value)
        draft.edited.setdefault(name, before)

    def _set_address(self, draft: Draft, given: str | None, mode: OnDuplicate) -> None:
        """Encrypted twice the same reads differently, so what stands there is opened before it is compared."""
        after = cleaned(given or "").strip()[:500]
        if not after or (draft.address and mode != "replace"):
            return
        if draft.address is None or crypto.cipher().decrypt(draft.address) != after:
            draft.edited.setdefault("address", None)
            draft.address = crypto.cipher().encrypt(after)

    def _set_custom(self, draft: Draft, given: Mapping[str, Any], mode: OnDuplicate) -> None:
        new = {key: value for key, value in cleaned_json(dict(given)).items() if value not in (None, "")}
        after = {**draft.custom, **new} if mode == "replace" else {**new, **draft.custom}
        if after != draft.custom:
            draft.edited.setdefault("custom", None)
            draft.custom = after

    def _set_value(self, draft: Draft, given: NewLead, mode: OnDuplicate) -> None:
        if given.value_minor is None or not given.currency:
            return
        after, before = (given.value_minor, given.currency), (draft.value_minor, draft.currency)
        if after != before and (draft.value_minor is None or mode == "replace"):
            draft.value_minor, draft.currency = after
            draft.edited.setdefault("value_minor", before[0])

    def _move(self, draft: Draft, given: NewLead, mode: OnDuplicate) -> None:
        """A lead always has a column and a state, so there is never a gap to fill."""
        if mode != "replace":
            return
        if given.contact_state:
            self._set(draft, "contact_state", given.contact_state.value, mode)
        kind = self.stages.get(given.stage_id) if given.stage_id else None
        if kind and given.stage_id != draft.stage_id:
            draft.edited.setdefault("stage", {"from": draft.stage, "from_id": draft.stage_id})
            draft.stage, draft.stage_id = kind, given.stage_id

    def _set_contact(self, draft: Draft, kind: ContactKind, found: Contact, mode: OnDuplicate) -> None:
        """Main where nobody else has it and the place is free; else a further contact, and perhaps a duplicate."""
        owner, name = self.owner(found.index), kind.value
        if owner is draft:
            return
        value, old = crypto.cipher().encrypt(found.value), getattr(draft, f"{name}_index")
        if owner is not None or (old and mode != "replace"):
            draft.further_row(Further(kind, "", value, found.index, ()))
            if owner is not None:
                draft.pairs.add((owner.id, name))
            return
        if old:
            draft.further_row(Further(kind, "", getattr(draft, name), old, ()))
        setattr(draft, name, value)
        setattr(draft, f"{name}_index", found.index)
        draft.edited.setdefault(name, None)
        self.owners[found.index] = draft.id


def _plain_values(row: Prepared) -> dict[str, Any]:
    given = row.given
    values: dict[str, Any] = {name: line(getattr(given, name) or "")[:most] for name, most in _LINES.items()}
    values |= {name: getattr(given, name) for name in _IDS}
    return values | {"language": given.language if given.language and len(given.language) == 2 else None}
