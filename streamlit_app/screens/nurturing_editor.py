"""The steps of a sequence: when each goes out, what it says in four languages, where, and on what condition."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import streamlit as st
from pydantic import ValidationError

from backend.channels.account_schemas import TemplateOut
from backend.channels.enums import ChannelKind, TemplateStatus
from backend.core.language import LANGUAGES, Language
from backend.nurturing.enums import Condition, SequenceKind
from backend.nurturing.schemas import (
    LONGEST_TEXT,
    MOST_HOURS,
    MOST_SILENCE_DAYS,
    MOST_STEPS,
    SequenceOut,
    SequenceUpdate,
    Step,
)
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, i18n, words
from streamlit_app.kit.i18n import _
from streamlit_app.screens import channel_words, cost_words, inbox_words, nurturing_words

VARIABLES: Final = ("{name}", "{product}", "{business}")
CHIPS: Final = (24, 72, 168)
_CHANNELS: Final = (ChannelKind.WHATSAPP, ChannelKind.INSTAGRAM, ChannelKind.MESSENGER, ChannelKind.TELEGRAM)


@dataclass
class _Draft:
    """Steps by a number of their own, so that what is written stays with its step when another one goes."""

    steps: dict[int, Step] = field(default_factory=dict)
    following: int = 0

    def add(self, step: Step) -> None:
        self.steps[self.following] = step
        self.following += 1


def edit(api: Api, sequence: SequenceOut) -> None:
    draft = _Draft()
    for step in sequence.steps:
        draft.add(step)
    templates = _templates(api)

    @st.dialog(nurturing_words.name(sequence.type), width="large", icon=nurturing_words.ICONS[sequence.type])
    def dialog() -> None:
        days = _silence(sequence)
        labels = [_("Step {number}").format(number=number) for number in range(1, len(draft.steps) + 1)]
        given = []
        for tab, (number, step) in zip(st.tabs(labels), list(draft.steps.items()), strict=True):
            with tab:
                given.append(_step(sequence.type, number, step, templates))
                _remove(draft, number)
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            _add(draft)
            saved = st.button(_("Save"), type="primary", key="steps-save")
        if saved:
            _save(api, sequence, given, days)

    dialog()


def _templates(api: Api) -> dict[str, TemplateOut]:
    """Approved ones by name, of every WhatsApp number; each language has the same gaps."""
    found: dict[str, TemplateOut] = {}
    for account in api.sending.accounts():
        if account.kind is ChannelKind.WHATSAPP:
            approved = [each for each in api.sending.templates(account.id) if each.status == TemplateStatus.APPROVED]
            found |= {each.name: each for each in approved}
    return dict(sorted(found.items()))


def _silence(sequence: SequenceOut) -> int | None:
    if sequence.type is not SequenceKind.RE_ENGAGEMENT:
        return None
    now = sequence.silence_days or 30
    return int(st.number_input(_("Days of silence"), 1, MOST_SILENCE_DAYS, now, key="silence-days", width=200))


def _remove(draft: _Draft, number: int) -> None:
    if len(draft.steps) > 1 and st.button(
        _("Delete this step"), icon=":material/delete:", type="tertiary", key=f"step-delete-{number}"
    ):
        del draft.steps[number]
        st.rerun(scope="fragment")


def _add(draft: _Draft) -> None:
    full = len(draft.steps) >= MOST_STEPS
    if st.button(_("Add a step"), icon=":material/add:", key="step-add", disabled=full):
        last = list(draft.steps.values())[-1]
        later = min(last.delay_hours + 72, MOST_HOURS)
        draft.add(last.model_copy(update={"delay_hours": later}, deep=True))
        st.rerun(scope="fragment")


# Any: a step's fields by name; the shape checks them.
def _step(kind: SequenceKind, number: int, step: Step, templates: dict[str, TemplateOut]) -> dict[str, Any]:
    key = f"step-{kind.value}-{number}"
    hours = _delay(key, step)
    texts = _texts(key, step)
    left, right = st.columns(2)
    with left:
        template = _template(key, step, templates)
    with right:
        channels = st.multiselect(
            _("Channels, first choice first"),
            _CHANNELS,
            step.channels,
            format_func=inbox_words.channel,
            placeholder=_("Their own, then the others"),
            key=f"{key}-channels",
        )
        condition = st.selectbox(
            _("When it is sent"),
            list(Condition),
            index=list(Condition).index(step.condition),
            format_func=nurturing_words.condition,
            key=f"{key}-condition",
        )
    return {
        "delay_hours": hours,
        "texts": {each: text.strip() for each, text in texts.items() if text.strip()},
        "template": template,
        "channels": channels,
        "condition": condition,
    }


def _delay(key: str, step: Step) -> int:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        hours = st.number_input(
            _("Hours after they came in"), 0, MOST_HOURS, step.delay_hours, key=f"{key}-hours", width=200
        )
        for chip in CHIPS:
            st.button(
                nurturing_words.delay(chip),
                key=f"{key}-chip-{chip}",
                on_click=partial(_put, f"{key}-hours", chip),
                type="primary" if hours == chip else "secondary",
            )
    return int(hours)


def _put(key: str, value: int) -> None:
    st.session_state[key] = value


def _texts(key: str, step: Step) -> dict[Language, str]:
    mine_first = sorted(LANGUAGES, key=lambda each: each != i18n.language())
    given: dict[Language, str] = {}
    for tab, language in zip(st.tabs([words.LANGUAGE_NAMES[each] for each in mine_first]), mine_first, strict=True):
        with tab:
            name = f"{key}-text-{language}"
            given[language] = (
                st.text_area(_("Text"), step.texts.get(language, ""), max_chars=LONGEST_TEXT, height=130, key=name)
                or ""
            )
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.caption(_("Insert:"), width="content")
                for variable in VARIABLES:
                    label, insert = _variable(variable), partial(_insert, name, variable)
                    st.button(label, key=f"{name}-{variable}", type="tertiary", on_click=insert)
    return given


def _variable(value: str) -> str:
    return {"{name}": _("Name"), "{product}": _("Product"), "{business}": _("Business")}[value]


def _insert(key: str, variable: str) -> None:
    now = str(st.session_state.get(key, ""))
    st.session_state[key] = f"{now} {variable}".strip() if now and not now.endswith((" ", "\n")) else now + variable


# Any: a choice of a template by its fields, or nothing.
def _template(key: str, step: Step, templates: dict[str, TemplateOut]) -> dict[str, Any] | None:
    chosen = step.template.name if step.template else None
    names = list(dict.fromkeys([*templates, *([chosen] if chosen else [])]))
    name = st.selectbox(
        _("WhatsApp template, past 24 hours"),
        ["", *names],
        index=names.index(chosen) + 1 if chosen else 0,
        format_func=lambda each: str(each) or _("Without a template"),
        help=_("After a day of silence WhatsApp only takes an approved template."),
        key=f"{key}-template",
    )
    if not name:
        return None
    if name in templates:
        category = channel_words.category(templates[name].category)
        st.caption(f"{category} · {cost_words.offer(templates[name].price)}")
    now = step.template.variables if step.template and name == chosen else []
    gaps = templates[name].variables if name in templates else [str(each + 1) for each in range(len(now))]
    variables = [
        st.text_input(
            _("In place of {name}").format(name=f"{{{{{gap}}}}}"),
            now[number] if number < len(now) else VARIABLES[min(number, len(VARIABLES) - 1)],
            max_chars=200,
            key=f"{key}-{name}-{number}",
        )
        or ""
        for number, gap in enumerate(gaps)
    ]
    return {"name": name, "variables": variables}


# Any: steps by their fields.
def _save(api: Api, sequence: SequenceOut, steps: list[dict[str, Any]], days: int | None) -> None:
    try:
        wanted = SequenceUpdate.model_validate({"steps": steps} | ({"silence_days": days} if days else {}))
    except ValidationError as error:
        st.error(_problem(error), icon=":material/error:")
        return
    with feedback.telling():
        api.nurturing.change(sequence.type, wanted)
        feedback.done(_("Saved. Who is in it already gets the new words."))
        st.rerun()


def _problem(error: ValidationError) -> str:
    where = error.errors()[0]["loc"]
    if where in {(), ("steps",)}:
        return _("Each step must come later than the one before it.")
    number = int(where[1]) + 1 if len(where) > 1 and isinstance(where[1], int) else 1
    if "texts" in where or "variables" in where:
        return _("Step {number}: only these are filled in: {names}. Take other words in braces away.").format(
            number=number, names=" ".join(f"`{each}`" for each in VARIABLES)
        )
    return _("Step {number} needs a text or a template.").format(number=number)
