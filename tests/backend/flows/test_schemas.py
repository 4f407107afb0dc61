"""What is no flow at all is refused before it is kept (FLW-01, FLW-03)."""

import pytest
from pydantic import JsonValue, ValidationError

from backend.flows.schemas import FlowDefinition
from tests.support.flows import asking, end, flow, message


@pytest.mark.parametrize(
    "block",
    [
        {"type": "script", "id": "a"},
        {"type": "end", "id": "a", "surprise": 1},
        {"type": "end", "id": "not an id"},
        {"type": "end", "id": "a", "message": {"de": "Hallo"}},
        {"type": "end", "id": "a", "message": {}},
        {"type": "end", "id": "a", "message": {"es": "x" * 2_001}},
        {"type": "end", "id": "a", "message": {"es": "a\x00b"}},
        {"type": "end", "id": "a", "message": {"es": "a\ud800b"}},
        asking("input", "a", timeout={"after": 59, "goto": "a"}),
        asking("input", "a", timeout={"after": 30 * 86_400 + 1, "goto": "a"}),
        asking("input", "a", pattern="(unclosed"),
        asking("input", "a", pattern="(a)\\1"),
        asking("input", "a", min=float("inf")),
        asking("date", "a", min="whenever"),
        asking("media", "a", kinds=["exe"]),
        asking("range", "a", min=0),
        asking("consent", "a", purpose="x", text={"es": "x"}, link="javascript:alert(1)"),
        asking("buttons", "a", options=[]),
    ],
)
def test_malformed_block_is_refused(block: dict[str, JsonValue]) -> None:
    with pytest.raises(ValidationError):
        flow(block)


@pytest.mark.parametrize(
    "change",
    [
        {"schema_version": 2},
        {"country": "Spain"},
        {"languages": []},
        {"languages": ["ca"]},
        {"blocks": []},
        {"variables": {"Not-a-name": {"type": "text"}}},
        {"variables": {"a": {"type": "colour"}}},
    ],
)
def test_malformed_flow_is_refused(change: dict[str, JsonValue]) -> None:
    data = flow(end()).model_dump(mode="json")
    with pytest.raises(ValidationError):
        FlowDefinition.model_validate({**data, **change})


def test_a_flow_survives_its_json() -> None:
    when: dict[str, JsonValue] = {"op": "is_set", "var": "x"}
    condition: dict[str, JsonValue] = {
        "type": "condition",
        "id": "if",
        "branches": [{"when": when, "goto": "end"}],
        "else": "end",
    }
    definition = flow(message("a", "Hola", "if"), condition, end(), x="text:name")
    assert definition.model_dump(mode="json")["blocks"][1]["else"] == "end"
    assert FlowDefinition.model_validate_json(definition.model_dump_json()) == definition
