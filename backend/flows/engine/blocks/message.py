"""A message: said, and on."""

from backend.flows.engine.scene import Scene
from backend.flows.engine.steps import Step
from backend.flows.schemas import MessageBlock


def advance(block: MessageBlock, scene: Scene) -> Step:
    return Step(goto=block.next, texts=(scene.say(block.text),))
