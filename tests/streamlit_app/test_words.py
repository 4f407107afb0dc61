"""Everything the panel says is there in four languages, and nothing is said past the catalogue (PAN-04)."""

import ast
import re
import string
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from backend.core.language import LANGUAGES, Language
from streamlit_app.kit import formatting, i18n
from streamlit_app.kit.i18n import words
from tests.support.panel_words import Message, messages

Speak = Callable[[str], None]
PANEL = Path(__file__).parents[2] / "streamlit_app"


@pytest.fixture(scope="module")
def said() -> set[Message]:
    return messages(PANEL)


def catalogue(language: str) -> dict[Message, str | tuple[str, ...]]:
    path = PANEL / "locale" / language / "LC_MESSAGES" / "panel.po"
    with path.open("rb") as file:
        return {message.id: message.string for message in read_po(file, locale=language) if message.id}  # type: ignore[misc] # babel's ids are text or pairs


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_words(said: set[Message], language: Language) -> None:
    found = catalogue(language)
    empty = [message for message in said if not all(_forms(found.get(message, "")))]
    assert not empty


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_catalogue_keeps_what_nobody_says(said: set[Message], language: Language) -> None:
    assert not set(catalogue(language)) - said


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language: Language) -> None:
    wrong = [
        message
        for message, translated in catalogue(language).items()
        if any(_names(form) != _names(_forms(message)[-1]) for form in _forms(translated)[-1:])
    ]
    assert not wrong


def _forms(message: str | tuple[str, ...]) -> tuple[str, ...]:
    return message if isinstance(message, tuple) else (message,)


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


SHOWING = frozenset(
    """
    title header subheader markdown write caption text button form_submit_button error warning info success toast
    text_input text_area selectbox pills segmented_control slider color_picker number_input metric tabs expander
    popover link_button download_button chat_input checkbox toggle radio spinner badge dialog TextColumn
    """.split()  # noqa: SIM905 - a list of thirty quoted words is harder to read
)
NAMES_OF_PRODUCTS = frozenset({"WhatsApp"})
NOT_WORDS = re.compile(r":[a-z-]+(\[|/[a-z_]+:)|https?://\S+")


def test_nothing_is_shown_that_does_not_go_through_the_catalogue() -> None:
    """A literal with a word in it, given to a Streamlit call as what is shown."""
    found = [
        f"{path.name}:{call.lineno} {text!r}"
        for path in sorted(PANEL.rglob("*.py"))
        for call in _shown(path)
        for text in _literals(call.args[0])
        if text not in NAMES_OF_PRODUCTS and re.search(r"[^\W\d_]{3,}", NOT_WORDS.sub("", text))
    ]
    assert found == []


def _shown(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            of = node.func.value
            if node.func.attr in SHOWING and not (isinstance(of, ast.Name) and of.id == "log"):
                yield node


def _literals(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return [str(part.value) for part in node.values if isinstance(part, ast.Constant)]
    return []


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [("es", 1, "1 día"), ("es", 2, "2 días"), ("ca", 7, "7 dies"), ("pt", 1, "1 dia"), ("en", 30, "30 days")],
)
def test_counted_words(language: Language, count: int, said: str) -> None:
    assert words(language).ngettext("{count} day", "{count} days", count).format(count=count) == said


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Speak:
    return lambda language: monkeypatch.setattr(i18n, "FALLBACK", language)


@pytest.mark.parametrize(
    ("language", "code", "said"),
    [
        ("es", "202603", "marzo 2026"),
        ("ca", "202604", "abril 2026"),
        ("pt", "202612", "dezembro 2026"),
        ("en", "202601", "January 2026"),
        ("es", "20260314", "14 marzo 2026"),
        ("es", "", ""),
        ("es", "202613", "202613"),
    ],
)
def test_a_period_is_said_as_month_and_year(speak: Speak, language: str, code: str, said: str) -> None:
    """BIL-20."""
    speak(language)
    assert formatting.period(code) == said


@pytest.mark.parametrize(
    ("language", "shown"), [("es", "12.500 €"), ("ca", "12.500 €"), ("pt", "12 500 €"), ("en", "€12,500")]
)
def test_money_is_written_as_people_write_it(speak: Speak, language: str, shown: str) -> None:
    speak(language)
    assert formatting.money(12_500, "EUR").replace("\xa0", " ").replace("\u202f", " ") == shown


@pytest.mark.parametrize(("amount", "currency", "shown"), [(4990, "CLP", "4.990 CLP"), (4990, "EUR", "49,90 €")])
def test_minor_units_follow_the_currency(speak: Speak, amount: int, currency: str, shown: str) -> None:
    """X4: CLP has no decimals."""
    speak("es")
    assert formatting.money_minor(amount, currency).replace("\xa0", " ") == shown


def test_recent_moments_are_told_by_the_clock(speak: Speak) -> None:
    speak("es")
    now = datetime.now(UTC)
    assert formatting.ago(now) == "ahora"
    assert formatting.ago(now - timedelta(minutes=5)) == "5 min"


@pytest.mark.parametrize("text", ["![a](https://x.example/p.png)", "**b** `c` <b>d</b>", ":material/home: $x$ a@b.co"])
def test_plain_words_have_no_markdown_left(text: str) -> None:
    shown = formatting.plain(text)
    assert re.sub(r"\\(.)", r"\1", shown) == text
    assert not re.search(r"(?<!\\)[*_`\[\]<>!:$@]", shown)
