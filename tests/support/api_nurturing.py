"""Sequences of follow-ups in the API's twin."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from backend.accounts.enums import Role
from backend.channels.enums import ChannelKind
from backend.conversations.enums import Decision
from backend.nurturing.enums import EnrolmentState, SequenceKind, Trigger
from backend.nurturing.schemas import (
    Counts,
    EnrolmentOut,
    PreviewOut,
    SequenceOut,
    SequenceStats,
    StatsOut,
    Step,
    StepStats,
)
from tests.support.api_desk import Answer, Call, Desk, page
from tests.support.api_rows import NOW

_ID = "([0-9a-f-]{36})"
_ONE = "/v1/nurturing/sequences/([a-z_]+)"


def sequence(kind: SequenceKind, *, active: bool = False) -> SequenceOut:
    steps = [Step(delay_hours=hours, texts={"es": f"Hola {{name}}, a las {hours}"}) for hours in (24, 72, 168)]
    silent = 30 if kind is SequenceKind.RE_ENGAGEMENT else None
    given = {"type": kind, "active": active, "is_default": True, "silence_days": silent, "updated_at": None}
    return SequenceOut(steps=steps, counts=Counts(), **given)


def enrolment(name: str | None, **given: Any) -> EnrolmentOut:
    fields: dict[str, Any] = dict.fromkeys(("reason", "ended_at", "replied_at", "converted_at", "lead_id"))
    fields |= {"id": uuid.uuid4(), "type": SequenceKind.ABANDONED, "conversation_id": uuid.uuid4()}
    fields |= {"channel": ChannelKind.WHATSAPP, "trigger": Trigger.INTENT, "state": EnrolmentState.ACTIVE}
    fields |= {"sent": 1, "next_step": 2, "next_at": NOW, "enrolled_at": NOW}
    return EnrolmentOut(lead_name=name, **(fields | given))


@dataclass
class Nurturing(Desk):
    """The eight of them, all off."""

    sequences: list[SequenceOut] = field(default_factory=lambda: [sequence(each) for each in SequenceKind])
    enrolled: list[EnrolmentOut] = field(default_factory=list)
    step_preview: PreviewOut = field(
        default_factory=lambda: PreviewOut(
            text="Hola Rosa, *hoy*",
            language="es",
            conversation_id=uuid.uuid4(),
            channel=ChannelKind.WHATSAPP,
            decision=Decision.ALLOWED,
        )
    )

    def _sequence(self, kind: str) -> SequenceOut:
        return next(each for each in self.sequences if each.type == kind)

    def list_sequences(self, _call: Call) -> Answer:
        return 200, [each.model_dump(mode="json") for each in self.sequences]

    def nurturing_stats(self, call: Call) -> Answer:
        by_sequence = [
            SequenceStats(
                **each.counts.model_dump(),
                type=each.type,
                active=each.active,
                steps=[StepStats(step=1, sent=5, delivered=4)],
            )
            for each in self.sequences
        ]
        totals = Counts(
            **{name: sum(getattr(each.counts, name) for each in self.sequences) for name in Counts.model_fields}
        )
        active = sum(each.active for each in self.sequences)
        days = int(call.query["days"])
        return 200, StatsOut(days=days, active_sequences=active, totals=totals, by_sequence=by_sequence)

    def toggle_sequence(self, call: Call, kind: str) -> Answer:
        found = self._sequence(kind)
        found.active = call.body["active"]
        return 200, found

    def change_sequence(self, call: Call, kind: str) -> Answer:
        found = self._sequence(kind)
        found.steps, found.is_default = [Step.model_validate(each) for each in call.body["steps"]], False
        return 200, found

    def reset_sequence(self, _call: Call, kind: str) -> Answer:
        found = self._sequence(kind)
        found.is_default = True
        return 200, found

    def list_enrolled(self, _call: Call, kind: str) -> Answer:
        return 200, page([each for each in self.enrolled if each.type == kind])

    def enrol_by_hand(self, call: Call, kind: str) -> Answer:
        made = enrolment("Rosa", type=SequenceKind(kind), lead_id=uuid.UUID(call.body["lead_id"]))
        self.enrolled.append(made)
        return 201, made

    def let_go(self, _call: Call, conversation_id: str) -> Answer:
        self.enrolled = [each for each in self.enrolled if str(each.conversation_id) != conversation_id]
        return 200, {"cancelled": 1}

    def preview_step(self, _call: Call, _kind: str) -> Answer:
        return 200, self.step_preview

    def send_step(self, _call: Call, _kind: str) -> Answer:
        return 200, {"message_id": "1.1", "text": "Hola"}


# Any: handlers of different arguments.
NURTURING_ROUTES: list[tuple[str, str, Role, Any]] = [
    ("GET", "/v1/nurturing/sequences", Role.VIEWER, Nurturing.list_sequences),
    ("GET", "/v1/nurturing/stats", Role.VIEWER, Nurturing.nurturing_stats),
    ("POST", f"{_ONE}/toggle", Role.ADMIN, Nurturing.toggle_sequence),
    ("PUT", _ONE, Role.ADMIN, Nurturing.change_sequence),
    ("POST", f"{_ONE}/reset", Role.ADMIN, Nurturing.reset_sequence),
    ("GET", f"{_ONE}/enrolled", Role.VIEWER, Nurturing.list_enrolled),
    ("POST", f"{_ONE}/enrol", Role.AGENT, Nurturing.enrol_by_hand),
    ("DELETE", f"/v1/nurturing/conversations/{_ID}", Role.AGENT, Nurturing.let_go),
    ("POST", f"{_ONE}/preview", Role.AGENT, Nurturing.preview_step),
    ("POST", f"{_ONE}/test", Role.ADMIN, Nurturing.send_step),
]
