"""What a person does to a message after it was sent, and what the business writes from the platform's own app."""

import time

from tools.phones import meta_events, telegram_events
from tools.phones.cast import Account, Json, Person
from tools.phones.people import Hands, NotPossible
from tools.phones.world import Said, Thread


def edit(hands: Hands, account: Account, person: Person, message_id: str, text: str) -> None:
    """Every platform tells of it in its own way."""
    thread, said = _own(hands, account, person, message_id)
    said.text, said.edited = text, True
    match account.kind:
        case "telegram":
            body = telegram_events.message(thread, said, {"text": text, "edit_date": int(time.time())})
            hands.postman.to_telegram(account, telegram_events.update("edited_message", body))
        case "whatsapp":
            inner = {"context": {"message_id": said.id}, "type": "text", "text": {"body": text}}
            _tell_whatsapp(hands, thread, {"type": "edit", "edit": {"original_message_id": said.id, "message": inner}})
        case _:
            change = {"message_edit": {"mid": said.id, "text": text, "num_edit": 1}}
            hands.postman.to_meta(account, meta_events.from_person(thread, change, time.time()))
    hands.world.change()


def delete(hands: Hands, account: Account, person: Person, message_id: str) -> None:
    """Telegram tells bots nothing of it."""
    thread, said = _own(hands, account, person, message_id)
    said.gone, said.text, said.file = True, "", ""
    if account.kind == "whatsapp":
        _tell_whatsapp(hands, thread, {"type": "revoke", "revoke": {"original_message_id": said.id}})
    elif account.kind != "telegram":
        change = {"message": {"mid": said.id, "is_deleted": True}}
        hands.postman.to_meta(account, meta_events.from_person(thread, change, time.time()))
    hands.world.change()


def write_as_business(hands: Hands, account: Account, person: Person, text: str) -> Said:
    """From the platform's own app, past us: an echo tells of it; a bot of Telegram has no such app."""
    if account.kind == "telegram":
        raise NotPossible("nobody but the bot writes as the bot")
    thread = hands.world.thread(account, person)
    said = Said(hands.world.new_id(account), False, "text", time.time(), text)
    thread.said.append(said)
    if account.kind == "whatsapp":
        hands.postman.to_meta(account, meta_events.whatsapp_echo(thread, said))
    else:
        hands.postman.to_meta(account, meta_events.page_echo(thread, said, {"text": text}, app_id=None))
    hands.world.change()
    return said


def send_unsupported(hands: Hands, account: Account, person: Person) -> Said:
    """Something that the platform itself cannot show to a business."""
    thread = hands.world.thread(account, person)
    said = Said(hands.world.new_id(account), True, "unsupported", time.time())
    thread.said.append(said)
    thread.heard_at = said.at + hands.world.ahead
    match account.kind:
        case "whatsapp":
            error = {"code": 131051, "title": "Message type unknown", "message": "Message type unknown"}
            content: Json = {"type": "unsupported", "errors": [error]}
            hands.postman.to_meta(account, meta_events.heard_on_whatsapp(thread, said, content))
        case "telegram":
            body = telegram_events.message(thread, said, {"dice": {"emoji": "🎲", "value": 4}})
            hands.postman.to_telegram(account, telegram_events.update("message", body))
        case _:
            hands.postman.to_meta(account, meta_events.heard_on_page(thread, said, {"is_unsupported": True}))
    hands.world.change()
    return said


def _own(hands: Hands, account: Account, person: Person, message_id: str) -> tuple[Thread, Said]:
    thread = hands.world.thread(account, person)
    found = next((each for each in thread.said if each.mine and each.id == message_id), None)
    if found is None:
        raise NotPossible("only one's own messages can be changed")
    return thread, found


def _tell_whatsapp(hands: Hands, thread: Thread, content: Json) -> None:
    act = Said(hands.world.new_id(thread.account), True, "change", time.time())
    hands.postman.to_meta(thread.account, meta_events.heard_on_whatsapp(thread, act, content))
