"""Which columns an export has, what they are called, and the numbers that its SQL needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from backend.core.database.session import TenantSession
from backend.core.language import Language, is_language
from backend.exports.errors import ExportColumnUnknown
from backend.exports.fields import CUSTOM, Cell, cell, custom
from backend.leads import custom_fields
from backend.leads.column_enums import HEADERS, Column

# What a person asks for by name comes first, what only machines want last.
_ORDER: Final = tuple(HEADERS)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Columns by name, as headers and as SQL; `parameters` are what the cells ask for."""

    names: Sequence[str]
    headers: Sequence[str]
    cells: Sequence[Cell]
    parameters: Mapping[str, Any]  # Any: parameters of SQL


async def offered(session: TenantSession, language: Language) -> list[tuple[str, str]]:
    """(name, header) of every column, the company's own fields last."""
    own = [(CUSTOM + each.key, each.name) for each in await custom_fields.list_fields(session)]
    return [(each.value, HEADERS[each][language]) for each in _ORDER] + own


async def chosen(session: TenantSession, names: Iterable[str] | None, language: str) -> Chosen:
    """Raises `ExportColumnUnknown`."""
    spoken: Language = language if is_language(language) else "es"
    fields = {CUSTOM + each.key: each.name for each in await custom_fields.list_fields(session)}
    wanted = list(dict.fromkeys(names)) if names is not None else [*(each.value for each in _ORDER), *fields]
    unknown = [name for name in wanted if name not in fields and name not in set(Column)]
    if unknown:
        raise ExportColumnUnknown(columns=unknown[:10])
    parameters: dict[str, Any] = {}
    headers, cells = [], []
    for place, name in enumerate(wanted):
        header, found = _column(name, fields, place, spoken)
        headers.append(header)
        cells.append(found)
        if name in fields:
            parameters[f"custom{place}"] = name.removeprefix(CUSTOM)
    return Chosen(wanted, headers, cells, parameters)


def _column(name: str, fields: Mapping[str, str], place: int, language: Language) -> tuple[str, Cell]:
    if name in fields:
        return fields[name], custom(place)
    column = Column(name)
    return HEADERS[column][language], cell(column, language)
