"""Serves the phones until told to stop: `python -m tools.phones --port 8091`."""

import argparse
import asyncio
import os
import signal
from pathlib import Path

from tools.phones import keeping, wiring
from tools.phones.server import Phones


async def serve(host: str, port: int, backend_url: str, app_secret: str, kept: Path | None) -> None:
    told = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, told.set)
    phones = Phones(port=port, host=host)
    phones.postman.app_secret = app_secret
    phones.faults.late_refusals = True
    if kept:
        keeping.recall(phones.world, kept)
    phones.call_back(backend_url)
    async with phones.open():
        follower = asyncio.create_task(keeping.follow(phones.world, kept)) if kept else None
        await told.wait()
        if follower:
            follower.cancel()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=8091)
    parser.add_argument("--api", default=os.environ.get("BACKEND_URL", "http://127.0.0.1:8000"))
    parser.add_argument("--state", default=os.environ.get("PHONES_STATE", ""), help="a file that outlives a restart")
    given = parser.parse_args()
    # Several may be listed while a secret is renewed; the first one signs.
    secret = os.environ.get("META_APP_SECRET", wiring.APP_SECRET).partition(",")[0].strip()
    asyncio.run(
        serve(given.host, given.port, given.api.rstrip("/"), secret, Path(given.state) if given.state else None)
    )


if __name__ == "__main__":
    main()
