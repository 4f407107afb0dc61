"""The closed vocabularies in people's words."""

from backend.accounts.enums import Role
from backend.conversations.enums import ConversationStatus
from backend.flows.enums import FaultCode, VersionStatus
from backend.leads.enums import ContactState, EventKind, Source, Stage, Temperature
from backend.tenants.enums import InstallationProblem
from streamlit_app.kit.i18n import _

LANGUAGE_NAMES = {"es": "Español", "ca": "Català", "pt": "Português", "en": "English"}


def stage(value: Stage) -> str:
    return {
        Stage.NEW: _("New"),
        Stage.ACTIVE: _("Active"),
        Stage.HOT: _("Hot"),
        Stage.CUSTOMER: _("Customer"),
        Stage.LOST: _("Lost"),
    }[value]


def temperature(value: Temperature) -> str:
    return {
        Temperature.COLD: _("Cold"),
        Temperature.WARM: _("Warm"),
        Temperature.HOT: _("Hot lead"),
        Temperature.PREMIUM: _("Premium"),
    }[value]


def contact_state(value: ContactState) -> str:
    return {
        ContactState.TO_CONTACT: _("To contact"),
        ContactState.CONTACTED: _("Contacted"),
        ContactState.REPLIED: _("Replied"),
        ContactState.NOT_INTERESTED: _("Not interested"),
    }[value]


def source(value: str) -> str:
    names = {
        Source.WEB: _("Website"),
        Source.WHATSAPP: "WhatsApp",
        Source.INSTAGRAM: "Instagram",
        Source.TELEGRAM: "Telegram",
        Source.MESSENGER: "Messenger",
        Source.MANUAL: _("Added by hand"),
        Source.PROSPECTING: _("Prospecting"),
        Source.IMPORT: _("Import"),
        Source.API: "API",
    }
    return names.get(Source(value), value) if value in set(Source) else value


def role(value: Role) -> str:
    return {
        Role.VIEWER: _("Viewer"),
        Role.AGENT: _("Agent"),
        Role.ADMIN: _("Administrator"),
        Role.OWNER: _("Owner"),
    }[value]


def role_meaning(value: Role) -> str:
    return {
        Role.VIEWER: _("Sees everything and changes nothing."),
        Role.AGENT: _("Works with leads and answers conversations."),
        Role.ADMIN: _("Also sets up the widget, the flow and the team."),
        Role.OWNER: _("Can do everything, including choosing other owners."),
    }[value]


def conversation_status(value: ConversationStatus) -> str:
    return {
        ConversationStatus.OPEN: _("With the assistant"),
        ConversationStatus.HUMAN: _("With a person"),
        ConversationStatus.PAUSED: _("Paused"),
        ConversationStatus.ENDED: _("Ended"),
        ConversationStatus.CLOSED: _("Closed"),
    }[value]


def version_status(value: VersionStatus) -> str:
    return {
        VersionStatus.DRAFT: _("Draft"),
        VersionStatus.PUBLISHED: _("Published"),
        VersionStatus.ARCHIVED: _("Archived"),
    }[value]


def score_part(value: str) -> str:
    names = {
        "budget": _("Budget"),
        "urgency": _("Urgency"),
        "metres": _("Size"),
        "style": _("Style"),
        "origin": _("Origin"),
    }
    return names.get(value, value)


def option(value: str) -> str:
    """A flow keeps an option by its id; the id's words are the best we have outside the flow."""
    return value.replace("_", " ").capitalize() if "_" in value or value.islower() else value


def urgency(value: str) -> str:
    names = {
        "now": _("As soon as possible"),
        "1_3_months": _("In 1 to 3 months"),
        "3_6_months": _("In 3 to 6 months"),
        "later": _("Later"),
    }
    return names.get(value) or option(value)


