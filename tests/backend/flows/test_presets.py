"""Both presets are sound and can be talked through in every language (FLW-09)."""

import pytest

from backend.core.language import LANGUAGES, Language
from backend.flows.engine.state import Reply
from backend.flows.engine.turn import ConsentGiven, FlowEnded, HandoffRequested, VariableSaved
from backend.flows.enums import FlowStatus, Outcome, Preset, VariableRole
from backend.flows.presets import load
from backend.flows.schemas import ButtonsBlock
from backend.flows.validation import faults, warnings
from tests.support.flows import Talk

YES: dict[Language, str] = {"es": "sí, claro", "ca": "d'acord", "pt": "sim", "en": "yes"}
ANSWERS: dict[Preset, dict[Language, list[str]]] = {
    Preset.KITCHEN_STUDIO: {
        "es": ["quiero una cocina nueva", "nórdico", "unos 12,5 m2", "entre 5 y 8 mil euros", "ya", "saltar"],
        "ca": [
            "una cuina nova",
            "nòrdica",
            "uns 12,5 m2",
            "entre 5 i 8 mil euros",
            "com més aviat millor",
            "ometre",
        ],
        "pt": ["cozinha nova", "nórdico", "uns 12,5 m2", "entre 5 e 8 mil euros", "urgente", "pular"],
        "en": ["a new kitchen", "scandinavian", "about 12.5 sqm", "between 5 and 8k", "asap", "skip"],
    },
    Preset.GENERAL_BUSINESS: {
        "es": ["presupuesto", "Una web para mi tienda", "cuanto antes", "entre 5 y 8 mil"],
        "ca": ["pressupost", "Un web per a la botiga", "com més aviat millor", "entre 5 i 8 mil"],
        "pt": ["orçamento", "Um site para a loja", "o quanto antes", "entre 5 e 8 mil"],
        "en": ["a quote", "A website for my shop", "as soon as possible", "between 5 and 8k"],
    },
}
NAMES: dict[Language, str] = {"es": "Me llamo Ana", "ca": "Em dic Ana", "pt": "Chamo-me Ana", "en": "I'm Ana"}


@pytest.mark.parametrize("preset", Preset)
def test_preset_may_be_published(preset: Preset) -> None:
    assert faults(load(preset)) == []
    assert warnings(load(preset)) == []
    assert load(preset).languages == [*LANGUAGES]


@pytest.mark.parametrize("preset", Preset)
def test_preset_offers_the_urgencies_that_scoring_reads(preset: Preset) -> None:
    block = load(preset).by_id["urgency"]
    assert isinstance(block, ButtonsBlock)
    assert [option.id for option in block.options] == ["now", "1_3_months", "3_6_months", "later"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("preset", Preset)
def test_preset_walks_to_a_qualified_lead(preset: Preset, language: Language) -> None:
    talk = Talk(load(preset), language)
    answers = [YES[language], *ANSWERS[preset][language], NAMES[language], "ana@example.com", "612345678"]
    effects = [effect for answer in answers for effect in talk.say(answer).effects]
    saved = {effect.role: effect.value for effect in effects if isinstance(effect, VariableSaved)}
    assert saved[VariableRole.BUDGET] == {"min": 5000, "max": 8000, "currency": "EUR"}
    assert saved[VariableRole.URGENCY] == "now"
    assert saved[VariableRole.NAME] == "Ana"
    assert saved[VariableRole.EMAIL] == "ana@example.com"
    assert saved[VariableRole.PHONE] == "+34612345678"
    if preset is Preset.KITCHEN_STUDIO:
        assert (saved[VariableRole.METRES], saved[VariableRole.STYLE]) == (12.5, "nordic")
        assert saved[VariableRole.PROJECT] == "new_kitchen"
    assert any(isinstance(effect, ConsentGiven) for effect in effects)
    assert effects[-1] == FlowEnded("done", Outcome.QUALIFIED)
    assert "Ana" in talk.texts[-1]


@pytest.mark.parametrize("preset", Preset)
def test_one_contact_is_enough_and_none_is_not(preset: Preset) -> None:
    talk = Talk(load(preset))
    for answer in (YES["es"], *ANSWERS[preset]["es"], "Ana", "saltar"):
        talk.say(answer)
    assert talk.state.block_id == "phone_needed"
    assert not talk.say("saltar").accepted
    assert talk.say("612345678").effects[-1] == FlowEnded("done", Outcome.QUALIFIED)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("preset", Preset)
def test_refusing_the_consent_ends_kindly_and_keeps_nothing(preset: Preset, language: Language) -> None:
    talk = Talk(load(preset), language)
    turn = talk.hear(Reply(option="refuse"))
    assert turn.effects[-1] == FlowEnded("refused", Outcome.REFUSED)
    assert len(talk.texts) == 1


@pytest.mark.parametrize("preset", Preset)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_option_is_found_by_its_number_label_and_synonyms(preset: Preset, language: Language) -> None:
    for block in load(preset).blocks:
        if not isinstance(block, ButtonsBlock):
            continue
        for number, option in enumerate(block.options, start=1):
            for words in (str(number), option.label[language], *option.synonyms.get(language, ())):
                talk = Talk(load(preset), language)
                talk.state = talk.state.__class__(block_id=block.id, language=language)
                talk.say(words)
                assert talk.state.variables.get(block.saves or "") == option.id, (block.id, words)


def test_asking_for_a_person_hands_over() -> None:
    talk = Talk(load(Preset.GENERAL_BUSINESS), "ca")
    talk.say("sí")
    turn = talk.say("vull parlar amb una persona")
    assert turn.effects[-1] == HandoffRequested("handoff", "asked_for_person")
    assert talk.state.status is FlowStatus.HANDOFF


def test_a_day_of_silence_closes_the_conversation() -> None:
    talk = Talk(load(Preset.GENERAL_BUSINESS))
    for answer in (YES["es"], *ANSWERS[Preset.GENERAL_BUSINESS]["es"]):
        talk.say(answer)
    assert talk.hear(Reply(timed_out=True)).effects == (FlowEnded("silence", Outcome.ABANDONED),)
