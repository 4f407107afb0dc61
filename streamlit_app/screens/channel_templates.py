"""WhatsApp's templates: what may be said after a day of silence, and how it will read (F3, MSG-04)."""

from collections.abc import Sequence

import streamlit as st

from backend.channels.account_schemas import AccountOut, TemplateOut
from backend.channels.enums import ChannelKind
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.kit.transport import ApiError
from streamlit_app.screens import channel_prices, channel_words, cost_words
from streamlit_app.viewer import Viewer


def show(api: Api, viewer: Viewer, accounts: Sequence[AccountOut]) -> None:
    numbers = [each for each in accounts if each.kind is ChannelKind.WHATSAPP]
    if not numbers:
        feedback.empty(
            _("Templates belong to WhatsApp"),
            _("After 24 hours of silence WhatsApp only lets you write with an approved template. Connect a number."),
            icon=":material/description:",
        )
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        account = _number(numbers)
        if viewer.may_set_up and st.button(_("Load from WhatsApp"), icon=":material/sync:", key="templates-load"):
            with feedback.telling(), st.spinner(_("Asking the platform…")):
                api.channels.load_templates(account.id)
                feedback.done(_("The templates are as WhatsApp has them now."))
                st.rerun()
    _list(api, viewer, account)


def _number(numbers: Sequence[AccountOut]) -> AccountOut:
    if len(numbers) == 1:
        st.markdown(f"**{plain(numbers[0].name)}**  \n:gray[{plain(numbers[0].address)}]", width="content")
        return numbers[0]
    named = {each.id: each for each in numbers}
    chosen = st.selectbox(
        _("Number"), list(named), format_func=lambda each: named[each].name, key="templates-number", width=320
    )
    return named[chosen]


def _list(api: Api, viewer: Viewer, account: AccountOut) -> None:
    found = api.sending.templates(account.id)
    if not found:
        feedback.empty(
            _("No templates yet"),
            _("Write them in WhatsApp Manager. Once loaded here, they can be sent and used in follow-ups."),
            icon=":material/description:",
        )
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        loaded = formatting.moment_in_full(found[0].synced_at)
        st.caption(_("As loaded on {when}.").format(when=loaded), width="content")
        channel_prices.button(api, viewer, account, "templates-prices")
    for template in found:
        _row(api, viewer, account, template)


def _row(api: Api, viewer: Viewer, account: AccountOut, template: TemplateOut) -> None:
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            colour = channel_words.template_colour(template.status)
            badge = f":{colour}-badge[{plain(channel_words.template_status(template.status))}]"
            price = cost_words.offer(template.price)
            about = " · ".join((template.language, channel_words.category(template.category), price))
            st.markdown(f"**{plain(template.name)}** {badge}  \n:gray[{plain(about)}]", width="content")
            if viewer.may_work and st.button(_("Preview"), icon=":material/preview:", key=f"preview-{template.id}"):
                _preview(api, account, template)
        st.markdown(f":gray[{plain(template.body)}]")


def _preview(api: Api, account: AccountOut, template: TemplateOut) -> None:
    @st.dialog(_("Preview"), width="medium")
    def dialog() -> None:
        values = [
            st.text_input(
                _("In place of {name}").format(name=f"{{{{{each}}}}}"),
                max_chars=1_024,
                key=f"gap-{template.id}-{number}",
            )
            or ""
            for number, each in enumerate(template.variables)
        ]
        if not all(each.strip() for each in values):
            _letter(template.header, template.body, template.footer)
            st.caption(_("Fill in every gap to see it as it will be read."))
            return
        try:
            shown = api.sending.preview(account.id, template.id, values)
        except ApiError as error:
            st.error(feedback.sentence(error))
            return
        _letter(shown.header, shown.body, shown.footer)

    dialog()


def _letter(header: str, body: str, footer: str) -> None:
    with st.container(border=True, gap="xsmall"):
        if header:
            st.markdown(f"**{plain(header)}**")
        for line in body.splitlines():
            st.markdown(plain(line))
        if footer:
            st.caption(plain(footer))
