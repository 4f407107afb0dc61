"""People of a test: they register, sign in and read their mail through the API, as customers do."""

import email
import itertools
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import procrastinate
from fastapi import FastAPI
from httpx2 import AsyncClient, Response

from backend.core import jobs
from backend.core.database.session import Database

PASSWORD = "una-clave-larga"
_numbers = itertools.count(1)


@dataclass(slots=True)
class Person:
    """Somebody signed in; `headers` go with each call."""

    email: str
    access: str
    refresh: str
    tenant_id: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.access}"}


def new_email() -> str:
    return f"person{next(_numbers)}-{secrets.token_hex(3)}@shop.example.com"


# Any: the body of a JSON answer or request.
def registration(**changes: Any) -> dict[str, Any]:
    body = {
        "email": new_email(),
        "password": PASSWORD,
        "full_name": "Laia Puig",
        "company_name": f"Cuines {next(_numbers)}",
    }
    return body | changes


async def register(client: AsyncClient, **changes: Any) -> Person:
    body = registration(**changes)
    return signed_in(body["email"], await client.post("/v1/auth/register", json=body))


async def login(client: AsyncClient, address: str, password: str = PASSWORD) -> Response:
    return await client.post("/v1/auth/login", data={"username": address, "password": password})


def signed_in(address: str, answer: Response) -> Person:
    assert answer.is_success, answer.text
    pair = answer.json()
    tenant = pair["tenant"]["id"] if pair["tenant"] else ""
    return Person(address, pair["access_token"], pair["refresh_token"], tenant)


@contextmanager
def _no_clock(worker: procrastinate.App) -> Iterator[None]:
    """No tick is young enough to be made up for."""
    before, worker.periodic_defaults = worker.periodic_defaults, {"max_delay": -1}
    try:
        yield
    finally:
        worker.periodic_defaults = before


async def run_jobs(app: FastAPI, *queues: str) -> None:
    """Work off what waits now, as the worker would; searches, which ask the world, only where they are named.

    The clock stands still: what it starts is a matter of the second in which a test runs.
    """
    database: Database = app.state.database
    jobs.runtime.database, jobs.runtime.providers = database, app.state.providers
    with jobs.app.replace_connector(jobs.connector(database.url, pool_size=2)) as connected, _no_clock(connected):
        async with connected.open_async():
            await connected.run_worker_async(
                queues=list(queues or (each for each in jobs.QUEUES if each != "scrape")),
                wait=False,
                install_signal_handlers=False,
                listen_notify=False,
                delete_jobs="successful",
            )


def mails_to(app: FastAPI, address: str) -> list[EmailMessage]:
    """What the outbox holds for somebody, oldest first."""
    folder = Path(app.state.settings.mail.outbox_dir)
    files = sorted(folder.glob("*.eml")) if folder.exists() else []
    read = [email.message_from_bytes(each.read_bytes(), policy=policy.default) for each in files]
    return [mail for mail in read if mail["To"] == address]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


async def mailed_token(app: FastAPI, address: str, kind: str) -> str:
    """The token in the newest mail of this kind (`verify`, `reset` or `invitation`)."""
    await run_jobs(app, "mail")
    texts = [text_of(mail) for mail in mails_to(app, address)]
    tokens = [found for text in texts for found in re.findall(rf"\?{kind}=([\w-]+)", text)]
    return str(tokens[-1])
