"""Says a variable's value the way the language writes it."""

from collections.abc import Mapping
from datetime import date

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal
from pydantic import JsonValue

from backend.core.language import Language
from backend.flows.engine.parsing.text import one_line
from backend.flows.enums import VariableType

# The euro stands behind the figure in Portugal and before it in Brazil; English is Europe's here.
LOCALES: dict[Language, str] = {"es": "es_ES", "ca": "ca_ES", "pt": "pt_PT", "en": "en_IE"}
YES_NO: dict[Language, tuple[str, str]] = {
    "es": ("sí", "no"),
    "ca": ("sí", "no"),
    "pt": ("sim", "não"),
    "en": ("yes", "no"),
}
UP_TO: dict[Language, str] = {"es": "hasta {}", "ca": "fins a {}", "pt": "até {}", "en": "up to {}"}
FROM: dict[Language, str] = {"es": "desde {}", "ca": "des de {}", "pt": "a partir de {}", "en": "from {}"}


def spoken(value: JsonValue, kind: VariableType | None, language: Language, options: Mapping[str, str]) -> str:
    """Empty for what is missing; `options` are the labels of option ids."""
    match value:
        case None | [] | "":
            said = ""
        case bool():
            said = YES_NO[language][0 if value else 1]
        case int() | float():
            said = number_text(value, language)
        case dict():
            said = money_text(value, language)
        case list():
            said = _list_text(value, kind, language, options)
        case _ if kind is VariableType.DATE:
            said = date_text(value, language)
        case _:
            said = one_line(options.get(value, value))
    return said


def number_text(value: float, language: Language) -> str:
    return format_decimal(value, locale=LOCALES[language])


def date_text(value: str, language: Language) -> str:
    try:
        return format_date(date.fromisoformat(value), format="long", locale=LOCALES[language])
    except ValueError:
        return one_line(value)


def money_text(value: Mapping[str, JsonValue], language: Language) -> str:
    low, high, currency = value.get("min"), value.get("max"), value.get("currency")
    if not isinstance(currency, str):
        return ""
    if isinstance(low, int | float) and isinstance(high, int | float):
        if low == high:
            return amount_text(low, currency, language)
        return f"{number_text(low, language)}–{amount_text(high, currency, language)}"
    if isinstance(high, int | float):
        return UP_TO[language].format(amount_text(high, currency, language))
    if isinstance(low, int | float):
        return FROM[language].format(amount_text(low, currency, language))
    return ""


def amount_text(amount: float, currency: str, language: Language) -> str:
    """Cents are shown only where there are any."""
    locale = Locale.parse(LOCALES[language])
    pattern = locale.currency_formats["standard"].pattern
    if float(amount).is_integer():
        pattern = pattern.replace("0.00", "0")
    return format_currency(amount, currency, format=pattern, locale=locale, currency_digits=False)


def _list_text(
    values: list[JsonValue], kind: VariableType | None, language: Language, options: Mapping[str, str]
) -> str:
    if kind is VariableType.FILES:
        return str(len(values))
    words = [one_line(options.get(value, value)) for value in values if isinstance(value, str)]
    return format_list(words, locale=LOCALES[language])
