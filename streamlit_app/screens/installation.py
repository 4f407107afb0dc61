"""Where the widget may appear, the line to paste, and a look at the page (WID-02, WID-04)."""

import streamlit as st
from pydantic import ValidationError

from backend.tenants.schemas import InstallationOut, TenantOut, TenantUpdate, VerifyInstallation
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, words
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.viewer import Viewer


def show(api: Api, viewer: Viewer, tenant: TenantOut) -> None:
    _origins(api, viewer, tenant)
    st.markdown(f"##### 2. {_('Paste this line into your website')}", anchors=False)
    st.caption(_("Before </body>, on every page where the widget should appear."))
    st.code(api.tenant.snippet().snippet, language="html", wrap_lines=True)
    if viewer.may_set_up:
        _verify(api, tenant)


def _origins(api: Api, viewer: Viewer, tenant: TenantOut) -> None:
    st.markdown(f"##### 1. {_('Your websites')}", anchors=False)
    with st.form("origins", border=False):
        written = st.text_area(
            _("One address a line"),
            "\n".join(tenant.allowed_origins),
            placeholder="https://www.example.com",
            help=_("The widget appears only on these websites. With and without www are two addresses."),
            height=100,
            disabled=not viewer.may_set_up,
        )
        sent = st.form_submit_button(_("Save websites"), disabled=not viewer.may_set_up)
    if sent:
        _save(api, [line.strip() for line in (written or "").splitlines() if line.strip()])


def _save(api: Api, lines: list[str]) -> None:
    try:
        changes = TenantUpdate(allowed_origins=[line if "://" in line else f"https://{line}" for line in lines])
    except ValidationError as error:
        places = [each["loc"][-1] for each in error.errors()]
        wrong = [lines[place] for place in places if isinstance(place, int)]
        if wrong:
            st.error(_("This is not the address of a website: {address}").format(address=plain(", ".join(wrong))))
        else:
            st.error(_("Something you entered is not valid. Check it and try again."))
        return
    with feedback.telling():
        api.tenant.update(changes)
        feedback.done(_("Saved. The widget may appear on these websites now."))
        st.rerun()


def _verify(api: Api, tenant: TenantOut) -> None:
    st.markdown(f"##### 3. {_('Check that it is there')}", anchors=False)
    with st.form("verify", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        url = st.text_input(
            _("Address of a page"),
            next(iter(tenant.allowed_origins), ""),
            placeholder="https://www.example.com/",
            max_chars=2_000,
        )
        sent = st.form_submit_button(_("Verify installation"), type="primary")
    if not sent:
        return
    try:
        page = VerifyInstallation(url=(url or "").strip())
    except ValidationError:
        st.error(_("Enter a whole address, such as https://www.example.com/"))
        return
    with feedback.telling(), st.spinner(_("Looking at your page…")):
        _tell(api.tenant.verify_installation(page))


def _tell(found: InstallationOut) -> None:
    if found.found and not found.problems:
        st.success(
            _("The widget is installed on {page}.").format(page=plain(found.checked_url)),
            icon=":material/check_circle:",
        )
        return
    for problem in found.problems:
        st.warning(words.installation_problem(problem), icon=":material/report:")
    if found.status:
        st.caption(_("The page answered with status {status}.").format(status=found.status))
