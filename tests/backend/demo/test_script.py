"""The stories without a database: always the same, never in the future, and answered as the flow asks."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from backend.demo import acts, timing
from backend.demo.acts import Story
from backend.demo.people import person
from backend.demo.script import stories
from backend.flows.engine.parsing.phones import parse_phone
from backend.flows.engine.state import FlowState, Reply
from backend.flows.engine.walk import give_back, walk
from backend.flows.enums import FlowStatus, Preset
from backend.flows.presets import load
from tests.support.flows import CONTEXT

MADRID = ZoneInfo("Europe/Madrid")
NOW = datetime(2026, 11, 19, 19, 30, tzinfo=UTC)  # a Thursday evening


@pytest.fixture(scope="module")
def told() -> list[Story]:
    return stories(NOW, MADRID)


def test_two_tellings_are_the_same(told: list[Story]) -> None:
    assert stories(NOW, MADRID) == told


@pytest.mark.parametrize(
    "now",
    [NOW, datetime(2026, 11, 22, 0, 5, tzinfo=MADRID), datetime(2026, 3, 29, 3, 10, tzinfo=MADRID)],
    ids=["evening", "just past midnight", "the night of summer time"],
)
def test_nothing_lies_in_the_future_nor_out_of_order(now: datetime) -> None:
    found = stories(now, MADRID)
    assert [story.at for story in found] == sorted(story.at for story in found)
    for story in found:
        moments = [story.at.timestamp(), *(act.at.timestamp() for act in story.acts)]
        assert moments == sorted(moments)
        assert moments[-1] <= now.timestamp()
        assert story.at > now - timedelta(days=timing.DAYS + 1)


def test_there_are_four_languages_and_mostly_those_of_the_place(told: list[Story]) -> None:
    languages = Counter(story.language for story in told)
    assert len(told) == 140
    assert set(languages) == {"es", "ca", "pt", "en"}
    assert languages["es"] + languages["ca"] > 100


def test_evenings_are_busier_than_nights(told: list[Story]) -> None:
    hours = Counter(story.at.astimezone(MADRID).hour for story in told)
    assert sum(hours[hour] for hour in range(18, 23)) > 3 * sum(hours[hour] for hour in range(8))


def test_the_studio_answers_in_working_hours(told: list[Story]) -> None:
    answered = [act.at.astimezone(MADRID) for story in told for act in story.acts if isinstance(act, acts.Moves)]
    assert answered
    assert {moment.weekday() for moment in answered} <= {0, 1, 2, 3, 4}
    assert all(9 <= moment.hour <= 18 for moment in answered)


def test_campaigns_bring_some_of_them(told: list[Story]) -> None:
    campaigns = Counter(story.utm.get("campaign") for story in told)
    assert len(campaigns) == 4
    assert campaigns[None] > len(told) / 3


def test_every_answer_meets_the_question_it_was_meant_for(told: list[Story]) -> None:
    """A preset that asks otherwise would turn the demo into nonsense; here it fails instead."""
    flow = load(Preset.KITCHEN_STUDIO)
    for story in told:
        turn = walk(flow, FlowState.fresh(story.language), None, CONTEXT)
        for act in story.acts:
            if isinstance(act, acts.Says) and act.asked:
                assert turn.ask is not None
                assert turn.ask.block_id == act.asked
                turn = walk(flow, turn.state, act.reply, CONTEXT)
            elif isinstance(act, acts.FallsSilent):
                turn = walk(flow, turn.state, Reply(timed_out=True), CONTEXT)
                assert turn.state.status is FlowStatus.ENDED
            elif isinstance(act, acts.GivesBack):
                turn = give_back(flow, turn.state, CONTEXT)
        if any(isinstance(act, acts.Says) and act.asked is None for act in story.acts[-3:]):
            assert turn.ask is None


def test_people_are_many_and_none_can_be_called() -> None:
    people = [person(language, number) for language in ("es", "ca", "pt", "en") for number in range(50)]
    numbers = {parse_phone(each.phone, "ES") for each in people}
    assert len(numbers) == len(people)
    assert None not in numbers
    assert all(number and number.startswith(("+346000", "+3519100")) for number in numbers)
    assert all(each.email.rpartition("@")[2].startswith("example.") for each in people)


def test_starts_are_spread_over_the_days(told: list[Story]) -> None:
    days = sorted({story.at.astimezone(MADRID).date() for story in told})
    assert len(days) >= timing.DAYS - 1
    assert all(later - earlier <= timedelta(days=2) for earlier, later in pairwise(days))
