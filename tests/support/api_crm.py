"""The twin's answers about working leads: the board, niches, notes, contacts, merging, many at once."""

import uuid
from typing import Any

from backend.conversations.activity_schemas import ActivityOut
from backend.leads.board_schemas import BoardOut, ColumnOut, StageOut, TotalOut
from backend.leads.bulk_schemas import BulkOut, BulkUndoOut
from backend.leads.contact_schemas import ContactOut
from backend.leads.custom_field_schemas import CustomFieldOut
from backend.leads.duplicate_schemas import MergeOut
from backend.leads.enums import BulkKind, ContactKind, ContactState, EventKind, FieldKind, Stage
from backend.leads.saved_filter_schemas import SavedFilterOut
from backend.leads.schemas import DomainCheck, LeadDetail, MergedOut
from backend.leads.tag_schemas import TagOut
from tests.support import api_crm_rows as rows
from tests.support.api_desk import Answer, Call, Desk, page
from tests.support.api_rows import NOW


# Any: JSON.
def many(items: list[Any]) -> list[Any]:
    return [each.model_dump(mode="json") for each in items]


class Crm(Desk):
    """Mixed into the twin."""

    def list_pipelines(self, _call: Call) -> Answer:
        return 200, many(self.pipelines)

    def add_pipeline(self, call: Call) -> Answer:
        self.pipelines.append(rows.pipeline(call.body["name"], is_default=False))
        return 201, self.pipelines[-1]

    def rename_pipeline(self, call: Call, pipeline_id: str) -> Answer:
        found = next(each for each in self.pipelines if str(each.id) == pipeline_id)
        found.name = call.body["name"]
        return 200, found

    def delete_pipeline(self, _call: Call, pipeline_id: str) -> Answer:
        self.pipelines = [each for each in self.pipelines if str(each.id) != pipeline_id]
        return 204, None

    def _stage(self, stage_id: str) -> StageOut:
        return next(stage for each in self.pipelines for stage in each.stages if str(stage.id) == stage_id)

    def add_stage(self, call: Call, _pipeline_id: str) -> Answer:
        stage = StageOut(
            id=uuid.uuid4(),
            kind=Stage(call.body["kind"]),
            name=call.body["name"],
            renamed=True,
            position=9,
            rot_days=None,
            deletable=True,
        )
        self.pipelines[0].stages.append(stage)
        return 201, stage

    def change_stage(self, call: Call, _pipeline_id: str, stage_id: str) -> Answer:
        stage = self._stage(stage_id)
        for name, value in call.body.items():
            setattr(stage, name, value)
        return 200, stage

    def delete_stage(self, _call: Call, _pipeline_id: str, stage_id: str) -> Answer:
        for each in self.pipelines:
            each.stages = [stage for stage in each.stages if str(stage.id) != stage_id]
        return 204, None

    def reorder(self, call: Call, _pipeline_id: str) -> Answer:
        self.pipelines[0].stages.sort(key=lambda each: call.body["stage_ids"].index(str(each.id)))
        return 200, self.pipelines[0]

    def board(self, call: Call, pipeline_id: str) -> Answer:
        found = next(each for each in self.pipelines if str(each.id) == pipeline_id)
        wanted = [each for each in self.leads if call.query.get("q", "").lower() in each.name.lower()]
        columns = []
        for stage in found.stages:
            leads = [each for each in wanted if each.stage_id == stage.id]
            minor = sum(each.value_minor or 0 for each in leads)
            columns.append(
                ColumnOut(
                    stage=stage,
                    count=len(leads),
                    totals=[TotalOut(currency="EUR", minor=minor)] if minor else [],
                    cards=[rows.card(each) for each in leads[:25]],
                    next_cursor="more" if len(leads) > 25 else None,
                )
            )
        return 200, BoardOut(pipeline=found, columns=columns)

    def more_cards(self, _call: Call, _pipeline_id: str, stage_id: str) -> Answer:
        leads = [each for each in self.leads if str(each.stage_id) == stage_id]
        return 200, page([rows.card(each) for each in leads[25:]])

    def move_lead(self, call: Call, lead_id: str) -> Answer:
        found = self._own(lead_id)
        stage = self._stage(call.body["stage_id"])
        found.stage_id, found.stage, found.lost_reason = stage.id, stage.kind, call.body.get("lost_reason")
        return 200, rows.card(found)

    def _own(self, lead_id: str) -> LeadDetail:
        return next(lead for lead in self.leads if str(lead.id) == lead_id)

    def opened(self, _call: Call, _lead_id: str) -> Answer:
        return 204, None

    def activity(self, _call: Call, _lead_id: str) -> Answer:
        usual: Any = {"at": NOW, "actor_id": None, "conversation_id": None}  # Any: fields by name
        said = ActivityOut(id="1", kind="message", data={"role": "visitor"}, text="<b>Hi", **usual)
        made = ActivityOut(id="2", kind=EventKind.CAPTURED, data={}, text=None, **usual)
        brought = ActivityOut(id="3", kind=EventKind.CREATED, data={"source": "import"}, text=None, **usual)
        return 200, page([said, made, brought])

    def check_domain(self, call: Call) -> Answer:
        known = next((each for each in self.leads if each.domain and each.domain in call.query["domain"]), None)
        niche = next((each for each in self.niches if known and each.id == known.niche_id), None)
        return 200, DomainCheck(
            domain=call.query["domain"],
            lead_id=known.id if known else None,
            name=known.name if known else None,
            niche_id=niche.id if niche else None,
            niche=niche.name if niche else None,
        )

    def restore(self, _call: Call, lead_id: str) -> Answer:
        back = next(each for each in self.bin if str(each.id) == lead_id)
        self.bin.remove(back)
        self.leads.append(back)
        return 200, back

    def list_niches(self, _call: Call) -> Answer:
        return 200, many(self.niches)

    def add_niche(self, call: Call) -> Answer:
        self.niches.append(rows.niche(call.body["name"]))
        return 201, self.niches[-1]

    def rename_niche(self, call: Call, niche_id: str) -> Answer:
        found = next(each for each in self.niches if str(each.id) == niche_id)
        found.name = call.body["name"]
        return 200, found

    def delete_niche(self, _call: Call, niche_id: str) -> Answer:
        self.niches = [each for each in self.niches if str(each.id) != niche_id]
        return 204, None

    def merge_niche(self, call: Call, niche_id: str) -> Answer:
        self.delete_niche(call, niche_id)
        return 200, next(each for each in self.niches if str(each.id) == call.body["into_id"])

    def list_tags(self, _call: Call) -> Answer:
        names = sorted({tag for lead in self.leads for tag in lead.tags})
        return 200, many([TagOut(tag=name.lower(), name=name, leads=1) for name in names])

    def list_notes(self, _call: Call, lead_id: str) -> Answer:
        return 200, page([each for each in self.notes if str(each.lead_id) == lead_id])

    def write_note(self, call: Call, lead_id: str) -> Answer:
        self.notes.insert(0, rows.note(uuid.UUID(lead_id), call.body["body"], self.user_id))
        return 201, self.notes[0]

    def change_note(self, call: Call, _lead_id: str, note_id: str) -> Answer:
        found = next(each for each in self.notes if str(each.id) == note_id)
        found.body = call.body["body"]
        return 200, found

    def delete_note(self, _call: Call, _lead_id: str, note_id: str) -> Answer:
        self.notes = [each for each in self.notes if str(each.id) != note_id]
        return 204, None

    def add_contact(self, call: Call, lead_id: str) -> Answer:
        made = ContactOut(
            id=uuid.uuid4(),
            kind=ContactKind(call.body["kind"]),
            label=call.body.get("label") or "",
            value=call.body["value"],
        )
        self._own(lead_id).contacts.append(made)
        return 201, made

    def change_contact(self, call: Call, lead_id: str, contact_id: str) -> Answer:
        found = next(each for each in self._own(lead_id).contacts if str(each.id) == contact_id)
        for name, value in call.body.items():
            setattr(found, name, value)
        return 200, found

    def delete_contact(self, _call: Call, lead_id: str, contact_id: str) -> Answer:
        lead = self._own(lead_id)
        lead.contacts = [each for each in lead.contacts if str(each.id) != contact_id]
        return 204, None

    def make_main(self, _call: Call, lead_id: str, contact_id: str) -> Answer:
        lead = self._own(lead_id)
        lead.email = next(each.value for each in lead.contacts if str(each.id) == contact_id)
        return 200, lead

    def merge(self, call: Call, lead_id: str) -> Answer:
        lead, other = self._own(lead_id), self._own(call.body["other_id"])
        self.leads.remove(other)
        self.merged[uuid.uuid4()] = other
        lead.merged = [
            MergedOut(merge_id=merge_id, lead_id=each.id, name=each.name, company=each.company, merged_at=NOW)
            for merge_id, each in self.merged.items()
        ]
        return 200, lead

    def list_merges(self, _call: Call, lead_id: str) -> Answer:
        found = [
            MergeOut(
                id=merge_id,
                kept_id=uuid.UUID(lead_id),
                merged_id=each.id,
                by_id=self.user_id,
                fields=[],
                created_at=NOW,
                undone_at=None,
            )
            for merge_id, each in self.merged.items()
        ]
        return 200, many(found)

    def undo_merge(self, _call: Call, merge_id: str) -> Answer:
        self.leads.append(self.merged.pop(uuid.UUID(merge_id)))
        return 200, self.leads[-1]

    def list_pairs(self, _call: Call) -> Answer:
        return 200, page(self.pairs)

    def decide_pair(self, call: Call, pair_id: str) -> Answer:
        found = next(each for each in self.pairs if str(each.id) == pair_id)
        self.pairs.remove(found)
        if not call.path.endswith("/merge"):
            return 204, None
        other = found.other if call.body["keep_id"] == str(found.one.id) else found.one
        lost = self._own(str(other.id))
        self.leads.remove(lost)
        self.merged[uuid.uuid4()] = lost
        return 200, self._own(call.body["keep_id"])

    def scan(self, _call: Call) -> Answer:
        return 202, None

    def bulk(self, call: Call) -> Answer:
        same = call.body["parameters"].get("contact_state") == ContactState.TO_CONTACT
        count = 0 if same else len(call.body.get("lead_ids") or self.leads)
        made = BulkOut(
            id=uuid.uuid4(),
            action=BulkKind(call.body["action"]),
            parameters={},
            by_id=self.user_id,
            count=count,
            created_at=NOW,
            undone_at=None,
        )
        return 201, made

    def undo_bulk(self, _call: Call, _bulk_id: str) -> Answer:
        return 200, BulkUndoOut(count=1, skipped=1)

    def list_saved(self, _call: Call) -> Answer:
        return 200, many(self.saved_filters)

    def save_filter(self, call: Call) -> Answer:
        made = SavedFilterOut(
            id=uuid.uuid4(),
            name=call.body["name"],
            owner_id=self.user_id,
            shared=call.body["shared"],
            filters=call.body["filters"],
            created_at=NOW,
        )
        self.saved_filters.append(made)
        return 201, made

    def delete_filter(self, _call: Call, filter_id: str) -> Answer:
        self.saved_filters = [each for each in self.saved_filters if str(each.id) != filter_id]
        return 204, None

    def list_fields(self, _call: Call) -> Answer:
        return 200, many(self.custom_fields)

    def add_field(self, call: Call) -> Answer:
        kind = FieldKind(call.body.get("kind", "text"))
        self.custom_fields.append(rows.custom_field(call.body["name"], kind, *call.body.get("options", [])))
        return 201, self.custom_fields[-1]

    def change_field(self, call: Call, field_id: str) -> Answer:
        found: CustomFieldOut = next(each for each in self.custom_fields if str(each.id) == field_id)
        for name, value in call.body.items():
            setattr(found, name, value)
        return 200, found

    def delete_field(self, _call: Call, field_id: str) -> Answer:
        self.custom_fields = [each for each in self.custom_fields if str(each.id) != field_id]
        return 204, None