def event(value: EventKind) -> str:
    return {
        EventKind.CREATED: _("Added by hand"),
        EventKind.CAPTURED: _("Left contact details"),
        EventKind.RETURNED: _("Came back"),
        EventKind.JOINED: _("Joined with another lead"),
        EventKind.POSSIBLE_DUPLICATE: _("May be a duplicate"),
        EventKind.CONTACT_ADDED: _("Gave another contact detail"),
        EventKind.QUALIFIED: _("Told more about the project"),
        EventKind.TEMPERATURE_CHANGED: _("Temperature changed"),
        EventKind.STAGE_CHANGED: _("Stage changed"),
        EventKind.CONTACT_STATE_CHANGED: _("Contact state changed"),
        EventKind.ASSIGNED: _("Assigned"),
        EventKind.EDITED: _("Edited"),
        EventKind.NOTE_ADDED: _("Note"),
        EventKind.NOTE_EDITED: _("Note edited"),
        EventKind.NOTE_DELETED: _("Note deleted"),
        EventKind.TASK_ADDED: _("New task"),
        EventKind.TASK_COMPLETED: _("Task done"),
        EventKind.TAGGED: _("Tags changed"),
        EventKind.NICHE_CHANGED: _("Niche changed"),
        EventKind.MERGED: _("Merged with another lead"),
        EventKind.UNMERGED: _("Merge undone"),
        EventKind.DELETED: _("Put into the bin"),
        EventKind.RESTORED: _("Brought back from the bin"),
        EventKind.EXPORTED: _("Exported"),
        EventKind.OPENED: _("Opened"),
    }[value]


def installation_problem(value: InstallationProblem) -> str:
    return {
        InstallationProblem.ORIGIN_NOT_ALLOWED: _("This website is not in your list: add it above and save."),
        InstallationProblem.ADDRESS_REFUSED: _("We cannot look at this address. Use the public address of your page."),
        InstallationProblem.UNREACHABLE: _("The page could not be reached. Check the address and that it is online."),
        InstallationProblem.TOO_SLOW: _("The page took too long to answer. Try again in a minute."),
        InstallationProblem.TOO_MANY_REDIRECTS: _("The page redirects too many times. Use its final address."),
        InstallationProblem.BAD_STATUS: _("The page answered with an error. Check that it opens in your browser."),
        InstallationProblem.NOT_A_WEB_PAGE: _("This address is not a web page."),
        InstallationProblem.SNIPPET_MISSING: _("The line is not on this page: paste it before </body> and publish."),
        InstallationProblem.OTHER_TENANT: _("The line on this page belongs to another company: copy yours again."),
        InstallationProblem.OTHER_SERVER: _("The line on this page points to another server: copy yours again."),
        InstallationProblem.DUPLICATED: _("The line is on this page more than once: leave only one."),
    }[value]


def metric(value: str) -> str:
    names = {
        "searches": _("Searches"),
        "ia_msgs": _("AI messages"),
        "leads": _("Monthly leads"),
        "tasks_active": _("Active tasks"),
        "tasks": _("Tasks created"),
        "csv_exports": _("Exports"),
        "members": _("People in the team"),
        "ai_money": _("AI budget"),
        "tender_analyses": _("Tender analyses"),
        "tender_searches": _("Tender searches"),
        "tenders_saved": _("Saved tenders"),
        "tender_api_calls": _("API calls"),
    }
    return names.get(value, value)


def fault(code: FaultCode) -> str:
    return {
        FaultCode.NO_START: _("The flow has no beginning."),
        FaultCode.DUPLICATE_ID: _("Two blocks have the same id."),
        FaultCode.DUPLICATE_OPTION: _("Two options have the same id."),
        FaultCode.DUPLICATE_ROLE: _("Two variables have the same role."),
        FaultCode.DANGLING_NEXT: _("Leads to a block that does not exist."),
        FaultCode.MISSING_NEXT: _("Leads nowhere."),
        FaultCode.UNREACHABLE: _("Nobody can get to this block."),
        FaultCode.MISSING_LANGUAGE: _("A text is missing in one of the languages."),
        FaultCode.UNKNOWN_VARIABLE: _("Uses a variable that does not exist."),
        FaultCode.RESERVED_NAME: _("This name is reserved."),
        FaultCode.TYPE_CLASH: _("The kinds of value do not fit together."),
        FaultCode.BOUNDS: _("The limits contradict each other."),
        FaultCode.LOOP_WITHOUT_ASK: _("Goes round for ever without asking anything."),
        FaultCode.TOO_LONG_WITHOUT_ASK: _("Says too much before asking."),
        FaultCode.NO_END: _("Never reaches an end."),
    }.get(code, code)
