"""What the API's codes mean to the person at the screen, and what to do about it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from streamlit_app.kit import formatting, refusals_of_channels
from streamlit_app.kit.i18n import _, language, ngettext

_ALSO: list[Callable[[], Mapping[str, str]]] = []


def add(known: Callable[[], Mapping[str, str]]) -> None:
    """Sentences for codes that only another panel meets; asked at each use, for the language may change."""
    if known not in _ALSO:
        _ALSO.append(known)


# Any: details are free JSON.
def sentence(code: str, status: int, details: dict[str, Any]) -> str:
    """One sentence that says what to do; never the API's own English."""
    if code in {"rate_limited", "too_many_attempts", "address_blocked"}:
        return _too_many(details)
    if code == "quota_exceeded":
        return _quota(details)
    if code == "domain_known":
        return _domain(details)
    if code == "send_refused":
        return _unsent(details)
    if code in {"invalid_input", "http_error"} and details.get("fields"):
        return _fields(details)
    also = next((found[code] for found in (more() for more in _ALSO) if code in found), None)
    known = (_known(), _known_of_work(), _of_files_and_searches(), refusals_of_channels.known())
    return also or next((found[code] for found in known if code in found), None) or _family(status)


def _too_many(details: dict[str, Any]) -> str:
    seconds = int(details.get("retry_after") or 60)
    if seconds < 90:
        words = ngettext("Too many attempts. Wait {count} second.", "Too many attempts. Wait {count} seconds.", seconds)
        return words.format(count=seconds)
    minutes = -(-seconds // 60)
    words = ngettext("Too many attempts. Wait {count} minute.", "Too many attempts. Wait {count} minutes.", minutes)
    return words.format(count=minutes)


def _quota(details: dict[str, Any]) -> str:
    from streamlit_app.kit import words

    metric, limit, used = words.metric(str(details.get("metric", ""))), details.get("limit"), details.get("used")
    if not isinstance(limit, int | float):
        return _("Your plan does not include this.")
    left = max(limit - used, 0) if isinstance(used, int | float) else 0
    said = _("This goes beyond your plan ({metric}: {left} of {limit} left).").format(
        metric=metric, left=formatting.number(left), limit=formatting.number(limit)
    )
    renews = _moment(details.get("resets_at"))
    if renews is None:
        return said + " " + _("Choose a larger plan.")
    return said + " " + _("It renews {when}; a larger plan helps now.").format(when=formatting.moment_in_full(renews))


def _unsent(details: dict[str, Any]) -> str:
    """The API knows the reason in every language."""
    said = details.get("sentences")
    words = said.get(language()) if isinstance(said, dict) else None
    return str(words) if words else _("This may not be sent now.")


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _domain(details: dict[str, Any]) -> str:
    name, niche = str(details.get("name") or "—"), details.get("niche")
    if niche:
        return _("This website is already a lead: {name}, in the niche “{niche}”.").format(name=name, niche=niche)
    return _("This website is already a lead: {name}.").format(name=name)


def _fields(details: dict[str, Any]) -> str:
    names = [str(each.get("field", "")).split(".")[-1] for each in details["fields"] if isinstance(each, dict)]
    return _("Check these fields: {fields}.").format(fields=", ".join(dict.fromkeys(names)))


def _known() -> dict[str, str]:
    return {
        "unreachable": _("We cannot reach the server right now. Check your connection and try again."),
        "too_slow": _("The server is taking too long to answer. Try again in a moment."),
        "unexpected_answer": _("The server gave an answer we do not understand. Try again in a moment."),
        "unavailable": _("The service is restarting. Try again in a few seconds."),
        "wrong_credentials": _("The email or the password is not right."),
        "wrong_password": _("The password is not right."),
        "wrong_code": _("This code is not right or was used already. Wait for the next one."),
        "challenge_expired": _("This sign-in took too long. Enter your email and password again."),
        "session_ended": _("Your session has ended. Sign in again."),
        "refresh_reused": _("Your session was ended for safety. Sign in again."),
        "email_taken": _("There is already an account with this email. Sign in instead."),
        "password_too_weak": _("Choose a password that is harder to guess: at least 10 characters, not a common one."),
        "link_expired": _("This link has expired or was used already. Ask for a new one."),
        "details_needed": _("Enter your name and a password to create your account."),
        "not_a_member": _("You do not belong to this company, or it is paused."),
        "no_tenant": _("You do not belong to any active company. Ask for an invitation."),
        "only_owners": _("Only an owner may make, change or remove owners."),
        "last_owner": _("A company needs at least one owner. Make somebody else an owner first."),
        "already_member": _("This person is in your team already."),
        "two_factor_on": _("Two-step sign-in is on already."),
        "two_factor_off": _("Two-step sign-in is not on. Start again."),
        "role_too_low": _("Your role does not allow this. Ask an administrator of your team."),
        "lead_not_found": _("This lead no longer exists."),
        "lead_exists": _("There is already a lead with this email or phone."),
        "lead_changed_meanwhile": _("Somebody changed this lead meanwhile. Load it again and repeat your change."),
        "unusable_email": _("This is not an email address."),
        "unusable_phone": _("This is not a phone number. Write it with its country prefix."),
        "conversation_not_found": _("This conversation no longer exists."),
        "conversation_over": _("This conversation has ended: nobody would read your message."),
        "not_in_charge": _("Take the conversation over before you answer."),
        "canned_reply_not_found": _("This ready answer no longer exists."),
        "too_many_canned_replies": _("There is no room for more ready answers. Delete one first."),
        "nothing_to_correct": _("Only what the assistant said can be corrected."),
        "trace_not_found": _("Nobody noted how this message came about."),
        "template_unusable": _("This template cannot be sent as it is. Load the templates again."),
        "delivery_not_open": _("This message is on its way already."),
        "flow_has_faults": _("The flow cannot be published yet: correct the faults listed below."),
        "no_draft": _("There is no draft to publish. Edit the flow first."),
        "nothing_to_roll_back_to": _("There is no earlier published version to go back to."),
        "default_language_not_offered": _("The main language must be one of the languages offered."),
    }


def _of_files_and_searches() -> dict[str, str]:
    return {
        "search_not_found": _("This search no longer exists."),
        "schedule_not_found": _("This planned search no longer exists."),
        "source_not_available": _(
            "This source needs a key that is not set. Choose another, or ask your administrator."
        ),
        "place_missing": _("Say what you look for and where, as in “dentists in Girona”."),
        "nothing_given": _("Your list names no website, email or business."),
        "search_is_over": _("This search has ended."),
        "search_not_paused": _("This search is not paused any more."),
        "search_under_way": _("This search is under way: pause it or end it first."),
        "nothing_to_save": _("None of these can be saved any more."),
        "unusable_suppression": _("This is neither a website nor an email."),
        "import_not_found": _("This import no longer exists."),
        "import_file_too_large": _("Files may have at most 50 MB: split yours into several."),
        "import_file_missing": _("Choose a file first."),
        "import_file_empty": _("This file has no rows."),
        "import_kind_refused": _("Only CSV and Excel (XLSX) files can be imported: save yours as one of them."),
        "import_file_damaged": _("This file is damaged: export it once more."),
        "import_file_swells": _("This file would unfold to more than we accept."),
        "import_too_many_columns": _("This file has too many columns: keep those that matter."),
        "import_not_planned": _("Say first which column is what."),
        "import_busy": _("The import has moved on meanwhile. Load the page again."),
        "import_mapping_wrong": _("These columns do not make a lead: choose at least a name, an email or a phone."),
        "import_file_gone": _("The file is no longer kept: upload it again."),
        "export_not_found": _("This export no longer exists."),
        "export_not_ready": _("This file is still being made."),
        "export_expired": _("This file is no longer kept: make the export again."),
        "export_failed": _("This export could not be made: make it again."),
        "export_column_unknown": _("One of the columns no longer exists. Load the page again."),
        "confirmation_gone": _("This question has expired: ask again."),
        "memory_full": _("The memory is full: make it shorter."),
    }


def _known_of_work() -> dict[str, str]:
    """About pipelines, niches, what belongs to leads, and tasks."""
    return {
        "pipeline_not_found": _("This pipeline no longer exists."),
        "stage_not_found": _("This column no longer exists. Load the page again."),
        "usual_stage": _("The five usual columns can be renamed and reordered, not deleted nor given another meaning."),
        "last_stage": _("A pipeline needs a column: delete the pipeline instead."),
        "stage_has_leads": _("There are leads in this column: say where they shall go."),
        "default_pipeline": _("The first pipeline can be renamed, not deleted."),
        "too_many_pipelines": _("There are as many pipelines as there can be."),
        "too_many_stages": _("There are as many columns as there can be."),
        "niche_not_found": _("This niche no longer exists."),
        "niche_exists": _("There is already a niche of this name."),
        "niche_name_empty": _("A niche's name needs a letter or a digit."),
        "unusable_website": _("This is not the address of a website."),
        "contact_known": _("The lead has this contact already."),
        "unusable_contact": _("This does not fit that kind of contact."),
        "unusable_tag": _("A tag needs a letter or a digit."),
        "too_many_tags": _("A lead cannot have that many tags."),
        "field_exists": _("There is already a field of this name."),
        "field_needs_options": _("Write at least one option to choose from."),
        "wrong_field_value": _("One of your own fields has a value of another kind."),
        "merges_with_itself": _("These two are one lead already."),
        "merge_undone": _("This was undone already."),
        "merged_further": _("This lead was merged into another one since: undo that merge first."),
        "pair_decided": _("Somebody decided about these two already."),
        "bulk_undone": _("This was undone already."),
        "too_many_leads": _("These are too many leads at once: narrow the filters."),
        "filter_of_somebody_else": _("Only its owner or an administrator may change this filter."),
        "not_in_the_bin": _("This lead is not in the bin: somebody brought it back."),
        "task_not_found": _("This task no longer exists."),
        "task_is_done": _("This task is done: open it again to change it."),
        "repeat_needs_date": _("A task that repeats needs a date to repeat from."),
    }


def _family(status: int) -> str:
    families = {
        401: _("Your session has ended. Sign in again."),
        402: _("Your plan does not include this."),
        403: _("You are not allowed to do this."),
        404: _("This no longer exists."),
        409: _("Somebody changed this meanwhile. Load the page again and retry."),
        413: _("This is larger than we accept."),
        422: _("Something you entered is not valid. Check it and try again."),
        429: _("Too many requests. Wait a moment and try again."),
    }
    return families.get(status, _("Something went wrong on our side. Try again in a moment."))
