"""What a person sees of a run: logs go to files, the terminal shows what matters."""

import re
import threading
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from tools.environment import Ports
from tools.town.wiring import TOWN

LOGINS = {
    "panel": ("owner@demo.example.com / opensells-demo", "agent@demo.example.com / opensells-demo"),
    "admin": ("superadmin@example.com / opensells-admin",),
}
SLOW_SECONDS = 60.0
_SYSTEM_LINE = re.compile(r"(?P<name>\S+) (?P<what>started|stopped|received)(?: \(rc=(?P<code>-?\d+)\))?")


class Line(Protocol):
    """What honcho hands to its printer."""

    name: str
    data: str | bytes


class Console:
    """A printer for honcho: it files the processes' lines, and notices who stopped first."""

    def __init__(self, logs: Path, names: Sequence[str], all_started: Callable[[], None]) -> None:
        logs.mkdir(parents=True, exist_ok=True)
        self.width = 0  # honcho sets it
        self._logs = {name: (logs / f"{name}.log").open("w", encoding="utf-8") for name in names}
        self._last = {name: deque[str](maxlen=15) for name in names}
        self._waiting = set(names)
        self._all_started = all_started
        self._asked_to_stop = False
        self.stopped_by_itself: tuple[str, int] | None = None

    def write(self, line: Line) -> None:
        text = line.data.decode("utf-8", "replace") if isinstance(line.data, bytes) else line.data
        if line.name in self._logs:
            self._logs[line.name].write(text)
            self._logs[line.name].flush()
            self._last[line.name].append(text.rstrip("\n"))
        else:
            self._note(text)

    def close(self) -> None:
        for log in self._logs.values():
            log.close()

    def last_words(self, name: str) -> str:
        return "\n".join(f"  {name} | {line}" for line in self._last[name])

    def _note(self, text: str) -> None:
        found = _SYSTEM_LINE.match(text)
        if not found:
            return
        if found["what"] == "received":
            self._asked_to_stop = True
        elif found["what"] == "stopped" and not self._asked_to_stop and not self.stopped_by_itself:
            self.stopped_by_itself = (found["name"], int(found["code"] or 0))
        elif found["what"] == "started" and found["name"] in self._waiting:
            self._waiting.remove(found["name"])
            if not self._waiting:
                self._all_started()


def announce_when_ready(ports: Ports, where: str) -> None:
    """Print the table of addresses as soon as everything answers, from a thread of its own."""
    threading.Thread(target=_announce, args=(ports, where), daemon=True).start()


def table(ports: Ports, where: str) -> str:
    owner, *others = LOGINS["panel"]
    rows = [
        ("Demo website", ports.address("demo"), "talk to the widget here"),
        ("Panel", ports.address("panel"), owner),
        *(("", "", login) for login in others),
        ("Made-up town", ports.address("town"), f"search for businesses there, as in: dentistas en {TOWN}"),
        ("Phones", ports.address("phones"), "write as a customer on WhatsApp, Instagram, Messenger, Telegram"),
        ("Superadmin", ports.address("admin"), LOGINS["admin"][0]),
        ("API", ports.address("api") + "/docs", ""),
    ]
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    lines = [f"  {name:<{first}}  {address:<{second}}  {note}".rstrip() for name, address, note in rows]
    notes = [
        f"Mails are written to var/outbox, logs to var/logs. {where}".rstrip(),
        "Ctrl-C stops everything; the data stays.",
    ]
    return "\n".join(["", "  OpenSells is running", "", *lines, "", *(f"  {note}" for note in notes), ""])


def _announce(ports: Ports, where: str) -> None:
    waiting = {
        "api": ports.address("api") + "/ready",
        "panel": ports.address("panel"),
        "admin": ports.address("admin"),
        "demo": ports.address("demo"),
        "town": ports.address("town"),
        "phones": ports.address("phones"),
    }
    slow_after = time.monotonic() + SLOW_SECONDS
    while waiting := {name: url for name, url in waiting.items() if not answers(url)}:
        if time.monotonic() > slow_after:
            print(f"• Still waiting for {', '.join(waiting)}; see var/logs", flush=True)
            slow_after += SLOW_SECONDS
        time.sleep(0.1)
    print(table(ports, where), flush=True)


def answers(url: str) -> bool:
    # Never through a proxy of the shell: these are our own processes.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=2) as response:
            return bool(response.status < 400)
    except (OSError, ValueError, urllib.error.URLError):
        return False
