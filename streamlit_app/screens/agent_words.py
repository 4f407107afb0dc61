"""The agent's conduct and its knowledge in people's words."""

from typing import Final

from backend.assistant.enums import ReplyLength, SkillName, Tone
from backend.assistant.knowledge.enums import ItemKind
from streamlit_app.kit.i18n import _

ICONS: Final = {ItemKind.FAQ: ":material/help:", ItemKind.PRODUCT: ":material/sell:"}


def tone(value: Tone) -> str:
    return {Tone.FORMAL: _("Formal"), Tone.FRIENDLY: _("Friendly"), Tone.EXPERT: _("Expert")}[value]


def tone_meaning(value: Tone) -> str:
    return {
        Tone.FORMAL: _("Polite and sober, as a bank would write."),
        Tone.FRIENDLY: _("Warm and near, as a good shop assistant talks."),
        Tone.EXPERT: _("To the point, with the facts first."),
    }[value]


def length(value: ReplyLength) -> str:
    return {ReplyLength.SHORT: _("Short"), ReplyLength.NORMAL: _("Usual")}[value]


def skill(value: SkillName) -> str:
    return {SkillName.WELLBEING: _("Wellbeing"), SkillName.RECYCLING: _("Recycling")}[value]


def skill_meaning(value: SkillName) -> str:
    return {
        SkillName.WELLBEING: _("Listens and gives simple advice for everyday wellbeing; never medical."),
        SkillName.RECYCLING: _("Says in which bin something goes."),
    }[value]


def kind(value: ItemKind) -> str:
    return {ItemKind.FAQ: _("Question"), ItemKind.PRODUCT: _("Product")}[value]
