"""What visitors sent: pictures to look at, documents to take away (FLW-08)."""

import uuid
from collections.abc import Sequence
from typing import Final

import streamlit as st

from streamlit_app.api.api import Api
from streamlit_app.kit.i18n import _
from streamlit_app.kit.transport import ApiError

_KEPT: Final = "attachments"
MOST: Final = 12
_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def gallery(api: Api, file_ids: Sequence[str]) -> None:
    with st.container(horizontal=True):
        for position, file_id in enumerate(file_ids[:MOST], start=1):
            content = _content(api, file_id)
            if content is None:
                st.caption(_("A file that is no longer kept."))
            elif content.startswith(_PICTURES):
                st.image(content, width=132, alt=_("Photo {number}").format(number=position))
            else:
                label = _("Document {number}").format(number=position)
                st.download_button(label, content, f"{position}.pdf", "application/pdf", key=f"file-{file_id}")


def _content(api: Api, file_id: str) -> bytes | None:
    """Kept for this page only (F14)."""
    kept: dict[str, bytes | None] = st.session_state.setdefault(_KEPT, {})
    if file_id not in kept:
        try:
            kept[file_id] = api.conversations.file(uuid.UUID(file_id))
        except (ApiError, ValueError):
            kept[file_id] = None
    return kept[file_id]
