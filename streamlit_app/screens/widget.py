"""The widget: how it looks and speaks, where it may appear, and whether it is there (PAN-02, WID-01, WID-04)."""

from collections.abc import Sequence
from typing import Any

import streamlit as st
from pydantic import ValidationError

from backend.core.language import LANGUAGES, Language
from backend.tenants.enums import Position
from backend.tenants.schemas import Branding, TenantOut, TenantUpdate, WidgetTexts
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, i18n, words
from streamlit_app.kit.i18n import _
from streamlit_app.kit.parts.preview import Preview, preview
from streamlit_app.screens import installation
from streamlit_app.viewer import Viewer


def show(api: Api, viewer: Viewer) -> None:
    tenant = api.tenant.get()
    st.title(_("Widget"), anchor=False)
    if tenant.maintenance:
        st.warning(_("Your widget is closed for maintenance: visitors may only leave their contact."))
    if not viewer.may_set_up:
        st.info(_("You can look at everything here; an administrator makes changes."), icon=":material/visibility:")
    form, mock = st.columns([6, 5], gap="large")
    with form:
        looks, says, where = st.tabs([_("Look"), _("Texts"), _("Installation")])
        with looks:
            branding = _look(api, viewer, tenant)
        with says:
            language, texts = _texts(api, viewer, tenant)
        with where:
            installation.show(api, viewer, tenant)
    with mock:
        st.markdown(f"##### {_('As your visitors see it')}", anchors=False)
        _preview(tenant, branding, texts, language)


def _look(api: Api, viewer: Viewer, tenant: TenantOut) -> Branding:
    """Outside a form, so that the preview follows every change."""
    now = tenant.branding
    given = _colours(now, fixed=not viewer.may_set_up) | _shape(now, fixed=not viewer.may_set_up)
    branding = _checked(given) or now
    if viewer.may_set_up and st.button(_("Save the look"), type="primary", key="save-look", disabled=branding == now):
        with feedback.telling():
            api.tenant.update(TenantUpdate(branding=branding))
            feedback.done(_("Saved. Your widget looks like this from now on."))
            st.rerun()
    return branding


# Any: fields by name; the shape checks them.
def _colours(now: Branding, *, fixed: bool) -> dict[str, Any]:
    left, right = st.columns(2)
    with left:
        primary = st.color_picker(_("Main colour"), now.primary, key="look-primary", disabled=fixed)
        background = st.color_picker(_("Background"), now.background, key="look-background", disabled=fixed)
    with right:
        on_primary = st.color_picker(
            _("Text on the main colour"), now.on_primary, key="look-on-primary", disabled=fixed
        )
        text = st.color_picker(_("Text"), now.text, key="look-text", disabled=fixed)
    _legible(primary, on_primary, background, text)
    return {"primary": primary, "on_primary": on_primary, "background": background, "text": text}


# Any: fields by name; the shape checks them.
def _shape(now: Branding, *, fixed: bool) -> dict[str, Any]:
    position = st.segmented_control(
        _("Corner"),
        list(Position),
        default=now.position,
        required=True,
        format_func=_corner,
        key="look-position",
        disabled=fixed,
    )
    radius = st.slider(_("Roundness"), 0, 32, now.radius, key="look-radius", disabled=fixed)
    logo = st.text_input(
        _("Logo address"),
        now.logo_url or "",
        key="look-logo",
        placeholder="https://www.example.com/logo.png",
        help=_("A square picture, on an https:// address."),
        disabled=fixed,
    )
    launcher = st.text_input(
        _("Words beside the bubble"),
        now.launcher_text,
        key="look-launcher",
        max_chars=40,
        placeholder=_("Shall we talk?"),
        disabled=fixed,
    )
    logo_url = (logo or "").strip() or None
    return {"position": position, "radius": radius, "logo_url": logo_url, "launcher_text": launcher or ""}


# Any: fields by name.
def _checked(given: dict[str, Any]) -> Branding | None:
    try:
        return Branding(**given)
    except ValidationError:
        st.error(_("The logo needs a whole address that begins with https://"))
        return None


