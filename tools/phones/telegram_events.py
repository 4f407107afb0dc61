"""The updates in which Telegram tells a bot what happened, as the Bot API documents them."""

import itertools
import time
from collections.abc import Iterator
from typing import Final

from tools.phones.cast import Account, Json, Person
from tools.phones.world import Choice, File, Said, Thread

# From the clock on, so that a phone that starts anew repeats no update that was seen before.
_updates: Iterator[int] = itertools.count(int(time.time()))
_FIELDS: Final = {"image": "photo", "audio": "voice", "video": "video", "document": "document", "sticker": "sticker"}


def update(kind: str, content: Json) -> Json:
    return {"update_id": next(_updates), kind: content}


def user(person: Person) -> Json:
    first, _, last = person.name.partition(" ")
    found = {"id": int(person.ids("telegram")[0]), "is_bot": False, "first_name": first, "username": person.username}
    return found | {"language_code": person.language} | ({"last_name": last} if last else {})


def chat(person: Person) -> Json:
    return {name: value for name, value in user(person).items() if name not in {"is_bot", "language_code"}} | {
        "type": "private"
    }


def bot(account: Account) -> Json:
    return {"id": int(account.id), "is_bot": True, "first_name": account.name, "username": account.address.lstrip("@")}


def message(thread: Thread, said: Said, content: Json) -> Json:
    """As it stands in an update, and in the answer to a call that sent it."""
    author = user(thread.person) if said.mine else bot(thread.account)
    found = {"message_id": int(said.id), "from": author, "chat": chat(thread.person), "date": int(said.at), **content}
    if said.choices:
        found["reply_markup"] = {"inline_keyboard": [[_button(each)] for each in said.choices]}
    replied = next(
        (each for each in thread.said if said.reply_to and each.id == said.reply_to and each.kind != "pressed"), None
    )
    if replied:
        found["reply_to_message"] = message(thread, replied, {"text": replied.text})
    return found


def media(file: File, kind: str, caption: str) -> Json:
    about: Json = {"file_id": file.id, "file_unique_id": f"u{file.id}", "file_size": len(file.content)}
    if kind == "image":
        content: Json = {"photo": [about | {"width": 90, "height": 90}, about | {"width": 800, "height": 800}]}
    else:
        named = {"file_name": file.name} if kind == "document" else {"duration": 3} if kind != "sticker" else {}
        content = {_FIELDS[kind]: about | {"mime_type": file.content_type} | named}
    return content | ({"caption": caption} if caption else {})


def pressed(thread: Thread, said: Said, choice: Choice, identifier: str) -> Json:
    query = {
        "id": identifier,
        "from": user(thread.person),
        "message": message(thread, said, {"text": said.text}),
        "chat_instance": "-3871204419",
        "data": choice.id,
    }
    return update("callback_query", query)


def blocked(thread: Thread, blocks: bool) -> Json:
    """`kicked` when the person stops the bot, `member` when they start it again."""
    states = ("member", "kicked") if blocks else ("kicked", "member")
    old, new = ({"user": bot(thread.account), "status": state} for state in states)
    ends = {"chat": chat(thread.person), "from": user(thread.person), "date": int(time.time())}
    return update("my_chat_member", {**ends, "old_chat_member": old, "new_chat_member": new})


def reacted(thread: Thread, said: Said, emoji: str) -> Json:
    ends = {"chat": chat(thread.person), "user": user(thread.person), "message_id": int(said.id)}
    new = [{"type": "emoji", "emoji": emoji}] if emoji else []
    return update("message_reaction", {**ends, "date": int(time.time()), "old_reaction": [], "new_reaction": new})


def _button(choice: Choice) -> Json:
    return {"text": choice.label} | ({"url": choice.url} if choice.url else {"callback_data": choice.id})
