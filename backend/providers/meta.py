"""Meta's Graph API: WhatsApp's Cloud API, and Messenger's and Instagram's Send API (MSG-01, MSG-02)."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlsplit

import httpx2

from backend.providers import meta_reading, platform_files
from backend.providers.calling import Answer, call, client, moment
from backend.providers.messaging import AccountCheck, Failure, Line, Lost, Media, Profile, SendFailed, TemplateInfo
from backend.providers.meta_codes import failure

WHATSAPP: Final = "whatsapp"
INSTAGRAM: Final = "instagram"
PUBLIC_GRAPH: Final = "https://graph.facebook.com"
# Tokens of Instagram's own login are good at this host only, those of a page at the other.
INSTAGRAM_GRAPH: Final = "https://graph.instagram.com"
# What a page is asked to tell us; a WhatsApp account is subscribed as a whole.
PAGE_FIELDS: Final = (
    "messages,messaging_postbacks,messaging_optins,message_deliveries,message_reads,message_echoes,"
    "message_reactions,messaging_referrals,messaging_handovers,message_edits"
)
INSTAGRAM_FIELDS: Final = (
    "messages,messaging_postbacks,messaging_seen,message_reactions,messaging_referral,message_edit,messaging_handover"
)
MOST_PAGES: Final = 50
_NAMES: Final = {WHATSAPP: "verified_name,display_phone_number,quality_rating"}
_PROFILES: Final = {INSTAGRAM: "name,username", "messenger": "first_name,last_name"}
_ID: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.:=-]{0,299}")
# Only to these is a token shown while a file is fetched.
_FILE_HOSTS: Final = (".fbsbx.com", ".fbcdn.net", ".facebook.com", ".whatsapp.net")


@dataclass(frozen=True)
class Meta:
    """One client for the three; the account that speaks comes with every call."""

    graph_url: str
    version: str
    # A twin on this machine, never in production.
    trusted_origins: Collection[str] = frozenset()

    @cached_property
    def _client(self) -> httpx2.AsyncClient:
        return client()

    async def send(self, line: Line, verb: str, body: Mapping[str, Any]) -> str:
        """The platform's id; empty for a call that makes no message, such as a read mark."""
        answer = await self._ask(line, "POST", f"{_node(line)}/{_checked(verb)}", sending=True, json=dict(body))
        found = _sent_id(answer.body)
        if not found and not answer.body.keys() & {"success", "recipient_id"}:
            raise SendFailed(Failure.UNKNOWN, "no_id")
        return found

    async def find(self, line: Line, lost: Lost) -> str:
        """On Instagram alone: the others say our own mark back, unasked."""
        if line.kind != INSTAGRAM:
            raise SendFailed(Failure.UNKNOWN, "not_read")

        async def ask(path: str, asked: Mapping[str, str]) -> Mapping[str, Any]:
            return (await self._ask(line, "GET", _checked_path(path), params=dict(asked))).body

        return await meta_reading.find(ask, _node(line), lost)

    async def profile(self, line: Line, user_id: str) -> Profile:
        """WhatsApp says it with every message."""
        fields = _PROFILES.get(line.kind)
        if fields is None:
            return Profile()
        told = (await self._ask(line, "GET", _checked(user_id), params={"fields": fields})).body
        parts = (told.get("name"),) if told.get("name") else (told.get("first_name"), told.get("last_name"))
        name = " ".join(str(each).strip() for each in parts if each)
        return Profile(name[:120], str(told.get("username") or "")[:120])

    async def check(self, line: Line) -> AccountCheck:
        """How it is called there, and until when the token is good."""
        fields = _NAMES.get(line.kind, "name,username")
        about = (await self._ask(line, "GET", _checked(line.external_id), params={"fields": fields})).body
        expires = (await self._token(line)).get("expires_at")
        if line.kind == WHATSAPP:
            phone = re.sub(r"[^\d]", "", str(about.get("display_phone_number", "")))
            return AccountCheck(
                str(about.get("verified_name", "")), phone and f"+{phone}", moment(expires), _quality(about)
            )
        user = str(about.get("username") or "")
        return AccountCheck(str(about.get("name") or user), user and f"@{user}", moment(expires))

    async def fetch(self, line: Line, media_id: str, url: str, *, most: int) -> Media:
        """By its id where there is one, for such an address lives for minutes only (WhatsApp)."""
        if not media_id:
            return await platform_files.fetch(self._client, url, most=most, trusted_origins=self.trusted_origins)
        about = (await self._ask(line, "GET", _checked(media_id))).body
        size, url = about.get("file_size"), str(about.get("url", ""))
        if isinstance(size, int) and size > most:
            raise platform_files.too_large()
        headers = _bearer(line) if self._may_see_token(url) else {}
        return await platform_files.fetch(
            self._client, url, most=most, trusted_origins=self.trusted_origins, headers=headers
        )

    async def upload(self, line: Line, name: str, content_type: str, content: bytes) -> str:
        """Raises `SendFailed`; a file that was lost on its way is sent again, for nobody saw it."""
        file = (_file_name(name), content, content_type)
        if line.kind == WHATSAPP:
            fields = {"messaging_product": "whatsapp", "type": content_type}
            answer = await self._ask(line, "POST", f"{_node(line)}/media", data=fields, files={"file": file})
            return _required(answer, "id")
        kind = content_type.partition("/")[0]
        payload = {"attachment": {"type": kind if kind in {"image", "audio", "video"} else "file", "payload": {}}}
        fields = {"message": json.dumps(payload)} | ({"platform": "instagram"} if line.kind == INSTAGRAM else {})
        path = f"{_node(line)}/message_attachments"
        return _required(await self._ask(line, "POST", path, data=fields, files={"filedata": file}), "attachment_id")

    async def templates(self, line: Line) -> Sequence[TemplateInfo]:
        """All of them; only WhatsApp has any."""
        if line.kind != WHATSAPP:
            return []
        found: list[TemplateInfo] = []
        asked = {"fields": "name,language,category,status,components", "limit": "100"}
        for _ in range(MOST_PAGES):
            page = (await self._ask(line, "GET", f"{_business(line)}/message_templates", params=asked)).body
            found += [_template(each) for each in _rows(page)]
            # The cursor and not the address that comes with it: where we ask is ours to say.
            after = _after(page)
            if not after:
                break
            asked |= {"after": after}
        return found

    async def subscribe(self, line: Line, url: str, secret: str) -> None:
        """The address stands in the app's own settings at Meta; here the account is put under that app."""
        await self._ask(line, "POST", self._subscription(line), params=_fields(line))

    async def unsubscribe(self, line: Line) -> None:
        await self._ask(line, "DELETE", self._subscription(line))

    async def close(self) -> None:
        if "_client" in self.__dict__:
            await self._client.aclose()

    def _subscription(self, line: Line) -> str:
        return f"{_business(line) if line.kind == WHATSAPP else _node(line)}/subscribed_apps"

    async def _token(self, line: Line) -> Mapping[str, Any]:
        """What Meta says of the token itself; nothing where it will not say, for the account has answered already."""
        try:
            answer = await self._ask(line, "GET", "debug_token", params={"input_token": line.token})
        except SendFailed as refusal:
            if refusal.kind in {Failure.UNAUTHORIZED, Failure.REJECTED}:
                return {}
            raise
        data = answer.body.get("data")
        return data if isinstance(data, dict) else {}

    async def _ask(self, line: Line, method: str, path: str, *, sending: bool = False, **request: Any) -> Answer:
        url = f"{self._host(line)}/{self.version}/{path}"
        answer = await call(self._client, method, url, sending=sending, headers=_bearer(line), **request)
        if not answer.ok or "error" in answer.body:
            raise failure(answer, sending=sending)
        return answer

    def _host(self, line: Line) -> str:
        own = line.kind == INSTAGRAM and line.token.startswith("IG") and self.graph_url == PUBLIC_GRAPH
        return INSTAGRAM_GRAPH if own else self.graph_url

    def _may_see_token(self, url: str) -> bool:
        parts = urlsplit(url)
        if f"{parts.scheme}://{parts.netloc}" in self.trusted_origins:
            return True
        return parts.scheme == "https" and f".{parts.hostname or ''}".endswith(_FILE_HOSTS)


