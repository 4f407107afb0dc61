"""Which answers fit which variables, and which values may be compared (FLW-03)."""

from collections.abc import Iterator
from datetime import date

from pydantic import JsonValue

from backend.flows.enums import FaultCode, InputFormat, VariableType
from backend.flows.faults import Fault
from backend.flows.schemas import (
    AskingBlock,
    ButtonsBlock,
    Combine,
    Compare,
    ConsentBlock,
    Const,
    DateBlock,
    Expression,
    FlowDefinition,
    InputBlock,
    IsSet,
    MediaBlock,
    Not,
    Operand,
    SetBlock,
    Var,
)

_INPUT_TYPES: dict[InputFormat, frozenset[VariableType]] = {
    InputFormat.TEXT: frozenset({VariableType.TEXT}),
    InputFormat.NUMBER: frozenset({VariableType.NUMBER}),
    InputFormat.EMAIL: frozenset({VariableType.EMAIL, VariableType.TEXT}),
    InputFormat.PHONE: frozenset({VariableType.PHONE, VariableType.TEXT}),
    InputFormat.MONEY: frozenset({VariableType.MONEY}),
}
_TEXTS = frozenset({VariableType.TEXT, VariableType.EMAIL, VariableType.PHONE, VariableType.OPTION})
_LISTS = frozenset({VariableType.OPTIONS, VariableType.FILES})
# Money meets numbers: it compares by its middle.
_FIGURES = frozenset({VariableType.NUMBER, VariableType.MONEY})
_ORDERED = _FIGURES | {VariableType.DATE}


def saved_types(block: AskingBlock) -> frozenset[VariableType]:
    if isinstance(block, InputBlock):
        return _INPUT_TYPES[block.format]
    if isinstance(block, ButtonsBlock):
        one = frozenset({VariableType.OPTION, VariableType.TEXT})
        return frozenset({VariableType.OPTIONS}) if block.multiple else one
    if isinstance(block, DateBlock):
        return frozenset({VariableType.DATE})
    if isinstance(block, MediaBlock):
        return frozenset({VariableType.FILES})
    if isinstance(block, ConsentBlock):
        return frozenset({VariableType.BOOLEAN})
    return _FIGURES


def expression_faults(flow: FlowDefinition, block_id: str, expression: Expression) -> Iterator[Fault]:
    match expression:
        case Combine():
            for arg in expression.args:
                yield from expression_faults(flow, block_id, arg)
        case Not():
            yield from expression_faults(flow, block_id, expression.arg)
        case IsSet():
            yield from _unknown(flow, block_id, Var(var=expression.var))
        case Compare():
            yield from _compare_faults(flow, block_id, expression)


def assignment_faults(flow: FlowDefinition, block: SetBlock) -> Iterator[Fault]:
    for name, assigned in block.assignments.items():
        yield from _unknown(flow, block.id, Var(var=name))
        spec = flow.variables.get(name)
        if not isinstance(assigned, Var | Const):
            yield from expression_faults(flow, block.id, assigned)
            fits = spec is None or spec.type is VariableType.BOOLEAN
        else:
            yield from _unknown(flow, block.id, assigned)
            fits = spec is None or _fits(flow, name, spec.type, assigned)
        if not fits:
            yield Fault(block.id, FaultCode.TYPE_CLASH, f"the value set does not fit {name!r}")


def _unknown(flow: FlowDefinition, block_id: str, operand: Operand) -> Iterator[Fault]:
    if isinstance(operand, Var) and operand.var not in flow.variables:
        yield Fault(block_id, FaultCode.UNKNOWN_VARIABLE, f"{operand.var!r} is no variable")


def _compare_faults(flow: FlowDefinition, block_id: str, compare: Compare) -> Iterator[Fault]:
    yield from _unknown(flow, block_id, compare.left)
    yield from _unknown(flow, block_id, compare.right)
    # "in" is "contains" seen from the other side
    whole, part = (compare.right, compare.left) if compare.op == "in" else (compare.left, compare.right)
    if compare.op in ("in", "contains"):
        comparable = _may_contain(flow, whole, part)
    else:
        ordered = compare.op not in ("eq", "ne")
        comparable = _may_compare(flow, whole, part, ordered) and _may_compare(flow, part, whole, ordered)
    if not comparable:
        yield Fault(block_id, FaultCode.TYPE_CLASH, f"the two sides of {compare.op!r} cannot be compared")


def _may_compare(flow: FlowDefinition, left: Operand, right: Operand, ordered: bool) -> bool:
    if isinstance(left, Const):
        return not ordered or not isinstance(left.const, bool | list | dict)
    spec = flow.variables.get(left.var)
    if spec is None:
        return True
    if ordered and spec.type not in _ORDERED:
        return False
    if isinstance(right, Const) and right.const is None:
        return not ordered
    return _fits(flow, left.var, spec.type, right, comparing=True)


def _may_contain(flow: FlowDefinition, whole: Operand, part: Operand) -> bool:
    if isinstance(whole, Var):
        spec = flow.variables.get(whole.var)
        if spec is None:
            return True
        if spec.type in _LISTS:
            return _one_of(flow, whole.var, part)
        return spec.type is VariableType.TEXT and _reads_as_text(flow, part)
    if isinstance(whole.const, str):
        return _reads_as_text(flow, part)
    if not isinstance(whole.const, list):
        return False
    items = (Const(const=item) for item in whole.const)
    return all(_may_compare(flow, part, item, ordered=False) for item in items)


def _reads_as_text(flow: FlowDefinition, operand: Operand) -> bool:
    if isinstance(operand, Const):
        return isinstance(operand.const, str)
    spec = flow.variables.get(operand.var)
    return spec is None or spec.type in _TEXTS


def _one_of(flow: FlowDefinition, variable: str, part: Operand) -> bool:
    """A constant must be an option that can be chosen at all."""
    if isinstance(part, Const):
        return isinstance(part.const, str) and _is_option(flow, variable, part.const)
    return _reads_as_text(flow, part)


def _is_option(flow: FlowDefinition, variable: str, value: str) -> bool:
    options = flow.option_labels.get(variable)
    return options is None or value in options


def _fits(flow: FlowDefinition, name: str, kind: VariableType, operand: Operand, *, comparing: bool = False) -> bool:
    if isinstance(operand, Const):
        if kind is VariableType.MONEY and comparing:
            return _const_fits(flow, name, VariableType.NUMBER, operand.const)
        return operand.const is None or _const_fits(flow, name, kind, operand.const)
    spec = flow.variables.get(operand.var)
    if spec is None or spec.type is kind:
        return True
    both = {kind, spec.type}
    return both <= _TEXTS or (comparing and both <= _FIGURES)


def _const_fits(flow: FlowDefinition, name: str, kind: VariableType, value: JsonValue) -> bool:
    match kind:
        case VariableType.BOOLEAN:
            fits = isinstance(value, bool)
        case VariableType.NUMBER:
            fits = isinstance(value, int | float) and not isinstance(value, bool)
        case VariableType.MONEY:
            fits = isinstance(value, dict) and set(value) == {"min", "max", "currency"}
        case VariableType.OPTIONS | VariableType.FILES:
            fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
        case VariableType.OPTION:
            fits = isinstance(value, str) and _is_option(flow, name, value)
        case VariableType.DATE:
            fits = isinstance(value, str) and _is_day(value)
        case _:
            fits = isinstance(value, str)
    return fits


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
