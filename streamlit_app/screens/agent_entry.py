"""One entry of the agent's knowledge: a question with its answer, or a product with price and link."""

from typing import Any, Final

import streamlit as st
from pydantic import ValidationError

from backend.assistant.knowledge.enums import ItemKind
from backend.assistant.knowledge.schemas import LONGEST_ANSWER, LONGEST_NAME, ItemCreate, ItemOut, ItemUpdate
from backend.core.language import LANGUAGES
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting, i18n, words
from streamlit_app.kit.i18n import _
from streamlit_app.screens import agent_words

_CURRENCIES: Final = ("EUR", "USD", "GBP", "MXN", "BRL", "ARS", "CLP", "COP")
_MOST: Final = 10_000_000.0


def edit(api: Api, item: ItemOut | None) -> None:
    usual = item.currency if item and item.currency else api.tenant.get().currency

    @st.dialog(_("Change entry") if item else _("Teach the agent"), width="medium")
    def ask() -> None:
        given = _fields(item, usual)
        if st.button(_("Save"), type="primary", key="item-save"):
            _save(api, item, given)

    ask()


# Any: fields by name; the shape checks them.
def _fields(item: ItemOut | None, currency: str) -> dict[str, Any]:
    key = f"item-{item.id if item else 'new'}"
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    kind = left.segmented_control(
        _("Kind"),
        list(ItemKind),
        default=item.kind if item else ItemKind.FAQ,
        required=True,
        format_func=lambda each: f"{agent_words.ICONS[each]} {agent_words.kind(each)}",
        key=f"{key}-kind",
    )
    language = right.selectbox(
        _("Language"),
        LANGUAGES,
        index=LANGUAGES.index(item.language if item else i18n.language()),
        format_func=words.LANGUAGE_NAMES.__getitem__,
        key=f"{key}-language",
    )
    product = kind is ItemKind.PRODUCT
    name = st.text_input(
        _("Name of the product") if product else _("Question"),
        item.name if item else "",
        max_chars=LONGEST_NAME,
        placeholder=_("Visit and 3D project") if product else _("Do you also work on Saturdays?"),
        key=f"{key}-name",
    )
    answer = st.text_area(
        _("What it says about it") if product else _("Answer"),
        item.answer if item else "",
        max_chars=LONGEST_ANSWER,
        height=120,
        key=f"{key}-answer",
    )
    given = {"kind": kind or ItemKind.FAQ, "language": language, "name": name or "", "answer": answer or ""}
    return given | _price(item, currency, key) | _links(item, key) | _finding(item, key)


# Any: fields by name.
def _price(item: ItemOut | None, currency: str, key: str) -> dict[str, Any]:
    left, right = st.columns([3, 2])
    now = formatting.major(item.price_minor, currency) if item and item.price_minor is not None else None
    price = left.number_input(_("Price"), 0.0, _MOST, now, step=1.0, placeholder=_("None"), key=f"{key}-price")
    offered = list(dict.fromkeys([currency, *_CURRENCIES]))
    chosen = right.selectbox(_("Currency"), offered, key=f"{key}-currency")
    if price is None:
        return {"price_minor": None, "currency": None}
    return {"price_minor": formatting.minor(price, chosen), "currency": chosen}


# Any: fields by name.
def _links(item: ItemOut | None, key: str) -> dict[str, Any]:
    left, right = st.columns(2)
    link = left.text_input(
        _("Link"), (item.link if item else "") or "", placeholder="https://", max_chars=2_000, key=f"{key}-link"
    )
    pays = right.text_input(
        _("Payment link"),
        (item.payment_link if item else "") or "",
        placeholder="https://",
        max_chars=2_000,
        key=f"{key}-payment",
    )
    return {"link": (link or "").strip() or None, "payment_link": (pays or "").strip() or None}


# Any: fields by name.
def _finding(item: ItemOut | None, key: str) -> dict[str, Any]:
    keywords = st.text_input(
        _("Other words people use for it"),
        ", ".join(item.keywords) if item else "",
        placeholder=_("render, drawing, design"),
        help=_("With commas between them. They help to find the answer."),
        key=f"{key}-keywords",
    )
    active = st.toggle(_("The agent may use it"), item.active if item else True, key=f"{key}-active")
    return {"keywords": [each.strip() for each in (keywords or "").split(",") if each.strip()], "active": active}


# Any: fields by name.
def _save(api: Api, item: ItemOut | None, given: dict[str, Any]) -> None:
    try:
        wanted = ItemCreate.model_validate(given)
    except ValidationError as error:
        st.error(_problem(error), icon=":material/error:")
        return
    with feedback.telling():
        if item:
            api.agent.change(item.id, ItemUpdate.model_validate(given))
        else:
            api.agent.teach(wanted)
        feedback.done(_("The agent knows it now."))
        st.rerun()


def _problem(error: ValidationError) -> str:
    where = {str(each["loc"][0]) if each["loc"] else "" for each in error.errors()}
    if where & {"link", "payment_link"}:
        return _("A link must begin with https:// and have no spaces.")
    if "name" in where:
        return _("Give it a name.")
    if "keywords" in where:
        return _("There are too many other words, or one is too long.")
    return _("A question needs its answer.")
