"""The company that a list is narrowed to; the address names it, so that links and reloads keep it."""

import uuid
from typing import Final

import streamlit as st

from admin_app import navigation
from admin_app.api.api import Api
from streamlit_app.kit.i18n import _
from streamlit_app.kit.transport import ApiError

MOST: Final = 200


def names(api: Api) -> dict[uuid.UUID, str]:
    """The newest companies; a chosen one is there even when it is older."""
    found = {each.id: each.name for each in api.tenants.list(limit=MOST).items}
    chosen = navigation.chosen_tenant()
    if chosen is not None and chosen not in found:
        try:
            found[chosen] = api.tenants.get(chosen).name
        except ApiError as error:
            if error.status != 404:
                raise
            found[chosen] = str(chosen)[:8]
    return found


def choose(known: dict[uuid.UUID, str], *, key: str) -> uuid.UUID | None:
    chosen = navigation.chosen_tenant()
    options = sorted(known, key=lambda each: known[each].casefold())
    picked = st.selectbox(
        _("Company"),
        options,
        index=options.index(chosen) if chosen in known else None,
        format_func=known.__getitem__,
        placeholder=_("All companies"),
        key=key,
        width=300,
    )
    if picked != chosen:
        _keep(picked)
    return picked


def _keep(picked: uuid.UUID | None) -> None:
    if picked is None:
        st.query_params.pop(navigation.TENANT, None)
    else:
        st.query_params[navigation.TENANT] = str(picked)
