"""An input: free text, read as text, number, email, phone or money, each normalised (FLW-03)."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Annotated, Final

from pydantic import JsonValue, StringConstraints, TypeAdapter, ValidationError

from backend.flows.engine.bounds import outside
from backend.flows.engine.parsing.emails import parse_email
from backend.flows.engine.parsing.money import Money, is_currency, parse_money
from backend.flows.engine.parsing.names import bare_name
from backend.flows.engine.parsing.numbers import parse_number
from backend.flows.engine.parsing.phones import parse_phone
from backend.flows.engine.parsing.text import clean
from backend.flows.engine.replies import figure, words
from backend.flows.engine.scene import Scene
from backend.flows.engine.sentences import Hint
from backend.flows.engine.state import Reply
from backend.flows.engine.steps import Step, Wrong, answered
from backend.flows.engine.turn import Ask
from backend.flows.enums import InputFormat, VariableRole
from backend.flows.schemas import InputBlock

# What fits a message; a longer answer is a mistake or an attack.
TEXT_LENGTH = 1_000


def prompt(block: InputBlock, scene: Scene) -> str:
    return scene.say(block.prompt)


def ask(block: InputBlock, scene: Scene) -> Ask:
    unit = currency_of(block.unit, scene) if block.format is InputFormat.MONEY else block.unit
    return Ask(
        block.id,
        "input",
        format=block.format.value,
        optional=block.optional,
        min=block.min,
        max=block.max,
        unit=unit,
    )


def parse(block: InputBlock, reply: Reply, scene: Scene) -> Step | Wrong:
    value = _READERS[block.format](block, reply, scene)
    return value if isinstance(value, Wrong) else answered(block.next, block.saves, value)


def currency_of(unit: str | None, scene: Scene) -> str:
    return unit if unit and is_currency(unit) else scene.currency


def _text(block: InputBlock, reply: Reply, scene: Scene) -> JsonValue | Wrong:
    text = clean(words(reply))
    spec = scene.flow.variables.get(block.saves or "")
    if spec and spec.role is VariableRole.NAME:
        text = bare_name(text)
    shortest, longest = max(block.min_length or 1, 1), block.max_length or TEXT_LENGTH
    if not text:
        return Wrong(Hint.TEXT)
    if len(text) < shortest:
        return Wrong(Hint.TOO_SHORT, {"min": str(shortest)})
    if len(text) > longest:
        return Wrong(Hint.TOO_LONG, {"max": str(longest)})
    if block.pattern and not _fits(block.pattern, text):
        return Wrong(Hint.PATTERN)
    return text


def _number(block: InputBlock, reply: Reply, scene: Scene) -> JsonValue | Wrong:
    number = figure(reply.value)
    if number is None:
        number = parse_number(words(reply), scene.language, block.unit)
    if number is None:
        return Wrong(Hint.NUMBER)
    return outside((number, number), (block.min, block.max), block.unit, scene) or number


def _email(_block: InputBlock, reply: Reply, _scene: Scene) -> JsonValue | Wrong:
    return parse_email(words(reply)) or Wrong(Hint.EMAIL)


def _phone(_block: InputBlock, reply: Reply, scene: Scene) -> JsonValue | Wrong:
    return parse_phone(words(reply), scene.country) or Wrong(Hint.PHONE)


def _money(block: InputBlock, reply: Reply, scene: Scene) -> JsonValue | Wrong:
    currency = currency_of(block.unit, scene)
    money = _money_value(reply.value, currency) or parse_money(words(reply), scene.language, currency)
    if money is None:
        return Wrong(Hint.MONEY)
    return outside((money.min, money.max), (block.min, block.max), money.currency, scene) or money.to_json()


def _money_value(value: JsonValue, currency: str) -> Money | None:
    """What a widget may send instead of words: a number, or {min, max}."""
    if isinstance(value, dict):
        low, high = figure(value.get("min")), figure(value.get("max"))
        if low is None and high is None:
            return None
        return Money.between(low, high, currency)
    number = figure(value)
    return None if number is None else Money(number, number, currency)


@lru_cache(maxsize=256)
def _pattern(pattern: str) -> TypeAdapter[str]:
    return TypeAdapter(Annotated[str, StringConstraints(pattern=f"^(?:{pattern})$")])


def _fits(pattern: str, text: str) -> bool:
    try:
        _pattern(pattern).validate_python(text)
    except ValidationError:
        return False
    return True


_Reader = Callable[[InputBlock, Reply, Scene], JsonValue | Wrong]
_READERS: Final[Mapping[InputFormat, _Reader]] = {
    InputFormat.TEXT: _text,
    InputFormat.NUMBER: _number,
    InputFormat.EMAIL: _email,
    InputFormat.PHONE: _phone,
    InputFormat.MONEY: _money,
}
