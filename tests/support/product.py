"""The whole product as `make run` starts it: the Procfile over a migrated, seeded Postgres, on free ports."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, fields
from pathlib import Path

from honcho.environ import parse_procfile

from backend.core.database.bootstrap import ensure_roles
from tests.support import postgres
from tools.environment import CHECKOUT, Ports, for_processes, kept_secrets

PATIENCE_SECONDS = 240
# All visitors of a test come from one address.
UNLIMITED = {
    "RATE_LIMIT_IP_PER_MINUTE": "1000000",
    "RATE_LIMIT_IP_PER_10_MINUTES": "1000000",
    "RATE_LIMIT_SENSITIVE_PER_MINUTE": "1000000",
}


# Below the range that the system lends to whoever asks for any port: nobody sits on ours before we use them.
PORTS = range(20_000, 32_000)


def free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        found: list[int] = []
        for port in random.sample(PORTS, len(PORTS)):
            with contextlib.suppress(OSError):
                held.enter_context(socket.create_server(("127.0.0.1", port)))
                found.append(port)
            if len(found) == count:
                return found
        raise OSError(f"no {count} free ports")


def _python(*arguments: str, env: Mapping[str, str]) -> None:
    subprocess.run([sys.executable, *arguments], env=dict(env), cwd=CHECKOUT, check=True, capture_output=True)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def running(var: Path) -> Iterator[dict[str, str]]:
    """{api, panel, admin, demo, town, phones: address}; logs stand in `var`."""
    ports = Ports(*free_ports(len(fields(Ports))))
    with postgres.server() as owner_url, ExitStack() as stopping:
        kept = kept_secrets(var / "dev.env")
        app_url = ensure_roles(owner_url, kept["APP_DATABASE_PASSWORD"])
        outer = {"PATH": os.environ["PATH"], "HOME": str(var), "STORAGE_URL": f"file://{var}/files"}
        outer |= {"PHONES_STATE": str(var / "phones.json"), "OUTBOX_DIR": str(var / "outbox")} | UNLIMITED
        environment = for_processes(outer, ports, kept, app_url=app_url, owner_url=owner_url)
        commands = parse_procfile((CHECKOUT / "Procfile").read_text()).processes
        of_the_database = {name: commands.pop(name) for name in ("api", "worker")}
        # Those that know only the API begin while the schema is written.
        for name, command in commands.items():
            stopping.enter_context(_process(name, command, environment, var))
        _python("-m", "backend.cli", "prepare", env=environment)
        for name, command in of_the_database.items():
            stopping.enter_context(_process(name, command, environment, var))
        addresses = {name: ports.address(name) for name in asdict(ports)}
        _wait(addresses)
        yield addresses


@contextmanager
def _process(name: str, command: str, environment: Mapping[str, str], var: Path) -> Iterator[None]:
    with (var / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            command, shell=True, env=dict(environment), cwd=CHECKOUT, stdout=log, stderr=log, start_new_session=True
        )
        try:
            yield
        finally:
            # Nothing is asked of their end, and a word to them would wait for every page that is open.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(30)


def _wait(addresses: Mapping[str, str]) -> None:
    pages = ("panel", "admin", "demo", "town", "phones")
    urls = [addresses["api"] + "/ready", *(addresses[name] + "/" for name in pages)]
    ends = time.monotonic() + PATIENCE_SECONDS
    for url in urls:
        while not answers(url):
            if time.monotonic() > ends:
                raise TimeoutError(f"{url} does not answer")
            time.sleep(0.05)
