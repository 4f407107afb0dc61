"""From nothing to an answer: the product's two starts, each process alone, idle memory, the panel's first page.

Goal: the second start of everything takes less than 10 s. Each process is measured against the least of its
kind, started in the same round: a FastAPI application with one route, and a Streamlit page with one field.
"""

import asyncio
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from backend.core.database.bootstrap import ensure_roles
from backend.core.database.embedded import EmbeddedPostgres
from tests.bench.processes import Program, all_running, asgi, children_seconds, running
from tests.bench.report import Figure, tell
from tests.widget.conftest import ARGUMENTS
from tools import chromium, setup
from tools.environment import Ports, for_processes, kept_secrets

ROUNDS = 3
SECOND_START_SECONDS = 10.0
PORTS = Ports(api=18220, panel=18221, admin=18222, demo=18223, town=18224, phones=18225)
HELLO_API, HELLO_PANEL = 18224, 18225
FIRST, SECOND = "first start", "second start"
PAGES = ("first page after a start", "next visitor")


class House:
    """A product of this benchmark's own: its database, its secrets, its files."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._postgres = EmbeddedPostgres(home=home / "postgres")

    def open(self) -> dict[str, str]:
        """What `make run` does before the processes: database, migrations, demo data."""
        owner_url = self._postgres.start()
        kept = kept_secrets(self.home / "dev.env")
        app_url = ensure_roles(owner_url, kept["APP_DATABASE_PASSWORD"])
        outer = {"PATH": os.environ["PATH"], "STORAGE_URL": f"file://{self.home}/files"}
        outer |= {"OUTBOX_DIR": str(self.home / "outbox"), "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false"}
        environment = for_processes(outer, PORTS, kept, app_url=app_url, owner_url=owner_url)
        for step in ("migrate", "seed"):
            subprocess.run(
                [sys.executable, "-m", "backend.cli", step], env=environment, check=True, capture_output=True
            )
        return environment

    def close(self) -> None:
        self._postgres.stop()


@dataclass
class Seen:
    """What the rounds found, by name."""

    whole: dict[str, list[float]] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    processor: dict[str, list[float]] = field(default_factory=dict)
    memory: dict[str, list[float]] = field(default_factory=dict)
    page: dict[str, list[float]] = field(default_factory=dict)

    def middle(self, kind: str, name: str) -> float:
        found: dict[str, dict[str, list[float]]] = asdict(self)
        return statistics.median(found[kind][name])


def _product() -> dict[str, Program]:
    """What the Procfile starts and a benchmark can compare; the worker shows on /ready that it is up."""
    return {
        "api": asgi("backend.main:serve", PORTS.api, "--factory", path="/health"),
        "panel": asgi("streamlit_app.Home:app", PORTS.panel),
        "admin": asgi("admin_app.Home:app", PORTS.admin),
        "worker": Program(("-m", "backend.worker"), f"http://127.0.0.1:{PORTS.api}/ready"),
    }


LEAST = {
    "hello api": asgi("tests.bench.hello_api:app", HELLO_API, path="/health"),
    "hello panel": asgi("tests.bench.hello_panel:app", HELLO_PANEL),
}


def _alone(seen: Seen, programs: Mapping[str, Program], environment: Mapping[str, str]) -> None:
    """Each process by itself: until it answers, and the processor time of its start and its stop."""
    for name, program in programs.items():
        before = children_seconds()
        with running(program, environment) as found:
            seen.seconds.setdefault(name, []).append(found.seconds)
        seen.processor.setdefault(name, []).append(children_seconds() - before)


async def _pages(seen: Seen) -> None:
    """A browser that was never here opens the panel and sees its first field."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium.executable(), args=ARGUMENTS)
        for name in PAGES:
            for of, port in (("panel", PORTS.panel), ("hello panel", HELLO_PANEL)):
                seen.page.setdefault(f"{of}, {name}", []).append(await _first_field(browser, port))
        await browser.close()


async def _first_field(browser: Browser, port: int) -> float:
    context = await browser.new_context(locale="es-ES")
    page = await context.new_page()
    began = time.perf_counter()
    await page.goto(f"http://127.0.0.1:{port}/")
    await page.get_by_role("textbox").first.wait_for(timeout=60_000)
    took = time.perf_counter() - began
    await context.close()
    return took


def _together(seen: Seen, house: House, start: str) -> None:
    """Everything that `make run` starts, as a person waits for it; then what stands there, idle and visited."""
    began = time.perf_counter()
    environment = house.open()
    with all_running(_product(), environment) as processes:
        seen.whole.setdefault(start, []).append(time.perf_counter() - began)
        with all_running(LEAST, environment) as least:
            for name, process in (processes | least).items():
                seen.memory.setdefault(name, []).append(process.resident_mb())
            asyncio.run(_pages(seen))
    house.close()


# What each process is measured against.
BESIDE = {"api": "hello api", "worker": "hello api", "panel": "hello panel", "admin": "hello panel"}


def _figures(seen: Seen) -> list[Figure]:
    found = [
        Figure("first start of everything, empty database", seen.middle("whole", FIRST), "s"),
        Figure("second start of everything", seen.middle("whole", SECOND), "s", most=SECOND_START_SECONDS),
    ]
    kinds = {
        "seconds": ("start to first answer", "s"),
        "processor": ("processor time of start and stop", "s"),
        "memory": ("idle memory", "MB"),
    }
    for kind, (words, unit) in kinds.items():
        ours = [name for name in getattr(seen, kind) if name in BESIDE]
        found += [
            Figure(f"{name}: {words}", seen.middle(kind, name), unit, seen.middle(kind, BESIDE[name])) for name in ours
        ]
    return found + [
        Figure(
            f"panel: {name}", seen.middle("page", f"panel, {name}"), "s", seen.middle("page", f"hello panel, {name}")
        )
        for name in PAGES
    ]


def main() -> bool:
    """Prints the table; True where the goal is met."""
    setup.build_widget()
    home = Path(tempfile.mkdtemp(prefix="opensells-bench-", dir="/var/tmp"))
    home.chmod(0o755)  # the database's user passes through
    house, seen = House(home), Seen()
    alone = {name: _product()[name] for name in ("api", "panel")} | LEAST
    try:
        _together(seen, house, FIRST)
        for _ in range(ROUNDS):
            _together(seen, house, SECOND)
        environment = house.open()
        for _ in range(ROUNDS):
            _alone(seen, alone, environment)
    finally:
        house.close()
        shutil.rmtree(home, ignore_errors=True)
    return tell("hello", _figures(seen))
