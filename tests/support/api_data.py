"""The twin's answers about files of leads, in and out, and about the assistant."""

import uuid
from datetime import timedelta
from typing import Any

from backend.assistant.enums import Mode, Speaker
from backend.assistant.schemas import ActOut, AnswerOut, CommandOut, ConfirmationOut, LineOut, StandingOut
from backend.exports.enums import Format, Scope
from backend.exports.enums import State as ExportState
from backend.exports.schemas import ExportOut
from backend.imports.enums import Kind, State
from backend.imports.schemas import (
    ColumnOut,
    ImportCounts,
    ImportOut,
    ImportPlan,
    ImportPreview,
    PreviewCounts,
    PreviewRow,
    ProblemOut,
    RefusedRow,
)
from tests.support.api_desk import Answer, Call, Desk, error, page
from tests.support.api_rows import NOW


# Any: fields by name.
def an_import(**given: Any) -> ImportOut:
    """A CSV of three columns that nobody mapped yet."""
    headers = [("Name", "name"), ("Email", "email"), ("Shoe size", None)]
    fields: dict[str, Any] = {
        "id": uuid.uuid4(),
        "filename": "customers.csv",
        "kind": Kind.CSV,
        "encoding": "utf-8",
        "delimiter": ";",
        "has_header": True,
        "provider": None,
        "size": 2_048,
        "columns": [
            ColumnOut(index=index, header=header, samples=["a", "b"], suggested=field)
            for index, (header, field) in enumerate(headers)
        ],
        "rows_estimate": 120,
        "state": State.UPLOADED,
        "dry_run": False,
        "plan": None,
        "progress": 0.0,
        "position": 0,
        "counts": ImportCounts(),
        "reason": None,
        "by_id": None,
        "created_at": NOW,
        "started_at": None,
        "finished_at": None,
    }
    return ImportOut(**(fields | given))


def an_export(**given: Any) -> ExportOut:
    """A CSV of everything, ready."""
    fields: dict[str, Any] = {
        "id": uuid.uuid4(),
        "format": Format.CSV,
        "scope": Scope.ALL,
        "niche_id": None,
        "filters": None,
        "columns": None,
        "state": ExportState.READY,
        "rows": 10,
        "bytes": 2_000,
        "limited": False,
        "row_limit": None,
        "filename": "leads.csv",
        "by_id": None,
        "by": "Ana Puig",
        "created_at": NOW,
        "finished_at": NOW,
        "expires_at": NOW + timedelta(days=30),
    }
    return ExportOut(**(fields | given))


class Data(Desk):
    """Mixed into the twin."""

    imports: list[ImportOut]
    exports: list[ExportOut]
    talk: list[LineOut]
    memory: str
    mode: Mode

    def __post_init__(self) -> None:
        super().__post_init__()
        self.imports, self.exports, self.talk, self.memory, self.mode = [], [], [], "", Mode.COMMANDS

    def upload_import(self, call: Call) -> Answer:
        assert b'name="file"' in call.body
        self.imports.insert(0, an_import())
        return 201, self.imports[0]

    def list_imports(self, _call: Call) -> Answer:
        return 200, page(self.imports)

    def _import(self, import_id: str) -> ImportOut | None:
        return next((each for each in self.imports if str(each.id) == import_id), None)

    def one_import(self, _call: Call, import_id: str) -> Answer:
        found = self._import(import_id)
        return (200, found) if found else (404, error("import_not_found"))

    def plan_import(self, call: Call, import_id: str) -> Answer:
        found = self._import(import_id)
        assert found is not None
        found.plan, found.state = ImportPlan.model_validate(call.body), State.PLANNED
        wrong = ProblemOut(reason="unusable_email", column="Email", sentence="Not an email.", refuses=True)
        rows = [
            PreviewRow(row=2, values={"name": "Rosa"}, problems=[]),
            PreviewRow(row=3, values={"name": "Marc"}, problems=[wrong]),
        ]
        return 200, ImportPreview(rows=rows, counts=PreviewCounts(rows=2, good=1, refused=1))

    def start_import(self, call: Call, import_id: str) -> Answer:
        found = self._import(import_id)
        assert found is not None
        found.dry_run, found.state, found.progress, found.position = call.body["dry_run"], State.DONE, 1.0, 120
        found.counts = ImportCounts(created=100, duplicate=15, refused=5)
        return 202, found

    def steer_import(self, call: Call, import_id: str) -> Answer:
        found, verb = self._import(import_id), call.path.rsplit("/", 1)[1]
        assert found is not None
        found.state = {
            "pause": State.PAUSED,
            "resume": State.RUNNING,
            "cancel": State.CANCELLED,
            "undo": State.UNDOING,
        }[verb]
        return 200, found

    def refused_rows(self, _call: Call, _import_id: str) -> Answer:
        return 200, page([RefusedRow(row=3, reason="x", column="Email", sentence="Not an email.", cells=["Marc", "x"])])

    def make_export(self, call: Call) -> Answer:
        given = {name: call.body[name] for name in ("format", "scope") if name in call.body}
        self.exports.insert(0, an_export(**given))
        return 202, self.exports[0]

    def list_exports(self, _call: Call) -> Answer:
        return 200, page(self.exports)

    def export_file(self, _call: Call, _export_id: str) -> Answer:
        return 200, b"Name\r\nRosa\r\n"

    def export_columns(self, _call: Call) -> Answer:
        return 200, [{"name": "name", "header": "Name"}, {"name": "email", "header": "Email"}]

    def _line(self, speaker: Speaker, text: str) -> None:
        self.talk.append(LineOut(id=uuid.uuid4(), speaker=speaker, text=text, mode=self.mode, at=NOW))

    def say(self, call: Call) -> Answer:
        """The word "delete" asks first; anything else is done to a lead."""
        text = call.body.get("text", "")
        if text:
            self._line(Speaker.PERSON, text)
        asks = "delete" in text
        reply = "Shall I delete **Rosa**?" if asks else "Done."
        self._line(Speaker.ASSISTANT, reply)
        asked = ConfirmationOut(token=uuid.uuid4(), what="Delete Rosa") if asks else None
        acts = [] if asks else [ActOut(name="note", lead_id=uuid.uuid4())]
        return 200, AnswerOut(reply=reply, acts=acts, needs_confirmation=asked, mode=self.mode)

    def read_talk(self, _call: Call) -> Answer:
        return 200, page(self.talk[::-1])

    def forget_talk(self, _call: Call) -> Answer:
        self.talk.clear()
        return 204, None

    def standing(self, _call: Call) -> Answer:
        commands = [CommandOut(act="find", example="hottest leads", what="Shows who deserves a call.")]
        return 200, StandingOut(mode=self.mode, extraction_enabled=True, commands=commands)

    def read_memory(self, _call: Call) -> Answer:
        return 200, {"text": self.memory}

    def write_memory(self, call: Call) -> Answer:
        self.memory = call.body["text"]
        return 200, {"text": self.memory}
