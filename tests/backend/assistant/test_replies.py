"""What is said without a model: complete in four languages and three tones, varied, the same for the same turn."""

import re
from itertools import combinations, product

import pytest

from backend.assistant.enums import ReplyLength, Tone
from backend.assistant.replies.enums import Situation
from backend.assistant.replies.saying import say, sentences
from backend.core.language import LANGUAGES, Language

SPOKEN = [each for each in Situation if each is not Situation.SPAM]
EVERY = list(product(SPOKEN, LANGUAGES, Tone))
# What may be known in a situation; names stand in any of them.
KNOWN = {
    Situation.INTEREST_STRONG: {"product": "Cuarzo", "price": "320 €", "link": "https://example.com/pay"},
    Situation.QUESTION_PRODUCT: {"product": "Cuarzo", "price": "320 €", "link": "https://example.com", "answer": "Sí."},
    Situation.QUESTION_GENERAL: {"answer": "Sí.", "link": "https://example.com"},
    Situation.HANDOFF_CLOSED: {"hours": "9-14"},
    Situation.OUT_OF_OFFICE: {"hours": "9-14"},
}
# Without one of these there is nothing to say in the situation.
NEEDED = {Situation.QUESTION_PRODUCT: {"answer", "product"}, Situation.QUESTION_GENERAL: {"answer"}}
OBJECTIONS = [each for each in Situation if each.value.startswith("objection")]
LEFTOVERS = re.compile(r"[{}<>\[\]¶]|\s[,.!?;:]|\.\.|  | $")


def slot_sets(situation: Situation) -> list[dict[str, str]]:
    known = KNOWN.get(situation, {})
    needed = NEEDED.get(situation, set())
    every = [dict(each) for size in range(len(known) + 1) for each in combinations(known.items(), size)]
    # Links and prices are of a product that is named; a FAQ has only its answer.
    return [each for each in every if not needed or needed & each.keys()]


def spoken(situation: Situation, language: Language, tone: Tone, **more: object) -> set[str]:
    """All that may be said, found by many seeds."""
    given = {"slots": {}, **more}
    return {
        say(situation, language=language, tone=tone, seed=str(seed), **given)  # type: ignore[arg-type]  # a test's own
        for seed in range(60)
    }


@pytest.mark.parametrize(("situation", "language", "tone"), EVERY)
def test_there_are_two_ways_at_least_and_nothing_of_the_template_stays(
    situation: Situation, language: Language, tone: Tone
) -> None:
    for slots in slot_sets(situation):
        for length, emoji, named in product(ReplyLength, (True, False), ({}, {"name": "Ana"})):
            found = spoken(situation, language, tone, length=length, emoji=emoji, slots=slots | named)
            # Whoever wants it short gets the answer of the knowledge list and nothing else.
            assert len(found) >= (1 if "answer" in slots and length is ReplyLength.SHORT else 2), (slots, length)
            for each in found:
                assert not LEFTOVERS.search(each), each
                assert each[-1] in ".?!" or not each[-1].isascii() or "link" in slots, each
                assert all(slots[name] in each for name in slots if name == "link"), each


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_knows_the_same_situations(language: Language) -> None:
    assert set(sentences(language)) == {each.value for each in SPOKEN}
    for situation, tones in sentences(language).items():
        assert set(tones) == {each.value for each in Tone}
        assert {tone: len(each) for tone, each in tones.items()} == {
            tone: len(each) for tone, each in sentences("es")[situation].items()
        }


@pytest.mark.parametrize(("situation", "language", "tone"), [each for each in EVERY if each[0] in OBJECTIONS])
def test_an_objection_meets_empathy_and_exactly_one_question(
    situation: Situation, language: Language, tone: Tone
) -> None:
    for length in ReplyLength:
        for each in spoken(situation, language, tone, length=length):
            assert each.count("?") == 1
            assert len(re.split(r"(?<=[.!?])\s|\s(?=[¿A-ZÀ-Ý])", each)) >= 2


def test_the_same_turn_says_the_same() -> None:
    one, two = (say(Situation.GREETING, language="es", seed="a:1") for _ in range(2))
    assert one == two


@pytest.mark.parametrize(("situation", "language", "tone"), EVERY)
def test_it_never_says_the_same_twice_in_a_row(situation: Situation, language: Language, tone: Tone) -> None:
    slots = KNOWN.get(situation, {})
    said = [""]
    for turn in range(10):
        now = say(situation, language=language, tone=tone, seed=f"c:{turn}", previous=said[-1:], slots=slots)
        assert now not in said[-1:]
        said.append(now)


def test_what_is_known_is_said() -> None:
    with_link = say(Situation.INTEREST_STRONG, language="en", seed="1", slots=KNOWN[Situation.INTEREST_STRONG])
    assert "https://example.com/pay" in with_link
    assert "Cuarzo: 320 €" in with_link
    assert "?" in say(Situation.INTEREST_STRONG, language="en", seed="1")


def test_spam_meets_silence() -> None:
    assert say(Situation.SPAM, language="es", seed="1") == ""


def test_short_is_shorter_and_without_pictures_there_are_none() -> None:
    for language, situation in product(LANGUAGES, SPOKEN):
        slots = {"answer": "x", "product": "x"}
        normal, short = (
            say(situation, language=language, length=each, seed="7", slots=slots)
            for each in (ReplyLength.NORMAL, ReplyLength.SHORT)
        )
        assert len(short) <= len(normal)
        bare = say(situation, language=language, emoji=False, seed="7", slots=slots)
        assert not re.search("[\U0001f300-\U0001faff\u2600-\u27bf]", bare)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("{name}", "name"), ("{{7*7}}", "7*7"), ("<b>", "<b>"), ("A\x00n\u202ea\n", "Ana"), ("x" * 500, "x" * 120)],
)
def test_what_fills_a_sentence_is_never_read_as_one(value: str, shown: str) -> None:
    said = say(Situation.GREETING, language="es", tone=Tone.EXPERT, seed="1", slots={"name": value})
    assert f"Hola, {shown}." in said


def test_an_answer_keeps_its_lines() -> None:
    said = say(Situation.QUESTION_GENERAL, language="es", seed="1", slots={"answer": "Uno\nDos"})
    assert said.startswith("Uno\nDos")
