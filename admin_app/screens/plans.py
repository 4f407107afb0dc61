"""The catalogue of plans side by side, withdrawn ones too (BIL-02, X3)."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from admin_app import words
from admin_app.api.api import Api
from backend.accounts.schemas import MeOut
from backend.plans.enums import Interval, Metric, Unit, Window
from backend.plans.schemas import Entitlement, PlanDetails, Price
from streamlit_app.kit import feedback, formatting, i18n
from streamlit_app.kit.i18n import _


def show(api: Api, me: MeOut) -> None:
    st.title(_("Plans"), anchor=False)
    with st.spinner(_("Loading…")):
        plans = sorted(api.platform.plans(), key=lambda each: each.position)
    if not plans:
        feedback.empty(_("No plans"), _("The catalogue is empty."), icon=":material/sell:")
        return
    st.dataframe(
        _frame(plans),
        key="plans-table",
        hide_index=True,
        row_height=40,
        height="content",
        column_config={
            "what": st.column_config.TextColumn(_("What it includes"), width=240),
            **{each.code: st.column_config.TextColumn(_title(each), width="small") for each in plans},
        },
        placeholder="—",
    )
    st.caption(_("A company changes its plan on its own page; what it used this month stays counted."))


def _title(plan: PlanDetails) -> str:
    name = plan.names.get(i18n.language(), plan.code)
    return name if plan.active else _("{name} (withdrawn)").format(name=name)


def _frame(plans: Sequence[PlanDetails]) -> pd.DataFrame:
    code = {"what": _("Code")} | {each.code: each.code for each in plans}
    price = {"what": _("Price")} | {each.code: _prices(each.prices) for each in plans}
    limits = [_limits(plans, metric, window) for metric, window in _lines(plans)]
    return pd.DataFrame([code, price, *limits])


def _lines(plans: Sequence[PlanDetails]) -> list[tuple[Metric, Window]]:
    """Every limit that some plan knows, in the catalogue's order."""
    return list(dict.fromkeys((each.metric, each.window) for plan in plans for each in plan.entitlements))


def _limits(plans: Sequence[PlanDetails], metric: Metric, window: Window) -> dict[str, str | None]:
    row: dict[str, str | None] = {"what": f"{words.metric(metric)}, {words.window(window)}"}
    for plan in plans:
        found = next((each for each in plan.entitlements if (each.metric, each.window) == (metric, window)), None)
        row[plan.code] = _limit(found) if found else None
    return row


def _limit(entitlement: Entitlement) -> str:
    if entitlement.limit is None:
        return _("No limit")
    if entitlement.unit is Unit.EUR:
        return formatting.money(entitlement.limit, "EUR")
    return formatting.number(entitlement.limit)


def _prices(prices: Sequence[Price]) -> str | None:
    each = {Interval.MONTH: _("a month"), Interval.YEAR: _("a year")}
    shown = [f"{formatting.money_minor(price.amount_minor, price.currency)} {each[price.interval]}" for price in prices]
    return " · ".join(shown) or None
