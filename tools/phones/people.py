"""What a person does on a phone, and how their platform tells the business of it."""

import time
from dataclasses import dataclass

from tools.phones import meta_events, telegram_events
from tools.phones.cast import Account, Json, Person
from tools.phones.postman import Postman
from tools.phones.world import Choice, File, Said, Thread, World


class NotPossible(Exception):
    """This cannot be done on this phone; the message says why."""


@dataclass(slots=True)
class Hands:
    """Acts of people; every act changes the world and sends its webhook. `address` is where files are fetched."""

    world: World
    postman: Postman
    address: str = ""
    # Switched off, nothing is reported of messages of ours until `deliver` and `read` are called.
    receipts: bool = True

    def write(self, account: Account, person: Person, text: str, *, reply_to: str = "") -> Said:
        thread = self.world.thread(account, person)
        said = self._say(thread, "text", text, reply_to=reply_to)
        self._tell(thread, said, self._text(thread, said))
        return said

    def send_file(self, account: Account, person: Person, file: File, kind: str, caption: str = "") -> Said:
        thread = self.world.thread(account, person)
        said = self._say(thread, kind, caption)
        said.file = file.id
        match account.kind:
            case "whatsapp":
                content = meta_events.whatsapp_media(file, kind, caption, self.address)
            case "telegram":
                content = telegram_events.media(file, kind, caption)
            case _:
                content = meta_events.page_media(file, kind, self.address)
        self._tell(thread, said, content)
        return said

    def send_location(self, account: Account, person: Person, latitude: float, longitude: float) -> Said:
        thread = self.world.thread(account, person)
        said = self._say(thread, "location", f"{latitude:.5f}, {longitude:.5f}")
        place: Json = {"latitude": latitude, "longitude": longitude}
        if account.kind in {"instagram", "messenger"}:
            payload = {"coordinates": {"lat": latitude, "long": longitude}}
            self._tell(thread, said, {"attachments": [{"type": "location", "payload": payload}]})
        else:
            self._tell(thread, said, {"location": place} | ({"type": "location"} if account.kind == "whatsapp" else {}))
        return said

    def press(self, account: Account, person: Person, message_id: str, choice_id: str) -> Said:
        """A button or a line of a list under a message of ours."""
        thread = self.world.thread(account, person)
        shown = self._find(thread, message_id)
        choice = next((each for each in shown.choices if each.id == choice_id), None)
        if choice is None or choice.url:
            raise NotPossible("this message has no such button")
        if account.kind == "telegram":
            thread.heard_at = time.time()
            # No message of the chat: it takes none of the bot's numbers.
            name = f"callback-{next(self.world.acts)}"
            query = telegram_events.pressed(thread, shown, choice, name.rpartition("-")[2])
            self.postman.to_telegram(account, query)
            return self._say(thread, "pressed", choice.label, reply_to=shown.id, name=name)
        said = self._say(thread, "pressed", choice.label, reply_to=shown.id)
        if account.kind == "whatsapp":
            self._tell(thread, said, _pressed_on_whatsapp(shown, choice))
        elif shown.kind == "buttons":
            postback = {"mid": said.id, "title": choice.label, "payload": choice.id}
            self.postman.to_meta(account, meta_events.from_person(thread, {"postback": postback}, said.at))
        else:
            self._tell(thread, said, {"text": choice.label, "quick_reply": {"payload": choice.id}})
        return said

    def react(self, account: Account, person: Person, message_id: str, emoji: str) -> None:
        thread = self.world.thread(account, person)
        said = self._find(thread, message_id)
        said.reaction = emoji
        if account.kind == "telegram":
            self.postman.to_telegram(account, telegram_events.reacted(thread, said, emoji))
        elif account.kind == "whatsapp":
            act = Said(self.world.new_id(account), True, "reaction", time.time())
            content = {"type": "reaction", "reaction": {"message_id": said.id, "emoji": emoji}}
            self.postman.to_meta(account, meta_events.heard_on_whatsapp(thread, act, content))
        else:
            reaction = {"mid": said.id, "action": "react" if emoji else "unreact", "emoji": emoji, "reaction": "other"}
            self.postman.to_meta(account, meta_events.from_person(thread, {"reaction": reaction}, time.time()))
        self.world.change()

    def read(self, account: Account, person: Person) -> None:
        """Opens the chat: what was delivered is read; Telegram tells its bots nothing of that."""
        thread = self.world.thread(account, person)
        unread = [each for each in thread.said if not each.mine and each.status in {"sent", "delivered"}]
        for said in unread:
            said.status = "read"
            if account.kind == "whatsapp":
                self.postman.to_meta(account, meta_events.whatsapp_status(thread, said, "read", time.time()))
        if unread and account.kind in {"instagram", "messenger"}:
            self.postman.to_meta(account, meta_events.page_read(thread, unread[-1], time.time()))
        if unread:
            self.world.change()

    def block(self, account: Account, person: Person, blocks: bool) -> None:
        thread = self.world.thread(account, person)
        if thread.blocked == blocks:
            return
        thread.blocked = blocks
        if account.kind == "telegram":
            self.postman.to_telegram(account, telegram_events.blocked(thread, blocks))
        self.world.change()

    def age(self, account: Account, person: Person, seconds: float) -> None:
        """As if the person had last written so much earlier: the twin's window moves, not the webhooks' times."""
        thread = self.world.thread(account, person)
        if thread.heard_at is None:
            thread.heard_at = time.time()
        thread.heard_at -= seconds
        self.world.change()

    def _say(self, thread: Thread, kind: str, text: str, *, reply_to: str = "", name: str = "") -> Said:
        said = Said(name or self.world.new_id(thread.account), True, kind, time.time(), text, reply_to=reply_to)
        thread.said.append(said)
        thread.heard_at = said.at + self.world.ahead
        self.world.change()
        return said

    def _text(self, thread: Thread, said: Said) -> Json:
        match thread.account.kind:
            case "whatsapp":
                return {"type": "text", "text": {"body": said.text}}
            case "telegram":
                return {"text": said.text} | _entities(said.text)
        return {"text": said.text}

    def _tell(self, thread: Thread, said: Said, content: Json) -> None:
        account = thread.account
        if account.kind == "telegram":
            body = telegram_events.message(thread, said, content)
            self.postman.to_telegram(account, telegram_events.update("message", body), said)
        elif account.kind == "whatsapp":
            self.postman.to_meta(account, meta_events.heard_on_whatsapp(thread, said, content), said)
        else:
            self.postman.to_meta(account, meta_events.heard_on_page(thread, said, content), said)

    def _find(self, thread: Thread, message_id: str) -> Said:
        found = next((each for each in thread.said if each.id == message_id), None)
        if found is None:
            raise NotPossible("there is no such message")
        return found


def _pressed_on_whatsapp(shown: Said, choice: Choice) -> Json:
    if shown.kind == "template":
        return {"type": "button", "button": {"payload": choice.id, "text": choice.label}}
    kind = "list_reply" if shown.kind == "list" else "button_reply"
    reply = {"id": choice.id, "title": choice.label} | ({"description": choice.note} if choice.note else {})
    return {"type": "interactive", "interactive": {"type": kind, kind: reply}}


def _entities(text: str) -> Json:
    if not text.startswith("/"):
        return {}
    command = text.split(maxsplit=1)[0]
    return {"entities": [{"type": "bot_command", "offset": 0, "length": len(command)}]}