def _bearer(line: Line) -> dict[str, str]:
    """Raises `SendFailed`: what is no header's value cannot be a token."""
    if not re.fullmatch(r"[!-~]{1,2000}", line.token):
        raise SendFailed(Failure.UNAUTHORIZED, "token")
    return {"Authorization": f"Bearer {line.token}"}


def _node(line: Line) -> str:
    """Who sends: an Instagram account that hangs on a page sends as that page."""
    if line.kind == INSTAGRAM and line.business_id and not line.token.startswith("IG"):
        return _checked(line.business_id)
    return _checked(line.external_id)


def _business(line: Line) -> str:
    return _checked(line.business_id)


def _checked(part: str) -> str:
    """An id is a part of a path: nothing in it may lead elsewhere."""
    if not _ID.fullmatch(part):
        raise SendFailed(Failure.REJECTED, "id_malformed")
    return part


def _checked_path(path: str) -> str:
    return "/".join(_checked(each) for each in path.split("/"))


def _fields(line: Line) -> dict[str, str]:
    if line.kind == WHATSAPP:
        return {}
    return {"subscribed_fields": INSTAGRAM_FIELDS if line.kind == INSTAGRAM else PAGE_FIELDS}


def _sent_id(body: Mapping[str, Any]) -> str:
    messages = body.get("messages")
    if isinstance(messages, list) and messages and isinstance(messages[0], dict):
        return str(messages[0].get("id") or "")
    return str(body.get("message_id") or "")


def _required(answer: Answer, name: str) -> str:
    found = answer.body.get(name)
    if not found:
        raise SendFailed(Failure.TEMPORARY, "no_id")
    return str(found)


def _file_name(name: str) -> str:
    """As a header takes it; a platform shows it to the person."""
    return re.sub(r'[\x00-\x1f"\\/\ud800-\udfff]', "_", name)[:200] or "file"


def _quality(about: Mapping[str, Any]) -> str:
    return str(about.get("quality_rating") or "").lower()[:16]


def _rows(page: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    data = page.get("data")
    return [each for each in data if isinstance(each, dict)] if isinstance(data, list) else []


def _after(page: Mapping[str, Any]) -> str:
    paging = page.get("paging")
    cursors = paging.get("cursors") if isinstance(paging, dict) and paging.get("next") else None
    return str(cursors.get("after") or "") if isinstance(cursors, dict) else ""


def _template(row: Mapping[str, Any]) -> TemplateInfo:
    parts = row.get("components")
    texts = {
        str(each.get("type", "")).upper(): str(each.get("text") or "")
        for each in (parts if isinstance(parts, list) else [])
        if isinstance(each, dict)
    }
    return TemplateInfo(
        name=str(row.get("name", "")),
        language=str(row.get("language", "")),
        category=str(row.get("category", "")).lower(),
        status=str(row.get("status", "")).lower(),
        body=texts.get("BODY", ""),
        header=texts.get("HEADER", ""),
        footer=texts.get("FOOTER", ""),
    )
