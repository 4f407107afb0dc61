"""The operator's door: migrate, seed a demo, make the first superadmin, rotate keys."""

import argparse
import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

import psycopg
from pydantic import BaseModel, SecretStr, ValidationError
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

import backend.tables  # noqa: F401 - key rotation walks every table
from backend.accounts.schemas import Email, Name, NewPassword
from backend.core import crypto, events, key_rotation, logs
from backend.core.database.bootstrap import ensure_roles
from backend.core.database.session import Database
from backend.core.errors import AppError
from backend.core.settings import Settings, load
from backend.providers import storage
from backend.reactions import REACTIONS

Done = TypeVar("Done")

ROOT = Path(__file__).resolve().parents[1]
WRITTEN_SO = "postgresql://user:password@host:5432/database"
REFUSALS = (AppError, DBAPIError, ValidationError, crypto.UnknownKey, psycopg.Error)


class _Superadmin(BaseModel):
    email: Email
    full_name: Name
    password: NewPassword


def migrate(settings: Settings, arguments: argparse.Namespace) -> None:
    """Bring the schema to head as the owner; the application's login is made or mended first."""
    from alembic import command
    from alembic.config import Config

    owner, app = settings.database.owner_url, settings.database.url.get_secret_value()
    if owner != app:
        ensure_roles(owner, unquote(urlsplit(app).password or ""))
    config = Config(str(ROOT / "alembic.ini"))
    config.attributes["url"] = owner
    command.upgrade(config, "head")


def seed(settings: Settings, arguments: argparse.Namespace) -> None:
    """Demo data, always the same, as often as you like; refused in production."""
    if settings.production or not settings.seed:
        raise SystemExit("Demo data is written only with SEED=1 and never with ENV=production.")
    from backend.demo import service as demo

    async def write(database: Database) -> bool:
        return await demo.seed(
            database,
            production=settings.production,
            demo_url=settings.http.demo_url,
            costs=settings.security,
            phones_url=settings.messaging.demo_phones_url,
        )

    print("The demo data is written." if _run(settings, write) else "The demo data stands already.")


def prepare(settings: Settings, arguments: argparse.Namespace) -> None:
    """Migrate and, with SEED=1, write the demo data: what a local run does before it starts."""
    migrate(settings, arguments)
    if settings.seed:
        seed(settings, arguments)


def create_superadmin(settings: Settings, arguments: argparse.Namespace) -> None:
    """The first person of the platform panel; the password is asked for, or read from SUPERADMIN_PASSWORD."""
    from backend.accounts import service as accounts

    wanted = _Superadmin(email=arguments.email, full_name=arguments.name, password=_password(settings))

    async def create(database: Database) -> None:
        async with database.platform() as session:
            await accounts.create_superadmin(
                session,
                settings.security,
                email=wanted.email,
                full_name=wanted.full_name,
                password=wanted.password.get_secret_value(),
            )

    _run(settings, create)
    print(f"{wanted.email} may now sign in to the platform panel.")


def _password(settings: Settings) -> SecretStr:
    if settings.superadmin_password.get_secret_value():
        return settings.superadmin_password
    if not sys.stdin.isatty():
        raise SystemExit("Without a terminal to ask in, the password is read from SUPERADMIN_PASSWORD.")
    return SecretStr(getpass.getpass("Password: "))


def rotate_keys(settings: Settings, arguments: argparse.Namespace) -> None:
    """Encrypt everything anew with the first key of ENCRYPTION_KEYS; may be stopped and started again."""
    from backend.exports import service as exports
    from backend.files import service as files
    from backend.imports import service as imports

    store = storage.build(settings.storage)
    for table, rows in _run(settings, key_rotation.rotate).items():
        print(f"{table}: {rows} rows encrypted anew")
    resealed = _run(settings, lambda database: files.reseal(database, store))
    resealed += _run(settings, lambda database: imports.reseal(database, store))
    resealed += _run(settings, lambda database: exports.reseal(database, store))
    print(f"stored files: {resealed} sealed anew")
    print("Once every process runs with the new ENCRYPTION_KEYS and this says 0 everywhere, the old key may go.")


def _run(settings: Settings, work: Callable[[Database], Awaitable[Done]]) -> Done:
    """What every act on rows needs first: the cipher, the reactions, and a database that is closed again."""
    crypto.install(crypto.Cipher.from_settings(settings.security))
    events.connect(REACTIONS)

    async def run() -> Done:
        database = Database.from_settings(settings.database)
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(run())


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = _parser().parse_args(arguments)
    try:
        settings = load()
        _check_addresses(settings)
        logs.configure("WARNING")
        chosen.run(settings, chosen)
    except REFUSALS as refusal:
        sentence = _sentence(refusal)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        return 1
    return 0


def _check_addresses(settings: Settings) -> None:
    """Before any driver sees them, for their own words may quote the password."""
    if not settings.database.url.get_secret_value():
        raise SystemExit(f"DATABASE_URL is not set; write it as {WRITTEN_SO}.")
    for name, url in (
        ("DATABASE_URL", settings.database.url.get_secret_value()),
        ("MIGRATION_DATABASE_URL", settings.database.owner_url),
    ):
        try:
            make_url(url)
        except (ArgumentError, ValueError):
            raise SystemExit(f"{name} cannot be read; write it as {WRITTEN_SO}.") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m backend.cli", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    plain = {"migrate": migrate, "seed": seed, "prepare": prepare, "rotate-keys": rotate_keys}
    for name, run in plain.items():
        commands.add_parser(name, help=run.__doc__).set_defaults(run=run)
    superadmin = commands.add_parser("create-superadmin", help=create_superadmin.__doc__)
    superadmin.add_argument("email")
    superadmin.add_argument("--name", default="Superadmin")
    superadmin.set_defaults(run=create_superadmin)
    return parser


def _sentence(refusal: BaseException | None) -> str | None:
    """What a person can mend, without what was typed: an address of a database holds a password. Else None."""
    match refusal:
        case AppError():
            return refusal.message
        case ValidationError():
            faults = refusal.errors(include_url=False, include_input=False, include_context=False)
            return "\n".join(_fault(each["loc"], each["msg"]) for each in faults)
        case crypto.UnknownKey():
            return f"ENCRYPTION_KEYS no longer lists the key {refusal}, under which data stand: put it back at the end."
        case DBAPIError():
            return _database_sentence(refusal.orig)
    return _database_sentence(refusal)


def _database_sentence(refusal: BaseException | None) -> str | None:
    match refusal:
        case psycopg.errors.InsufficientPrivilege():
            return f"The database's login may not do this: {_reason(refusal)}"
        case psycopg.errors.UndefinedTable():
            return "The database is empty or behind: migrate it first."
        case psycopg.OperationalError():
            return f"The database of DATABASE_URL does not answer: {_reason(refusal)}"
    return None


def _fault(place: tuple[int | str, ...], message: str) -> str:
    name = ".".join(map(str, place))
    return f"{name}: {message}" if name else message.removeprefix("Value error, ")


def _reason(error: psycopg.Error) -> str:
    """The line of libpq's several that says what happened."""
    lines = [line.strip(" \t-") for line in str(error).splitlines()] or [type(error).__name__]
    reason = next((line for line in lines if "failed" in line and not line.startswith("Multiple")), lines[0])
    return reason.rstrip(".") + "."


if __name__ == "__main__":
    sys.exit(main())
