"""Every text of a block that a person may read, and the variables each speaks of."""

from collections.abc import Iterator, Mapping

from backend.core.language import Language
from backend.flows.engine.interpolation import placeholders
from backend.flows.engine.scene import BUILT_IN
from backend.flows.schemas import (
    AskingBlock,
    Block,
    ButtonsBlock,
    ConsentBlock,
    EndBlock,
    HandoffBlock,
    MessageBlock,
)

RESERVED = BUILT_IN
Localized = Mapping[Language, str]


def texts_of(block: Block) -> Iterator[tuple[str, Localized]]:
    """(place, text), the place as the block's JSON calls it."""
    if isinstance(block, MessageBlock):
        yield "text", block.text
    if isinstance(block, HandoffBlock | EndBlock) and block.message:
        yield "message", block.message
    if isinstance(block, AskingBlock):
        yield "prompt", block.prompt
        if block.retry:
            yield "retry", block.retry
    if isinstance(block, ConsentBlock):
        yield "text", block.text
    if isinstance(block, ButtonsBlock):
        for option in block.options:
            yield f"options.{option.id}.label", option.label


def names_in(text: Localized) -> list[str]:
    return sorted({name for words in text.values() for name in placeholders(words)})
