"""Which module speaks for which kind of block."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from backend.flows import schemas
from backend.flows.engine.blocks import buttons, condition, consent, date, end, handoff, jump, media, message
from backend.flows.engine.blocks import input as input_block
from backend.flows.engine.blocks import range as range_block
from backend.flows.engine.blocks import set as set_block
from backend.flows.engine.scene import Scene
from backend.flows.engine.state import Reply
from backend.flows.engine.steps import Step, Wrong
from backend.flows.engine.turn import Ask


@dataclass(frozen=True, slots=True)
class AskingKind:
    """Any: the table's key is the class of the block each function takes, which types cannot say."""

    prompt: Callable[[Any, Scene], str]
    ask: Callable[[Any, Scene], Ask]
    parse: Callable[[Any, Reply, Scene], Step | Wrong]


# Any: as above
Advance = Callable[[Any, Scene], Step]

ASKING: Final[Mapping[type[schemas.Shape], AskingKind]] = {
    schemas.ButtonsBlock: AskingKind(buttons.prompt, buttons.ask, buttons.parse),
    schemas.InputBlock: AskingKind(input_block.prompt, input_block.ask, input_block.parse),
    schemas.DateBlock: AskingKind(date.prompt, date.ask, date.parse),
    schemas.RangeBlock: AskingKind(range_block.prompt, range_block.ask, range_block.parse),
    schemas.MediaBlock: AskingKind(media.prompt, media.ask, media.parse),
    schemas.ConsentBlock: AskingKind(consent.prompt, consent.ask, consent.parse),
}

SILENT: Final[Mapping[type[schemas.Shape], Advance]] = {
    schemas.MessageBlock: message.advance,
    schemas.ConditionBlock: condition.advance,
    schemas.SetBlock: set_block.advance,
    schemas.JumpBlock: jump.advance,
    schemas.HandoffBlock: handoff.advance,
    schemas.EndBlock: end.advance,
}
