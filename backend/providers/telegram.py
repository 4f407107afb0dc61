"""Telegram's Bot API. A file has no id of its own before it is sent, so it is held here until its message goes out."""

import json
import re
import secrets
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final
from urllib.parse import quote, urlsplit

import httpx2

from backend.providers import platform_files, telegram_probing
from backend.providers.calling import LONGEST_WAIT, Answer, call, client, retry_after, without_words
from backend.providers.messaging import AccountCheck, Failure, Line, Lost, Media, Profile, SendFailed, TemplateInfo

PUBLIC_BOTS: Final = "https://api.telegram.org"
# The fields of a message that carry a file.
FILE_FIELDS: Final = frozenset({"photo", "document", "voice", "audio", "video", "animation", "sticker"})
# Telegram's own notation for a file that comes along with its message.
ATTACHED: Final = "attach://"
# Files that wait for their message; more than this at once means that nobody came for the first.
MOST_HELD: Final = 16
# F6: kinds that later versions add are not sent unless asked for, and would be ignored anyway.
UPDATES: Final = ("message", "edited_message", "callback_query", "my_chat_member", "message_reaction")
_TOKEN: Final = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{10,200}")
_VERB: Final = re.compile(r"[A-Za-z]{1,60}")


@dataclass(frozen=True, slots=True)
class _Held:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Telegram:
    """One client for all bots; the bot that speaks comes with every call."""

    api_url: str
    _held: OrderedDict[str, _Held] = field(default_factory=OrderedDict)

    @cached_property
    def _client(self) -> httpx2.AsyncClient:
        return client()

    async def send(self, line: Line, verb: str, body: Mapping[str, Any]) -> str:
        """`chat:message`, for a message's number is its own within its chat only; empty where nothing was said."""
        result = await self._ask(line, verb, sending=True, **self._request(body))
        for value in body.values():
            self._held.pop(str(value), None)
        if result is True:
            return ""
        if not isinstance(result, dict) or "message_id" not in result:
            raise SendFailed(Failure.UNKNOWN, "no_id")
        chat = result.get("chat")
        return f"{chat.get('id', '') if isinstance(chat, dict) else ''}:{result['message_id']}"

    async def find(self, line: Line, lost: Lost) -> str:
        return await telegram_probing.find(lambda verb, fields: self._ask(line, verb, json=dict(fields)), lost)

    async def profile(self, line: Line, user_id: str) -> Profile:
        """Said with every message."""
        return Profile()

    async def check(self, line: Line) -> AccountCheck:
        about = await self._ask(line, "getMe")
        if not isinstance(about, dict) or not about.get("username"):
            raise SendFailed(Failure.TEMPORARY, "no_bot")
        return AccountCheck(str(about.get("first_name") or about["username"]), f"@{about['username']}")

    async def fetch(self, line: Line, media_id: str, url: str, *, most: int) -> Media:
        """`url` is not needed: a file's path lives for an hour and is asked for by its id."""
        about = await self._ask(line, "getFile", json={"file_id": media_id})
        path = str(about.get("file_path", "")) if isinstance(about, dict) else ""
        if not path or ".." in path or path.startswith("/"):
            raise SendFailed(Failure.REJECTED, "no_file")
        size = about.get("file_size")
        if isinstance(size, int) and size > most:
            raise platform_files.too_large()
        url = f"{self.api_url}/file/bot{_token(line)}/{quote(path)}"
        parts = urlsplit(self.api_url)
        # Ours by its settings, as the address of every other call is.
        origin = f"{parts.scheme}://{parts.netloc}"
        return await platform_files.fetch(self._client, url, most=most, trusted_origins={origin})

    async def upload(self, line: Line, name: str, content_type: str, content: bytes) -> str:
        """No call at all: what it gives stands in the message's own field (`photo`, `document`, ...)."""
        key = ATTACHED + secrets.token_hex(16)
        self._held[key] = _Held(name, content_type, content)
        while len(self._held) > MOST_HELD:
            self._held.popitem(last=False)
        return key

    async def templates(self, line: Line) -> Sequence[TemplateInfo]:
        return []

    async def subscribe(self, line: Line, url: str, secret: str) -> None:
        """F6: updates come with the secret in a header."""
        asked = {"url": url, "secret_token": secret, "allowed_updates": list(UPDATES)}
        await self._ask(line, "setWebhook", json=asked)

    async def unsubscribe(self, line: Line) -> None:
        await self._ask(line, "deleteWebhook", json={})

    async def close(self) -> None:
        self._held.clear()
        if "_client" in self.__dict__:
            await self._client.aclose()

    def _request(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """JSON; with a file of ours in it a form, whose nested values are JSON of their own."""
        named = {name: value for name, value in body.items() if name in FILE_FIELDS and str(value).startswith(ATTACHED)}
        if not named:
            return {"json": dict(body)}
        files = {}
        for name, key in named.items():
            # It stays until its message is out: another try in this process needs it again.
            held = self._held.get(str(key))
            if held is None:
                raise SendFailed(Failure.REJECTED, "file_gone")
            files[name] = (held.name or "file", held.content, held.content_type)
        fields = {name: _form_value(value) for name, value in body.items() if name not in named}
        return {"data": fields, "files": files}

    async def _ask(self, line: Line, verb: str, *, sending: bool = False, **request: Any) -> Any:
        """The answer's result, whose shape is the method's own."""
        if not _VERB.fullmatch(verb):
            raise SendFailed(Failure.REJECTED, "verb_malformed")
        url = f"{self.api_url}/bot{_token(line)}/{verb}"
        answer = await call(self._client, "POST", url, sending=sending, **request)
        if answer.ok and answer.body.get("ok") is True:
            return answer.body.get("result")
        raise failure(answer, sending=sending)


def failure(answer: Answer, *, sending: bool) -> SendFailed:
    """Telegram's codes are those of HTTP; the words say the rest."""
    code, words = answer.body.get("error_code"), str(answer.body.get("description") or "")[:500]
    if answer.body.get("ok") is not False or not isinstance(code, int):
        return without_words(answer, sending=sending)
    wait = _wait(answer)
    match code:
        case 401:
            kind = Failure.UNAUTHORIZED
        case 404:
            # An unknown token and an unknown method answer alike; with the second come words of its own.
            kind = Failure.REJECTED if "method" in words else Failure.UNAUTHORIZED
        case 403:
            kind = Failure.BLOCKED
        case 429:
            kind = Failure.RATE_LIMITED
        case _ if code >= 500 or code == 409:
            kind = Failure.TEMPORARY
        case _:
            kind = Failure.REJECTED
    return SendFailed(kind, str(code), words, retry_after=wait)


def _wait(answer: Answer) -> float | None:
    parameters = answer.body.get("parameters")
    told = parameters.get("retry_after") if isinstance(parameters, dict) else None
    if isinstance(told, int):
        return min(float(max(0, told)), LONGEST_WAIT)
    return retry_after(answer.headers)


def _token(line: Line) -> str:
    """A token is a part of the address; what does not look like one is not sent anywhere."""
    if not _TOKEN.fullmatch(line.token):
        raise SendFailed(Failure.UNAUTHORIZED, "token")
    return line.token


def _form_value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
