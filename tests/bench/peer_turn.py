"""A turn of Bot Framework for Python: two questions that ask for ever, in memory. Runs in a venv of its own.

`python peer_turn.py <seconds>` prints turns a second.
"""

import asyncio
import sys
import time
from importlib import import_module
from typing import Any

VISITORS = 16

# By name, because only the peer's own environment has them.
core = import_module("botbuilder.core")
adapters = import_module("botbuilder.core.adapters")
schema = import_module("botbuilder.schema")
dialogs = import_module("botbuilder.dialogs")
prompts = import_module("botbuilder.dialogs.prompts")


# Any, here and below: the peer's own classes.
async def _ask(step: Any) -> Any:
    if step.result is not None:
        step.values["answer"] = step.result
    return await step.prompt("text", prompts.PromptOptions(prompt=core.MessageFactory.text("¿Y ahora?")))


async def _again(step: Any) -> Any:
    return await step.replace_dialog("road")


def _logic() -> Any:
    """What handles a turn of any conversation."""
    state = core.ConversationState(core.MemoryStorage())
    known = dialogs.DialogSet(state.create_property("dialogs"))
    known.add(prompts.TextPrompt("text"))
    known.add(dialogs.WaterfallDialog("road", [_ask, _ask, _again]))

    async def turn(context: Any) -> None:
        found = await known.create_context(context)
        if (await found.continue_dialog()).status == dialogs.DialogTurnStatus.Empty:
            await found.begin_dialog("road")
        await state.save_changes(context)

    return turn


def _visitor(number: int, logic: Any) -> Any:
    template = schema.Activity(
        channel_id="test",
        service_url="https://test.example.com",
        from_property=schema.ChannelAccount(id="user", name="user"),
        recipient=schema.ChannelAccount(id="bot", name="bot"),
        conversation=schema.ConversationAccount(id=f"conversation-{number}"),
    )
    return adapters.TestAdapter(logic, template)


async def _rate(seconds: float) -> float:
    logic = _logic()
    visitors = [_visitor(number, logic) for number in range(VISITORS)]
    turns, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        for visitor in visitors:
            activity = schema.Activity(type="message", text=f"answer number {turns}")
            await visitor.process_activity(activity, logic)
            assert visitor.activity_buffer
            visitor.activity_buffer.clear()
            turns += 1
    return turns / (time.perf_counter() - began)


if __name__ == "__main__":
    print(asyncio.run(_rate(float(sys.argv[1]))))
