"""What a row of a file means under a plan: a lead to be saved, or the reason why it cannot be. Pure."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from backend.imports import values
from backend.imports.enums import CUSTOM, Part
from backend.imports.rows import Row
from backend.leads import contact, custom_values, domains, search
from backend.leads.cells import unguarded
from backend.leads.column_enums import Column
from backend.leads.detail_errors import WrongFieldValue
from backend.leads.enums import ContactKind, ContactState, Source
from backend.leads.saving import NewContact, NewLead

_MOST: Final[Mapping[str, int]] = {
    Column.NAME: 200,
    Column.COMPANY: 200,
    Column.WEBSITE: 2_000,
    Column.ADDRESS: 500,
    Column.SUMMARY: 5_000,
    Column.NICHE: 80,
    Part.NOTE: 100_000,
}
_CONTACTS: Final[Mapping[str, ContactKind]] = {
    Column.MORE_EMAILS: ContactKind.EMAIL,
    Column.MORE_PHONES: ContactKind.PHONE,
    Column.WHATSAPP: ContactKind.WHATSAPP,
    Column.SOCIAL: ContactKind.SOCIAL,
    Column.MORE_WEBSITES: ContactKind.WEBSITE,
    Column.MORE_ADDRESSES: ContactKind.ADDRESS,
    Column.TAX_ID: ContactKind.TAX_ID,
    Column.OPENING_HOURS: ContactKind.OPENING_HOURS,
}
# Their text may hold commas of its own.
_WHOLE: Final = frozenset({ContactKind.ADDRESS, ContactKind.OPENING_HOURS})
_JOINED: Final = (Part.NOTE, Column.SUMMARY)
_MOST_CONTACTS: Final = 50


@dataclass(frozen=True, slots=True)
class CustomKind:
    """A field of the company's own: its kind and what may be chosen."""

    kind: str
    options: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How rows are read; names of columns of the board and of states are folded."""

    mapping: Mapping[int, str]
    width: int
    country: str
    currency: str
    niche_id: uuid.UUID | None = None
    tags: tuple[str, ...] = ()
    custom: Mapping[str, CustomKind] = field(default_factory=dict)
    stages: Mapping[str, uuid.UUID] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """`column` is the field it is about; a row is refused unless the cell alone can be left out."""

    reason: str
    column: str = ""
    refuses: bool = True


@dataclass(slots=True)
class Meaning:
    """A row's lead; `niche` is the name of its own niche."""

    number: int
    lead: NewLead | None
    niche: str
    values: dict[str, str]
    problems: list[Problem]

    @property
    def refusal(self) -> Problem | None:
        return next((each for each in self.problems if each.refuses), None)


def interpret(row: Row, plan: Plan) -> Meaning:
    if row.problem:
        return Meaning(row.number, None, "", {}, [Problem(row.problem)])
    found = _gathered(row, plan.mapping)
    reader = _Reader(found, plan)
    if any(cell.strip() for cell in row.cells[plan.width :]):
        reader.problems.append(Problem("too_many_cells"))
    lead = reader.lead()
    shown = {name: "; ".join(texts)[:200] for name, texts in found.items()}
    niche = " ".join(found.get(Column.NICHE, [""])[0].split())
    if lead is None and not reader.problems:
        reader.problems.append(Problem("nobody"))
    return Meaning(row.number, lead, niche, shown, reader.problems)


def _gathered(row: Row, mapping: Mapping[int, str]) -> dict[str, list[str]]:
    """The cells that say something, by field."""
    found: dict[str, list[str]] = {}
    for index, name in mapping.items():
        if index < len(row.cells) and (text := unguarded(row.cells[index]).strip()):
            found.setdefault(name, []).append(text)
    return found


