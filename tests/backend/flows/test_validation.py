"""The validator names every fault with its block (FLW-03)."""

from collections.abc import Mapping

import pytest
from pydantic import JsonValue

from backend.flows.enums import FaultCode
from backend.flows.schemas import FlowDefinition
from backend.flows.validation import faults, warnings
from tests.support.flows import asking, buttons, end, flow, message, speaking

Json = Mapping[str, JsonValue]


def found(definition: FlowDefinition) -> list[tuple[str | None, FaultCode]]:
    return [(fault.block_id, fault.code) for fault in faults(definition)]


def condition(when: JsonValue, **more: JsonValue) -> dict[str, JsonValue]:
    return {
        "type": "condition",
        "id": "if",
        "branches": [{"when": when, "goto": "end"}],
        "else": "end",
        **more,
    }


def setting(name: str, value: JsonValue) -> dict[str, JsonValue]:
    return {"type": "set", "id": "set", "assignments": {name: value}, "next": "end"}


def compare(op: str, left: JsonValue, right: JsonValue) -> dict[str, JsonValue]:
    return {"op": op, "left": left, "right": right}


def var(name: str) -> dict[str, JsonValue]:
    return {"var": name}


def const(value: JsonValue) -> dict[str, JsonValue]:
    return {"const": value}


def test_a_sound_flow_has_no_fault() -> None:
    definition = flow(
        message("a", "Hola {business}", "ask"), asking("input", saves="v"), end(text="{v}"), v="text:note"
    )
    assert faults(definition) == []
    assert warnings(definition) == []


LABELS: list[JsonValue] = [
    {"id": "a", "label": {"es": "A"}, "next": "end"},
    {"id": "b", "label": {"es": " "}},
]
TWICE: list[JsonValue] = [{"id": "a", "label": {"es": "A"}}, {"id": "a", "label": {"es": "B"}}]


@pytest.mark.parametrize(
    ("blocks", "variables", "expected"),
    [
        ([message("a", "x"), end(), end()], {}, ("end", FaultCode.DUPLICATE_ID)),
        ([message("a", "x", "gone")], {}, ("a", FaultCode.DANGLING_NEXT)),
        ([message("a", "x", None)], {}, ("a", FaultCode.MISSING_NEXT)),
        ([{"type": "handoff", "id": "a", "next": "gone"}], {}, ("a", FaultCode.DANGLING_NEXT)),
        ([{"type": "jump", "id": "a", "goto": "gone"}], {}, ("a", FaultCode.DANGLING_NEXT)),
        (
            [asking("input", timeout={"after": 60, "goto": "gone"}), end()],
            {},
            ("ask", FaultCode.DANGLING_NEXT),
        ),
        (
            [asking("consent", purpose="p", text={"es": "x"}, refused="gone"), end()],
            {},
            ("ask", FaultCode.DANGLING_NEXT),
        ),
        ([asking("buttons", options=LABELS, next=None), end()], {}, ("ask", FaultCode.MISSING_NEXT)),
        ([message("a", "x"), end(), end("lost")], {}, ("lost", FaultCode.UNREACHABLE)),
        ([asking("buttons", options=LABELS), end()], {}, ("ask", FaultCode.MISSING_LANGUAGE)),
        ([asking("input", retry={"ca": "x"}), end()], {}, ("ask", FaultCode.MISSING_LANGUAGE)),
        (
            [asking("consent", purpose="p", text={"ca": "x"}), end()],
            {},
            ("ask", FaultCode.MISSING_LANGUAGE),
        ),
        ([{"type": "handoff", "id": "a", "message": {"ca": "x"}}], {}, ("a", FaultCode.MISSING_LANGUAGE)),
        ([asking("input", saves="gone"), end()], {}, ("ask", FaultCode.UNKNOWN_VARIABLE)),
        ([message("a", "Hola {gone}"), end()], {}, ("a", FaultCode.UNKNOWN_VARIABLE)),
        ([condition({"op": "is_set", "var": "gone"}), end()], {}, ("if", FaultCode.UNKNOWN_VARIABLE)),
        (
            [
                condition({"op": "not", "arg": {"op": "and", "args": [compare("eq", var("gone"), const(1))]}}),
                end(),
            ],
            {},
            ("if", FaultCode.UNKNOWN_VARIABLE),
        ),
        ([setting("gone", const(1)), end()], {}, ("set", FaultCode.UNKNOWN_VARIABLE)),
        ([setting("v", var("gone")), end()], {"v": "text"}, ("set", FaultCode.UNKNOWN_VARIABLE)),
        ([asking("buttons", options=TWICE), end()], {}, ("ask", FaultCode.DUPLICATE_OPTION)),
        ([asking("buttons", options=LABELS, multiple=True), end()], {}, ("ask", FaultCode.DANGLING_NEXT)),
        ([asking("range", min=9, max=1), end()], {}, ("ask", FaultCode.BOUNDS)),
        ([asking("input", min_length=9, max_length=1), end()], {}, ("ask", FaultCode.BOUNDS)),
        ([end()], {"business": "text"}, (None, FaultCode.RESERVED_NAME)),
        ([end()], {"a": "text:name", "b": "text:name"}, (None, FaultCode.DUPLICATE_ROLE)),
        ([end()], {"a": "number:email"}, (None, FaultCode.TYPE_CLASH)),
        ([message("a", "x", "b"), message("b", "x", "a")], {}, ("a", FaultCode.LOOP_WITHOUT_ASK)),
        ([message("a", "x", "a")], {}, ("a", FaultCode.LOOP_WITHOUT_ASK)),
    ],
)
def test_fault_is_named_with_its_block(
    blocks: list[Json], variables: dict[str, str], expected: tuple[str | None, FaultCode]
) -> None:
    assert expected in found(flow(*blocks, **variables))


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        (asking("input", saves="v"), "number"),
        (asking("input", format="number", saves="v"), "text"),
        (asking("input", format="money", saves="v"), "number"),
        (asking("input", format="email", saves="v"), "phone"),
        (buttons("a", saves="v"), "options"),
        (buttons("a", saves="v", multiple=True), "option"),
        (asking("date", saves="v"), "text"),
        (asking("range", min=0, max=1, saves="v"), "text"),
        (asking("media", saves="v"), "text"),
        (asking("consent", purpose="p", text={"es": "x"}, saves="v"), "text"),
    ],
)
def test_an_answer_must_fit_its_variable(block: Json, kind: str) -> None:
    assert found(flow(block, end(), v=kind)) == [("ask", FaultCode.TYPE_CLASH)]


