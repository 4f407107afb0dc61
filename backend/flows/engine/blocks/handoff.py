"""A handoff: the conversation goes to a person."""

from backend.flows.engine.scene import Scene
from backend.flows.engine.steps import Step
from backend.flows.engine.turn import HandoffRequested
from backend.flows.enums import FlowStatus
from backend.flows.schemas import HandoffBlock


def advance(block: HandoffBlock, scene: Scene) -> Step:
    return Step(
        texts=(scene.say(block.message),) if block.message else (),
        effects=(HandoffRequested(block.id, block.reason),),
        status=FlowStatus.HANDOFF,
    )
