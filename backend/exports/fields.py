"""The columns of an export as SQL: every cell is made by Postgres, quoted and guarded, so that no row is an object.

Sealed values travel sealed, between marks that nobody can guess, and are opened where the keys are (`opening.py`).
The guard is that of `backend.leads.cells`, word for word.
"""

# ruff: noqa: S608 - the pieces are constants of this package; what people name are parameters

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from babel.numbers import get_currency_precision

from backend.core.language import LANGUAGES, Language
from backend.leads import stages
from backend.leads.column_enums import SEPARATOR, WORDS, Column
from backend.leads.enums import Stage
from backend.tenants import regions

CUSTOM: Final = "custom:"

# Every sign of `cells.STARTERS`, and the apostrophe, has a number below the letters' or among the full-width ones.
_LETTERS: Final = (65, 65_280)
_RUNS: Final = r"E'^''*[=+@\\t\\r\\n＝＋－＠-]'"
_PLAIN: Final = r"'^[+-]?[0-9]+( [0-9]+)*([.,][0-9]+)?$'"
# As many as a function of Postgres takes, with some room.
_MOST_ARGUMENTS: Final = 80


@dataclass(frozen=True, slots=True)
class Needs:
    """What a column reads besides the lead's own row."""

    contacts: bool = False
    tags: bool = False
    niches: bool = False
    stages: bool = False
    members: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """`sql` is a text or null; `kind` says whether it may stand as it is, holds people's words, or is sealed."""

    sql: str
    kind: str = "words"
    needs: Needs = Needs()


def _sealed(value: str) -> str:
    return f"%(mark)s || {value} || %(mark)s"


def _contacts(kind: str) -> Cell:
    return Cell(f"contacts.{kind}", "sealed", Needs(contacts=True))


def _said(value: str, words: Mapping[str, Mapping[Language, str]], language: Language) -> str:
    """A code of ours as people read it: told apart by comparing, which is quicker than any lookup."""
    cases = " ".join(f"WHEN '{code}' THEN '{said[language]}'" for code, said in words.items())
    return f"CASE {value} {cases} ELSE {value} END"


def _moment(value: str) -> Cell:
    """In the session's zone, which is the tenant's."""
    return Cell(f"left(leads.{value}::text, 19)", "safe")


def _money() -> str:
    """In the currency's unit, with as many decimals as it has."""
    places: dict[int, list[str]] = {}
    for code in sorted(regions.currencies()):
        places.setdefault(get_currency_precision(code), []).append(code)
    cases = " ".join(
        f"WHEN leads.currency IN ({', '.join(repr(code) for code in codes)})"
        f" THEN (leads.value_minor::numeric / {10**number})::numeric(24, {number})::text"
        for number, codes in sorted(places.items())
        if number != 2
    )
    return f"CASE {cases} ELSE (leads.value_minor::numeric / 100)::numeric(24, 2)::text END"


_CELLS: Final[Mapping[Column, Cell]] = {
    Column.NAME: Cell("leads.name"),
    Column.COMPANY: Cell("leads.company"),
    Column.EMAIL: Cell(_sealed("leads.email"), "sealed"),
    Column.PHONE: Cell(_sealed("leads.phone"), "sealed"),
    Column.WEBSITE: Cell("leads.website"),
    Column.DOMAIN: Cell("leads.domain", "safe"),
    Column.ADDRESS: Cell(_sealed("leads.address"), "sealed"),
    Column.LANGUAGE: Cell("leads.language", "safe"),
    Column.NICHE: Cell("niches.name", needs=Needs(niches=True)),
    Column.VALUE: Cell(_money(), "safe"),
    Column.CURRENCY: Cell("leads.currency", "safe"),
    Column.TAGS: Cell("tags.names", needs=Needs(tags=True)),
    Column.MORE_EMAILS: _contacts("email"),
    Column.MORE_PHONES: _contacts("phone"),
    Column.WHATSAPP: _contacts("whatsapp"),
    Column.SOCIAL: _contacts("social"),
    Column.MORE_WEBSITES: _contacts("website"),
    Column.MORE_ADDRESSES: _contacts("address"),
    Column.TAX_ID: _contacts("tax_id"),
    Column.OPENING_HOURS: _contacts("opening_hours"),
    Column.SUMMARY: Cell("leads.summary"),
    Column.SCORE: Cell("leads.score::text", "safe"),
    Column.LOST_REASON: Cell("leads.lost_reason"),
    Column.ASSIGNEE: Cell("members.full_name", needs=Needs(members=True)),
    Column.CREATED_AT: _moment("created_at"),
    Column.LAST_ACTIVITY_AT: _moment("last_activity_at"),
    Column.ID: Cell("leads.id::text", "safe"),
}


_STAGES: Final = {kind.value: {each: stages.name(kind, each) for each in LANGUAGES} for kind in Stage}


