"""Acts on what the assistant should remember for one person (CRM-13)."""

from typing import Final

from pydantic import Field

from backend.assistant import remembering
from backend.assistant.acts.base import Act, Arguments, Desk, Done
from backend.assistant.acts.leads import Nothing


class Remember(Arguments):
    text: str = Field(min_length=1, max_length=1_000)


async def remember(desk: Desk, given: Remember) -> Done:
    await remembering.add(desk.session, desk.actor.user_id, given.text)
    return Done("remembered", {"text": given.text})


async def recall(desk: Desk, given: Nothing) -> Done:
    text = await remembering.read(desk.session, desk.actor.user_id)
    return Done("recalled" if text else "nothing_remembered", {"text": text})


async def describe_forgetting(desk: Desk, given: Nothing) -> Done:
    return Done("forget_asked")


async def forget(desk: Desk, given: Nothing) -> Done:
    await remembering.write(desk.session, desk.actor.user_id, "")
    return Done("forgotten")


ACTS: Final = (
    Act("remember", "Keep something about the person's business for later talks.", Remember, remember),
    Act("recall", "Read what was kept.", Nothing, recall),
    Act("forget", "Empty the memory.", Nothing, forget, describe=describe_forgetting),
)
