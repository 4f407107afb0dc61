"""What WhatsApp charged in a month, by number and category (MSG-04)."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from backend.channels.account_schemas import AccountOut
from backend.channels.enums import ChannelKind
from backend.conversations.cost_schemas import ChargedOut
from streamlit_app.api.api import Api
from streamlit_app.kit import formatting
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _, ngettext
from streamlit_app.screens import channel_words

_MONTHS = 12


def show(api: Api, accounts: Sequence[AccountOut]) -> None:
    numbers = [each for each in accounts if each.kind is ChannelKind.WHATSAPP]
    if not numbers:
        return
    with st.container(border=True, gap="small", key="channel-costs"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
            st.markdown(f"##### {_('What WhatsApp charged')}", anchors=False, width="content")
            month = st.selectbox(
                _("Month"),
                _last_months(datetime.now(formatting.zone())),
                format_func=lambda each: formatting.period(each.replace("-", "")),
                key="costs-month",
                label_visibility="collapsed",
                width=220,
            )
        found = api.channels.costs(month)
        for account in numbers:
            _of(account, [each for each in found.items if each.account_id == account.id])


def _last_months(now: datetime) -> list[str]:
    """The present one first."""
    months = (now.year * 12 + now.month - 1 - back for back in range(_MONTHS))
    return [f"{each // 12}-{each % 12 + 1:02}" for each in months]


def _of(account: AccountOut, charged: Sequence[ChargedOut]) -> None:
    st.markdown(f"**{plain(account.name)}**")
    if not charged:
        st.caption(_("Nothing was charged in this month."))
    for each in charged:
        messages = ngettext("{count} message", "{count} messages", each.messages).format(
            count=formatting.number(each.messages, 0)
        )
        parts = (channel_words.category(each.category), messages, _amount(each))
        st.markdown(plain(" · ".join(parts)))


def _amount(charged: ChargedOut) -> str:
    if charged.amount is None or not charged.currency:
        return _("no price was entered then")
    return formatting.price(charged.amount, charged.currency)
