"""Evaluates the typed expressions of conditions; whatever cannot be compared is simply not so."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import JsonValue

from backend.flows.schemas import Combine, Compare, Const, Expression, IsSet, Not, Operand, Var

Variables = Mapping[str, JsonValue]

# Any: the standard library's own signatures; `_ordered` gives it only two figures or two texts.
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
}


def evaluate(expression: Expression, variables: Variables) -> bool:
    match expression:
        case Compare():
            left, right = resolve(expression.left, variables), resolve(expression.right, variables)
            return _compare(expression.op, left, right)
        case IsSet():
            return is_set(variables.get(expression.var))
        case Combine():
            results = (evaluate(arg, variables) for arg in expression.args)
            return all(results) if expression.op == "and" else any(results)
        case Not():
            return not evaluate(expression.arg, variables)


def resolve(operand: Operand, variables: Variables) -> JsonValue:
    return variables.get(operand.var) if isinstance(operand, Var) else operand.const


def value_of(assigned: Operand | Expression, variables: Variables) -> JsonValue:
    if isinstance(assigned, Var | Const):
        return resolve(assigned, variables)
    return evaluate(assigned, variables)


def is_set(value: JsonValue) -> bool:
    return value is not None and value not in ("", [])


def _compare(op: str, left: JsonValue, right: JsonValue) -> bool:
    if op == "in":
        return _contains(right, left)
    if op == "contains":
        return _contains(left, right)
    left, right = _figure(left), _figure(right)
    if op in ("eq", "ne"):
        return _equal(left, right) is (op == "eq")
    return _ordered(op, left, right)


def _equal(left: JsonValue, right: JsonValue) -> bool:
    # in Python True == 1; in a flow they are not the same answer
    if isinstance(left, bool) is not isinstance(right, bool):
        return False
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold() == right.casefold()
    return left == right


def _ordered(op: str, left: JsonValue, right: JsonValue) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return False
    numbers = isinstance(left, int | float) and isinstance(right, int | float)
    texts = isinstance(left, str) and isinstance(right, str)
    return (numbers or texts) and _ORDER[op](left, right)


def _contains(whole: JsonValue, part: JsonValue) -> bool:
    if isinstance(whole, list):
        return any(_equal(_figure(item), _figure(part)) for item in whole)
    if isinstance(whole, str) and isinstance(part, str):
        return part.casefold() in whole.casefold()
    return False


def _figure(value: JsonValue) -> JsonValue:
    """Money compares by its middle, or by the one bound that is known."""
    if not (isinstance(value, dict) and "currency" in value):
        return value
    bounds = [bound for key in ("min", "max") if isinstance(bound := value.get(key), int | float)]
    return sum(bounds) / len(bounds) if bounds else None
