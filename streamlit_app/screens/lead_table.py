"""The table of leads: its cells in people's words, and what each column is."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from backend.leads.enums import Temperature
from backend.leads.schemas import LeadOut
from streamlit_app.kit import formatting, words
from streamlit_app.kit.device import is_phone
from streamlit_app.kit.i18n import _
from streamlit_app.screens.lead_words import lead_name


@dataclass(frozen=True)
class Names:
    """What ids are called: columns of the board, niches, people."""

    columns: Mapping[uuid.UUID, str]
    niches: Mapping[uuid.UUID, str]
    team: Mapping[uuid.UUID, str]


def frame(leads: Sequence[LeadOut], names: Names) -> pd.DataFrame:
    return pd.DataFrame([_row(lead, names) for lead in leads])


def _row(lead: LeadOut, names: Names) -> dict[str, object]:
    return {
        "lead": lead_name(lead),
        "temperature": [words.temperature(lead.temperature)],
        "score": lead.score,
        "activity": formatting.ago(lead.last_activity_at),
        "summary": lead.summary,
        "stage": names.columns.get(lead.stage_id, words.stage(lead.stage)),
        "value": formatting.value(lead.value_minor, lead.currency) if lead.value_minor and lead.currency else "",
        "niche": names.niches.get(lead.niche_id, "") if lead.niche_id else "",
        "tags": list(lead.tags),
        "domain": lead.domain or "",
        "owner": names.team.get(lead.assignee_id, "") if lead.assignee_id else "",
        "contact": words.contact_state(lead.contact_state),
        "source": words.source(lead.source),
    }


def columns() -> dict[str, ColumnConfig]:
    colours = {"cold": "blue", "warm": "yellow", "hot": "orange", "premium": "violet"}
    text = st.column_config.TextColumn
    return {
        "lead": text(_("Lead"), width=190, pinned=is_phone()),
        "temperature": st.column_config.MultiselectColumn(
            _("Temperature"),
            options=[words.temperature(each) for each in Temperature],
            color=[colours[each] for each in Temperature],
            width=112,
        ),
        "score": st.column_config.ProgressColumn(_("Score"), min_value=0, max_value=100, format="%d", width=104),
        "activity": text(_("Last activity"), width=112),
        "summary": text(_("Summary"), width=280),
        "stage": text(_("Column"), width=112),
        "value": text(_("Value"), width=96),
        "niche": text(_("Niche"), width=130),
        "tags": st.column_config.ListColumn(_("Tags"), width=130),
        "domain": text(_("Website"), width=140),
        "owner": text(_("Owner"), width=120),
        "contact": text(_("Contact"), width=118),
        "source": text(_("Source"), width=118),
    }
