"""The board's columns and cards in people's words, as the component shows them."""

import uuid
from collections.abc import Mapping, Sequence

from backend.leads.board_schemas import CardOut, ColumnOut, TotalOut
from backend.leads.enums import Source
from backend.tasks.schemas import NextTask
from streamlit_app.kit import formatting, words
from streamlit_app.kit.i18n import _, ngettext
from streamlit_app.kit.parts.board import Card, Column, Move
from streamlit_app.screens import people, task_words

MOST_TAGS = 3


def column(
    found: ColumnOut,
    cards: Sequence[CardOut],
    *,
    more: bool,
    tasks: Mapping[uuid.UUID, NextTask],
    team: Mapping[uuid.UUID, str],
) -> Column:
    return Column(
        id=str(found.stage.id),
        name=found.stage.name,
        tone=found.stage.kind,
        count=found.count,
        total=total(found.totals),
        cards=tuple(card(each, tasks.get(each.id), team) for each in cards),
        more=more,
        empty=_("Drop a card here"),
    )


def card(found: CardOut, task: NextTask | None, team: Mapping[uuid.UUID, str]) -> Card:
    owner = team.get(found.assignee_id, _("Former member")) if found.assignee_id else ""
    return Card(
        id=str(found.id),
        title=found.name or found.company or _("No name yet"),
        note=_note(found),
        score=found.score,
        score_name=_("Score: {count} of 100").format(count=found.score),
        tone=found.temperature,
        channel=_channel(found),
        channel_name=words.source(_channel(found)),
        value=formatting.value(found.value_minor, found.currency) if found.value_minor and found.currency else "",
        days=_("{count} d").format(count=found.days_in_stage),
        days_name=_days(found),
        rotting=found.rotting,
        task=_task(task),
        overdue=bool(task and task.overdue),
        tags=_tags(found.tags),
        owner=people.initials(owner),
        owner_name=owner,
    )


def held(columns: Sequence[Column], move: Move | None) -> list[Column]:
    """The board while a question about a move is open: the card stays where it was dropped."""
    moving = next((card for each in columns for card in each.cards if move and card.id == move.card), None)
    if move is None or moving is None:
        return list(columns)
    return [_with(each, moving, here=each.id == move.column) for each in columns]


def total(totals: Sequence[TotalOut]) -> str:
    return " · ".join(formatting.value(each.minor, each.currency) for each in totals if each.minor)


def _with(found: Column, moving: Card, *, here: bool) -> Column:
    cards = tuple(card for card in found.cards if card.id != moving.id)
    change = (1 if here else 0) - (len(found.cards) - len(cards))
    fields = {name: getattr(found, name) for name in Column.__dataclass_fields__}
    return Column(**(fields | {"cards": (moving, *cards) if here else cards, "count": found.count + change}))


def _channel(found: CardOut) -> str:
    """The channel through which it speaks, or the way it came."""
    talks = found.channel in set(Source) and found.channel != Source.MANUAL
    return found.channel if talks else found.source


def _note(found: CardOut) -> str:
    if found.lost_reason:
        return found.lost_reason
    return found.company if found.name and found.company != found.name else ""


def _days(found: CardOut) -> str:
    count = found.days_in_stage
    said = ngettext("{count} day in this column", "{count} days in this column", count).format(count=count)
    return f"{said}: {_('too long')}" if found.rotting else said


def _task(task: NextTask | None) -> str:
    if task is None:
        return ""
    due = task_words.due(task)
    return f"{task.title} · {due}" if due else task.title


def _tags(tags: Sequence[str]) -> tuple[str, ...]:
    return (*tags[:MOST_TAGS], *([f"+{len(tags) - MOST_TAGS}"] if len(tags) > MOST_TAGS else []))
