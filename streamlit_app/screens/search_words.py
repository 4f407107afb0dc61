"""What states, sources and reasons of a search are called."""

from typing import Final

from backend.prospecting.enums import ResultState, SearchState, SourceName
from streamlit_app.kit.i18n import _

TONES: Final = {
    ResultState.FOUND: "plain",
    ResultState.FETCHING: "plain",
    ResultState.READY: "waiting",
    ResultState.SAVED: "good",
    ResultState.DUPLICATE: "known",
    ResultState.BLOCKED: "closed",
    ResultState.FAILED: "bad",
    ResultState.SUPPRESSED: "plain",
    ResultState.SKIPPED: "plain",
}
COLOURS: Final = {
    SearchState.QUEUED: "gray",
    SearchState.RUNNING: "blue",
    SearchState.PAUSED: "orange",
    SearchState.DONE: "green",
    SearchState.CANCELLED: "gray",
    SearchState.FAILED: "red",
}


def state(value: SearchState) -> str:
    return {
        SearchState.QUEUED: _("Waiting its turn"),
        SearchState.RUNNING: _("Searching"),
        SearchState.PAUSED: _("Paused"),
        SearchState.DONE: _("Finished"),
        SearchState.CANCELLED: _("Cancelled"),
        SearchState.FAILED: _("Failed"),
    }[value]


def result(value: ResultState) -> str:
    return {
        ResultState.FOUND: _("To read"),
        ResultState.FETCHING: _("Reading"),
        ResultState.READY: _("To review"),
        ResultState.SAVED: _("Saved"),
        ResultState.DUPLICATE: _("Already yours"),
        ResultState.BLOCKED: _("Blocked"),
        ResultState.FAILED: _("Failed"),
        ResultState.SUPPRESSED: _("Never save"),
        ResultState.SKIPPED: _("Left out"),
    }[value]


def source(value: SourceName) -> str:
    return {
        SourceName.OVERPASS: "OpenStreetMap",
        SourceName.PLACES: "Google Places",
        SourceName.WEB: _("Web search"),
        SourceName.LIST: _("My own list"),
    }[value]


def reason(value: str) -> str:
    """Why a search or a result is not what was hoped for; a word that nobody knows is not shown."""
    known = {
        "robots": _("Its robots.txt asks not to be read"),
        "challenge": _("It asks visitors to prove that they are people"),
        "timeout": _("It takes too long to answer"),
        "dns": _("There is no such website"),
        "tls": _("Its certificate is not valid"),
        "connection": _("It does not answer"),
        "refused": _("It does not answer"),
        "unreachable": _("It does not answer"),
        "private_address": _("It is not on the public internet"),
        "no_website": _("Without a website"),
        "no_contacts": _("Without any contact"),
        "limit": _("Beyond the number you asked for"),
        "cancelled": _("The search was cancelled"),
        "quota": _("Your plan has no leads left"),
        "domain": _("Its website is on your list"),
        "email": _("Its email is on your list"),
        "place_unknown": _("We do not know this place. Write the town, and choose its country."),
        "source_blocked": _("The source is not answering us now. Try again later, or choose another."),
        "source_refused": _("The source does not accept our key. Ask your administrator."),
        "source_unavailable": _("The source is down or too slow. Try again later, or choose another."),
    }
    if value in ("http_401", "http_403", "http_407", "http_429", "http_451"):
        return _("The website does not let us in")
    if value.startswith("http_"):
        return _("The website answers with an error")
    return known.get(value, "")


def how(value: str) -> str:
    """By what a datum was read on its page."""
    known = {
        "structured": _("data for search engines"),
        "link": _("a link"),
        "text": _("the text"),
        "obfuscated": _("a hidden address"),
        "meta": _("the page's description"),
        "source": _("the source"),
    }
    return known.get(value, value)
