"""A range: a slider's number or span, or the same in words."""

from pydantic import JsonValue

from backend.flows.engine.blocks.input import currency_of
from backend.flows.engine.bounds import outside
from backend.flows.engine.parsing.money import Money, parse_money
from backend.flows.engine.parsing.numbers import parse_number, whole
from backend.flows.engine.replies import figure, words
from backend.flows.engine.scene import Scene
from backend.flows.engine.sentences import Hint
from backend.flows.engine.state import Reply
from backend.flows.engine.steps import Step, Wrong, answered
from backend.flows.engine.turn import Ask
from backend.flows.enums import VariableType
from backend.flows.schemas import RangeBlock


def prompt(block: RangeBlock, scene: Scene) -> str:
    return scene.say(block.prompt)


def ask(block: RangeBlock, scene: Scene) -> Ask:
    return Ask(
        block.id,
        "range",
        optional=block.optional,
        min=block.min,
        max=block.max,
        unit=currency_of(block.unit, scene) if _is_money(block, scene) else block.unit,
        step=block.step,
    )


def parse(block: RangeBlock, reply: Reply, scene: Scene) -> Step | Wrong:
    money = _money(block, reply, scene)
    if money is None:
        return Wrong(Hint.MONEY if _is_money(block, scene) else Hint.NUMBER)
    unit = money.currency if _is_money(block, scene) else block.unit
    wrong = outside((money.min, money.max), (block.min, block.max), unit, scene)
    return wrong or answered(block.next, block.saves, _saved(block, money, scene))


def _is_money(block: RangeBlock, scene: Scene) -> bool:
    return scene.type_of(block.saves) is VariableType.MONEY


def _money(block: RangeBlock, reply: Reply, scene: Scene) -> Money | None:
    """Numbers travel as a span without meaning to its currency: one shape for both kinds."""
    currency = currency_of(block.unit, scene)
    if isinstance(reply.value, dict):
        low, high = figure(reply.value.get("min")), figure(reply.value.get("max"))
        return None if low is None and high is None else Money.between(low, high, currency)
    number = figure(reply.value)
    if number is None and _is_money(block, scene):
        return parse_money(words(reply), scene.language, currency)
    if number is None:
        number = parse_number(words(reply), scene.language, block.unit)
    return None if number is None else Money(number, number, currency)


def _saved(block: RangeBlock, money: Money, scene: Scene) -> JsonValue:
    if _is_money(block, scene):
        return money.to_json()
    bounds = [bound for bound in (money.min, money.max) if bound is not None]
    return whole(sum(bounds) / len(bounds))
