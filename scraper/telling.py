"""The lines of a text where a contact may stand, with the words around them: most of a page is prose that holds none.

One look at each line here saves eight readers from looking at it; the pages of a site share most of their lines.
"""

import re
from functools import lru_cache
from typing import Final

# So much is kept of what stands beside a telling line; no reader looks further away.
_BESIDE: Final = 300
# A shorter text is read as it is.
_SHORT: Final = 1_200
_CACHED: Final = 1_500

# One set, so that the engine finds it quickly; what follows decides: enough digits for a postal code, a number or an
# hour, or what may stand for an '@'.
_SIGN: Final = re.compile(
    r"[@:©☎0-9\[({<|*_](?:(?<=[@:©])"
    r"|(?<=[0-9])(?:[0-9 ().\-/\x02·•–‐‑|_+]{3}|[A-Z]{2}|\s?[:.hH]\s?[0-9]"
    r"|\s?(?:[hH](?:rs?|s)?|[aApP]\.?[mM]|[Uu]hr|UHR)\b)"
    r"|(?<=[\[({<|*_])\s?[@aAäÄcCkK])",
)
_DIGIT: Final = re.compile("[0-9]")
# What introduces the name of an owner, or an address that is spelled out.
_WORDS: Final = (
    "titular",
    "propiedad de",
    "propietat de",
    "tratamiento es",
    "responsable es",
    "pertenece a",
    "copy",
    "arroba",
    "chiocciola",
    " dot ",
    " at ",
)


def telling(text: str) -> str:
    """Of a text of lines the telling ones and the words beside them."""
    if len(text) < _SHORT:
        return text
    kept: list[str] = []
    silent: list[str] = []
    for line in text.split("\n"):
        if not (_cached(line) if len(line) < _CACHED else _tells(line)):
            silent.append(line)
            continue
        if silent:
            _keep_ends(kept, "\n".join(silent))
            silent = []
        kept.append(line)
    if silent and kept:
        kept.append("\n".join(silent)[:_BESIDE])
    return "\n".join(kept)


def _tells(line: str) -> bool:
    # A street with its number, in a line of the length of an address.
    if _SIGN.search(line) or (12 < len(line) < 220 and _DIGIT.search(line)):
        return True
    small = line.lower()
    return any(word in small for word in _WORDS) if len(line) > 5 else False


_cached = lru_cache(maxsize=1024)(_tells)


def _keep_ends(kept: list[str], silent: str) -> None:
    """What stands between two telling lines: after the one and before the other."""
    if len(silent) <= 2 * _BESIDE:
        kept.append(silent)
        return
    if kept:
        kept.append(silent[:_BESIDE])
    kept.append(silent[-_BESIDE:])
