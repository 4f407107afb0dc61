"""An end: the last word, and how it came out."""

from backend.flows.engine.scene import Scene
from backend.flows.engine.steps import Step
from backend.flows.engine.turn import FlowEnded
from backend.flows.enums import FlowStatus
from backend.flows.schemas import EndBlock


def advance(block: EndBlock, scene: Scene) -> Step:
    return Step(
        texts=(scene.say(block.message),) if block.message else (),
        effects=(FlowEnded(block.id, block.outcome),),
        status=FlowStatus.ENDED,
    )
