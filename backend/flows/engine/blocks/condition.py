"""A condition: the first branch that holds decides the way."""

from backend.flows.engine.expressions import evaluate
from backend.flows.engine.scene import Scene
from backend.flows.engine.steps import Step
from backend.flows.schemas import ConditionBlock


def advance(block: ConditionBlock, scene: Scene) -> Step:
    for branch in block.branches:
        if evaluate(branch.when, scene.variables):
            return Step(goto=branch.goto)
    return Step(goto=block.otherwise)
