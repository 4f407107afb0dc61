"""A consent: asked plainly, kept as evidence, and taken kindly when refused (SEC-01)."""

from backend.flows.engine.parsing.confirmations import parse_confirmation
from backend.flows.engine.replies import words
from backend.flows.engine.scene import Scene
from backend.flows.engine.sentences import ACCEPT, FAREWELL, REFUSE, Hint
from backend.flows.engine.state import Reply
from backend.flows.engine.steps import Step, Wrong, answered
from backend.flows.engine.turn import Ask, ConsentGiven, ConsentRefused, FlowEnded
from backend.flows.enums import FlowStatus, Outcome
from backend.flows.schemas import ConsentBlock

ACCEPT_ID = "accept"
REFUSE_ID = "refuse"


def prompt(block: ConsentBlock, scene: Scene) -> str:
    parts = (scene.say(block.text), block.link, scene.say(block.prompt))
    return "\n\n".join(part for part in parts if part)


def ask(block: ConsentBlock, scene: Scene) -> Ask:
    options = ((ACCEPT_ID, ACCEPT[scene.language]), (REFUSE_ID, REFUSE[scene.language]))
    return Ask(block.id, "consent", options=options, optional=block.optional)


def parse(block: ConsentBlock, reply: Reply, scene: Scene) -> Step | Wrong:
    match _decision(reply):
        case True:
            given = ConsentGiven(block.purpose, prompt(block, scene), scene.language)
            step = answered(block.next, block.saves, True)
            return Step(step.goto, saved=step.saved, effects=(given,))
        case False:
            return _refusal(block, scene)
        case None:
            return Wrong(Hint.CONSENT)


def _decision(reply: Reply) -> bool | None:
    if isinstance(reply.value, bool):
        return reply.value
    if reply.option is not None:
        return {ACCEPT_ID: True, REFUSE_ID: False}.get(reply.option)
    return parse_confirmation(words(reply))


def _refusal(block: ConsentBlock, scene: Scene) -> Step:
    saved = answered(None, block.saves, False).saved
    refused = ConsentRefused(block.purpose)
    # an optional consent asks a favour: without it the conversation goes on
    onwards = block.refused or (block.next if block.optional else None)
    if onwards:
        return Step(onwards, saved=saved, effects=(refused,))
    ended = FlowEnded(block.id, Outcome.REFUSED)
    return Step(texts=(FAREWELL[scene.language],), saved=saved, effects=(refused, ended), status=FlowStatus.ENDED)
