"""The routes of leads, by story; what has a name of its own below /leads comes before one lead's id."""

from backend.leads.router import (
    bin,
    bulk,
    contacts,
    custom_fields,
    domains,
    editing,
    listing,
    merging,
    niches,
    notes,
    pipelines,
    saved_filters,
    scoring,
    tags,
)

ROUTERS = (
    listing.router,
    scoring.router,
    domains.router,
    pipelines.router,
    niches.router,
    tags.router,
    bulk.router,
    merging.router,
    saved_filters.router,
    custom_fields.router,
    contacts.router,
    notes.router,
    bin.router,
    editing.router,
)