def cell(column: Column, language: Language) -> Cell:
    if column in WORDS:
        return Cell(_said(f"leads.{column}", WORDS[column], language), "safe")
    if column is Column.STAGE:
        usual, own = _said("leads.stage", _STAGES, language), written(Cell("stages.name"))
        return Cell(f"CASE WHEN stages.name IS NULL THEN {usual} ELSE {own} END", "safe", Needs(stages=True))
    return _CELLS[column]


def custom(place: int) -> Cell:
    """A field of the company's own; its key is the parameter `custom<place>`."""
    return Cell(f"leads.custom ->> %(custom{place})s")


def _line(cells: Sequence[Cell]) -> str:
    """One row of CSV as an SQL expression; a chain of `||` would copy the growing line once for each cell."""
    texts = [written(each) for each in cells]
    groups = [texts[at : at + _MOST_ARGUMENTS] for at in range(0, len(texts), _MOST_ARGUMENTS)]
    return _joined([_joined(each) for each in groups])


def _joined(pieces: Sequence[str]) -> str:
    return f"concat_ws(',', {', '.join(pieces)})"


def written(cell: Cell) -> str:
    """A cell of CSV: quoted, and guarded where a spreadsheet would run it."""
    text = cell.sql
    if cell.kind == "safe":
        return f"coalesce({text}, '')"
    if cell.kind == "sealed":
        # The quotes inside are doubled when it is opened.
        return f"""coalesce('"' || {text} || '"', '')"""
    quoted = f"""'"' || replace({text}, '"', '""') || '"'"""
    guarded = f"""'"''' || replace({text}, '"', '""') || '"'"""
    first, last = _LETTERS
    return (
        f"CASE WHEN ascii({text}) BETWEEN {first} AND {last} THEN {quoted}"
        f" WHEN {text} IS NULL OR {text} = '' THEN ''"
        f" WHEN {text} ~ {_RUNS} AND {text} !~ {_PLAIN} THEN {guarded} ELSE {quoted} END"
    )


_CONTACT_KINDS: Final = ("email", "phone", "whatsapp", "social", "website", "address", "tax_id", "opening_hours")


def page(cells: Sequence[Cell], *, chosen: bool) -> str:
    """A page of lines: (lines as bytes, the ids of their leads as bytes, both in order).

    Parameters: mark, limit, and `ids` where the leads were chosen before, else `after`.
    """
    where, around = "id = ANY(%(ids)s::uuid[])", "= ANY(%(ids)s::uuid[])"
    if not chosen:
        where = "id > %(after)s"
        around = "BETWEEN %(after)s AND (SELECT id FROM leads ORDER BY id DESC LIMIT 1)"
    # Materialised, so that everything else is looked up for this page's leads only.
    return f"""
        WITH leads AS MATERIALIZED (SELECT * FROM leads WHERE NOT hidden AND {where} ORDER BY id LIMIT %(limit)s)
        SELECT convert_to(string_agg(line, E'\\r\\n'), 'UTF8'), string_agg(uuid_send(id), '')
        FROM (SELECT leads.id, {_line(cells)} AS line FROM leads{_joins(cells, around)} ORDER BY leads.id) AS lines"""


def _joins(cells: Sequence[Cell], around: str) -> str:
    """What the cells need besides the lead's own row, for the leads of the page."""
    tags = f"""
        LEFT JOIN (SELECT lead_id, string_agg(name, '{SEPARATOR}' ORDER BY tag) AS names FROM lead_tags
                   WHERE lead_id {around} GROUP BY lead_id) AS tags ON tags.lead_id = leads.id"""
    columns = ", ".join(
        f"string_agg({_sealed('c.value')}, '{SEPARATOR}' ORDER BY c.position, c.id)"
        f" FILTER (WHERE c.kind = '{kind}') AS {kind}"
        for kind in _CONTACT_KINDS
    )
    # A page that proves the first email or phone is a row as well; it is not written twice.
    contacts = f"""
        LEFT JOIN (SELECT c.lead_id, {columns} FROM lead_contacts AS c JOIN leads AS l ON l.id = c.lead_id
                   WHERE c.lead_id {around}
                     AND NOT (c.kind = 'email' AND c.value_index IS NOT DISTINCT FROM l.email_index)
                     AND NOT (c.kind = 'phone' AND c.value_index IS NOT DISTINCT FROM l.phone_index)
                   GROUP BY c.lead_id) AS contacts ON contacts.lead_id = leads.id"""
    joins = {
        "niches": " LEFT JOIN niches ON niches.id = leads.niche_id",
        "stages": " LEFT JOIN pipeline_stages AS stages ON stages.id = leads.stage_id",
        "members": " LEFT JOIN users AS members ON members.id = leads.assignee_id",
        "tags": tags,
        "contacts": contacts,
    }
    return "".join(join for name, join in joins.items() if any(getattr(each.needs, name) for each in cells))
