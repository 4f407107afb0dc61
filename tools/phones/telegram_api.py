"""Telegram's Bot API: takes a call as the real one does, or refuses it with the same words."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import web

from tools.phones import telegram_edits, telegram_events
from tools.phones.cast import Account, Json
from tools.phones.faults import AFTER, BEFORE, Fault, Faults, cut, gateway, lose, silence
from tools.phones.people import Hands
from tools.phones.phone import show
from tools.phones.refusals import Refused, telegram_error
from tools.phones.world import Choice, Said, Thread

_SENDS: Final = {
    "sendMessage": "text",
    "sendPhoto": "image",
    "sendDocument": "document",
    "sendVoice": "audio",
    "sendAudio": "audio",
    "sendVideo": "video",
    "sendSticker": "sticker",
}
_FIELD: Final = {
    "sendPhoto": "photo",
    "sendDocument": "document",
    "sendVoice": "voice",
    "sendAudio": "audio",
    "sendVideo": "video",
    "sendSticker": "sticker",
}
_TOO_LONG: Final = {"sendMessage": (4096, "message is too long")}
Fields = Mapping[str, Any]  # Any: JSON or a form's fields


@dataclass(slots=True)
class Bots:
    """Answers `/bot{token}/{method}` and `/file/bot{token}/{path}`."""

    hands: Hands
    faults: Faults

    async def answer(self, request: web.Request) -> web.StreamResponse:
        try:
            return await self._answer(request)
        except Refused as refusal:
            return web.json_response(refusal.body, status=refusal.status, headers=refusal.headers)

    async def file(self, request: web.Request) -> web.StreamResponse:
        self._caller(request)
        file = self.hands.world.files.get(request.match_info["path"].rpartition("/")[2].partition(".")[0])
        if file is None:
            raise web.HTTPNotFound
        return web.Response(body=file.content, content_type="application/octet-stream")

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        account, method = self._caller(request), request.match_info["method"]
        before = self.faults.due(BEFORE, account.id, method)
        if before is not None:
            return await _faulty(request, before)
        result = await self._do(account, method, await _fields(request))
        writes = method in _SENDS or method in telegram_edits.EDITS
        after = self.faults.due(AFTER, account.id, method) if writes else None
        if after is not None:
            return await lose(request, after.kind)
        return web.json_response({"ok": True, "result": result})

    def _caller(self, request: web.Request) -> Account:
        account = self.hands.world.by_token(request.match_info["token"])
        if account is None or not account.token_works:
            raise telegram_error(401, "Unauthorized")
        return account

    async def _do(self, account: Account, method: str, fields: Fields) -> object:
        if method in _SENDS or method in telegram_edits.EDITS:
            return self._write(account, method, fields)
        match method:
            case "getMe":
                return telegram_events.bot(account) | {"can_join_groups": False}
            case "setWebhook":
                return self._set_webhook(account, fields)
            case "deleteWebhook":
                account.webhook_url, account.webhook_secret, account.subscribed = "", "", False
                self.hands.world.change()
            case "getWebhookInfo":
                return {"url": account.webhook_url, "pending_update_count": len(self.hands.postman.held)}
            case "getFile":
                return self._file(fields)
            case "setMyCommands":
                account.commands = list(fields.get("commands") or [])
            case "sendChatAction":
                self._thread(account, fields).typing = True
                self.hands.world.change()
            case "answerCallbackQuery":
                _required(fields, "callback_query_id")
            case _:
                raise telegram_error(404, "Not Found: method not found")
        return True

    def _set_webhook(self, account: Account, fields: Fields) -> bool:
        parts = urlsplit(str(fields.get("url") or ""))
        # The real one wants https; this machine's own addresses have none.
        if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost", "test"}:
            raise telegram_error(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        account.webhook_url, account.subscribed = str(fields["url"]), True
        account.webhook_secret = str(fields.get("secret_token") or "")
        self.hands.world.change()
        return True

    def _file(self, fields: Fields) -> Json:
        file = self.hands.world.files.get(str(fields.get("file_id")))
        if file is None:
            raise telegram_error(400, "Bad Request: invalid file_id")
        return {"file_id": file.id, "file_size": len(file.content), "file_path": f"files/{file.id}.bin"}

    def _thread(self, account: Account, fields: Fields) -> Thread:
        person = self.hands.world.find_person("telegram", str(fields.get("chat_id") or ""))
        thread = self.hands.world.thread(account, person) if person else None
        if thread is None or thread.heard_at is None:
            raise telegram_error(400, "Bad Request: chat not found")
        if thread.blocked:
            raise telegram_error(403, "Forbidden: bot was blocked by the user")
        return thread

    def _write(self, account: Account, method: str, fields: Fields) -> Json:
        if method in _SENDS:
            return self._send(account, method, fields)
        return telegram_edits.edit(self.hands.world, self._thread(account, fields), method, fields, _keyboard)

    def _send(self, account: Account, method: str, fields: Fields) -> Json:
        thread = self._thread(account, fields)
        said = Said(self.hands.world.new_id(account), False, _SENDS[method], time.time())
        said.text = _text(fields.get("text" if method == "sendMessage" else "caption"), method)
        said.choices = _keyboard(fields.get("reply_markup"))
        content: Json = {"text": said.text}
        if method != "sendMessage":
            said.file = self._given_file(fields, _FIELD[method])
            file = self.hands.world.files.get(said.file)
            content = telegram_events.media(file, said.kind, said.text) if file else {"caption": said.text}
        said.body = {name: value for name, value in fields.items() if isinstance(value, str | int | dict)}
        show(self.hands, thread, said)
        return telegram_events.message(thread, said, content)

    def _given_file(self, fields: Fields, name: str) -> str:
        """Sent along, known by its id, or an address that Telegram fetches itself."""
        given = fields.get(name)
        if isinstance(given, web.FileField):
            return self.hands.world.keep(given.file.read(), given.content_type, given.filename).id
        text = str(given or "")
        if text in self.hands.world.files or text.startswith(("http://", "https://")):
            return text
        raise telegram_error(400, f"Bad Request: there is no {name} in the request")


def _text(value: object, method: str) -> str:
    text = value if isinstance(value, str) else ""
    most, words = _TOO_LONG.get(method, (1024, "message caption is too long"))
    if method == "sendMessage" and not text.strip():
        raise telegram_error(400, "Bad Request: message text is empty")
    # Telegram counts UTF-16 units: an emoji is two.
    if len(text.encode("utf-16-le")) // 2 > most:
        raise telegram_error(400, f"Bad Request: {words}")
    return text


def _keyboard(markup: object) -> list[Choice]:
    if isinstance(markup, str):
        markup = json.loads(markup or "null")
    rows = (markup or {}).get("inline_keyboard", []) if isinstance(markup, dict) else []
    return [_button(each) for row in rows for each in row]


def _button(button: Json) -> Choice:
    data = str(button.get("callback_data") or "")
    if not button.get("text"):
        raise telegram_error(400, "Bad Request: text buttons are unallowed in the inline keyboard")
    if not button.get("url") and not 1 <= len(data.encode()) <= 64:
        raise telegram_error(400, "Bad Request: BUTTON_DATA_INVALID")
    return Choice(data or "url", str(button["text"]), url=str(button.get("url") or ""))


def _required(fields: Fields, name: str) -> None:
    if not fields.get(name):
        raise telegram_error(400, f"Bad Request: {name} is empty")


async def _fields(request: web.Request) -> Fields:
    if request.content_type != "application/json":
        return dict(await request.post())
    try:
        found = await request.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise telegram_error(400, "Bad Request: can't parse JSON")
    return found


async def _faulty(request: web.Request, fault: Fault) -> web.StreamResponse:
    match fault.kind:
        case "never":
            return await silence(request)
        case "reset":
            return cut(request)
        case "502":
            return gateway()
        case "190":
            raise telegram_error(401, "Unauthorized")
        case "429":
            wait = {"retry_after": fault.retry_after}
            raise telegram_error(429, f"Too Many Requests: retry after {fault.retry_after}", wait)
    raise telegram_error(500, "Internal Server Error")
