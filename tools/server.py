"""The database of a local run: the server that DATABASE_URL names, else an embedded one that is watched."""

import threading

import psycopg

from backend.core.database.bootstrap import ensure_roles
from backend.core.database.embedded import EmbeddedPostgres
from backend.core.database.programs import EmbeddedPostgresError
from tools.environment import RunError
from tools.setup import say

OLDEST_SERVER = 15  # OPS-01
WATCH_SECONDS = 3.0
WRITTEN_SO = "postgresql://user:password@host:5432/database"


class Server:
    """Started once, stopped once; an embedded server that dies in between is started again."""

    def __init__(self, given_url: str) -> None:
        self._given_url = given_url
        self._embedded: EmbeddedPostgres | None = None
        self._was_running = False
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._restart_when_dead, daemon=True)

    def start(self) -> str:
        """The owner's URL."""
        if self._given_url:
            return checked(self._given_url)
        try:
            self._embedded = EmbeddedPostgres()
            self._was_running = self._embedded.is_running
            return self._embedded.start()
        except EmbeddedPostgresError as error:
            raise RunError(str(error)) from error

    def watch(self) -> None:
        if self._embedded:
            self._watch.start()

    def stop(self, *, even_if_found_running: bool = True) -> None:
        self._over.set()
        if self._watch.is_alive():
            self._watch.join()
        if self._embedded and (even_if_found_running or not self._was_running):
            self._embedded.stop()

    def _restart_when_dead(self) -> None:
        while not self._over.wait(WATCH_SECONDS):
            if self._embedded and not self._embedded.is_alive:
                try:
                    self._embedded.start()
                    say("The database had stopped; it was started again.")
                except EmbeddedPostgresError as error:
                    say(str(error))


def checked(url: str) -> str:
    """The URL as libpq reads it. Raises RunError in one sentence, without the password."""
    scheme, _, rest = url.partition("://")
    if scheme.split("+")[0] not in ("postgresql", "postgres") or not rest:
        raise RunError(f"DATABASE_URL must read {WRITTEN_SO}; no other database is supported.")
    plain = f"postgresql://{rest}"
    try:
        with psycopg.connect(plain, connect_timeout=5) as connection:
            version = connection.info.server_version // 10000
    except psycopg.ProgrammingError as error:
        # The parser's own words may quote the password.
        raise RunError(f"DATABASE_URL cannot be read; it must be written {WRITTEN_SO}.") from error
    except psycopg.OperationalError as error:
        raise RunError(f"DATABASE_URL does not work: {_reason(error)}") from error
    if version < OLDEST_SERVER:
        raise RunError(f"OpenSells needs PostgreSQL {OLDEST_SERVER} or newer; DATABASE_URL leads to {version}.")
    return plain


def application_login(owner_url: str, password: str) -> str:
    """Create the restricted login on the owner's database; returns its URL."""
    try:
        return ensure_roles(owner_url, password)
    except psycopg.errors.InsufficientPrivilege as error:
        raise RunError(
            "The login of DATABASE_URL may not create the application's roles: "
            "it must own the database and have CREATEROLE."
        ) from error


def _reason(error: psycopg.Error) -> str:
    lines = [line.strip(" \t-") for line in str(error).splitlines()]
    reason = next((line for line in lines if "failed" in line and not line.startswith("Multiple")), lines[0])
    return reason.rstrip(".") + "."
