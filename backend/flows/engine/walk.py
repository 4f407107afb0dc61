"""The one verb of the engine: a flow, where it stands and a reply give the next turn (FLW-01)."""

from dataclasses import replace
from typing import Final

from pydantic import JsonValue

from backend.flows.engine.errors import BlockMissing, StepLimitReached
from backend.flows.engine.parsing.confirmations import is_skip
from backend.flows.engine.registry import ASKING, SILENT
from backend.flows.engine.scene import Scene
from backend.flows.engine.sentences import skip_hint
from backend.flows.engine.state import FlowState, Reply, WalkContext
from backend.flows.engine.steps import Step, Wrong, answered
from backend.flows.engine.turn import Ask, BotMessage, Effect, FlowEnded, Turn, VariableSaved
from backend.flows.enums import FlowStatus, Outcome
from backend.flows.schemas import Asking, AskingBlock, ButtonsBlock, ConsentBlock, FlowDefinition, HandoffBlock, Silent

STEP_LIMIT: Final = 100


def walk(flow: FlowDefinition, state: FlowState, reply: Reply | None, context: WalkContext) -> Turn:
    """A fresh state opens the flow, whatever the reply; without a reply the waiting question is repeated.

    Raises `FlowBroken` only for flows that the validator refuses.
    """
    if state.status is not FlowStatus.ACTIVE:
        return Turn(state, accepted=False)
    if state.block_id is None:
        return _Journey(flow, state, context).travel(flow.start)
    block = _waiting(flow, state)
    if reply is None:
        return _repeat(flow, state, context)
    if reply.timed_out:
        return _time_out(flow, state, context)
    outcome = _read(block, reply, _scene(flow, state, context))
    if isinstance(outcome, Wrong):
        return _again(flow, state, context, outcome)
    return _Journey(flow, replace(state, attempts=0), context).follow(block.id, outcome)


def give_back(flow: FlowDefinition, state: FlowState, context: WalkContext) -> Turn:
    """A person hands the conversation back: on after the handoff, or the waiting question once more."""
    if state.status is FlowStatus.ACTIVE:
        return walk(flow, state, None, context)
    block = flow.by_id.get(state.block_id or "")
    if state.status is FlowStatus.ENDED or not isinstance(block, HandoffBlock):
        return Turn(state, accepted=False)
    return _Journey(flow, replace(state, status=FlowStatus.ACTIVE), context).follow(block.id, Step(block.next))


def pending_timeout(flow: FlowDefinition, state: FlowState) -> tuple[int, str] | None:
    """Seconds of silence and the block that follows them, for the question that waits."""
    if state.status is not FlowStatus.ACTIVE or state.block_id is None:
        return None
    timeout = _waiting(flow, state).timeout
    return (timeout.after, timeout.goto) if timeout else None


def ask_again(flow: FlowDefinition, state: FlowState, context: WalkContext) -> Ask | None:
    """What is being asked now, in the state's language; nothing where nobody waits."""
    if state.status is not FlowStatus.ACTIVE or state.block_id is None:
        return None
    block = _waiting(flow, state)
    return ASKING[type(block)].ask(block, _scene(flow, state, context))


def prompt_again(flow: FlowDefinition, state: FlowState, context: WalkContext) -> BotMessage | None:
    if state.status is not FlowStatus.ACTIVE or state.block_id is None:
        return None
    block = _waiting(flow, state)
    return BotMessage(ASKING[type(block)].prompt(block, _scene(flow, state, context)), block.id)


def _scene(flow: FlowDefinition, state: FlowState, context: WalkContext) -> Scene:
    return Scene(flow, state.variables, state.language, context)


def _block(flow: FlowDefinition, block_id: str) -> Asking | Silent:
    block = flow.by_id.get(block_id)
    if block is None:
        raise BlockMissing(block_id)
    return block


def _waiting(flow: FlowDefinition, state: FlowState) -> Asking:
    block = _block(flow, state.block_id or "")
    if not isinstance(block, AskingBlock):
        raise BlockMissing(block.id)
    return block


