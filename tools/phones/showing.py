"""The world as the simulator's page and the tests see it."""

from dataclasses import asdict

from tools.phones.cast import Json
from tools.phones.faults import Faults
from tools.phones.people import Hands
from tools.phones.world import Said, Thread, World


def overview(hands: Hands, faults: Faults) -> Json:
    """Who there is, what each chat ends with, and which switches are thrown."""
    world, postman = hands.world, hands.postman
    accounts = [
        {
            "id": each.id,
            "kind": each.kind,
            "name": each.name,
            "address": each.address,
            "connected": each.subscribed and bool(each.webhook_url or (each.kind != "telegram" and postman.meta_url)),
            "token_works": each.token_works,
            "token": each.token,
            "business_id": each.business_id,
        }
        for each in world.accounts.values()
    ]
    return {
        "revision": world.revision,
        "accounts": accounts,
        "people": [asdict(each) for each in world.people.values()],
        "threads": [_row(world, each) for each in world.threads.values() if each.said],
        "faults": [asdict(each) for each in faults.waiting],
        "switches": {
            "hold": postman.hold,
            "held": len(postman.held),
            "twice": postman.twice,
            "delay": postman.delay,
            "receipts": hands.receipts,
            "late_refusals": faults.late_refusals,
            "ahead": world.ahead,
        },
        # What our server said to the last webhooks; 0 is no answer.
        "outcomes": postman.outcomes[-12:],
    }


def thread(world: World, found: Thread) -> Json:
    return _row(world, found) | {"said": [_said(world, each) for each in found.said]}


def received(world: World) -> list[Json]:
    return [
        {"account": each.account.id, "person": each.person.key, **_said(world, said)}
        for each in world.threads.values()
        for said in each.said
        if not said.mine
    ]


def _row(world: World, found: Thread) -> Json:
    last = found.said[-1] if found.said else None
    return {
        "account": found.account.id,
        "person": found.person.key,
        "blocked": found.blocked,
        "typing": found.typing,
        "window_ends": world.window_ends(found),
        "unread": sum(not each.mine and each.status in {"sent", "delivered"} for each in found.said),
        "last": _said(world, last) if last else None,
    }


def _said(world: World, said: Said) -> Json:
    shown = {name: value for name, value in asdict(said).items() if name != "body"}
    file = world.files.get(said.file)
    if file is not None:
        shown |= {"src": f"/cdn/{file.id}", "content_type": file.content_type, "name": file.name}
    elif said.file:
        shown |= {"src": said.file, "content_type": "", "name": ""}
    return shown
