"""Keeps who is connected across a restart of the phones, for our own database keeps it too."""

import json
from pathlib import Path
from typing import Final

from tools.phones.world import World

KEPT: Final = ("subscribed", "webhook_url", "webhook_secret")


def recall(world: World, path: Path) -> None:
    """What cannot be read is not remembered: everything is then as on the first day."""
    try:
        found = json.loads(path.read_text())
    except (OSError, ValueError):
        return
    for account in world.accounts.values():
        known = found.get(account.id, {})
        for name in KEPT:
            if name in known:
                setattr(account, name, known[name])


def remember(world: World, path: Path) -> None:
    kept = {each.id: {name: getattr(each, name) for name in KEPT} for each in world.accounts.values()}
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(kept))
    draft.rename(path)


async def follow(world: World, path: Path) -> None:
    """Writes after every change, as long as it runs; messages come often, so only what is kept decides."""
    seen, last = -1, ""
    while True:
        if await world.changed_since(seen, 3600):
            seen = world.revision
            now = str([[getattr(each, name) for name in KEPT] for each in world.accounts.values()])
            if now != last:
                remember(world, path)
                last = now