TYPES = {
    "text": "text",
    "number": "number",
    "money": "money",
    "day": "date",
    "agreed": "boolean",
    "style": "option",
    "extras": "options",
    "files": "files",
    "mail": "email",
}


@pytest.mark.parametrize(
    ("op", "left", "right", "fits"),
    [
        ("eq", var("text"), const("x"), True),
        ("eq", var("text"), const(1), False),
        ("eq", var("text"), const(None), True),
        ("lt", var("text"), const("x"), False),
        ("eq", var("mail"), var("text"), True),
        ("gt", var("number"), const(3), True),
        ("gt", const(3), var("number"), True),
        ("gt", var("number"), const(None), False),
        ("gt", var("number"), const("3"), False),
        ("gt", var("number"), const(True), False),
        ("gt", const([1]), const(2), False),
        ("gt", var("money"), const(5000), True),
        ("gt", var("money"), var("number"), True),
        ("gt", var("money"), var("day"), False),
        ("lt", var("day"), const("2027-01-01"), True),
        ("lt", var("day"), const("tomorrow"), False),
        ("eq", var("agreed"), const(True), True),
        ("eq", var("agreed"), const("yes"), False),
        ("eq", var("style"), const("modern"), True),
        ("eq", var("style"), const("baroque"), False),
        ("in", var("style"), const(["modern", "nordic"]), True),
        ("in", var("style"), const(["baroque"]), False),
        ("in", var("style"), const("modern nordic"), True),
        ("in", var("style"), const(3), False),
        ("in", var("number"), const("12"), False),
        ("contains", var("extras"), const("bar"), True),
        ("contains", var("extras"), const("pool"), False),
        ("contains", var("extras"), var("style"), True),
        ("contains", var("files"), const("f1"), True),
        ("contains", var("text"), const("x"), True),
        ("contains", var("number"), const("x"), False),
        ("eq", var("extras"), const(["bar"]), True),
        ("eq", var("extras"), const("bar"), False),
    ],
)
def test_only_like_is_compared_with_like(op: str, left: JsonValue, right: JsonValue, fits: bool) -> None:
    definition = flow(
        buttons("modern", "nordic", block_id="one", saves="style", next="some"),
        buttons("island", "bar", block_id="some", saves="extras", multiple=True, next="if"),
        condition(compare(op, left, right)),
        end(),
        **TYPES,
    )
    assert found(definition) == ([] if fits else [("if", FaultCode.TYPE_CLASH)])


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        ("text", const("x"), True),
        ("text", const(1), False),
        ("text", const(None), True),
        ("number", const(1.5), True),
        ("number", var("number"), True),
        ("number", var("money"), False),
        ("agreed", {"op": "is_set", "var": "text"}, True),
        ("agreed", const(False), True),
        ("text", {"op": "is_set", "var": "text"}, False),
        ("money", const({"min": 1, "max": 2, "currency": "EUR"}), True),
        ("money", const(5), False),
        ("files", const(["a"]), True),
    ],
)
def test_a_set_value_must_fit_its_variable(name: str, value: JsonValue, fits: bool) -> None:
    assert found(flow(setting(name, value), end(), **TYPES)) == ([] if fits else [("set", FaultCode.TYPE_CLASH)])


def test_start_must_be_a_block() -> None:
    definition = flow(end()).model_copy(update={"start": "gone"})
    assert found(definition) == [(None, FaultCode.NO_START), ("end", FaultCode.UNREACHABLE)]


def test_every_language_of_the_flow_must_be_there() -> None:
    definition = speaking(flow(message("a", "Hola"), end()), "es", "ca")
    assert [fault.message for fault in faults(definition)] == ["text has no text in 'ca'"]


def test_a_loop_with_a_question_is_fine_and_never_ending_is_worth_a_look() -> None:
    definition = flow(message("a", "x", "ask"), asking("input", next="a"))
    assert found(definition) == []
    assert [fault.code for fault in warnings(definition)] == [FaultCode.NO_END]


def test_what_only_leads_into_a_loop_is_not_blamed() -> None:
    blocks = [message("in", "x", "a"), message("a", "x", "b"), message("b", "x", "a")]
    assert found(flow(*blocks)) == [("a", FaultCode.LOOP_WITHOUT_ASK), ("b", FaultCode.LOOP_WITHOUT_ASK)]


@pytest.mark.parametrize(("count", "faulty"), [(99, False), (100, True)])
def test_no_walk_can_reach_the_step_limit(count: int, faulty: bool) -> None:
    """99 silent blocks and the question after them are the 100 that one walk may visit."""
    silent = [message(f"m{index}", "x", f"m{index + 1}" if index < count - 1 else "ask") for index in range(count)]
    definition = flow(*silent, asking("input"), end())
    assert found(definition) == ([(None, FaultCode.TOO_LONG_WITHOUT_ASK)] if faulty else [])
