"""Typed expressions: no text is ever evaluated, and what cannot be compared is not so."""

import pytest
from pydantic import JsonValue, TypeAdapter, ValidationError

from backend.flows.engine.expressions import evaluate
from backend.flows.schemas import Expression

ADAPTER: TypeAdapter[Expression] = TypeAdapter(Expression)
VARIABLES: dict[str, JsonValue] = {
    "metres": 12.5,
    "budget": {"min": 5000, "max": 8000, "currency": "EUR"},
    "least": {"min": 5000, "max": None, "currency": "EUR"},
    "unknown": {"min": None, "max": None, "currency": "EUR"},
    "style": "Modern",
    "extras": ["island", "bar"],
    "day": "2026-12-01",
    "agreed": True,
    "skipped": None,
    "empty": [],
}


def compare(op: str, name: str, const: JsonValue) -> dict[str, JsonValue]:
    return {"op": op, "left": {"var": name}, "right": {"const": const}}


def is_set(name: str) -> dict[str, JsonValue]:
    return {"op": "is_set", "var": name}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (compare("eq", "metres", 12.5), True),
        (compare("ne", "metres", 12.5), False),
        (compare("lt", "metres", 20), True),
        (compare("lte", "metres", 12.5), True),
        (compare("gt", "metres", 12.5), False),
        (compare("gte", "metres", 12.5), True),
        (compare("gt", "budget", 6000), True),
        (compare("gt", "budget", 6500), False),
        (compare("eq", "least", 5000), True),
        (compare("gt", "unknown", 0), False),
        (compare("eq", "style", "modern"), True),
        (compare("gt", "style", 3), False),
        (compare("lt", "day", "2027-01-01"), True),
        (compare("eq", "agreed", True), True),
        (compare("eq", "agreed", 1), False),
        (compare("gt", "agreed", 0), False),
        (compare("eq", "skipped", None), True),
        (compare("lt", "skipped", 5), False),
        (compare("ne", "nowhere", "x"), True),
        (compare("in", "style", ["modern", "nordic"]), True),
        (compare("in", "style", ["nordic"]), False),
        (compare("in", "metres", [12.5]), True),
        (compare("in", "metres", 12.5), False),
        (compare("contains", "extras", "bar"), True),
        (compare("contains", "style", "DERN"), True),
        (compare("contains", "skipped", "x"), False),
        (is_set("metres"), True),
        (is_set("skipped"), False),
        (is_set("empty"), False),
        (is_set("nowhere"), False),
        ({"op": "and", "args": [is_set("metres"), is_set("style")]}, True),
        ({"op": "and", "args": [is_set("metres"), is_set("nowhere")]}, False),
        ({"op": "or", "args": [is_set("nowhere"), is_set("style")]}, True),
        ({"op": "or", "args": [is_set("nowhere")]}, False),
        ({"op": "not", "arg": is_set("nowhere")}, True),
    ],
)
def test_expression_holds(expression: JsonValue, expected: bool) -> None:
    assert evaluate(ADAPTER.validate_python(expression), VARIABLES) is expected


@pytest.mark.parametrize(
    "expression",
    [
        "metres > 3",
        {"op": "eval", "code": "1"},
        {"op": "eq", "left": "metres", "right": 3},
        {"op": "eq", "left": {"var": "__class__"}, "right": {"const": 1}},
        {"op": "and", "args": []},
    ],
)
def test_anything_but_a_typed_tree_is_refused(expression: JsonValue) -> None:
    with pytest.raises(ValidationError):
        ADAPTER.validate_python(expression)
