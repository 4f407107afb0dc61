"""Follows the ways through a flow: where they lead, and where they never come back to a question."""

from collections.abc import Iterator
from functools import cached_property

from backend.flows.engine.walk import STEP_LIMIT
from backend.flows.enums import FaultCode
from backend.flows.faults import Fault
from backend.flows.schemas import (
    AskingBlock,
    Block,
    ButtonsBlock,
    ConditionBlock,
    ConsentBlock,
    EndBlock,
    FlowDefinition,
    HandoffBlock,
    JumpBlock,
    MessageBlock,
    SetBlock,
)


def ways(block: Block) -> Iterator[tuple[str, str | None]]:
    """(place, block id): None where the block ought to lead on and does not say where."""
    if isinstance(block, MessageBlock | SetBlock):
        yield "next", block.next
    elif isinstance(block, JumpBlock):
        yield "goto", block.goto
    elif isinstance(block, ConditionBlock):
        for index, branch in enumerate(block.branches):
            yield f"branches.{index}.goto", branch.goto
        yield "else", block.otherwise
    elif isinstance(block, HandoffBlock) and block.next:
        yield "next", block.next
    elif isinstance(block, AskingBlock):
        yield from _ways_after_asking(block)


def _ways_after_asking(block: AskingBlock) -> Iterator[tuple[str, str | None]]:
    own = [(f"options.{o.id}.next", o.next) for o in block.options] if isinstance(block, ButtonsBlock) else []
    yield from ((place, goto) for place, goto in own if goto)
    # where each option has its own way, the block's is taken only to skip the question
    if block.next or block.optional or not own or not all(goto for _, goto in own):
        yield "next", block.next
    if isinstance(block, ConsentBlock) and block.refused:
        yield "refused", block.refused
    if block.timeout:
        yield "timeout.goto", block.timeout.goto


class Graph:
    def __init__(self, flow: FlowDefinition) -> None:
        self._flow = flow
        self._blocks = flow.by_id

    def faults(self) -> Iterator[Fault]:
        if self._flow.start not in self._blocks:
            message = f"it starts at {self._flow.start!r}, which is no block"
            yield Fault(None, FaultCode.NO_START, message)
        yield from self._way_faults()
        for block_id in self._blocks:
            if block_id not in self._reachable:
                yield Fault(block_id, FaultCode.UNREACHABLE, "no way leads to this block")
        yield from self._silence_faults()

    def warnings(self) -> Iterator[Fault]:
        ends = (EndBlock, HandoffBlock)
        if not any(isinstance(self._blocks[block_id], ends) for block_id in self._reachable):
            yield Fault(None, FaultCode.NO_END, "no way leads to an end or to a person")

    def _way_faults(self) -> Iterator[Fault]:
        for block in self._flow.blocks:
            for place, goto in ways(block):
                if goto is None:
                    yield Fault(block.id, FaultCode.MISSING_NEXT, f"{place} does not say where to go on")
                elif goto not in self._blocks:
                    message = f"{place} leads to {goto!r}, which is no block"
                    yield Fault(block.id, FaultCode.DANGLING_NEXT, message)

    def _after(self, block_id: str) -> list[str]:
        return [goto for _, goto in ways(self._blocks[block_id]) if goto in self._blocks]

    @cached_property
    def _reachable(self) -> set[str]:
        found: set[str] = set()
        waiting = [self._flow.start] if self._flow.start in self._blocks else []
        while waiting:
            block_id = waiting.pop()
            if block_id not in found:
                found.add(block_id)
                waiting += self._after(block_id)
        return found

    def _silence_faults(self) -> Iterator[Fault]:
        """Loops without a question, and ways longer than one walk may be."""
        stops = (AskingBlock, HandoffBlock)
        silent = {name for name, block in self._blocks.items() if not isinstance(block, stops)}
        after = {name: [goto for goto in self._after(name) if goto in silent] for name in silent}
        remaining, layers = set(silent), 0
        # peel off, layer by layer, what leads nowhere silent any more: only loops can stay
        while peeled := {name for name in remaining if not remaining & set(after[name])}:
            remaining -= peeled
            layers += 1
        # one place is kept for the question at which the walk stops
        if layers > STEP_LIMIT - 1:
            message = f"{layers} blocks in a row ask nothing; at most {STEP_LIMIT - 1} may"
            yield Fault(None, FaultCode.TOO_LONG_WITHOUT_ASK, message)
        yield from _loop_faults(remaining, after)


def _loop_faults(remaining: set[str], after: dict[str, list[str]]) -> Iterator[Fault]:
    """What merely leads into a loop remained as well: it is not reported."""
    for name in sorted(remaining):
        if name in _reached_from(after[name], after):
            message = "from here the conversation comes back here without ever asking anything"
            yield Fault(name, FaultCode.LOOP_WITHOUT_ASK, message)


def _reached_from(starts: list[str], after: dict[str, list[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += after[name]
    return found
