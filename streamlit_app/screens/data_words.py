"""What fields, formats and states of imports and exports are called."""

from typing import Final

from backend.core.language import Language
from backend.exports.enums import Format, Scope
from backend.exports.enums import State as ExportState
from backend.imports.enums import CUSTOM, OnDuplicate, Part, Provider, State
from backend.leads.column_enums import HEADERS, READ_ONLY, Column
from streamlit_app.kit.i18n import _, language

IMPORT_COLOURS: Final = {
    State.UPLOADED: "gray",
    State.PLANNED: "gray",
    State.QUEUED: "gray",
    State.RUNNING: "blue",
    State.PAUSED: "orange",
    State.DONE: "green",
    State.CANCELLED: "gray",
    State.FAILED: "red",
    State.UNDOING: "orange",
    State.UNDONE: "gray",
}
EXPORT_COLOURS: Final = {
    ExportState.QUEUED: "gray",
    ExportState.RUNNING: "blue",
    ExportState.READY: "green",
    ExportState.FAILED: "red",
    ExportState.EXPIRED: "gray",
}


def fields(custom: dict[str, str]) -> dict[str, str]:
    """{field: name} of all that a column of a file can be; `custom` are the company's own, by key."""
    spoken: Language = language()
    own = {each.value: HEADERS[each][spoken] for each in Column if each not in READ_ONLY}
    return own | _parts() | {CUSTOM + key: name for key, name in custom.items()}


def _parts() -> dict[str, str]:
    return {
        Part.FIRST_NAME: _("First name"),
        Part.LAST_NAME: _("Last name"),
        Part.STREET: _("Street"),
        Part.CITY: _("Town"),
        Part.POSTCODE: _("Postal code"),
        Part.REGION: _("Region"),
        Part.COUNTRY: _("Country"),
        Part.NOTE: _("Note"),
    }


def import_state(value: State) -> str:
    return {
        State.UPLOADED: _("To map"),
        State.PLANNED: _("Ready to import"),
        State.QUEUED: _("Waiting its turn"),
        State.RUNNING: _("Importing"),
        State.PAUSED: _("Paused"),
        State.DONE: _("Finished"),
        State.CANCELLED: _("Cancelled"),
        State.FAILED: _("Failed"),
        State.UNDOING: _("Being undone"),
        State.UNDONE: _("Undone"),
    }[value]


def on_duplicate(value: OnDuplicate) -> str:
    return {
        OnDuplicate.SKIP: _("Leave it as it is"),
        OnDuplicate.FILL: _("Fill in what it lacks"),
        OnDuplicate.REPLACE: _("Replace it with the file's data"),
    }[value]


def provider(value: Provider) -> str:
    return {
        Provider.GOOGLE: "Google Contacts",
        Provider.HUBSPOT: "HubSpot",
        Provider.APOLLO: "Apollo",
        Provider.LINKEDIN: "LinkedIn",
    }[value]


def delimiter(value: str) -> str:
    names = {",": _("comma"), ";": _("semicolon"), "\t": _("tab"), "|": _("vertical bar")}
    return names.get(value, value)


def export_state(value: ExportState) -> str:
    return {
        ExportState.QUEUED: _("Waiting its turn"),
        ExportState.RUNNING: _("Being made"),
        ExportState.READY: _("Ready"),
        ExportState.FAILED: _("Failed"),
        ExportState.EXPIRED: _("Expired"),
    }[value]


def scope(value: Scope) -> str:
    return {
        Scope.ALL: _("All leads"),
        Scope.NICHE: _("One niche"),
        Scope.FILTER: _("A saved filter"),
    }[value]


def format_name(value: Format) -> str:
    return {Format.CSV: "CSV", Format.XLSX: "Excel (XLSX)"}[value]
