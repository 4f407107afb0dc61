"""What the API's codes mean to the person at the screen, and what to do about it."""

from collections.abc import Callable, Mapping
from typing import Any

from streamlit_app.kit import formatting
from streamlit_app.kit.i18n import _, ngettext

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
    if code in {"invalid_input", "http_error"} and details.get("fields"):
        return _fields(details)
    also = next((found[code] for found in (more() for more in _ALSO) if code in found), None)
    return also or _known().get(code) or _family(status)


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

    metric = words.metric(str(details.get("metric", "")))
    limit = details.get("limit")
    shown = formatting.number(limit) if isinstance(limit, int | float) else "—"
    return _("Your plan's limit is reached ({metric}: {limit}). Choose a larger plan or wait until it renews.").format(
        metric=metric, limit=shown
    )


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
        "flow_has_faults": _("The flow cannot be published yet: correct the faults listed below."),
        "no_draft": _("There is no draft to publish. Edit the flow first."),
        "nothing_to_roll_back_to": _("There is no earlier published version to go back to."),
        "default_language_not_offered": _("The main language must be one of the languages offered."),
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
