"""The agent's steps in people's words (DMA-01); a word that is not known yet is shown as it came."""

from collections.abc import Sequence

from backend.conversations.agent_schemas import TraceStepOut
from streamlit_app.kit import formatting
from streamlit_app.kit.i18n import _, ngettext


def name(step: str) -> str:
    names = {
        "bot_active": _("Is it switched on?"),
        "rate_limit": _("Not too many answers?"),
        "memory": _("What it remembered"),
        "name": _("Name and contact"),
        "language": _("Language"),
        "intent": _("What the person wants"),
        "escalation": _("Does a person have to come?"),
        "product": _("What it knows about it"),
        "purchase": _("Straight to buying?"),
        "reply": _("How it answered"),
        "save": _("What it keeps"),
        "correction": _("Correction"),
    }
    return names.get(step, step)


def found(step: TraceStepOut) -> str:
    return (intent(step.what) if step.step == "intent" else _results().get(step.what)) or readable(step.what)


def icon(step: TraceStepOut) -> str:
    stops = {"off", "beyond", "yes", "model_failed", "no_budget", "invented"}
    return ":orange[:material/arrow_forward:]" if step.what in stops else ":green[:material/check:]"


def why(step: TraceStepOut) -> Sequence[str]:
    said = {"intent": _of_intent, "memory": _of_memory, "reply": _of_reply, "save": _of_keeping}
    return said[step.step](step.why) if step.step in said else [readable(each) for each in step.why]


def _of_intent(given: Sequence[str]) -> list[str]:
    """How sure it was and by which words; the model's own number says nothing to people."""
    words = [f"“{each.removeprefix('word ')}”" for each in given[1:] if each.startswith("word ")]
    others = [readable(each) for each in given[1:] if not each.startswith(("word ", "model "))]
    return [_("sure: {share}").format(share=_share(each)) for each in given[:1]] + words + others


def _of_memory(given: Sequence[str]) -> list[str]:
    counted = [
        ngettext("{count} message before", "{count} messages before", int(each)).format(count=each)
        for each in given[:1]
        if each.isdecimal() and each != "0"
    ]
    return [*counted, *given[1:]]


def _of_reply(given: Sequence[str]) -> list[str]:
    return [intent(each) or readable(each) for each in given]


def _of_keeping(given: Sequence[str]) -> list[str]:
    mark = "purchase_intent="
    wish = [_("Wants to buy: {share}").format(share=_share(each[len(mark) :])) for each in given if mark in each]
    return [readable(each) for each in given if mark not in each] + wish


def _share(number: str) -> str:
    """0.67 as people write it; what is no number stays as it is."""
    try:
        return formatting.percent(float(number))
    except ValueError:
        return number


def readable(word: str) -> str:
    return word.replace("_", " ")


def _results() -> dict[str, str]:
    return {
        "on": _("Yes"),
        "off": _("No"),
        "within": _("All right"),
        "beyond": _("Too many, so a person is called"),
        "known": _("A person it knows"),
        "new": _("Somebody new"),
        "learned": _("Learned something"),
        "nothing_new": _("Nothing new"),
        "kept": _("As before"),
        "changed": _("Changed"),
        "only_files": _("Only files"),
        "yes": _("Yes"),
        "no": _("No"),
        "skill": _("One of its skills"),
        "found": _("Found"),
        "nothing": _("Nothing"),
        "link": _("The link to buy"),
        "sentence": _("With a sentence of its own"),
        "model": _("With the language model"),
        "model_failed": _("The language model did not answer"),
        "no_budget": _("The plan has no AI message left"),
        "invented": _("It was about to invent something"),
        "safe_sentence": _("With a safe sentence, and a task for you"),
        "remembered": _("Kept"),
        "corrected": _("Corrected by a person"),
    }


def intent(value: str) -> str:
    names = {
        "greeting": _("Says hello"),
        "interest_soft": _("Is a little interested"),
        "interest_strong": _("Wants to buy"),
        "objection_price": _("Finds it expensive"),
        "objection_time": _("Has no time"),
        "objection_doubt": _("Is not sure"),
        "objection_later": _("Later, not now"),
        "question_product": _("Asks about a product"),
        "question_general": _("Asks something"),
        "support": _("Needs help"),
        "escalation": _("Wants a person"),
        "complaint": _("Complains"),
        "thanks": _("Says thank you"),
        "goodbye": _("Says goodbye"),
        "opt_out": _("Wants no more messages"),
        "spam": _("Advertises"),
        "other": _("Something else"),
    }
    return names.get(value, "")