class _Reader:
    def __init__(self, found: Mapping[str, list[str]], plan: Plan) -> None:
        self.found, self.plan = found, plan
        self.problems: list[Problem] = []
        self.country = values.country(self._text(Part.COUNTRY)) or plan.country

    def lead(self) -> NewLead | None:
        """None when nothing in the row names anybody."""
        emails = [each for text in self.found.get(Column.EMAIL, ()) for each in values.emails(text)]
        phones = [each for text in self.found.get(Column.PHONE, ()) for each in values.several(text)]
        website = self._website()
        domain = domains.normalise(self._text(Column.DOMAIN)) if self._text(Column.DOMAIN) else None
        money = self._money()
        lead = NewLead(
            source=Source.IMPORT,
            name=self._name(),
            company=self._text(Column.COMPANY),
            domain=domain,
            website=website,
            email=self._first(Column.EMAIL, emails),
            phone=self._first(Column.PHONE, phones),
            address=self._address(),
            country=self.country,
            language=values.language(self._text(Column.LANGUAGE)),
            niche_id=self.plan.niche_id,
            stage_id=self._stage(),
            contact_state=self._state(),
            value_minor=money[0] if money else None,
            currency=money[1] if money else None,
            custom=self._custom(),
            tags=(*self.plan.tags, *(tag for text in self.found.get(Column.TAGS, ()) for tag in values.tags(text))),
            contacts=tuple(self._contacts(emails[1:], phones[1:]))[:_MOST_CONTACTS],
            note=self._joined(Part.NOTE),
            summary=self._joined(Column.SUMMARY),
        )
        if len(self._text(Column.NICHE)) > _MOST[Column.NICHE]:
            self.problems.append(Problem("too_long", Column.NICHE))
        somebody = lead.name or lead.company or lead.email or lead.phone or domain or domains.normalise(website or "")
        return lead if somebody else None

    def _text(self, name: str) -> str:
        text = values.told(self.found.get(name, [""])[0])
        if len(text) > _MOST.get(name, 2_000):
            self._complain("too_long", name)
            return ""
        return text

    def _complain(self, reason: str, name: str, *, refuses: bool = True) -> None:
        problem = Problem(reason, str(name), refuses)
        if problem not in self.problems:
            self.problems.append(problem)

    def _joined(self, name: str) -> str:
        text = "\n\n".join(self.found.get(name, ()))
        if len(text) > _MOST[name]:
            self._complain("too_long", name)
            return ""
        return text

    def _name(self) -> str:
        return self._text(Column.NAME) or " ".join(
            filter(None, (self._text(Part.FIRST_NAME), self._text(Part.LAST_NAME)))
        )

    def _address(self) -> str | None:
        town = " ".join(filter(None, (self._text(Part.POSTCODE), self._text(Part.CITY))))
        parts = (self._text(Part.STREET), town, self._text(Part.REGION), self._text(Part.COUNTRY))
        made = ", ".join(filter(None, parts)) if parts[0] or town else ""
        return (self._text(Column.ADDRESS) or made)[:500] or None

    def _first(self, name: Column, given: Sequence[str]) -> str | None:
        if not given:
            return None
        first = given[0]
        usable = contact.email(first) if name is Column.EMAIL else contact.phone(first, self.country)
        if usable is None:
            self._complain("unusable_email" if name is Column.EMAIL else "unusable_phone", name)
            return None
        return usable.value

    def _website(self) -> str | None:
        text = self._text(Column.WEBSITE)
        found = domains.website(text) if text else None
        if text and not found:
            self._complain("unusable_website", Column.WEBSITE, refuses=False)
        return found

    def _money(self) -> tuple[int, str] | None:
        text = self._text(Column.VALUE)
        found = values.money(text, self._text(Column.CURRENCY), self.plan.currency) if text else None
        if text and found is None:
            self._complain("unusable_value", Column.VALUE)
        return found

    def _stage(self) -> uuid.UUID | None:
        text = self._text(Column.STAGE)
        found = self.plan.stages.get(search.fold(text)) if text else None
        if text and found is None:
            self._complain("unknown_stage", Column.STAGE, refuses=False)
        return found

    def _state(self) -> ContactState | None:
        text = self._text(Column.CONTACT_STATE)
        found = self.plan.states.get(search.fold(text)) if text else None
        if text and found is None:
            self._complain("unknown_state", Column.CONTACT_STATE, refuses=False)
        return ContactState(found) if found else None

    # Any: custom values are of their fields' kinds.
    def _custom(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, texts in self.found.items():
            kind = self.plan.custom.get(name.removeprefix(CUSTOM)) if name.startswith(CUSTOM) else None
            if kind is None:
                continue
            try:
                found[name.removeprefix(CUSTOM)] = custom_values.checked(kind.kind, kind.options, texts[0])
            except WrongFieldValue:
                self._complain("wrong_value", name)
        return found

    def _contacts(self, emails: Iterable[str], phones: Iterable[str]) -> Iterable[NewContact]:
        yield from (NewContact(ContactKind.EMAIL, each) for each in emails)
        yield from (NewContact(ContactKind.PHONE, each) for each in phones)
        for name, kind in _CONTACTS.items():
            for text in self.found.get(name, ()):
                for each in [text.strip()[:2_000]] if kind in _WHOLE else values.several(text):
                    yield NewContact(kind, each)
