"""The flow: what visitors are asked, in versions that are published and taken back in one click (FLW-02, PAN-02)."""

import json
from collections.abc import Sequence
from typing import Any

import streamlit as st
from pydantic import ValidationError

from backend.flows.enums import Preset, VersionStatus
from backend.flows.schemas import FlowDefinition
from backend.flows.version_schemas import FaultOut, FlowOut, FlowVersionOut
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting, words
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.screens import flow_outline
from streamlit_app.viewer import Viewer


def show(api: Api, viewer: Viewer) -> None:
    flows = api.flows.list()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(_("Flow"), anchor=False, width="content")
        if viewer.may_set_up and st.button(_("New flow"), icon=":material/add:", key="new-flow"):
            _create(api)
    if not flows:
        feedback.empty(
            _("No flow yet"), _("Begin with one of our presets and change its words."), icon=":material/account_tree:"
        )
        return
    chosen = _choose(flows)
    _standing(api, viewer, chosen)
    read, edit, versions = st.tabs([_("Questions"), _("Edit"), _("Versions")])
    definition = api.flows.definition(chosen.id)
    with read:
        flow_outline.show(definition)
    with edit:
        _edit(api, viewer, chosen, definition)
    with versions:
        _versions(api, viewer, chosen)


def _choose(flows: Sequence[FlowOut]) -> FlowOut:
    if len(flows) == 1:
        return flows[0]
    default = next((position for position, flow in enumerate(flows) if flow.is_default), 0)
    return st.selectbox(
        _("Flow"),
        flows,
        index=default,
        format_func=lambda flow: flow.name + (f" · {_('greets your visitors')}" if flow.is_default else ""),
        key="flow-chosen",
    )


def _standing(api: Api, viewer: Viewer, flow: FlowOut) -> None:
    with (
        st.container(border=True),
        st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"),
    ):
        with st.container(gap=None, width="content"):
            st.markdown(f"##### {plain(flow.name)}", anchors=False)
            st.caption(_standing_words(flow))
        if viewer.may_set_up:
            with st.container(horizontal=True, width="content"):
                _actions(api, flow)


def _standing_words(flow: FlowOut) -> str:
    if flow.published:
        said = _("Version {number} is published since {when}").format(
            number=flow.published.number, when=formatting.moment(flow.published.published_at)
        )
    else:
        said = _("Not published: visitors may only leave their contact")
    return said + (f" · {_('there is a draft')}" if flow.draft else "")


def _actions(api: Api, flow: FlowOut) -> None:
    if flow.published and flow.published.rollback_to_version:
        label = _("Go back to version {number}").format(number=flow.published.rollback_to_version)
        if st.button(label, icon=":material/undo:", key="roll-back"):
            _roll_back(api, flow, None)
    if flow.published and st.button(_("Unpublish"), icon=":material/visibility_off:", key="unpublish"):
        feedback.confirm(
            _("Unpublish the flow?"),
            _("New visitors will be greeted kindly and may leave their contact. Running conversations go on."),
            lambda: _unpublish(api, flow),
            label=_("Unpublish"),
            success=_("The flow is off the air."),
        )
    if flow.draft and st.button(_("Publish the draft"), icon=":material/publish:", type="primary", key="publish"):
        _publish(api, flow)


def _roll_back(api: Api, flow: FlowOut, number: int | None) -> None:
    with feedback.telling():
        version = api.flows.roll_back(flow.id, number)
        feedback.done(_("Version {number} is published again.").format(number=version.number))
        st.rerun()


def _unpublish(api: Api, flow: FlowOut) -> None:
    api.flows.unpublish(flow.id)


def _publish(api: Api, flow: FlowOut) -> None:
    faults = api.flows.validate(flow.id).faults
    if faults:
        st.error(_("The flow cannot be published yet: correct the faults listed below."))
        _faults(faults)
        return
    with feedback.telling():
        version = api.flows.publish(flow.id, "")
        feedback.done(_("Version {number} greets your visitors now.").format(number=version.number))
        st.rerun()


