"""What the Graph API gives to read of Instagram's and Messenger's chats: whose they are, and what was said in them."""

import hashlib
import re
import time
from collections.abc import Mapping, Sequence
from typing import Final

from tools.phones.cast import Account, Json, Person
from tools.phones.refusals import graph_error
from tools.phones.world import Said, Thread, World

# Graph tells the words of this many newest messages of a chat; asked for older ones it says that they are deleted.
TOLD: Final = 20
_DEFAULT: Final = 25
_EXPANDED: Final = re.compile(r"messages(?:\.limit\((\d+)\))?(?:\.after\(([\w=-]+)\))?(?:\{([\w,]+)\})?")


def conversations(world: World, account: Account, query: Mapping[str, str]) -> Json:
    """`/{account}/conversations`, of one person where `user_id` names them."""
    platform = query.get("platform", "messenger")
    if platform not in {"instagram", "messenger"}:
        raise graph_error(100, "(#100) Param platform must be one of {INSTAGRAM, MESSENGER}")
    wanted = query.get("user_id")
    rows = [
        {"id": _name(each), "updated_time": _moment(each.said[-1].at)}
        for each in world.threads.values()
        if each.account is account and account.kind == platform and each.said
        if wanted is None or wanted in each.person.ids(account.kind)
    ]
    return {"data": rows, "paging": {"cursors": {"before": "0", "after": str(len(rows))}}} if rows else {"data": []}


def find_thread(world: World, account: Account, node: str) -> Thread | None:
    return next((each for each in world.threads.values() if each.account is account and _name(each) == node), None)


def conversation(thread: Thread, query: Mapping[str, str]) -> Json:
    """`/{conversation}?fields=messages{...}`: newest first, in pages, and only ids and times of what is older."""
    asked = _EXPANDED.fullmatch(query.get("fields", ""))
    if asked is None:
        return {"id": _name(thread), "updated_time": _moment(thread.said[-1].at if thread.said else time.time())}
    size, start = int(asked[1] or _DEFAULT), int(asked[2] or 0)
    names = (asked[3] or "id,created_time").split(",")
    newest = [each for each in reversed(thread.said) if not each.gone]
    rows = [_row(thread, each, names, told=number < TOLD) for number, each in enumerate(newest)]
    paging: Json = {"cursors": {"before": str(start), "after": str(start + size)}}
    if start + size < len(rows):
        paging["next"] = f"https://graph.facebook.com/next?after={start + size}"
    return {"messages": {"data": rows[start : start + size], "paging": paging}, "id": _name(thread)}


def find_reader(world: World, account: Account, node: str) -> Person | None:
    """Whose profile is meant."""
    return world.find_person(account.kind, node) if account.kind in {"instagram", "messenger"} else None


def profile(world: World, account: Account, person: Person, query: Mapping[str, str]) -> Json:
    """`/{person}?fields=...`. Raises `Refused`: of those who never wrote nothing is said."""
    thread = world.threads.get((account.id, person.key))
    if thread is None or thread.heard_at is None:
        raise graph_error(230, "(#230) User consent is required to access user profile", status=403)
    if thread.blocked or person.hidden:
        raise graph_error(100, "(#100) No profile available for this user.", subcode=2018218)
    first, _, last = person.name.partition(" ")
    known: dict[str, Sequence[str] | str] = (
        {"name": person.name, "username": person.username}
        if account.kind == "instagram"
        else {"first_name": first, "last_name": last, "name": person.name}
    )
    known |= {"profile_pic": f"https://scontent.example.com/{person.key}.jpg"}
    asked = query.get("fields", "").split(",")
    return {name: value for name, value in known.items() if name in asked} | {"id": person.ids(account.kind)[0]}


def _row(thread: Thread, said: Said, names: Sequence[str], *, told: bool) -> Json:
    person, account = thread.person, thread.account
    them = {"username": person.username, "id": person.ids(account.kind)[0]}
    us = {"username": account.address.lstrip("@"), "id": account.id}
    whole: Json = {"id": said.id, "created_time": _moment(said.at)}
    if told:
        whole |= {"from": them if said.mine else us, "to": {"data": [us if said.mine else them]}}
        whole["message"] = "" if said.file else said.text
        if said.file:
            whole["attachments"] = {"data": [{"id": said.file, "mime_type": "image/jpeg"}]}
    return {name: value for name, value in whole.items() if name in names}


def _name(thread: Thread) -> str:
    return "aWdfZAG06" + hashlib.sha256(f"{thread.account.id}:{thread.person.key}".encode()).hexdigest()[:32]


def _moment(at: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S+0000", time.gmtime(at))
