"""Names every fault that keeps a flow from being published, with its block (FLW-03)."""

from collections.abc import Iterator
from typing import Literal

from backend.flows.enums import FaultCode, VariableRole, VariableType
from backend.flows.faults import Fault
from backend.flows.graph import Graph
from backend.flows.schemas import (
    AskingBlock,
    Block,
    ButtonsBlock,
    ConditionBlock,
    FlowDefinition,
    InputBlock,
    RangeBlock,
    SetBlock,
)
from backend.flows.texts import RESERVED, names_in, texts_of
from backend.flows.typing_rules import assignment_faults, expression_faults, saved_types

_ROLE_TYPES: dict[VariableRole, frozenset[VariableType]] = {
    VariableRole.NAME: frozenset({VariableType.TEXT}),
    VariableRole.EMAIL: frozenset({VariableType.EMAIL}),
    VariableRole.PHONE: frozenset({VariableType.PHONE}),
    VariableRole.COMPANY: frozenset({VariableType.TEXT}),
    VariableRole.PROJECT: frozenset({VariableType.TEXT, VariableType.OPTION, VariableType.OPTIONS}),
    VariableRole.STYLE: frozenset({VariableType.TEXT, VariableType.OPTION}),
    VariableRole.METRES: frozenset({VariableType.NUMBER}),
    VariableRole.BUDGET: frozenset({VariableType.MONEY}),
    VariableRole.URGENCY: frozenset({VariableType.TEXT, VariableType.OPTION}),
    VariableRole.PHOTOS: frozenset({VariableType.FILES}),
    VariableRole.NOTE: frozenset({VariableType.TEXT}),
}


def faults(flow: FlowDefinition) -> list[Fault]:
    """Publishing needs none."""
    graph = Graph(flow)
    return [
        *_identity_faults(flow),
        *graph.faults(),
        *_variable_faults(flow),
        *(fault for block in flow.blocks for fault in _block_faults(flow, block)),
    ]


def warnings(flow: FlowDefinition) -> list[Fault]:
    """What may be published and still deserves a look: a flow that never reaches an end or a person."""
    return list(Graph(flow).warnings())


def _identity_faults(flow: FlowDefinition) -> Iterator[Fault]:
    seen: set[str] = set()
    for block in flow.blocks:
        if block.id in seen:
            yield Fault(block.id, FaultCode.DUPLICATE_ID, f"another block is called {block.id!r} too")
        seen.add(block.id)


def _variable_faults(flow: FlowDefinition) -> Iterator[Fault]:
    roles: dict[VariableRole, str] = {}
    for name, spec in flow.variables.items():
        if name in RESERVED:
            yield Fault(None, FaultCode.RESERVED_NAME, f"variable {name!r} hides a built-in word")
        if spec.role is None:
            continue
        if spec.role in roles:
            message = f"role {spec.role.value!r} belongs to {roles[spec.role]!r} and {name!r}"
            yield Fault(None, FaultCode.DUPLICATE_ROLE, message)
        if spec.type not in _ROLE_TYPES[spec.role]:
            message = f"variable {name!r}: role {spec.role.value!r} cannot be of type {spec.type.value!r}"
            yield Fault(None, FaultCode.TYPE_CLASH, message)
        roles.setdefault(spec.role, name)


def _block_faults(flow: FlowDefinition, block: Block) -> Iterator[Fault]:
    yield from _text_faults(flow, block)
    if isinstance(block, AskingBlock):
        yield from _save_faults(flow, block)
    if isinstance(block, ButtonsBlock):
        yield from _option_faults(block)
    if isinstance(block, InputBlock | RangeBlock):
        yield from _bound_faults(block)
    if isinstance(block, ConditionBlock):
        for branch in block.branches:
            yield from expression_faults(flow, block.id, branch.when)
    if isinstance(block, SetBlock):
        yield from assignment_faults(flow, block)


def _text_faults(flow: FlowDefinition, block: Block) -> Iterator[Fault]:
    for place, text in texts_of(block):
        for language in flow.languages:
            if not text.get(language, "").strip():
                message = f"{place} has no text in {language!r}"
                yield Fault(block.id, FaultCode.MISSING_LANGUAGE, message)
        for name in names_in(text):
            if name not in flow.variables and name not in RESERVED:
                message = f"{place} speaks of {name!r}, which is no variable"
                yield Fault(block.id, FaultCode.UNKNOWN_VARIABLE, message)


def _save_faults(flow: FlowDefinition, block: AskingBlock) -> Iterator[Fault]:
    if block.saves is None:
        return
    spec = flow.variables.get(block.saves)
    if spec is None:
        message = f"saves into {block.saves!r}, which is no variable"
        yield Fault(block.id, FaultCode.UNKNOWN_VARIABLE, message)
    elif spec.type not in saved_types(block):
        message = f"its answer does not fit {block.saves!r}, which is of type {spec.type.value!r}"
        yield Fault(block.id, FaultCode.TYPE_CLASH, message)


def _option_faults(block: ButtonsBlock) -> Iterator[Fault]:
    ids = [option.id for option in block.options]
    for duplicate in sorted({option_id for option_id in ids if ids.count(option_id) > 1}):
        yield Fault(block.id, FaultCode.DUPLICATE_OPTION, f"two options are called {duplicate!r}")
    if block.multiple and any(option.next for option in block.options):
        message = "several options may be chosen, so that none can have a next block of its own"
        yield Fault(block.id, FaultCode.DANGLING_NEXT, message)


def _bound_faults(block: InputBlock | RangeBlock) -> Iterator[Fault]:
    pairs: list[tuple[Literal["min", "min_length"], float | None, float | None]] = [("min", block.min, block.max)]
    if isinstance(block, InputBlock):
        pairs.append(("min_length", block.min_length, block.max_length))
    for name, least, most in pairs:
        if least is not None and most is not None and least > most:
            message = f"{name} is {least:g}, above its maximum {most:g}: nothing could be answered"
            yield Fault(block.id, FaultCode.BOUNDS, message)
