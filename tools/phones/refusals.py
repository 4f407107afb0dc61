"""How Meta and Telegram word a refusal."""

from typing import Final

from tools.phones.cast import Json

_TRACE: Final = "AMadeUpTraceOfTheTwin"


class Refused(Exception):
    """The call is answered with this and nothing happens."""

    def __init__(self, status: int, body: Json, headers: dict[str, str] | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        self.headers = headers or {}


def graph_error(
    code: int,
    message: str,
    *,
    status: int = 400,
    subcode: int = 0,
    details: str = "",
    headers: dict[str, str] | None = None,
) -> Refused:
    """With the code also behind `error_subcode` and `error_data` where the real one gives them."""
    error: Json = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": _TRACE}
    if subcode:
        error["error_subcode"] = subcode
    if details:
        error["error_data"] = {"messaging_product": "whatsapp", "details": details}
    return Refused(status, {"error": error}, headers)


def telegram_error(code: int, description: str, parameters: Json | None = None) -> Refused:
    body: Json = {"ok": False, "error_code": code, "description": description}
    return Refused(code, body | ({"parameters": parameters} if parameters else {}))
