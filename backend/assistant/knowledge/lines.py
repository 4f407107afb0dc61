"""Reads lines pasted from a spreadsheet into entries, and says what is wrong with the others. Pure."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from babel.numbers import get_currency_precision
from pydantic import ValidationError

from backend.assistant.knowledge.schemas import MOST_LINES, ImportIn, ItemCreate, LineError
from backend.assistant.knowledge.words import folded_words
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
_SMALL_WORDS: Final = frozenset(["de", "del", "d", "do", "da", "of", "the", "el", "la", "o", "a"])
_DELIMITERS: Final = "\t;,"


@dataclass(frozen=True, slots=True)
class Lines:
    """The entries of the good lines, and what is wrong with the others."""

    items: list[ItemCreate]
    errors: list[LineError]


def read(given: ImportIn, currency: str) -> Lines:
    """`currency` holds for prices that name none. Of two lines with one name the later one counts."""
    items: dict[str, ItemCreate] = {}
    errors: list[LineError] = []
    for number, fields in _rows(given.lines):
        if number > MOST_LINES:
            errors.append(LineError(line=number, message=f"only {MOST_LINES} lines are read at once"))
            break
        try:
            item = _item(fields, given, currency)
        except ValidationError as error:
            errors.append(LineError(line=number, message=_sentence(error)))
        except ValueError as error:
            errors.append(LineError(line=number, message=str(error)))
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
    """Raises ValueError (a ValidationError among them)."""
    values: dict[str, Any] = {
        name: fields[name] for name in ("name", "answer", "link", "payment_link") if fields.get(name)
    }
    if fields.get("price"):
        values |= _price(fields["price"], given, currency)
    words = fields.get("keywords", "").replace("|", ",").replace(";", ",").split(",")
    values["keywords"] = [word.strip() for word in words if word.strip()]
    return ItemCreate.model_validate({"name": "", "kind": given.kind, "language": given.language, **values})


def _price(text: str, given: ImportIn, currency: str) -> dict[str, Any]:  # Any: a number and a code
    money = parse_money(text, given.language, currency)
    if money is None or money.min is None or money.min != money.max:
        raise ValueError(f"“{text[:40]}” is not a price")
    return {"price_minor": minor(money.min, money.currency), "currency": money.currency}


def minor(amount: float, currency: str) -> int:
    """In the currency's smallest unit (X4)."""
    return int((Decimal(str(amount)) * 10 ** get_currency_precision(currency)).to_integral_value())


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    place = str(first["loc"][0]) if first["loc"] else ""
    return f"{place}: {first['msg']}".removeprefix(": ").replace("Value error, ", "")
