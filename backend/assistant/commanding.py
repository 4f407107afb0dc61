"""From an understood command to an act's arguments. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from backend.assistant.commands import dates, parsing
from backend.assistant.commands.parsing import Command


# Any: an act's arguments as JSON.
def arguments(command: Command, today: date) -> dict[str, Any]:
    """What the act is called with; words of closed vocabularies are translated, days are found."""
    given, language = dict(command.arguments), command.language
    match command.act:
        case "find_leads":
            return _filters(given, command)
        case "set_contact_state":
            return {"lead": given["lead"], "state": parsing.word("contact_state", given["state"], language)}
        case "set_stage":
            return {"lead": given["lead"], "stage": parsing.word("stage", given["stage"], language)}
        case "create_task":
            title, day = dates.split(given["title"], today)
            return {"title": title, "due_on": day.isoformat() if day else None} | _only(given, "lead")
        case "list_tasks":
            when = given.get("when") or given.get("day") or ""
            return {"when": parsing.word("when", when, language) if when else None}
        case _:
            return given


def _filters(given: Mapping[str, str], command: Command) -> dict[str, Any]:
    words = " ".join(filter(None, (given.get("filters"), given.get("more"))))
    known, rest = parsing.filters(words, command.language)
    return known | {"q": given.get("q") or rest or None}


def _only(given: Mapping[str, str], name: str) -> dict[str, str]:
    return {name: given[name]} if name in given else {}
