"""What a WhatsApp number's messages cost: entered from a rate card, as a table or as a file (MSG-04)."""

import hashlib
from typing import Any, Final

import pandas as pd
import streamlit as st
from pydantic import ValidationError

from backend.channels.account_schemas import AccountOut
from backend.channels.enums import PriceCategory
from backend.channels.price_schemas import LONGEST_PREFIX, MOST_PRICES, PriceListIn, PriceListOut
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.screens import channel_price_file, channel_words
from streamlit_app.viewer import Viewer

# Whatever WhatsApp bills in; another one can be written.
_CURRENCIES: Final = ("EUR", "USD", "GBP", "BRL", "MXN", "CLP", "COP", "ARS")


def button(api: Api, viewer: Viewer, account: AccountOut, key: str) -> None:
    if st.button(_("Prices"), icon=":material/payments:", key=key):
        _open(api, viewer, account)


def _open(api: Api, viewer: Viewer, account: AccountOut) -> None:
    found = api.channels.prices(account.id)

    @st.dialog(_("What messages cost"), width="large")
    def dialog() -> None:
        st.caption(
            _(
                "WhatsApp charges each template that arrives, by its category and the country of the number. Enter the"
                " prices of its rate card: the longest prefix counts, and without a prefix a price is for any other"
                " country."
            )
        )
        if viewer.may_set_up:
            _edit(api, account, found)
        elif found.rows:
            st.markdown(f"**{plain(found.currency or '')}**")
            st.dataframe(
                _frame(_cells(found)), hide_index=True, column_config=_columns(), placeholder=_("any other country")
            )
        else:
            st.info(_("No price entered. An administrator may do this."), icon=":material/payments:")

    dialog()


def _edit(api: Api, account: AccountOut, found: PriceListOut) -> None:
    key = f"prices-{account.id}"
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    usual = found.currency or api.tenant.get().currency
    currency = left.selectbox(
        _("Currency"),
        list(dict.fromkeys([usual, *_CURRENCIES])),
        accept_new_options=True,
        key=f"{key}-currency",
    )
    free = right.toggle(
        _("Service is free in the open window"),
        found.utility_free_in_window,
        help=_("So it was from July 2025 on; WhatsApp changes it at times. Look at your rate card."),
        key=f"{key}-free",
    )
    rows = _table(found, key)
    if st.button(_("Save"), type="primary", key=f"{key}-save", disabled=rows is None) and rows is not None:
        _save(api, account, {"currency": (currency or "").upper(), "utility_free_in_window": free, "rows": rows})


def _table(found: PriceListOut, key: str) -> list[dict[str, Any]] | None:  # Any: cells
    """A file takes the place of what stands there, to be looked at before it is saved; None where it is no list."""
    file = st.file_uploader(
        _("A CSV with the columns category, prefix, amount"),
        type=["csv", "txt"],
        help=", ".join(f"`{each}`" for each in PriceCategory),
        key=f"{key}-file",
        max_upload_size=1,
    )
    cells, source = _cells(found), "kept"
    if file is not None:
        content = file.getvalue()
        given = channel_price_file.read(content)
        if given is None:
            st.error(_("Its first line must name the columns: category, prefix, amount."), icon=":material/error:")
            return None
        cells, source = given, hashlib.sha256(content).hexdigest()[:12]
    edited = st.data_editor(
        _frame(cells),
        num_rows="dynamic",
        hide_index=True,
        column_config=_columns(),
        placeholder=_("any other country"),
        height=320,
        key=f"{key}-table-{source}",
    )
    return _given(edited)


def _cells(found: PriceListOut) -> list[dict[str, Any]]:  # Any: cells
    return [{"category": each.category.value, "prefix": each.prefix, "amount": str(each.amount)} for each in found.rows]


def _frame(cells: list[dict[str, Any]]) -> pd.DataFrame:  # Any: cells
    """All as text: no digit of a price is lost on its way through the browser."""
    frame = pd.DataFrame(cells, columns=["category", "prefix", "amount"], dtype="string")
    return frame.assign(prefix=frame["prefix"].replace("", pd.NA))


def _columns() -> dict[str, Any]:  # Any: Streamlit's own configuration
    return {
        "category": st.column_config.SelectboxColumn(
            _("Category"), options=list(PriceCategory), format_func=_category, required=True
        ),
        "prefix": st.column_config.TextColumn(
            _("Prefix"), help=_("34, 351, 1787… Empty: any other country"), max_chars=LONGEST_PREFIX + 1
        ),
        "amount": st.column_config.TextColumn(_("Price of one message"), help="0.0509", required=True),
    }


def _category(value: str | float) -> str:
    return channel_words.category(str(value))


def _given(edited: pd.DataFrame) -> list[dict[str, Any]]:  # Any: cells
    rows = [
        {str(name): "" if pd.isna(value) else str(value).strip() for name, value in row.items()}
        for row in edited.to_dict("records")
    ]
    return [row | {"amount": row["amount"].replace(",", ".")} for row in rows if any(row.values())]


def _save(api: Api, account: AccountOut, given: dict[str, Any]) -> None:  # Any: fields by name
    try:
        wanted = PriceListIn.model_validate(given)
    except ValidationError as error:
        st.error(_problem(error), icon=":material/error:")
        return
    with feedback.telling():
        api.channels.enter_prices(account.id, wanted)
        feedback.done(_("Saved. What was charged before keeps its price."))
        st.rerun()


def _problem(error: ValidationError) -> str:
    first = error.errors()[0]
    where = first["loc"]
    if "currency" in where:
        return _("The currency is a code of three letters, such as EUR.")
    if where == ("rows",):
        return _("A list has at most {count} prices.").format(count=MOST_PRICES)
    if not where:
        return _("Two rows have the same category and prefix.")
    problem = {
        "category": _("choose its category"),
        "prefix": _("its prefix is a calling code such as 34 or 1787, or empty"),
        "amount": _("its price is a number from 0 on, with at most six decimals"),
    }
    number = int(where[1]) + 1 if isinstance(where[1], int) else 1
    return _("Row {number}: {problem}.").format(number=number, problem=problem.get(str(where[-1]), ""))
