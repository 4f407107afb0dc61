"""How near somebody is to buying (CRM-01, DMA-03, X18): bounded, explained, and moved the right way by each message."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.assistant.enums import Intent
from backend.assistant.intents.purchase_intent import BASE, Heard, estimate

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
heard = st.builds(
    Heard,
    st.sampled_from(Intent),
    st.integers(0, 400).map(lambda days: NOW - timedelta(days=days)),
    st.floats(0, 1),
)
histories = st.lists(heard, max_size=30)


@given(histories)
def test_the_value_is_a_share_and_the_sum_of_its_parts(history: list[Heard]) -> None:
    found = estimate(history, NOW)
    assert 0 <= found.value <= 1
    assert found.value == pytest.approx(BASE + sum(part.change for part in found.parts))


@given(histories, st.floats(0, 1))
def test_wanting_to_buy_never_lowers(history: list[Heard], confidence: float) -> None:
    more = [*history, Heard(Intent.INTEREST_STRONG, NOW, confidence)]
    assert estimate(more).value >= estimate(history).value - 1e-9
    assert estimate(more, NOW).value >= estimate(history, NOW).value - 1e-9


@given(histories, heard)
def test_it_never_lowers_wherever_it_stood(history: list[Heard], one: Heard) -> None:
    more = [*history, Heard(Intent.INTEREST_STRONG, one.at, one.confidence)]
    assert estimate(more, NOW).value >= estimate(history, NOW).value - 1e-9


@given(histories, heard, st.sampled_from([Intent.OPT_OUT, Intent.COMPLAINT, Intent.OBJECTION_PRICE]))
def test_a_no_never_raises_wherever_it_stood(history: list[Heard], one: Heard, no: Intent) -> None:
    less = [*history, Heard(no, one.at, one.confidence)]
    assert estimate(less, NOW).value <= estimate(history, NOW).value + 1e-9


@given(histories)
def test_opting_out_ends_low(history: list[Heard]) -> None:
    assert estimate([*history, Heard(Intent.OPT_OUT, NOW)], NOW).value <= estimate(history, NOW).value + 1e-9
    assert estimate([*history, Heard(Intent.OPT_OUT, NOW)], NOW).value < 0.1


@given(histories, st.integers(1, 400))
def test_time_alone_never_raises(history: list[Heard], days: int) -> None:
    assert estimate(history, NOW + timedelta(days=days)).value <= estimate(history, NOW).value + 1e-9


@given(histories)
def test_the_order_of_writing_down_does_not_matter(history: list[Heard]) -> None:
    days = {each.at: each for each in history}
    ordered = list(days.values())
    assert estimate(ordered, NOW).value == estimate(ordered[::-1], NOW).value


def test_a_story() -> None:
    def at(day: int, intent: Intent) -> Heard:
        return Heard(intent, NOW + timedelta(days=day))

    asked = [at(0, Intent.GREETING), at(0, Intent.QUESTION_PRODUCT)]
    keen = [*asked, at(1, Intent.INTEREST_SOFT)]
    buying = [*keen, at(1, Intent.INTEREST_STRONG)]
    assert BASE < estimate(asked).value < estimate(keen).value < 0.6 < estimate(buying).value
    assert estimate([*buying, at(2, Intent.OBJECTION_PRICE)]).value < estimate(buying).value
    assert estimate([*keen, at(2, Intent.OPT_OUT)]).value < 0.1
    assert estimate(buying, NOW + timedelta(days=365)).value < 0.2
    assert estimate([]).value == BASE
    assert [part.intent for part in estimate(buying, NOW + timedelta(days=1)).parts][-1] is Intent.INTEREST_STRONG


def test_an_unsure_reading_moves_less() -> None:
    sure, unsure = (estimate([Heard(Intent.INTEREST_STRONG, NOW, share)]).value for share in (0.9, 0.3))
    assert BASE < unsure < sure
