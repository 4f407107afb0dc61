"""Turns numbers written as words into figures ("treinta y cinco" -> "35") in four languages."""

import re
from typing import Final

from backend.core.language import Language


def _count(first: int, words: str, step: int = 1) -> dict[str, int]:
    """Names of consecutive values; alternatives are joined by a slash."""
    return {name: first + index * step for index, names in enumerate(words.split()) for name in names.split("/")}


_ES = {
    **_count(1, "uno/un/una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"),
    **_count(16, "dieciseis diecisiete dieciocho diecinueve veinte veintiuno/veintiun veintidos"),
    **_count(23, "veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve"),
    **_count(30, "treinta cuarenta cincuenta sesenta setenta ochenta noventa cien/ciento", 10),
    **_count(200, "doscientos/doscientas trescientos/trescientas cuatrocientos/cuatrocientas", 100),
    **_count(500, "quinientos/quinientas seiscientos/seiscientas setecientos/setecientas", 100),
    **_count(800, "ochocientos/ochocientas novecientos/novecientas", 100),
}
_CA = {
    **_count(1, "un/una/u dos/dues tres quatre cinc sis set vuit nou deu onze dotze tretze catorze quinze"),
    **_count(16, "setze disset divuit dinou vint"),
    **_count(30, "trenta quaranta cinquanta seixanta setanta vuitanta noranta", 10),
}
_PT = {
    **_count(1, "um/uma dois/duas tres quatro cinco seis sete oito nove dez onze doze treze"),
    **_count(14, "catorze/quatorze quinze dezasseis/dezesseis dezassete/dezessete dezoito"),
    **_count(19, "dezanove/dezenove vinte"),
    **_count(30, "trinta quarenta cinquenta sessenta setenta oitenta noventa cem/cento", 10),
    **_count(200, "duzentos/duzentas trezentos/trezentas quatrocentos/quatrocentas", 100),
    **_count(500, "quinhentos/quinhentas seiscentos/seiscentas setecentos/setecentas", 100),
    **_count(800, "oitocentos/oitocentas novecentos/novecentas", 100),
}
_EN = {
    **_count(1, "one/a two three four five six seven eight nine ten eleven twelve thirteen fourteen"),
    **_count(15, "fifteen sixteen seventeen eighteen nineteen twenty"),
    **_count(30, "thirty forty fifty sixty seventy eighty ninety", 10),
}

VALUES: Final[dict[Language, dict[str, int]]] = {"es": _ES, "ca": _CA, "pt": _PT, "en": _EN}
HUNDRED: Final[dict[str, int]] = {"cent": 100, "cents": 100, "centes": 100, "hundred": 100}
SCALES: Final[dict[str, int]] = {
    **dict.fromkeys(["mil", "thousand", "thousands"], 1_000),
    **dict.fromkeys(["millon", "millones", "milio", "milions", "milhao", "milhoes"], 1_000_000),
    **dict.fromkeys(["million", "millions"], 1_000_000),
}
JOINS: Final = frozenset({"y", "i", "e", "and"})
ARTICLES: Final = frozenset({"un", "una", "uno", "u", "um", "uma", "a", "one"})
_TOKEN = re.compile(r"[^\W\d_]+|\d[\d.,]*|[^\w\s]|\s+")
_HALF_MILLION = re.compile(r"\b(?:medio|mig|meio|half(?: a)?) (?:millon|milio|milhao|million)\b")
_BETWEEN = re.compile(r"\b(entre|between)\b")


def spell_out(text: str, language: Language) -> str:
    """`text` as `text.plain` gives it. A lone article ("una cocina") is a number only if nothing else is."""
    tokens = _TOKEN.findall(_HALF_MILLION.sub("500000", text))
    # "entre mil y dos mil": there the joining word parts two numbers
    joins_thousands = not _BETWEEN.search(text)
    out: list[str] = []
    position = 0
    while position < len(tokens):
        numeral = _Numeral(tokens, position, VALUES[language], joins_thousands)
        if numeral.read() and not _means_no_number(tokens, position, numeral.end):
            out.append(str(numeral.value))
            position = numeral.end
        else:
            out.append(tokens[position])
            position += 1
    return "".join(out)


def _means_no_number(tokens: list[str], start: int, end: int) -> bool:
    """An article beside other numbers, or a scale behind a figure ("5 mil"), is not a number by itself."""
    word = tokens[start]
    if word in SCALES:
        before = [other for other in tokens[:start] if not other.isspace()]
        return bool(before) and before[-1][0].isdigit()
    if word in ARTICLES and end == start + 1:
        return any(other[0].isdigit() or _is_numeral(other) for other in tokens)
    return False


def _is_numeral(word: str) -> bool:
    if word in ARTICLES:
        return False
    return word in SCALES or word in HUNDRED or any(word in values for values in VALUES.values())


class _Numeral:
    """The longest number that begins at a token."""

    def __init__(self, tokens: list[str], start: int, values: dict[str, int], joins_thousands: bool) -> None:
        self.end = start
        self._tokens = tokens
        self._values = values
        self._joins_thousands = joins_thousands
        self._total = self._current = 0

    @property
    def value(self) -> int:
        return self._total + self._current

    def read(self) -> bool:
        """Whether there is a number; then `end` and `value` hold."""
        start = position = self.end
        while position < len(self._tokens):
            word = self._tokens[position]
            between = position > start and (word.isspace() or word == "-" or self._joins(position))
            if not between:
                if not self._take(word):
                    break
                self.end = position + 1
            position += 1
        return self.end > start

    def _take(self, word: str) -> bool:
        if word in SCALES:
            return self._take_scale(SCALES[word])
        if word in HUNDRED:
            return self._take_hundred()
        value = self._values.get(word)
        if value is None or (self._current and value >= _lowest(self._current)):
            return False
        self._current += value
        return True

    def _take_scale(self, scale: int) -> bool:
        # "mil mil" are two numbers; "un millón dos mil" is one
        if self._total and scale >= _lowest(self._total):
            return False
        self._total += (self._current or 1) * scale
        self._current = 0
        return True

    def _take_hundred(self) -> bool:
        if self._current > 9:
            return False
        self._current = (self._current or 1) * 100
        return True

    def _joins(self, position: int) -> bool:
        """Joined are "treinta y cinco", "cento e vinte", "mil e quinhentos"; never "cinco y ocho"."""
        if self._tokens[position] not in JOINS:
            return False
        following = next((word for word in self._tokens[position + 1 :] if word.isalpha()), "")
        value = self._values.get(following) or HUNDRED.get(following)
        if value is None:
            return False
        if self._current:
            return value < _lowest(self._current)
        return self._joins_thousands and self._total > value


def _lowest(number: int) -> int:
    """The magnitude of the last figure that is not zero: 120 -> 10, 500 -> 100, 7 -> 1."""
    magnitude = 1
    while number % (magnitude * 10) == 0:
        magnitude *= 10
    return magnitude
