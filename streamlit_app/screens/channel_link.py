"""The link and the QR code that start a chat, to be put on a page, a card or a shop window."""

import re

import streamlit as st

from backend.channels.account_schemas import AccountOut
from backend.channels.enums import ChannelKind
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback
from streamlit_app.kit.i18n import _
from streamlit_app.kit.transport import ApiError

_CODE = re.compile(r"[A-Za-z0-9_-]{0,64}")


def show(api: Api, account: AccountOut) -> None:
    @st.dialog(_("Start a chat"), width="medium")
    def dialog() -> None:
        text, start = _extras(account)
        try:
            found = api.channels.link(account.id, text=text, start=start)
        except ApiError as error:
            st.info(feedback.sentence(error), icon=":material/info:")
            return
        left, right = st.columns([2, 3], vertical_alignment="center")
        with left:
            st.image(found.qr_svg, width=220, alt=_("QR code that opens the chat"))
        with right:
            st.caption(_("Whoever opens this link or scans the code writes to you at once."))
            st.code(found.url, language=None, wrap_lines=True)
            st.download_button(
                _("Download the QR code"),
                found.qr_svg,
                file_name=f"qr-{account.kind}.svg",
                mime="image/svg+xml",
                icon=":material/download:",
                on_click="ignore",
                key="qr-download",
            )

    dialog()


def _extras(account: AccountOut) -> tuple[str, str]:
    if account.kind is ChannelKind.WHATSAPP:
        label, hint = _("First words, already written"), _("Hello! I saw your window in Girona…")
        return (st.text_input(label, max_chars=500, placeholder=hint, key="link-text") or "").strip(), ""
    given = st.text_input(
        _("Code that tells where they come from"),
        max_chars=64,
        placeholder=_("window-girona"),
        help=_("Letters, digits, - and _. It comes with the first message."),
        key="link-start",
    )
    start = (given or "").strip()
    if not _CODE.fullmatch(start):
        st.warning(_("Only letters, digits, - and _ can stand in the code."))
        return "", ""
    return "", start
