"""What the processes of a local run are told: ports, addresses, and secrets that are made once and kept."""

import base64
import os
import secrets
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from honcho.environ import parse

from tools.phones import wiring as phones
from tools.town import wiring as town

CHECKOUT = Path(__file__).resolve().parents[1]
VAR = CHECKOUT / "var"
HOST = "127.0.0.1"


class RunError(Exception):
    """The run cannot go on; the message is one sentence for a person."""


@dataclass(frozen=True)
class Ports:
    """Where each process listens; `API_PORT` and its sisters override the defaults."""

    api: int = 8000
    panel: int = 8501
    admin: int = 8502
    demo: int = 8080
    town: int = 8090
    phones: int = 8091

    @classmethod
    def chosen(cls, environment: Mapping[str, str]) -> Self:
        given = {name: environment.get(f"{name.upper()}_PORT", str(port)) for name, port in asdict(cls()).items()}
        for name, text in given.items():
            if not (text.isdecimal() and 0 < int(text) < 65536):
                raise RunError(f"{name.upper()}_PORT must be a number from 1 to 65535, not {text!r}.")
        return cls(**{name: int(text) for name, text in given.items()})

    def refuse_taken(self) -> None:
        seen: dict[int, str] = {}
        for name, port in asdict(self).items():
            if port in seen:
                raise RunError(f"Port {port} is asked for twice, by {seen[port]} and {name}.")
            seen[port] = name
            if not _is_free(port):
                raise RunError(
                    f"Port {port} ({name}) is taken by another program: stop it, "
                    f"or choose another with make run {name.upper()}_PORT=..."
                )

    def address(self, name: str) -> str:
        return f"http://{HOST}:{asdict(self)[name]}"


def kept_secrets(path: Path) -> dict[str, str]:
    """SECRET_KEY, ENCRYPTION_KEYS and the application login's password: made once, readable by us alone."""
    kept = _read(path)
    made = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ENCRYPTION_KEYS": "dev1:" + base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "APP_DATABASE_PASSWORD": secrets.token_urlsafe(24),
    }
    if made.keys() - kept.keys():
        kept = made | kept
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".draft")
        draft.touch(mode=0o600)
        draft.write_text("".join(f'{name}="{value}"\n' for name, value in kept.items()))
        draft.rename(path)
    return kept


def for_processes(
    outer: Mapping[str, str], ports: Ports, kept: Mapping[str, str], *, app_url: str, owner_url: str
) -> dict[str, str]:
    """The whole environment of every process; of the outer one, mail, storage, twins and keys may decide."""
    programs = f"{CHECKOUT / '.venv' / 'bin'}{os.pathsep}{outer.get('PATH', os.defpath)}"
    twins = town.settings(ports.address("town"), outer) | phones.settings(ports.address("phones"), outer)
    may_be_overridden = {
        "SECRET_KEY": kept["SECRET_KEY"],
        "ENCRYPTION_KEYS": kept["ENCRYPTION_KEYS"],
        "STORAGE_URL": f"file://{VAR / 'files'}",
        "OUTBOX_DIR": str(VAR / "outbox"),
        "SCRAPER_CACHE_DIR": str(VAR / "cache"),
        "PHONES_STATE": str(VAR / "phones.json"),
    } | twins
    settled = {f"{name.upper()}_PORT": str(port) for name, port in asdict(ports).items()} | {
        "PATH": programs,
        "PYTHONUNBUFFERED": "1",
        "HOST": HOST,
        "ENV": "dev",
        "SEED": "1",
        "DATABASE_URL": app_url,
        "MIGRATION_DATABASE_URL": owner_url,
        "BACKEND_URL": ports.address("api"),
        "PANEL_URL": ports.address("panel"),
        "ADMIN_URL": ports.address("admin"),
        "DEMO_URL": ports.address("demo"),
    }
    return may_be_overridden | {name: value for name, value in outer.items() if value} | settled


def _read(path: Path) -> dict[str, str]:
    return dict(parse(path.read_text())) if path.exists() else {}


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As the servers do, so that connections of the last run that are still closing do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
