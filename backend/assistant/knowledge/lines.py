"""Reads lines pasted from a spreadsheet into entries, and says what is wrong with the others. Pure."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from babel.numbers import get_currency_precision
from pydantic import ValidationError

from backend.assistant.knowledge import line_sentences
from backend.assistant.knowledge.enums import LineProblem
from backend.assistant.knowledge.schemas import MOST_LINES, ImportIn, ItemCreate, LineError
from backend.assistant.knowledge.words import folded_words
from backend.core.language import Language
from backend.flows.engine.parsing.money import parse_money

_ORDER: Final = ("name", "answer", "price", "link", "keywords", "payment_link")
_TITLES: Final = {
    title: column
    for column, titles in {
        "name": "nombre pregunta producto nom producte pregunta nome produto name question product title titulo titol",
        "answer": "respuesta descripcion texto resposta descripcio descricao answer description text",
        "price": "precio preu preco price",
        "link": "enlace link url enllac web",
        "keywords": "palabras clave claves etiquetas paraules clau claus etiquetes palavras chave chaves keywords tags",
        "payment_link": "pago pagament pagamento payment",
    }.items()
    for title in titles.split()
}
# What a field that is refused means; without a field the whole entry says nothing.
_BY_FIELD: Final = {
    "": LineProblem.ANSWER_MISSING,
    "name": LineProblem.NAME_MISSING,
    "answer": LineProblem.ANSWER_TOO_LONG,
    "price_minor": LineProblem.PRICE_UNREADABLE,
    "link": LineProblem.LINK_UNUSABLE,
    "payment_link": LineProblem.LINK_UNUSABLE,
    "keywords": LineProblem.TOO_MANY_KEYWORDS,
}
_SMALL_WORDS: Final = frozenset(["de", "del", "d", "do", "da", "of", "the", "el", "la", "o", "a"])
_DELIMITERS: Final = "\t;,"


@dataclass(frozen=True, slots=True)
class Lines:
    """The entries of the good lines, and what is wrong with the others."""

    items: list[ItemCreate]
    errors: list[LineError]


class _Unfit(Exception):
    """A line that becomes no entry."""

    def __init__(self, problem: LineProblem, text: str = "") -> None:
        self.problem, self.text = problem, text


def read(given: ImportIn, currency: str, reader: Language) -> Lines:
    """`currency` holds for prices that name none; `reader` is the language in which problems are told.

    Of two lines with one name the later one counts.
    """
    items: dict[str, ItemCreate] = {}
    errors: list[LineError] = []
    for number, fields in _rows(given.lines):
        if number > MOST_LINES:
            errors.append(_told(number, _Unfit(LineProblem.TOO_MANY_LINES), reader))
            break
        try:
            item = _item(fields, given, currency)
        except _Unfit as unfit:
            errors.append(_told(number, unfit, reader))
        else:
            items[folded_words(item.name)] = item
    return Lines(list(items.values()), errors)


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, column -> cell); empty lines are passed over, a first line of titles orders the columns."""
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(_DELIMITERS, key=lambda sign: (first.count(sign), -_DELIMITERS.index(sign)))
    columns: Sequence[str] = _ORDER
    titled = False
    for number, cells in _cells(lines, delimiter):
        if not titled and (named := _named(cells)):
            columns = named
        else:
            yield number, {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if column}
        titled = True


def _cells(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """One line, one entry: a quote that is never closed spoils its own line only."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, next(csv.reader([line], delimiter=delimiter), [])


def _named(cells: Sequence[str]) -> tuple[str, ...] | None:
    """The columns that titles name; None where this is no line of titles."""
    found = tuple(_column(cell) for cell in cells)
    return found if "name" in found and len(cells) > 1 and all(found) else None


def _column(cell: str) -> str:
    """ "Enlace de pago" is the payment link, "palabras clave" the keywords; whatever says more is no title."""
    words = [word for word in folded_words(cell).split() if word not in _SMALL_WORDS]
    named = [_TITLES.get(word, "") for word in words]
    if not all(named):
        return ""
    return "payment_link" if "payment_link" in named else next(iter(named), "")


def _item(fields: dict[str, str], given: ImportIn, currency: str) -> ItemCreate:
    """Raises `_Unfit`."""
    values: dict[str, Any] = {
        name: fields[name] for name in ("name", "answer", "link", "payment_link") if fields.get(name)
    }
    if fields.get("price"):
        values |= _price(fields["price"], given, currency)
    words = fields.get("keywords", "").replace("|", ",").replace(";", ",").split(",")
    values["keywords"] = [word.strip() for word in words if word.strip()]
    try:
        return ItemCreate.model_validate({"name": "", "kind": given.kind, "language": given.language, **values})
    except ValidationError as error:
        raise _Unfit(_problem(error)) from error


def _price(text: str, given: ImportIn, currency: str) -> dict[str, Any]:  # Any: a number and a code
    money = parse_money(text, given.language, currency)
    if money is None or money.min is None or money.min != money.max:
        raise _Unfit(LineProblem.PRICE_UNREADABLE, text[:40])
    return {"price_minor": minor(money.min, money.currency), "currency": money.currency}


def minor(amount: float, currency: str) -> int:
    """In the currency's smallest unit (X4)."""
    return int((Decimal(str(amount)) * 10 ** get_currency_precision(currency)).to_integral_value())


def _problem(error: ValidationError) -> LineProblem:
    first = error.errors()[0]
    place = str(first["loc"][0]) if first["loc"] else ""
    if place == "name" and first["type"] == "string_too_long":
        return LineProblem.NAME_TOO_LONG
    return _BY_FIELD.get(place, LineProblem.UNREADABLE)


def _told(number: int, unfit: _Unfit, reader: Language) -> LineError:
    said = line_sentences.sentence(unfit.problem, reader, text=unfit.text, most=MOST_LINES)
    return LineError(line=number, code=unfit.problem, message=said)
