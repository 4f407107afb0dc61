"""What came of an act as Markdown in the reader's language; people's words in it cannot become markup. Pure."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

from backend.assistant.commands import parsing
from backend.core.language import Language

_MARKUP: Final = re.compile(r"([\\`*_{}\[\]<>()#!|~])")
_CLOSED: Final = ("state", "stage", "temperature", "contact_state")


# Any: facts and words are JSON and TOML.
@cache
def _words(language: Language) -> Mapping[str, Any]:
    text = (resources.files("backend.assistant.sentences") / f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def plain(text: object) -> str:
    """A person's words inside Markdown, as they are."""
    return _MARKUP.sub(r"\\\1", " ".join(str(text).split()))


def say(sentence: str, language: Language, **facts: object) -> str:
    """One sentence."""
    given = {name: plain(value) for name, value in facts.items()}
    return str(_words(language)[sentence]).format(**given)


def render(sentence: str, facts: Mapping[str, Any], language: Language) -> str:
    """What came of an act, lists and all."""
    special = {
        "leads": _leads,
        "lead": _lead,
        "niches": _niches,
        "tasks": _tasks,
        "overview": _overview,
        "task_created": _task,
        "recalled": _recalled,
        "several": _several,
        "failed": _failed,
    }.get(sentence)
    return special(facts, language) if special else say(sentence, language, **_named(facts, language))


def commands(language: Language, opening: str) -> str:
    """The documented commands as a list."""
    lines = [f"- «{plain(each.example)}»: {each.what}" for each in parsing.vocabulary(language).phrases]
    return "\n".join([say(opening, language), "", *lines])


def _name(word: str, language: Language) -> str:
    return str(_words(language)["names"].get(word, word))


def _named(facts: Mapping[str, Any], language: Language) -> dict[str, Any]:
    return {name: _name(value, language) if name in _CLOSED else value for name, value in facts.items()}


def _lead_line(sentence: str, lead: Mapping[str, Any], language: Language) -> str:
    named = {name: plain(value) for name, value in _named(lead, language).items()}
    reach = [plain(lead[each]) for each in ("email", "phone", "domain") if lead[each]]
    named["company"] = f" ({named['company']})" if lead["company"] else ""
    named["reach"] = "".join(f" · {each}" for each in reach)
    return str(_words(language)[sentence]).format(**named)


def _leads(facts: Mapping[str, Any], language: Language) -> str:
    lines = [_lead_line("lead_line", each, language) for each in facts["leads"]]
    return "\n".join([say("leads", language, total=facts["total"]), "", *lines])


def _lead(facts: Mapping[str, Any], language: Language) -> str:
    found = [_lead_line("lead", facts, language)]
    if facts["summary"]:
        found += ["", plain(facts["summary"])]
    if facts["notes"]:
        found += ["", say("lead_notes", language), *(f"- {plain(each)}" for each in facts["notes"])]
    if facts["tasks"]:
        tasks = [f"- {plain(each['title'])}{_day(each['due_on'], language)}" for each in facts["tasks"]]
        found += ["", say("lead_tasks", language), *tasks]
    return "\n".join(found)


def _niches(facts: Mapping[str, Any], language: Language) -> str:
    lines = [say("niche_line", language, **each) for each in facts["niches"]]
    return "\n".join([say("niches", language), "", *lines])


def _tasks(facts: Mapping[str, Any], language: Language) -> str:
    lines = [_task_line("task_line", each, language) for each in facts["tasks"]]
    return "\n".join([say("tasks", language), "", *lines])


def _task(facts: Mapping[str, Any], language: Language) -> str:
    return _task_line("task_created", facts, language)


def _task_line(sentence: str, task: Mapping[str, Any], language: Language) -> str:
    lead = say("for_lead", language, lead=task["lead"]) if task["lead"] else ""
    words = str(_words(language)[sentence])
    return words.format(title=plain(task["title"]), lead=lead, due=_day(task["due_on"], language))


def _day(day: str | None, language: Language) -> str:
    return say("on_day", language, day=day) if day else ""


def _overview(facts: Mapping[str, Any], language: Language) -> str:
    stages = ", ".join(f"{count} {_name(stage, language)}" for stage, count in facts["by_stage"].items())
    left = [f"{_left(value, language)} {_name(metric, language)}" for metric, value in facts["left"].items()]
    counted = say("overview", language, total=facts["total"], stages=stages)
    return f"{counted} {say('left', language, left=', '.join(left))}"


def _left(value: float | None, language: Language) -> str:
    return str(_words(language)["unlimited"]) if value is None else f"{value:g}"


def _recalled(facts: Mapping[str, Any], language: Language) -> str:
    kept = "\n".join(f"> {plain(line)}" for line in str(facts["text"]).splitlines())
    return str(_words(language)["recalled"]).format(text=kept)


def _several(facts: Mapping[str, Any], language: Language) -> str:
    names: Sequence[str] = facts["names"]
    return str(_words(language)["several"]).format(name=plain(facts["name"]), names=", ".join(map(plain, names)))


def _failed(facts: Mapping[str, Any], language: Language) -> str:
    """What a service refused; its own English words are for the model only."""
    if facts["code"] == "quota_exceeded":
        return _quota(facts, language)
    known: Mapping[str, str] = _words(language)["refusals"]
    return known.get(facts["code"]) or say("failed", language)


def _quota(facts: Mapping[str, Any], language: Language) -> str:
    metric = _name(facts["metric"], language)
    if not facts["limit"]:
        return say("not_in_plan", language, metric=metric)
    day = facts["renews_on"]
    follows = say("quota_renews", language, day=day) if day else say("quota_stays", language)
    reached = say("quota_exceeded", language, limit=f"{facts['limit']:g}", metric=metric)
    return f"{reached} {follows}"
