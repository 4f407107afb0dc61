"""Walking a flow: opening, answering, going wrong, skipping, waiting, ending (FLW-01, FLW-03)."""

from dataclasses import replace

import pytest
from pydantic import JsonValue

from backend.flows.engine.errors import BlockMissing, FlowBroken, StepLimitReached
from backend.flows.engine.state import FlowState, Reply
from backend.flows.engine.turn import (
    FlowEnded,
    HandoffRequested,
    VariableSaved,
)
from backend.flows.engine.walk import ask_again, give_back, pending_timeout, prompt_again, walk
from backend.flows.enums import FlowStatus, Outcome, VariableRole
from tests.support.flows import CONTEXT, Talk, asking, buttons, end, flow, message

DAY = 86_400


def test_opening_says_messages_and_stops_at_the_first_question() -> None:
    talk = Talk(flow(message("hi", "Hola", "ask"), asking("input"), end()))
    assert talk.texts == ["Hola", "¿Qué?"]
    assert talk.turn.visited == ("hi", "ask")
    assert talk.turn.ask is not None
    assert talk.state.block_id == "ask"


def test_answer_is_saved_announced_and_followed_to_the_end() -> None:
    talk = Talk(flow(asking("input", saves="who"), end(text="Adiós, {who}"), who="text:name"))
    turn = talk.say("  Ana  ")
    assert turn.effects == (
        VariableSaved("who", VariableRole.NAME, "Ana"),
        FlowEnded("end", Outcome.COMPLETED),
    )
    assert talk.texts == ["Adiós, Ana"]
    assert talk.state.status is FlowStatus.ENDED
    assert turn.visited == ("end",)


def test_wrong_answer_keeps_the_place_and_helps() -> None:
    talk = Talk(flow(asking("input", format="number", saves="m"), end(), m="number"))
    turn = talk.say("ni idea")
    assert not turn.accepted
    assert turn.visited == ()
    assert talk.texts == ["No he encontrado ningún número. Escríbelo en cifras, por ejemplo 12,5.", "¿Qué?"]
    assert (talk.state.block_id, talk.state.attempts) == ("ask", 1)
    assert talk.say("12").accepted
    assert talk.state.attempts == 0


def test_a_blocks_own_retry_sentence_is_said_instead() -> None:
    talk = Talk(flow(asking("input", format="email", retry={"es": "¿Seguro, {business}?"}), end()))
    talk.say("?")
    assert talk.texts[0] == "¿Seguro, Cuines Mar?"


def test_second_wrong_answer_to_an_optional_question_tells_how_to_skip() -> None:
    talk = Talk(flow(asking("input", format="email", optional=True), end()))
    talk.say("?")
    assert "saltar" not in talk.texts[0]
    talk.say("?")
    assert "saltar" in talk.texts[0]


@pytest.mark.parametrize("reply", [Reply(), Reply(text="saltar"), Reply(text="no lo sé")])
@pytest.mark.parametrize("kind", ["input", "date", "media"])
def test_optional_question_is_skipped_with_null(kind: str, reply: Reply) -> None:
    types = {"input": "text", "date": "date", "media": "files"}
    talk = Talk(flow(asking(kind, saves="v", optional=True), end(), v=types[kind]))
    turn = talk.hear(reply)
    assert talk.state.status is FlowStatus.ENDED
    assert talk.state.variables == {"v": None}
    assert turn.effects == (FlowEnded("end", Outcome.COMPLETED),)


def test_a_question_that_is_not_optional_cannot_be_skipped() -> None:
    talk = Talk(flow(asking("input", format="email"), end()))
    assert not talk.hear(Reply()).accepted


def test_an_option_that_reads_like_a_skip_word_is_chosen() -> None:
    talk = Talk(flow(buttons("ninguno", "otro", saves="v", optional=True), end(), v="option"))
    talk.say("ninguno")
    assert talk.state.variables == {"v": "ninguno"}


def test_without_a_reply_the_waiting_question_is_repeated() -> None:
    talk = Talk(flow(asking("input"), end()))
    before = talk.state
    turn = talk.hear(None)
    assert (turn.state, talk.texts, turn.visited) == (before, ["¿Qué?"], ())


@pytest.mark.parametrize("status", [FlowStatus.HANDOFF, FlowStatus.ENDED])
def test_nothing_is_said_once_a_person_took_over_or_it_ended(status: FlowStatus) -> None:
    definition = flow(asking("input"), end())
    state = replace(FlowState.fresh("es"), status=status)
    turn = walk(definition, state, Reply(text="hola"), CONTEXT)
    assert (turn.messages, turn.ask, turn.accepted, turn.state) == ((), None, False, state)
    assert ask_again(definition, state, CONTEXT) is None
    assert prompt_again(definition, state, CONTEXT) is None
    assert pending_timeout(definition, state) is None


def test_a_first_message_opens_the_flow_whatever_it_says() -> None:
    turn = walk(flow(asking("input"), end()), FlowState.fresh("es"), Reply(text="hola"), CONTEXT)
    assert turn.accepted
    assert turn.state.block_id == "ask"


# Silent blocks


