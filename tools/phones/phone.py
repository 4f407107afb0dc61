"""What a platform does with a message of ours that it took: a phone shows it, and statuses tell the business."""

import time

from tools.phones import meta_events
from tools.phones.cast import Json
from tools.phones.people import Hands
from tools.phones.world import Said, Thread

APP_ID = 1_770_001


def show(hands: Hands, thread: Thread, said: Said) -> None:
    """Sent and, unless the phone is blocked, delivered; Telegram tells its bots neither."""
    thread.said.append(said)
    thread.typing = False
    account = thread.account
    if account.kind in {"instagram", "messenger"}:
        content: Json = {"text": said.text} if said.text else {}
        hands.postman.to_meta(account, meta_events.page_echo(thread, said, content, app_id=APP_ID))
    if account.kind == "telegram":
        said.status = "delivered"
    elif hands.receipts:
        report(hands, thread, said, "sent")
        if not thread.blocked:
            report(hands, thread, said, "delivered")
    hands.world.change()


def report(hands: Hands, thread: Thread, said: Said, status: str) -> None:
    """One status by webhook; Instagram tells of reading only."""
    said.status = status
    now = time.time()
    match thread.account.kind:
        case "whatsapp":
            hands.postman.to_meta(thread.account, meta_events.whatsapp_status(thread, said, status, now))
        case "messenger" if status == "delivered":
            hands.postman.to_meta(thread.account, meta_events.page_delivered(thread, said, now))
    hands.world.change()


def refuse_late(hands: Hands, thread: Thread, said: Said, code: int, title: str) -> None:
    """WhatsApp took it, and says only now that it will not bring it."""
    thread.said.append(said)
    said.status, said.cause = "failed", f"{code} {title}"
    error = {
        "code": code,
        "title": title,
        "message": title,
        "error_data": {"details": title},
        "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
    }
    body = meta_events.whatsapp_status(thread, said, "failed", time.time(), error)
    hands.postman.to_meta(thread.account, body)
    hands.world.change()
