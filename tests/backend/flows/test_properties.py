"""What holds for any text, any reply and any way through a flow."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.core.language import LANGUAGES, Language
from backend.flows.engine.parsing.choices import Choice, match_many, match_one
from backend.flows.engine.parsing.confirmations import is_skip, parse_confirmation
from backend.flows.engine.parsing.dates import parse_date
from backend.flows.engine.parsing.emails import parse_email
from backend.flows.engine.parsing.money import parse_money
from backend.flows.engine.parsing.names import bare_name
from backend.flows.engine.parsing.numbers import parse_number
from backend.flows.engine.parsing.phones import parse_phone
from backend.flows.engine.state import FlowState, Reply
from backend.flows.engine.turn import Turn
from backend.flows.engine.walk import walk
from backend.flows.enums import FlowStatus, Preset
from backend.flows.presets import load
from backend.flows.schemas import AskingBlock, ButtonsBlock, FlowDefinition
from tests.support.flows import CONTEXT, TODAY

# Words that the parsers know, so that chance finds their seams, beside any text at all.
SEAMS = (
    "entre y 5 8.000 mil k € - + menos de un una cent cents hundred mañana 12/3 31 2 lunes "
    "marc d'aqui a setmanes x m2 @ . , ' no si saltar 612345678 \x00 \u202e 👍🏽 ½ ٣ ² ﷺ \ud800 {name} <b> ; --"
)
WORDS = st.sampled_from(SEAMS.split(" "))
TEXTS = st.one_of(
    st.text(max_size=200),
    st.text(alphabet=st.characters(), max_size=60),
    st.lists(WORDS, max_size=12).map(" ".join),
    st.lists(WORDS, max_size=12).map("".join),
)
LANGUAGE = st.sampled_from(LANGUAGES)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["min", "max", "a"]), inner, max_size=3)
    ),
    max_leaves=5,
)
FILES = (("f1", "image/png"), ("f2", "text/html"))
REPLIES = st.one_of(
    st.builds(Reply, text=TEXTS),
    st.builds(Reply, value=JSON),
    st.builds(Reply, option=st.sampled_from(["accept", "refuse", "now", "other", "person", "?"])),
    st.builds(
        Reply,
        file_ids=st.lists(st.sampled_from(["f1", "f2", "f3"]), max_size=7).map(tuple),
        files=st.just(FILES),
    ),
    st.just(Reply()),
    st.just(Reply(timed_out=True)),
)
PLACES = [(preset, block.id) for preset in Preset for block in load(preset).blocks if isinstance(block, AskingBlock)]


@given(TEXTS, LANGUAGE)
@settings(max_examples=300, deadline=None)
def test_no_parser_raises_on_any_text(text: str, language: Language) -> None:
    choices = [Choice("a", ("Cocina nueva", text), (text,)), Choice("b", ("Otra",))]
    parse_number(text, language, "m2")
    parse_money(text, language, "EUR")
    parse_phone(text, "ES")
    parse_email(text)
    parse_date(text, language, TODAY)
    parse_confirmation(text)
    is_skip(text)
    bare_name(text)
    match_one(text, choices)
    match_many(text, choices)


@pytest.mark.parametrize(
    "text", ["9" * 100_000, "1." * 50_000, "a" * 100_000, "mil " * 25_000, "y " * 50_000, "\u202e" * 100_000]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_huge_texts_are_only_read_so_far(text: str, language: Language) -> None:
    for preset, block_id in PLACES:
        state = FlowState(block_id, language)
        check(load(preset), state, walk(load(preset), state, Reply(text=text), CONTEXT))


@given(st.sampled_from(PLACES), REPLIES, LANGUAGE)
@settings(max_examples=400, deadline=None)
def test_any_reply_at_any_question_gives_a_sound_turn(
    place: tuple[Preset, str], reply: Reply, language: Language
) -> None:
    flow, state = load(place[0]), FlowState(place[1], language)
    check(flow, state, walk(flow, state, reply, CONTEXT))


@given(st.sampled_from(Preset), LANGUAGE, st.lists(REPLIES, max_size=10))
@settings(max_examples=100, deadline=None)
def test_a_conversation_of_any_replies_stays_sound(preset: Preset, language: Language, replies: list[Reply]) -> None:
    flow, state = load(preset), FlowState.fresh(language)
    for reply in (None, *replies):
        turn = walk(flow, state, reply, CONTEXT)
        check(flow, state, turn)
        assert turn == walk(flow, state, reply, CONTEXT)
        state = turn.state


@given(st.sampled_from(Preset), LANGUAGE, st.data())
@settings(max_examples=100, deadline=None)
def test_a_random_way_through_a_preset_ends(preset: Preset, language: Language, data: st.DataObject) -> None:
    flow = load(preset)
    turn = walk(flow, FlowState.fresh(language), None, CONTEXT)
    steps = 0
    while turn.ask:
        block = flow.by_id[turn.ask.block_id]
        assert isinstance(block, AskingBlock)
        turn = walk(flow, turn.state, data.draw(fitting(block)), CONTEXT)
        assert turn.accepted
        steps += 1
        assert steps <= len(flow.blocks)
    assert turn.state.status in (FlowStatus.ENDED, FlowStatus.HANDOFF)


def fitting(block: AskingBlock) -> st.SearchStrategy[Reply]:
    if isinstance(block, ButtonsBlock):
        good = st.sampled_from([Reply(option=option.id) for option in block.options])
    else:
        texts = {"consent": "sí", "metres": "12 m2", "budget": "8.000 €", "email": "ana@example.com"}
        phones = dict.fromkeys(("phone", "phone_needed"), "612 34 56 78")
        text = {**texts, **phones}.get(block.id, "Ana Puig")
        good = st.just(Reply(file_ids=("f1",), files=FILES) if block.id == "photos" else Reply(text=text))
    return good | st.just(Reply()) if block.optional else good


def check(flow: FlowDefinition, before: FlowState, turn: Turn) -> None:
    stored = json.dumps(turn.state.to_json(), allow_nan=False).encode("utf-8")
    assert FlowState.from_json(json.loads(stored)) == turn.state
    assert "\\u0000" not in stored.decode()
    for said in turn.messages:
        said.text.encode("utf-8")
    assert all(block_id in flow.by_id for block_id in turn.visited)
    if turn.ask:
        assert turn.state.block_id == turn.ask.block_id
        json.dumps(turn.ask.as_wire(), allow_nan=False)
    if not turn.accepted:
        assert turn.visited == ()
        assert turn.state.block_id == before.block_id
        assert turn.state.variables == before.variables
    elif turn.ask:
        assert turn.visited[-1:] in ((turn.ask.block_id,), ())
