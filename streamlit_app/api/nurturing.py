"""Sequences of follow-ups: their steps, their figures, and who is in them (NUR-04)."""

import builtins
import uuid
from dataclasses import dataclass

from backend.nurturing.enums import SequenceKind
from backend.nurturing.schemas import (
    Cancelled,
    EnrolmentOut,
    PreviewIn,
    PreviewOut,
    SequenceOut,
    SequenceUpdate,
    StatsOut,
    TestIn,
    TestOut,
    Toggle,
    Whom,
)
from streamlit_app.kit.page import Page
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class NurturingApi:
    transport: Transport

    def list(self) -> builtins.list[SequenceOut]:
        return self.transport.get("/v1/nurturing/sequences", builtins.list[SequenceOut])

    def stats(self, days: int) -> StatsOut:
        return self.transport.get("/v1/nurturing/stats", StatsOut, days=days)

    def toggle(self, kind: SequenceKind, *, active: bool) -> SequenceOut:
        return self.transport.post(f"{_one(kind)}/toggle", SequenceOut, Toggle(active=active))

    def change(self, kind: SequenceKind, wanted: SequenceUpdate) -> SequenceOut:
        return self.transport.put(_one(kind), SequenceOut, wanted)

    def reset(self, kind: SequenceKind) -> SequenceOut:
        return self.transport.post(f"{_one(kind)}/reset", SequenceOut)

    def enrolled(self, kind: SequenceKind, cursor: str | None = None) -> Page[EnrolmentOut]:
        return self.transport.get(f"{_one(kind)}/enrolled", Page[EnrolmentOut], limit=20, cursor=cursor)

    def enrol(self, kind: SequenceKind, lead_id: uuid.UUID) -> EnrolmentOut:
        return self.transport.post(f"{_one(kind)}/enrol", EnrolmentOut, Whom(lead_id=lead_id))

    def let_go(self, conversation_id: uuid.UUID) -> int:
        path = f"/v1/nurturing/conversations/{conversation_id}"
        return Cancelled.model_validate(self.transport.call("DELETE", path)).cancelled

    def preview(self, kind: SequenceKind, asked: PreviewIn) -> PreviewOut:
        return self.transport.post(f"{_one(kind)}/preview", PreviewOut, asked)

    def test(self, kind: SequenceKind, step: int, conversation_id: uuid.UUID) -> TestOut:
        asked = TestIn(step=step, conversation_id=conversation_id)
        return self.transport.post(f"{_one(kind)}/test", TestOut, asked)


def _one(kind: SequenceKind) -> str:
    return f"/v1/nurturing/sequences/{kind.value}"
