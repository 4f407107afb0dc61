"""A price list out of a CSV, as somebody saved it from a rate card."""

import csv
from typing import Any, Final

_COLUMNS: Final = ("category", "prefix", "amount")


def read(content: bytes) -> list[dict[str, Any]] | None:  # Any: cells as they stand; the shape checks them
    """Its rows; None where it has no line of titles with the three columns."""
    lines = _decoded(content).splitlines()
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(";\t,", key=first.count)
    reader = csv.DictReader((line for line in lines if line.strip()), delimiter=delimiter)
    reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
    if not set(_COLUMNS) <= set(reader.fieldnames):
        return None
    return [_row(each, delimiter) for each in reader]


def _row(cells: dict[str, str | None], delimiter: str) -> dict[str, Any]:
    row = {name: (cells[name] or "").strip() for name in _COLUMNS}
    row["category"] = row["category"].lower().replace("-", "_").replace(" ", "_")
    # A spreadsheet in Spanish writes 0,0509, and then no comma between cells.
    return row if delimiter == "," else row | {"amount": row["amount"].replace(",", ".")}


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").replace("\x00", "")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace").replace("\x00", "")