def _legible(primary: str, on_primary: str, background: str, text: str) -> None:
    """WCAG 2.1, 1.4.3: 4.5 to 1; it is advice, for a brand's colours are its own."""
    if contrast(primary, on_primary) < 4.5 or contrast(background, text) < 4.5:
        st.caption(f":orange[:material/visibility_off: {_('Some people will find these colours hard to read.')}]")


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.1, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _corner(position: Position) -> str:
    return _("Right") if position is Position.RIGHT else _("Left")


def _texts(api: Api, viewer: Viewer, tenant: TenantOut) -> tuple[Language, WidgetTexts]:
    _languages(api, viewer, tenant)
    language = st.segmented_control(
        _("Texts in"),
        tenant.languages,
        default=tenant.default_language if tenant.default_language in tenant.languages else tenant.languages[0],
        required=True,
        format_func=words.LANGUAGE_NAMES.__getitem__,
        key="texts-language",
    )
    language = language or tenant.default_language
    now = tenant.texts.get(language, WidgetTexts())
    fields = {name: _field(name, label, now, language, viewer) for name, label in _labels().items()}
    texts = WidgetTexts(**{name: value.strip() or None for name, value in fields.items()})
    st.caption(_("What you leave empty uses our own words in that language."))
    if viewer.may_set_up and st.button(_("Save the texts"), type="primary", key="save-texts", disabled=texts == now):
        with feedback.telling():
            api.tenant.update(TenantUpdate(texts={**tenant.texts, language: texts}))
            feedback.done(_("Saved."))
            st.rerun()
    return language, texts


def _labels() -> dict[str, str]:
    return {
        "title": _("Title"),
        "subtitle": _("Subtitle"),
        "placeholder": _("Hint in the answer field"),
        "closed": _("When you are closed"),
        "offline": _("When the connection is lost"),
        "consent_note": _("Note on privacy"),
    }


def _field(name: str, label: str, now: WidgetTexts, language: Language, viewer: Viewer) -> str:
    limits = {"title": 60, "subtitle": 120, "placeholder": 120}
    key, value = f"texts-{language}-{name}", getattr(now, name) or ""
    if name in limits:
        return st.text_input(label, value, key=key, max_chars=limits[name], disabled=not viewer.may_set_up) or ""
    return st.text_area(label, value, key=key, max_chars=500, height=80, disabled=not viewer.may_set_up) or ""


def _languages(api: Api, viewer: Viewer, tenant: TenantOut) -> None:
    with st.expander(_("Languages of your widget"), icon=":material/translate:"), st.form("languages", border=False):
        offered = st.pills(
            _("Offered"),
            LANGUAGES,
            selection_mode="multi",
            default=tenant.languages,
            format_func=words.LANGUAGE_NAMES.__getitem__,
            disabled=not viewer.may_set_up,
        )
        main = st.selectbox(
            _("Main language"),
            LANGUAGES,
            index=LANGUAGES.index(tenant.default_language),
            format_func=words.LANGUAGE_NAMES.__getitem__,
            disabled=not viewer.may_set_up,
        )
        sent = st.form_submit_button(_("Save languages"), disabled=not viewer.may_set_up)
    if sent:
        _save_languages(api, offered, main or tenant.default_language)


def _save_languages(api: Api, offered: Sequence[Language], main: Language) -> None:
    if main not in offered:
        st.error(_("The main language must be one of the languages offered."))
        return
    with feedback.telling():
        api.tenant.update(TenantUpdate(languages=list(offered), default_language=main))
        feedback.done(_("Saved."))
        st.rerun()


def _preview(tenant: TenantOut, branding: Branding, texts: WidgetTexts, language: Language) -> None:
    """The visitor's side speaks the language of the texts, not that of the panel."""
    gettext = i18n.words(language).gettext
    preview(
        Preview(
            primary=branding.primary,
            on_primary=branding.on_primary,
            background=branding.background,
            text=branding.text,
            position=branding.position,
            radius=branding.radius,
            logo_url=branding.logo_url,
            launcher_text=branding.launcher_text,
            title=texts.title or tenant.name,
            subtitle=texts.subtitle or gettext("We usually answer within minutes"),
            placeholder=texts.placeholder or gettext("Write your answer…"),
            hello=gettext("Hello! What are you planning?"),
            question=gettext("Lovely. How big is the room, more or less?"),
            options=(gettext("A new kitchen"), gettext("Wardrobes"), gettext("Something else")),
        ),
        key="widget-preview",
    )
