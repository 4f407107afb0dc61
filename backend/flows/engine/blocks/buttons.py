"""Buttons: one option, or several; free text is matched to them with care."""

from backend.flows.engine.parsing.choices import Choice, match_many, match_one
from backend.flows.engine.replies import words
from backend.flows.engine.scene import Scene
from backend.flows.engine.sentences import Hint
from backend.flows.engine.state import Reply
from backend.flows.engine.steps import Step, Wrong, answered
from backend.flows.engine.turn import Ask
from backend.flows.schemas import ButtonsBlock, Option


def prompt(block: ButtonsBlock, scene: Scene) -> str:
    return scene.say(block.prompt)


def ask(block: ButtonsBlock, scene: Scene) -> Ask:
    options = tuple((option.id, scene.label(option.label)) for option in block.options)
    return Ask(block.id, "buttons", options=options, optional=block.optional, multiple=block.multiple)


def parse(block: ButtonsBlock, reply: Reply, scene: Scene) -> Step | Wrong:
    chosen = _chosen(block, reply, scene)
    if not chosen:
        labels = ", ".join(scene.label(option.label) for option in block.options)
        return Wrong(Hint.CHOOSE_SOME if block.multiple else Hint.CHOOSE_ONE, {"options": labels})
    if block.multiple:
        return answered(block.next, block.saves, [*chosen])
    option = next(option for option in block.options if option.id == chosen[0])
    return answered(option.next or block.next, block.saves, option.id)


def _chosen(block: ButtonsBlock, reply: Reply, scene: Scene) -> list[str]:
    known = {option.id for option in block.options}
    if reply.option is not None:
        return [reply.option] if reply.option in known else []
    if isinstance(reply.value, list):
        ids = [item for item in reply.value if isinstance(item, str) and item in known]
        fits = len(ids) == len(reply.value) and (block.multiple or len(ids) == 1)
        return list(dict.fromkeys(ids)) if fits else []
    choices = [_choice(option, scene) for option in block.options]
    if block.multiple:
        return match_many(words(reply), choices)
    match = match_one(words(reply), choices)
    return [match] if match else []


def _choice(option: Option, scene: Scene) -> Choice:
    """Names in the conversation's language are searched for; those in the others must be exact."""
    own = (scene.label(option.label), *option.synonyms.get(scene.language, ()))
    others = [*option.label.values(), *(word for words in option.synonyms.values() for word in words)]
    return Choice(option.id, own, tuple(others))
