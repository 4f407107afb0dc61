"""The team: who belongs to it, in which role, and who is invited (IDN-15, X8)."""

from collections.abc import Sequence

import streamlit as st
from pydantic import ValidationError

from backend.accounts.enums import MembershipStatus, Role
from backend.accounts.schemas import InvitationIn, InvitationOut, MemberOut
from backend.core.language import LANGUAGES
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting, i18n, words
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.viewer import Viewer


def show(api: Api, viewer: Viewer) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(_("Team"), anchor=False, width="content")
        if viewer.may_set_up and st.button(
            _("Invite somebody"), icon=":material/person_add:", type="primary", key="invite"
        ):
            _invite(api, viewer)
    members = [each for each in api.members.list() if each.status is MembershipStatus.ACTIVE]
    for member in members:
        _member(api, viewer, member)
    if viewer.may_set_up:
        _invitations(api, api.members.invitations())
    with st.expander(_("What each role may do"), icon=":material/help:"):
        for role in reversed(Role):
            st.markdown(f"**{words.role(role)}** · {words.role_meaning(role)}")


def _member(api: Api, viewer: Viewer, member: MemberOut) -> None:
    myself = member.user_id == viewer.me.id
    with st.container(border=True):
        left, right = st.columns([3, 2], vertical_alignment="center")
        with left:
            you = f" :gray[({_('you')})]" if myself else ""
            st.markdown(f"**{plain(member.full_name or member.email)}**{you}  \n:gray[{plain(member.email)}]")
            st.caption(_about(member))
        with right:
            _role(api, viewer, member, myself=myself)


def _about(member: MemberOut) -> str:
    seen = (
        _("Last sign-in: {when}").format(when=formatting.moment(member.last_login_at))
        if member.last_login_at
        else _("Has not signed in yet")
    )
    return seen + (f" · {_('two-step sign-in on')}" if member.two_factor else "")


def _role(api: Api, viewer: Viewer, member: MemberOut, *, myself: bool) -> None:
    """Only owners touch owners; nobody changes themselves by accident."""
    changeable = viewer.may_set_up and not myself and (viewer.owns or member.role is not Role.OWNER)
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="bottom"):
        if not changeable:
            st.badge(words.role(member.role), color="gray")
            return
        offered = _offered(viewer)
        chosen = st.selectbox(
            _("Role"),
            offered,
            index=offered.index(member.role),
            format_func=words.role,
            label_visibility="collapsed",
            key=f"role-{member.user_id}",
            width=170,
        )
        if st.button(_("Remove"), icon=":material/person_remove:", type="tertiary", key=f"remove-{member.user_id}"):
            _remove(api, member)
    if chosen and chosen is not member.role:
        with feedback.telling():
            api.members.change_role(member.user_id, chosen)
            feedback.done(_("{name} is now {role}.").format(name=plain(member.full_name), role=words.role(chosen)))
            st.rerun()


def _offered(viewer: Viewer) -> list[Role]:
    return [role for role in reversed(Role) if viewer.owns or role is not Role.OWNER]


def _remove(api: Api, member: MemberOut) -> None:
    feedback.confirm(
        _("Remove from the team?"),
        _("{name} will be signed out of this company at once. Leads and conversations stay.").format(
            name=plain(member.full_name or member.email)
        ),
        lambda: api.members.remove(member.user_id),
        label=_("Remove"),
        success=_("Removed from the team."),
    )


def _invite(api: Api, viewer: Viewer) -> None:
    @st.dialog(_("Invite somebody"))
    def ask() -> None:
        with st.form("invite", border=False):
            email = st.text_input(_("Email"), max_chars=254, autocomplete="off")
            offered = _offered(viewer)
            role = st.selectbox(_("Role"), offered, index=offered.index(Role.AGENT), format_func=words.role)
            language = st.selectbox(
                _("Language of the invitation"),
                LANGUAGES,
                index=LANGUAGES.index(i18n.language()),
                format_func=words.LANGUAGE_NAMES.__getitem__,
            )
            sent = st.form_submit_button(_("Send invitation"), type="primary")
        if sent:
            try:
                invitation = InvitationIn(email=(email or "").strip(), role=role or Role.AGENT, language=language)
            except ValidationError:
                st.error(_("This is not an email address."))
                return
            with feedback.telling():
                api.members.invite(invitation)
                feedback.done(_("The invitation is on its way; it is good for seven days."))
                st.rerun()

    ask()


def _invitations(api: Api, invitations: Sequence[InvitationOut]) -> None:
    if not invitations:
        return
    st.markdown(f"##### {_('Invited')}", anchors=False)
    for each in invitations:
        with (
            st.container(border=True),
            st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"),
        ):
            until = _("good until {when}").format(when=formatting.moment_in_full(each.expires_at))
            st.markdown(f"**{plain(each.email)}**  \n:gray[{words.role(each.role)} · {plain(until)}]")
            if st.button(_("Withdraw"), key=f"withdraw-{each.id}", type="tertiary", icon=":material/close:"):
                with feedback.telling():
                    api.members.withdraw(each.id)
                    feedback.done(_("The invitation was withdrawn."))
                    st.rerun()
