"""A jump: on from another block."""

from backend.flows.engine.scene import Scene
from backend.flows.engine.steps import Step
from backend.flows.schemas import JumpBlock


def advance(block: JumpBlock, _scene: Scene) -> Step:
    return Step(goto=block.goto)
