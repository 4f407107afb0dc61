"""A cell that spreadsheets cannot run: text that would be a formula stands behind an apostrophe (OWASP). Pure.

A number with its sign, so a phone too, is no formula and stays as it is. The importer takes off what the export
put on: `unguarded(guarded(text)) == text` for every text.
"""

import re
from typing import Final

# The full-width signs are what some spreadsheets fold into the plain ones.
STARTERS: Final = "=+-@\t\r\n＝＋－＠"
_RUNS: Final = re.compile(f"'*[{re.escape(STARTERS)}]")
# Digits in groups and one decimal point or comma: "+34 972 200 300", "-12,50".
_PLAIN: Final = re.compile(r"[+-]?[0-9]+( [0-9]+)*([.,][0-9]+)?\Z")


def guarded(text: str) -> str:
    """What may stand in a file that a spreadsheet opens."""
    return "'" + text if _RUNS.match(text) and not _PLAIN.match(text) else text


def unguarded(text: str) -> str:
    """What was meant."""
    return text[1:] if text[:1] == "'" and _RUNS.match(text) else text
