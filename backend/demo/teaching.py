"""What the studio taught its agent, in four languages, and how the agent behaves."""

import tomllib
from importlib import resources

from backend.assistant import settings_service
from backend.assistant.enums import SkillName
from backend.assistant.knowledge import service as knowledge
from backend.assistant.knowledge.schemas import ItemCreate
from backend.assistant.settings_schemas import Conduct
from backend.core.database.session import TenantSession
from backend.core.http.actor import Actor


async def teach(session: TenantSession, *, by: Actor) -> None:
    await knowledge.take_over(session, _lessons(), by=by)
    words = ["abogado", "reclamación", "hoja de reclamaciones"]
    conduct = Conduct(escalation_words=words, skills=[SkillName.WELLBEING, SkillName.RECYCLING])
    await settings_service.change(session, conduct, by=by)


def _lessons() -> list[ItemCreate]:
    text = (resources.files("backend.demo") / "lessons.toml").read_text(encoding="utf-8")
    return [
        ItemCreate.model_validate({**lesson["facts"], "position": position, "language": language, **words})
        for position, lesson in enumerate(tomllib.loads(text)["lesson"])
        for language, words in lesson["words"].items()
    ]
