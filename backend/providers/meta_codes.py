"""What the codes of Meta's Graph API mean to us; from its error references for WhatsApp, Messenger and Instagram."""

from collections.abc import Mapping
from typing import Any, Final

from backend.providers.calling import Answer, retry_after, without_words
from backend.providers.messaging import Failure, SendFailed

# Subcodes of code 10, whose other meaning is a missing permission: the 24 hours are over.
WINDOW_SUBCODES: Final = frozenset({2534022, 2018278})

_CODES: Final[Mapping[int, Failure]] = {
    # somebody's hand is wanted: token, permission, account, payment
    102: Failure.UNAUTHORIZED,
    190: Failure.UNAUTHORIZED,
    3: Failure.UNAUTHORIZED,
    10: Failure.UNAUTHORIZED,
    368: Failure.UNAUTHORIZED,
    131005: Failure.UNAUTHORIZED,
    131031: Failure.UNAUTHORIZED,
    131042: Failure.UNAUTHORIZED,
    131045: Failure.UNAUTHORIZED,
    133010: Failure.UNAUTHORIZED,
    # slower
    4: Failure.RATE_LIMITED,
    17: Failure.RATE_LIMITED,
    32: Failure.RATE_LIMITED,
    613: Failure.RATE_LIMITED,
    80007: Failure.RATE_LIMITED,
    130429: Failure.RATE_LIMITED,
    131048: Failure.RATE_LIMITED,
    131056: Failure.RATE_LIMITED,
    133016: Failure.RATE_LIMITED,
    # later
    1: Failure.TEMPORARY,
    2: Failure.TEMPORARY,
    1200: Failure.TEMPORARY,
    131000: Failure.TEMPORARY,
    131016: Failure.TEMPORARY,
    131057: Failure.TEMPORARY,
    133004: Failure.TEMPORARY,
    # the 24 hours
    470: Failure.WINDOW_CLOSED,
    131047: Failure.WINDOW_CLOSED,
    # this person does not want, or may not get, messages of this business
    551: Failure.BLOCKED,
    131050: Failure.BLOCKED,
    # 131026 undeliverable: no WhatsApp there, an old version, or terms not accepted; no other try will help
    131026: Failure.REJECTED,
    # 131049 and 130472: Meta chose not to deliver this marketing message
    131049: Failure.REJECTED,
    130472: Failure.REJECTED,
    # 131051 a type of message that cannot be sent; the rest of the ranges mean the same
    131051: Failure.REJECTED,
}


def failure(answer: Answer, *, sending: bool) -> SendFailed:
    """An answer that is no success, in our words."""
    error = answer.body.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    if not isinstance(error, dict) or not isinstance(code, int):
        return without_words(answer, sending=sending)
    subcode = error.get("error_subcode")
    kind = _kind(code, subcode, answer.status, transient=error.get("is_transient") is True)
    wait = _wait(answer.headers, error) if kind in {Failure.RATE_LIMITED, Failure.TEMPORARY} else None
    named = f"{code}/{subcode}" if isinstance(subcode, int) and subcode else str(code)
    return SendFailed(kind, named, _words(error), retry_after=wait)


def of_code(code: int, subcode: int | None = None) -> Failure:
    """The same for a code that arrives in a status webhook."""
    return _kind(code, subcode, 400, transient=False)


def _kind(code: int, subcode: object, status: int, *, transient: bool) -> Failure:
    if code == 10 and subcode in WINDOW_SUBCODES:
        return Failure.WINDOW_CLOSED
    if code in _CODES:
        return _CODES[code]
    if 200 <= code <= 299:
        return Failure.UNAUTHORIZED
    if status == 429:
        return Failure.RATE_LIMITED
    return Failure.TEMPORARY if transient or status >= 500 else Failure.REJECTED


def _words(error: Mapping[str, Any]) -> str:
    data = error.get("error_data")
    details = data.get("details") if isinstance(data, dict) else None
    return str(details or error.get("message") or "")[:500]


def _wait(headers: Mapping[str, str], error: Mapping[str, Any]) -> float | None:
    """Graph says it in a header, some of its APIs in the error."""
    told = retry_after(headers)
    if told is None and isinstance(error.get("retry_after"), int):
        told = float(max(0, error["retry_after"]))
    return told
