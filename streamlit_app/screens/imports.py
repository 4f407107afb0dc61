"""Choosing a file of leads, and the imports so far."""

import streamlit as st

from backend.imports.schemas import ImportCounts, ImportOut
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _, ngettext
from streamlit_app.screens import data_words
from streamlit_app.viewer import Viewer

REFRESH_SECONDS = 4
MAX_MEGABYTES = 50
_NUMBER = "import_upload_number"


def show(api: Api, viewer: Viewer) -> None:
    if viewer.may_work:
        _upload(api)
    _past(api)


def _upload(api: Api) -> None:
    number = st.session_state.get(_NUMBER, 0)
    file = st.file_uploader(
        _("A CSV or Excel file, up to {count} MB").format(count=MAX_MEGABYTES),
        type=["csv", "txt", "tsv", "xlsx"],
        max_upload_size=MAX_MEGABYTES,
        key=f"import-file-{number}",
    )
    st.caption(_("Exports of Google Contacts, HubSpot, Apollo and LinkedIn are known. Nothing is imported yet."))
    if file is None:
        return
    with feedback.telling(), st.spinner(_("Looking at the file…")):
        made = api.imports.upload(file.name, file.getvalue())
        # Another key is another uploader: this file is not sent again.
        st.session_state[_NUMBER] = number + 1
        st.query_params["import"] = str(made.id)
        st.rerun()


@st.fragment(run_every=REFRESH_SECONDS)
@feedback.live
def _past(api: Api) -> None:
    found = api.imports.list().items
    if not found:
        feedback.empty(
            _("No imports yet"),
            _("Choose a file above: you see what is in it, and how it would come in, before anything changes."),
            icon=":material/upload_file:",
        )
        return
    st.markdown(f"##### {_('Last imports')}", anchors=False)
    for each in found:
        _row(each)


def _row(each: ImportOut) -> None:
    with (
        st.container(border=True),
        st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"),
    ):
        colour = data_words.IMPORT_COLOURS[each.state]
        trial = f" :gray-badge[{_('dry run')}]" if each.dry_run else ""
        badge = f":{colour}-badge[{data_words.import_state(each.state)}]{trial}"
        about = " · ".join([formatting.moment(each.created_at), *said(each.counts)])
        st.markdown(f"**{plain(each.filename)}** {badge}  \n:gray[{plain(about)}]", width="content")
        if st.button(_("Open"), key=f"import-{each.id}"):
            st.query_params["import"] = str(each.id)
            st.rerun()


def said(counts: ImportCounts) -> list[str]:
    """What became of the rows, as far as there are any."""
    known = [
        (counts.created, ngettext("{count} new", "{count} new", counts.created)),
        (counts.updated, ngettext("{count} completed", "{count} completed", counts.updated)),
        (counts.duplicate, ngettext("{count} was there already", "{count} were there already", counts.duplicate)),
        (counts.refused, ngettext("{count} refused", "{count} refused", counts.refused)),
    ]
    return [words.format(count=formatting.number(count, 0)) for count, words in known if count]