def _read(block: Asking, reply: Reply, scene: Scene) -> Step | Wrong:
    outcome = ASKING[type(block)].parse(block, reply, scene)
    skips = reply.is_empty or (reply.text is not None and is_skip(reply.text))
    # an option called "none" is chosen, not skipped; as free text "none" skips
    chosen = isinstance(block, ButtonsBlock | ConsentBlock) and isinstance(outcome, Step)
    if block.optional and skips and not chosen:
        return answered(block.next, block.saves, None)
    return outcome


def _repeat(flow: FlowDefinition, state: FlowState, context: WalkContext) -> Turn:
    prompt = prompt_again(flow, state, context)
    return Turn(state, (prompt,) if prompt else (), ask_again(flow, state, context))


def _time_out(flow: FlowDefinition, state: FlowState, context: WalkContext) -> Turn:
    pending = pending_timeout(flow, state)
    if pending is None:
        return Turn(state, ask=ask_again(flow, state, context), accepted=False)
    return _Journey(flow, replace(state, attempts=0), context).travel(pending[1])


def _again(flow: FlowDefinition, state: FlowState, context: WalkContext, wrong: Wrong) -> Turn:
    """Same place: a sentence that helps, then the question once more; later tries learn how to skip."""
    block = _waiting(flow, state)
    scene = _scene(flow, state, context)
    sentence = scene.say(block.retry) if block.retry else wrong.sentence(state.language)
    if block.optional and state.attempts > 0:
        sentence = f"{sentence} {skip_hint(state.language)}"
    state = replace(state, attempts=state.attempts + 1)
    repeated = _repeat(flow, state, context)
    messages = (BotMessage(sentence, block.id), *repeated.messages)
    return replace(repeated, messages=messages, accepted=False)


class _Journey:
    """Gathers what happens on the way from one question to the next."""

    def __init__(self, flow: FlowDefinition, state: FlowState, context: WalkContext) -> None:
        self._flow = flow
        self._state = state
        self._context = context
        self._messages: list[BotMessage] = []
        self._effects: list[Effect] = []
        self._visited: list[str] = []

    def travel(self, block_id: str) -> Turn:
        while True:
            block = self._visit(block_id)
            if isinstance(block, AskingBlock):
                return self._wait_at(block)
            step = SILENT[type(block)](block, self._scene())
            self._take(block.id, step)
            if step.status is not FlowStatus.ACTIVE or step.goto is None:
                return self._stop(block.id, step)
            block_id = step.goto

    def follow(self, block_id: str, step: Step) -> Turn:
        self._take(block_id, step)
        if step.status is not FlowStatus.ACTIVE or step.goto is None:
            return self._stop(block_id, step)
        return self.travel(step.goto)

    def _scene(self) -> Scene:
        return _scene(self._flow, self._state, self._context)

    def _visit(self, block_id: str) -> Asking | Silent:
        if len(self._visited) >= STEP_LIMIT:
            raise StepLimitReached(tuple(self._visited))
        block = _block(self._flow, block_id)
        self._visited.append(block_id)
        return block

    def _take(self, block_id: str, step: Step) -> None:
        self._messages += [BotMessage(text, block_id) for text in step.texts if text]
        self._state = replace(self._state, variables={**self._state.variables, **step.saved})
        self._effects += [self._saved(name, value) for name, value in step.saved.items() if value is not None]
        self._effects += step.effects

    def _saved(self, name: str, value: JsonValue) -> VariableSaved:
        spec = self._flow.variables.get(name)
        return VariableSaved(name, spec.role if spec else None, value)

    def _wait_at(self, block: Asking) -> Turn:
        self._state = replace(self._state, block_id=block.id)
        waiting = _repeat(self._flow, self._state, self._context)
        return self._turn((*self._messages, *waiting.messages), waiting.ask)

    def _stop(self, block_id: str, step: Step) -> Turn:
        status = step.status
        if status is FlowStatus.ACTIVE:
            # a draft may lack a next block: walking it ends there instead of failing
            status = FlowStatus.ENDED
            self._effects.append(FlowEnded(block_id, Outcome.COMPLETED))
        waits = block_id if status is FlowStatus.HANDOFF else None
        self._state = replace(self._state, block_id=waits, status=status)
        return self._turn(tuple(self._messages), None)

    def _turn(self, messages: tuple[BotMessage, ...], ask: Ask | None) -> Turn:
        return Turn(self._state, messages, ask, tuple(self._effects), tuple(self._visited))
