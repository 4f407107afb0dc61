"""Everything this panel says is there in four languages (PAN-04)."""

import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from admin_app import frame, words
from backend.audit.enums import ActorKind
from backend.core.language import LANGUAGES, Language
from backend.flows.enums import Preset
from backend.plans.enums import Metric, Window
from backend.tenants.enums import TenantStatus
from streamlit_app.kit import i18n
from tests.support.panel_words import Message, messages

CHECKOUT = Path(frame.__file__).parents[1]
PLACES = (("admin_app", "admin"), ("streamlit_app", "panel"))


@pytest.fixture(scope="module")
def said() -> set[Message]:
    return messages(CHECKOUT / "admin_app")


def catalogue(folder: str, domain: str, language: str) -> dict[Message, str | tuple[str, ...]]:
    path = CHECKOUT / folder / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
    with path.open("rb") as file:
        return {message.id: message.string for message in read_po(file, locale=language) if message.id}  # type: ignore[misc] # babel's ids are text or pairs


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_words_here_or_in_the_shared_catalogue(said: set[Message], language: Language) -> None:
    both = [catalogue(folder, domain, language) for folder, domain in PLACES]
    assert not [message for message in said if not any(all(_forms(each.get(message, ""))) for each in both)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_catalogue_keeps_what_nobody_says(said: set[Message], language: Language) -> None:
    assert not set(catalogue("admin_app", "admin", language)) - said


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language: Language) -> None:
    wrong = [
        message
        for message, translated in catalogue("admin_app", "admin", language).items()
        if _names(_forms(translated)[-1]) != _names(_forms(message)[-1])
    ]
    assert not wrong


def test_a_company_is_active_in_its_own_gender(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other panel's "Active" is a lead's stage; this panel's catalogue is asked first."""
    monkeypatch.setattr(i18n, "FALLBACK", "es")
    assert words.status(TenantStatus.ACTIVE) == "Activa"


def test_every_vocabulary_is_complete() -> None:
    """A member without words would be a KeyError on the page."""
    said = [
        *map(words.status, TenantStatus),
        *map(words.preset, Preset),
        *map(words.actor, ActorKind),
        *map(words.window, Window),
        *map(words.metric, Metric),
    ]
    assert all(said)
    assert not {words.metric(each) for each in Metric} & {each.value for each in Metric}


def _forms(message: str | tuple[str, ...]) -> tuple[str, ...]:
    return message if isinstance(message, tuple) else (message,)


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