def test_condition_set_and_jump_lead_on() -> None:
    definition = flow(
        asking("input", format="number", saves="m", next="big"),
        {
            "type": "set",
            "id": "big",
            "assignments": {
                "large": {"op": "gte", "left": {"var": "m"}, "right": {"const": 20}},
                "copy": {"var": "m"},
                "note": {"const": "x"},
            },
            "next": "if",
        },
        {
            "type": "condition",
            "id": "if",
            "branches": [{"when": {"op": "eq", "left": {"var": "large"}, "right": {"const": True}}, "goto": "go"}],
            "else": "end",
        },
        {"type": "jump", "id": "go", "goto": "other"},
        end(),
        end("other"),
        m="number",
        large="boolean",
        copy="number",
        note="text:note",
    )
    talk = Talk(definition)
    turn = talk.say("25")
    assert turn.visited == ("big", "if", "go", "other")
    assert talk.state.variables == {"m": 25, "large": True, "copy": 25, "note": "x"}
    assert VariableSaved("note", VariableRole.NOTE, "x") in turn.effects
    assert Talk(definition).say("5").visited == ("big", "if", "end")


@pytest.mark.parametrize("said", [{"message": {"es": "Te paso"}}, {}])
def test_handoff_goes_to_a_person(said: dict[str, JsonValue]) -> None:
    talk = Talk(flow({"type": "handoff", "id": "h", "reason": "asked", **said}))
    assert talk.texts == list(said and ["Te paso"])
    assert talk.turn.effects == (HandoffRequested("h", "asked"),)
    assert talk.state.status is FlowStatus.HANDOFF


def test_given_back_the_bot_goes_on_after_the_handoff() -> None:
    handoff: dict[str, JsonValue] = {"type": "handoff", "id": "h", "next": "ask"}
    talk = Talk(flow(handoff, asking("input"), end()))
    assert not talk.say("¿hola?").accepted
    turn = give_back(talk.flow, talk.state, CONTEXT)
    assert (turn.visited, turn.state.status) == (("ask",), FlowStatus.ACTIVE)
    assert [said.text for said in turn.messages] == ["¿Qué?"]


def test_given_back_where_nothing_follows_the_flow_is_over() -> None:
    talk = Talk(flow({"type": "handoff", "id": "h"}))
    turn = give_back(talk.flow, talk.state, CONTEXT)
    assert turn.effects == (FlowEnded("h", Outcome.COMPLETED),)
    assert not give_back(talk.flow, turn.state, CONTEXT).accepted


def test_given_back_in_the_middle_the_question_is_asked_again() -> None:
    talk = Talk(flow(asking("input"), end()))
    assert [said.text for said in give_back(talk.flow, talk.state, CONTEXT).messages] == ["¿Qué?"]


@pytest.mark.parametrize(
    "blocks",
    [
        [message("a", "Hola", None)],
        [{"type": "condition", "id": "a", "branches": [{"when": {"op": "is_set", "var": "x"}, "goto": "a"}]}],
    ],
)
def test_a_draft_without_a_next_block_ends_there(blocks: list[dict[str, JsonValue]]) -> None:
    talk = Talk(flow(*blocks))
    assert talk.turn.effects == (FlowEnded("a", Outcome.COMPLETED),)


def test_a_draft_whose_question_leads_nowhere_ends_after_it() -> None:
    talk = Talk(flow(asking("input", next=None)))
    assert talk.say("x").effects == (FlowEnded("ask", Outcome.COMPLETED),)


# Broken flows


def test_circuit_breaker_after_a_hundred_silent_blocks() -> None:
    loop = flow(message("a", "x", "b"), message("b", "y", "a"))
    with pytest.raises(StepLimitReached, match="100 blocks") as raised:
        walk(loop, FlowState.fresh("es"), None, CONTEXT)
    assert len(raised.value.visited) == 100


@pytest.mark.parametrize("block_id", ["nowhere", "end"])
def test_a_state_that_does_not_belong_to_the_flow_is_named(block_id: str) -> None:
    state = replace(FlowState.fresh("es"), block_id=block_id)
    with pytest.raises(BlockMissing, match=block_id):
        walk(flow(asking("input"), end()), state, Reply(text="x"), CONTEXT)


def test_a_dangling_next_is_named() -> None:
    with pytest.raises(FlowBroken, match="nowhere"):
        Talk(flow(message("a", "x", "nowhere")))


# Timeouts


def test_silence_leads_to_the_timeouts_block() -> None:
    timed = asking("input", timeout={"after": DAY, "goto": "bye"})
    talk = Talk(flow(timed, end(), end("bye", "Hasta otra", outcome="abandoned")))
    assert pending_timeout(talk.flow, talk.state) == (DAY, "bye")
    turn = talk.hear(Reply(timed_out=True))
    assert (talk.texts, turn.visited) == (["Hasta otra"], ("bye",))
    assert turn.effects == (FlowEnded("bye", Outcome.ABANDONED),)


def test_a_timeout_that_comes_too_late_changes_nothing() -> None:
    talk = Talk(flow(asking("input"), end()))
    assert pending_timeout(talk.flow, talk.state) is None
    before = talk.state
    turn = talk.hear(Reply(timed_out=True))
    assert (turn.messages, turn.accepted, talk.state) == ((), False, before)
    assert turn.ask is not None
