"""Sums that a reply works out before the reader's eyes: "2 x 45 € = 90 €" claims no more than its 45 €. Pure."""

import math
import re
from typing import Final

from backend.assistant.claims.figures import NUMBER, value
from backend.assistant.claims.shapes import TAKEN
from backend.core.language import Language

_SIGN: Final = r"(?:\s?(?:[€$£]|r\$|eur(?:os)?\b|reais\b))?"
_TERM: Final = rf"(?:(?:[€$£]|r\$)\s?)?(?:{NUMBER}){_SIGN}"
# "2 nits x 140 € = 280 €": what is counted may be named.
_SUM: Final = re.compile(rf"({_TERM}(?: [a-z]{{3,12}}(?= ?[x×*]))?(?:\s?[x×*+]\s?{_TERM}){{1,4}})\s?=\s?({_TERM})")
_OPERATOR: Final = re.compile(r"[x×*]")
_BARE: Final = re.compile(NUMBER)


def without_results(text: str, language: Language) -> str:
    """Only where it is right: a factor without a currency is a count, the other terms are still to be known."""
    if "=" not in text:
        return text
    return _SUM.sub(lambda match: _terms(match, language), text)


def _terms(match: re.Match[str], language: Language) -> str:
    """A product may be one of the things that are added up."""
    products = [_OPERATOR.split(product) for product in match[1].split("+")]
    result = sum(math.prod(_figure(factor, language) for factor in factors) for factors in products)
    if abs(result - _figure(match[2], language)) > 0.005:
        return match[0]
    kept = [each for factors in products for each in factors if len(factors) == 1 or not _BARE.fullmatch(each.strip())]
    return f" {TAKEN} ".join(kept)


def _figure(term: str, language: Language) -> float:
    return value(_BARE.findall(term)[0], language, money=True)
