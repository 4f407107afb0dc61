"""Closed vocabularies of tenants."""

from enum import StrEnum


class TenantStatus(StrEnum):
    """A paused company keeps its data; nobody signs in and its widget stays away (SUP-01)."""

    ACTIVE = "active"
    PAUSED = "paused"


class Position(StrEnum):
    """The corner in which the widget's bubble sits."""

    RIGHT = "right"
    LEFT = "left"


class InstallationProblem(StrEnum):
    """Why a page that was looked at does not show the widget."""

    ORIGIN_NOT_ALLOWED = "origin_not_allowed"
    ADDRESS_REFUSED = "address_refused"
    UNREACHABLE = "unreachable"
    TOO_SLOW = "too_slow"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    BAD_STATUS = "bad_status"
    NOT_A_WEB_PAGE = "not_a_web_page"
    SNIPPET_MISSING = "snippet_missing"
    OTHER_TENANT = "other_tenant"
    OTHER_SERVER = "other_server"
    DUPLICATED = "duplicated"
