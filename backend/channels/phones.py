"""One spelling for numbers that are written in two ways, so that one person is not two (issue: identity). Pure."""

import re
from typing import Final

# Each: how the other spelling looks, and how it becomes ours.
# Brazil: mobiles got a ninth digit, a 9, and WhatsApp kept the old ids of old accounts.
_BRAZIL: Final = re.compile(r"^\+55([1-9]{2})([6-9]\d{7})$")
# Mexico: calls to mobiles once needed a 1 after the country's code; since 2019 they do not, WhatsApp's ids still do.
_MEXICO: Final = re.compile(r"^\+521(\d{10})$")
# Argentina: a mobile called from abroad has a 9 after the country's code; area and number are ten digits together.
_ARGENTINA: Final = re.compile(r"^\+54(?!9\d{10}$)(\d{10})$")


def canonical(e164: str) -> str:
    """The spelling under which we compare; a number of any other country, or of another length, stays as it is."""
    for pattern, ours in ((_BRAZIL, r"+55\g<1>9\g<2>"), (_MEXICO, r"+52\g<1>"), (_ARGENTINA, r"+549\g<1>")):
        if pattern.match(e164):
            return pattern.sub(ours, e164)
    return e164


def from_digits(digits: str) -> str | None:
    """A platform's bare number (`wa_id`, a shared contact) in E.164 and canonical; None where it is none."""
    bare = re.sub(r"[\s().+-]", "", digits)
    return canonical("+" + bare) if re.fullmatch(r"[1-9]\d{6,14}", bare, re.ASCII) else None
