"""A template's gaps and how they are filled: numbered ({{1}}) or named ({{first_name}}). Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from backend.channels.errors import VariablesMissing
from backend.channels.shapes import TemplateUse

_GAP: Final = re.compile(r"\{\{\s*([A-Za-z0-9_]{1,60})\s*\}\}")


@dataclass(frozen=True, slots=True)
class Preview:
    """A template as the person will read it."""

    header: str
    body: str
    footer: str


def gaps(text: str) -> list[str]:
    """Names of the gaps, each once: numbers in their order, names as they stand."""
    found = list(dict.fromkeys(_GAP.findall(text)))
    return sorted(found, key=int) if all(each.isdigit() for each in found) else found


def variables(header: str, body: str) -> list[str]:
    """All that a use of the template must give, in the order in which it is given: the header's before the body's."""
    return [f"header.{each}" for each in gaps(header)] + gaps(body)


def preview(header: str, body: str, footer: str, values: Sequence[str]) -> Preview:
    """Raises `VariablesMissing`."""
    _check(header, body, values)
    first = len(gaps(header))
    return Preview(_filled(header, values[:first]), _filled(body, values[first:]), footer)


def use(name: str, language: str, header: str, body: str, values: Sequence[str]) -> TemplateUse:
    """What is sent; gaps that have names are filled by name. Raises `VariablesMissing`."""
    _check(header, body, values)
    return TemplateUse(name, language, tuple(values), tuple(variables(header, body)))


def _check(header: str, body: str, values: Sequence[str]) -> None:
    wanted = variables(header, body)
    # WhatsApp refuses an empty parameter.
    given = [each for each in values if each.strip()]
    if len(values) != len(wanted) or len(given) != len(wanted):
        raise VariablesMissing(wanted=wanted, given=len(given))


def _filled(text: str, values: Sequence[str]) -> str:
    by_name = dict(zip(gaps(text), values, strict=False))
    return _GAP.sub(lambda found: by_name.get(found[1], found[0]), text)