# Any: the flow as JSON.
def _edit(api: Api, viewer: Viewer, flow: FlowOut, definition: dict[str, Any]) -> None:
    written = json.dumps(definition, ensure_ascii=False, indent=2)
    if not viewer.may_set_up:
        st.code(written, language="json", height=520)
        return
    st.caption(_("The whole flow as JSON. Saving keeps a draft; visitors see nothing until you publish it."))
    with st.form("flow-draft", border=False):
        text = st.text_area(
            _("Definition"), written, height=520, key=f"definition-{flow.id}", label_visibility="collapsed"
        )
        sent = st.form_submit_button(_("Save draft"), type="primary", icon=":material/save:")
    if sent:
        _save(api, flow, text or "")
    elif flow.draft:
        found = api.flows.validate(flow.id)
        _faults(found.faults)
        _warnings(found.warnings)


def _save(api: Api, flow: FlowOut, text: str) -> None:
    try:
        definition = json.loads(text)
        FlowDefinition.model_validate(definition)
    except json.JSONDecodeError as error:
        st.error(_("This is not JSON: line {line}, column {column}.").format(line=error.lineno, column=error.colno))
        return
    except ValidationError as error:
        st.error(_("The shape of the flow is not right:"))
        for each in error.errors()[:10]:
            st.markdown(f"- `{'.'.join(str(part) for part in each['loc']).replace('`', '')}`: {plain(each['msg'])}")
        return
    with feedback.telling():
        saved = api.flows.save_draft(flow.id, definition)
        if saved.faults:
            st.warning(_("The draft is saved, but it cannot be published yet."), icon=":material/report:")
            _faults(saved.faults)
        else:
            feedback.done(_("The draft is saved and has no faults."))
            st.rerun()


def _faults(faults: Sequence[FaultOut]) -> None:
    for fault in faults:
        where = f"`{fault.block_id}` · " if fault.block_id else ""
        st.markdown(f":red[:material/error:] {where}{fault_words(fault)}")


def _warnings(found: Sequence[FaultOut]) -> None:
    for each in found:
        where = f"`{each.block_id}` · " if each.block_id else ""
        st.markdown(f":orange[:material/warning:] {where}{fault_words(each)}")


def fault_words(fault: FaultOut) -> str:
    """The validator's own sentence follows ours, for it names the words that are wrong."""
    return f"{words.fault(fault.code)} :gray[{plain(fault.message)}]"


def _versions(api: Api, viewer: Viewer, flow: FlowOut) -> None:
    for version in api.flows.versions(flow.id):
        with (
            st.container(border=True),
            st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"),
        ):
            st.markdown(_version_line(version))
            again = viewer.may_set_up and version.status is VersionStatus.ARCHIVED and version.published_at
            if again and st.button(_("Publish again"), icon=":material/history:", key=f"again-{version.number}"):
                _roll_back(api, flow, version.number)


def _version_line(version: FlowVersionOut) -> str:
    colours = {VersionStatus.DRAFT: "orange", VersionStatus.PUBLISHED: "green", VersionStatus.ARCHIVED: "gray"}
    badge = f":{colours[version.status]}-badge[{words.version_status(version.status)}]"
    at = version.published_at or version.updated_at
    note = f" · {plain(version.note)}" if version.note else ""
    title = _("Version {number}").format(number=version.number)
    return f"**{title}** {badge}  \n:gray[{plain(formatting.moment_in_full(at))}{note}]"


def _create(api: Api) -> None:
    @st.dialog(_("New flow"))
    def ask() -> None:
        presets = {each.preset: each.name for each in api.flows.presets()}
        with st.form("new-flow-form", border=False):
            name = st.text_input(_("Name"), max_chars=120)
            preset = st.selectbox(_("Begin with"), list(Preset), format_func=lambda each: _preset(each, presets))
            sent = st.form_submit_button(_("Create"), type="primary")
        if sent and not (name or "").strip():
            st.error(_("Give it a name."))
        elif sent:
            with feedback.telling():
                api.flows.create((name or "").strip(), preset)
                feedback.done(_("The flow is there as a draft."))
                st.rerun()

    ask()


def _preset(preset: Preset, names: dict[Preset, str]) -> str:
    known = {
        Preset.KITCHEN_STUDIO: _("Kitchen and furniture studio"),
        Preset.GENERAL_BUSINESS: _("General business"),
    }
    return known.get(preset) or names.get(preset, preset)
