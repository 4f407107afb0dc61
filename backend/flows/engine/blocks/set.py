"""A set: gives variables values, all computed from what was known before."""

from backend.flows.engine.expressions import value_of
from backend.flows.engine.scene import Scene
from backend.flows.engine.steps import Step
from backend.flows.schemas import SetBlock


def advance(block: SetBlock, scene: Scene) -> Step:
    saved = {name: value_of(assigned, scene.variables) for name, assigned in block.assignments.items()}
    return Step(goto=block.next, saved=saved)
