"""Every skill there is; a new one is a file and a line here. Pure."""

from collections.abc import Mapping
from typing import Final

from backend.assistant.enums import SkillName
from backend.assistant.skills.base import Skill
from backend.assistant.skills.recycling import Recycling
from backend.assistant.skills.wellbeing import Wellbeing

SKILLS: Final[Mapping[SkillName, Skill]] = {each.name: each for each in (Wellbeing(), Recycling())}
