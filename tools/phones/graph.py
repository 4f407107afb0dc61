"""The Graph API: who may ask, which node is meant, and what it gives; messages are the channels' own files."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from tools.phones import graph_reading, page_api, whatsapp_api
from tools.phones.cast import Account, Json
from tools.phones.faults import AFTER, BEFORE, Fault, Faults, cut, gateway, lose, silence
from tools.phones.people import Hands
from tools.phones.refusals import Refused, graph_error

OLDEST_VERSION: Final = 22
_UNKNOWN: Final = "Unsupported {method} request. Object with ID '{node}' does not exist"


@dataclass(slots=True)
class Graph:
    """Answers `/{version}/...`; `address` is the twin's own."""

    hands: Hands
    faults: Faults
    address: Callable[[], str]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        try:
            return await self._answer(request)
        except Refused as refusal:
            return web.json_response(refusal.body, status=refusal.status, headers=refusal.headers)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        node, _, verb = request.match_info["path"].strip("/").partition("/")
        account = self._caller(request)
        _refuse_old(request.match_info["version"])
        before = self.faults.due(BEFORE, account.id, verb or node)
        if before is not None:
            return await _faulty(request, before)
        done = await self._do(request, account, node, verb)
        after = self.faults.due(AFTER, account.id, verb) if request.method == "POST" else None
        if after is not None:
            return await lose(request, after.kind)
        return web.json_response(done)

    def _caller(self, request: web.Request) -> Account:
        header = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        account = self.hands.world.by_token(header or request.query.get("access_token", ""))
        if account is None:
            raise graph_error(190, "Invalid OAuth access token - Cannot parse access token", status=401)
        if not account.token_works:
            message = "Error validating access token: The session has been invalidated."
            raise graph_error(190, message, status=401, subcode=460)
        return account

    async def _do(self, request: web.Request, account: Account, node: str, verb: str) -> Json:
        if not verb:
            return self._token(request) if node == "debug_token" else self._about(request, account, node)
        if node not in {account.id, account.business_id}:
            raise self._unknown(request, node)
        match request.method, verb:
            case "POST", "messages":
                return await self._message(request, account)
            case "POST", "media" | "message_attachments":
                return await self._upload(request, verb)
            case "GET", "conversations":
                return graph_reading.conversations(self.hands.world, account, request.query)
            case "GET", "message_templates":
                return _page(account.templates, request)
            case ("POST" | "DELETE") as method, "subscribed_apps":
                account.subscribed = method == "POST"
                self.hands.world.change()
                return {"success": True}
        raise self._unknown(request, node)

    async def _message(self, request: web.Request, account: Account) -> Json:
        try:
            body = await request.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise graph_error(100, "(#100) Invalid parameter: the body is no JSON object")
        if account.kind == "whatsapp":
            return whatsapp_api.messages(self.hands, self.faults, account, body)
        return page_api.messages(self.hands, account, body)

    async def _upload(self, request: web.Request, verb: str) -> Json:
        form = await request.post()
        found = form.get("file" if verb == "media" else "filedata")
        if not isinstance(found, web.FileField):
            raise graph_error(100, "(#100) The parameter file is required.")
        if verb == "media" and form.get("messaging_product") != "whatsapp":
            raise graph_error(100, "(#100) The parameter messaging_product is required.")
        if verb == "message_attachments":
            json.loads(str(form.get("message") or "null"))
        file = self.hands.world.keep(found.file.read(), found.content_type, found.filename)
        return {"id": file.id} if verb == "media" else {"attachment_id": file.id}

    def _token(self, request: web.Request) -> Json:
        asked = self.hands.world.by_token(request.query.get("input_token", ""))
        valid = asked is not None and asked.token_works
        return {"data": {"is_valid": valid, "expires_at": asked.token_expires if asked else 0, "type": "SYSTEM_USER"}}

    def _about(self, request: web.Request, account: Account, node: str) -> Json:
        file = self.hands.world.files.get(node)
        if file is not None and request.method == "GET":
            return {
                "id": file.id,
                "url": f"{self.address()}/lookaside/{file.id}",
                "mime_type": file.content_type,
                "file_size": len(file.content),
                "messaging_product": "whatsapp",
            }
        if node != account.id:
            return self._read(request, account, node)
        if account.kind == "whatsapp":
            shown = account.address
            return {
                "verified_name": account.name,
                "display_phone_number": f"{shown[:3]} {shown[3:]}",
                "quality_rating": "GREEN",
                "id": node,
            }
        return {"name": account.name, "username": account.address.lstrip("@"), "id": node}

    def _read(self, request: web.Request, account: Account, node: str) -> Json:
        world = self.hands.world
        thread = graph_reading.find_thread(world, account, node)
        person = graph_reading.find_reader(world, account, node)
        if request.method == "GET" and thread is not None:
            return graph_reading.conversation(thread, request.query)
        if request.method == "GET" and person is not None:
            return graph_reading.profile(world, account, person, request.query)
        raise self._unknown(request, node)

    def _unknown(self, request: web.Request, node: str) -> Refused:
        message = _UNKNOWN.format(method=request.method.lower(), node=node)
        return graph_error(100, message, subcode=33)


def _refuse_old(version: str) -> None:
    """F1: versions end."""
    found = re.fullmatch(r"v(\d+)\.\d+", version)
    if not found or int(found[1]) < OLDEST_VERSION:
        raise graph_error(2635, "(#2635) You are calling a deprecated version of the Ads API.")


def _page(rows: list[Json], request: web.Request) -> Json:
    """Cursors as Graph gives them."""
    size, start = int(request.query.get("limit", "25")), int(request.query.get("after") or 0)
    end = start + size
    paging: Json = {"cursors": {"before": str(start), "after": str(end)}}
    if end < len(rows):
        paging["next"] = f"https://graph.facebook.com/next?after={end}"
    return {"data": rows[start:end], "paging": paging}


async def _faulty(request: web.Request, fault: Fault) -> web.Response:
    match fault.kind:
        case "never":
            return await silence(request)
        case "reset":
            return cut(request)
        case "502":
            return gateway()
        case "190":
            raise graph_error(190, "Error validating access token", status=401, subcode=463)
        case "429":
            wait = {"Retry-After": str(fault.retry_after)}
            raise graph_error(130429, "(#130429) Rate limit hit", status=429, headers=wait)
    raise graph_error(131000, "(#131000) Something went wrong", status=500)
