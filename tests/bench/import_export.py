"""100,000 leads in and out, through the API and a worker, each a process of its own.

Goals: an export over HTTP, from the request to the last byte of the file, with the formula guard on and every
sealed value opened, takes at most 3 times `COPY ... TO STDOUT` of the same rows; and neither import nor export needs
more memory for 100,000 rows than for 10,000. The two are measured in turn, rounds interleaved.
"""

import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx2
import psycopg

from backend.core.database.session import TENANT_ROLE
from tests.bench.processes import Program, Running, all_running
from tests.bench.report import Figure, tell
from tests.bench.server import Server
from tests.support.people import registration

ROWS: Final = 100_000
SMALL: Final = 10_000
ROUNDS: Final = 5
PORT: Final = 18231
GOAL: Final = 3.0
# Python keeps what it once asked for: room for one more page and one more chunk, not for ten times the rows.
GROWTH_MB: Final = 40.0
PATIENCE_SECONDS: Final = 900.0

_HEADER = "Nombre,Empresa,Correo,Teléfono,Web,Dirección,Etiquetas,Notas\n"
# What the file shows of a lead, as Postgres has it: the same rows and columns, nothing opened and nothing guarded.
_COPY = """
COPY (
    SELECT leads.id, leads.name, leads.company, leads.email, leads.phone, leads.website, leads.domain, leads.address,
           leads.language, niches.name, coalesce(stages.name, leads.stage), leads.contact_state, leads.value_minor,
           leads.currency, leads.summary, leads.temperature, leads.score, leads.lost_reason, leads.source,
           users.full_name, leads.created_at, leads.last_activity_at, tags.names, contacts.all
    FROM leads
    LEFT JOIN niches ON niches.id = leads.niche_id
    LEFT JOIN pipeline_stages AS stages ON stages.id = leads.stage_id
    LEFT JOIN users ON users.id = leads.assignee_id
    LEFT JOIN (SELECT lead_id, string_agg(name, '; ' ORDER BY tag) AS names FROM lead_tags GROUP BY lead_id) AS tags
        ON tags.lead_id = leads.id
    LEFT JOIN (SELECT lead_id, string_agg(kind || ' ' || value, '; ' ORDER BY position, id) AS all FROM lead_contacts
               GROUP BY lead_id) AS contacts ON contacts.lead_id = leads.id
    WHERE NOT leads.hidden ORDER BY leads.id
) TO STDOUT (FORMAT csv)"""
_PLAIN_COPY = """
COPY (SELECT id, name, company, email, phone, website, domain, address, language, stage, contact_state, value_minor,
             currency, summary, temperature, score, lost_reason, source, created_at, last_activity_at
      FROM leads WHERE NOT hidden ORDER BY id) TO STDOUT (FORMAT csv)"""


def _lines(rows: int, start: int = 0) -> Iterator[bytes]:
    yield _HEADER.encode()
    for n in range(start, start + rows):
        more = f"; info{n}@negoci{n}.example" if n % 5 == 0 else ""
        address = f'"Carrer Major {n % 300}, 1700{n % 9} Girona"' if n % 3 else ""
        guard = "=" if n % 50 == 0 else ""
        yield (
            f"Nom {n} Cognom{n % 977},{guard}Empresa {n % 3000},persona{n}@negoci{n}.example{more},"
            f"+34972{n % 1_000_000:06},https://negoci{n}.example/,{address},{'VIP' if n % 2 else ''},\n"
        ).encode()


@dataclass(slots=True)
class Desk:
    """A person of one tenant, at the API."""

    client: httpx2.Client
    tenant_id: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def register(self) -> None:
        answer = self.client.post("/v1/auth/register", json=registration()).raise_for_status().json()
        self.tenant_id = answer["tenant"]["id"]
        self.headers = {"Authorization": f"Bearer {answer['access_token']}"}

    def call(self, method: str, path: str, **sent: Any) -> Any:
        answer = self.client.request(method, f"/v1{path}", headers=self.headers, **sent)
        assert answer.is_success, answer.text
        return answer.json()

    def imported(self, file: Path) -> float:
        """Seconds from the start to the last row."""
        with file.open("rb") as content:
            found = self.call("POST", "/imports", files={"file": ("leads.csv", content, "text/csv")})
        mapping = {str(each["index"]): each["suggested"] for each in found["columns"] if each["suggested"]}
        self.call("PUT", f"/imports/{found['id']}/plan", json={"mapping": mapping, "has_header": True})
        began = time.perf_counter()
        self.call("POST", f"/imports/{found['id']}/start", json={})
        while (done := self.call("GET", f"/imports/{found['id']}"))["state"] in ("queued", "running"):
            assert time.perf_counter() - began < PATIENCE_SECONDS
            time.sleep(0.2)
        assert (done["state"], done["counts"]["refused"]) == ("done", 0), done
        return time.perf_counter() - began

    def exported(self, **body: Any) -> tuple[float, float, int]:
        """Seconds from the request to the last byte, those of the download alone, and the rows."""
        began = time.perf_counter()
        found = self.call("POST", "/exports", json=body)
        while (found := self.call("GET", f"/exports/{found['id']}"))["state"] in ("queued", "running"):
            time.sleep(0.05)
        assert found["state"] == "ready", found
        ready, size = time.perf_counter(), 0
        with self.client.stream("GET", f"/v1/exports/{found['id']}/file", headers=self.headers) as answer:
            for piece in answer.iter_bytes():
                size += len(piece)
        assert size == found["bytes"]
        ended = time.perf_counter()
        return ended - began, ended - ready, found["rows"]


def _copied(url: str, tenant_id: str, statement: str) -> float:
    """The least that can be done: Postgres writes the rows, under the same row-level security, and they are read."""
    with psycopg.connect(url) as connection:
        connection.execute(f"SET LOCAL ROLE {TENANT_ROLE}".encode())
        connection.execute("SELECT set_config('app.tenant_id', %s, true)", [str(uuid.UUID(tenant_id))])
        began = time.perf_counter()
        with connection.cursor().copy(statement.encode()) as copy:
            for _ in copy:
                pass
        return time.perf_counter() - began


def _peak_mb(process: Running) -> float:
    """The most that it ever held."""
    for line in Path(f"/proc/{process.process.pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return process.resident_mb()


def _measure(server: Server, folder: Path) -> list[Figure]:
    file, small = folder / "leads.csv", folder / "small.csv"
    file.write_bytes(b"".join(_lines(ROWS, SMALL)))
    small.write_bytes(b"".join(_lines(SMALL)))
    api = ("-m", "uvicorn", "--factory", "backend.main:serve", "--port", str(PORT), "--log-level", "warning")
    programs = {
        "api": Program((*api, "--no-access-log"), f"http://127.0.0.1:{PORT}/health"),
        "worker": Program(("-m", "backend.worker")),
    }
    environment = {**server.environment, "STORAGE_URL": f"file://{folder}/files", "LOG_LEVEL": "WARNING"}
    with (
        all_running(programs, environment) as running,
        httpx2.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=120) as client,
    ):
        desk = Desk(client)
        desk.register()
        with psycopg.connect(server.owner_url, autocommit=True) as connection:
            connection.execute("UPDATE tenants SET plan = 'business'")
        worker = running["worker"]
        desk.imported(small)
        imported_small = _peak_mb(worker)
        took = desk.imported(file)
        imported = _peak_mb(worker)
        with psycopg.connect(server.owner_url, autocommit=True) as connection:
            connection.execute("VACUUM (ANALYZE)")
        return [
            Figure("import: rows a second", ROWS / took, "rows"),
            Figure("import: peak memory at 100,000 rows", imported, "MB", imported_small),
            Figure(
                "import: growth from 10,000 to 100,000", imported - imported_small, "MB", most=GROWTH_MB, of_value=True
            ),
            *_exports(server, desk, worker),
        ]


def _exports(server: Server, desk: Desk, worker: Running) -> list[Figure]:
    some = {"scope": "filter", "filters": {"q": "cognom4"}}  # about one in ten
    desk.exported(**some)
    _rest(server)
    before = _peak_mb(worker)
    desk.exported()
    times, downloads, copies, plain, rows = [], [], [], [], 0
    for _ in range(ROUNDS):
        _rest(server)
        took, download, rows = desk.exported()
        times.append(took)
        downloads.append(download)
        _rest(server)
        copies.append(_copied(server.app_url, desk.tenant_id, _COPY))
        plain.append(_copied(server.app_url, desk.tenant_id, _PLAIN_COPY))
    peak = _peak_mb(worker)
    xlsx, _, _ = desk.exported(format="xlsx")
    took, copy = statistics.median(times), statistics.median(copies)
    return [
        Figure("export: rows a second, request to last byte", rows / took, "rows"),
        Figure("export over HTTP with guard, beside COPY", took * 1000, "ms", copy * 1000, most=GOAL),
        Figure("export beside COPY of the lead's own row only", took * 1000, "ms", statistics.median(plain) * 1000),
        Figure("export: the download alone", statistics.median(downloads) * 1000, "ms", copy * 1000),
        Figure("export: peak memory of the worker, and before", peak, "MB", before),
        Figure("export: growth at 110,000 rows", peak - before, "MB", most=GROWTH_MB, of_value=True),
        Figure("export as XLSX: rows a second", rows / xlsx, "rows"),
    ]


def _rest(server: Server) -> None:
    """Until the timelines of the last export are told: that is work, and none of the next one's."""
    with psycopg.connect(server.owner_url, autocommit=True) as connection:
        waiting = (
            "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name LIKE 'exports%'"
        )
        while (row := connection.execute(waiting).fetchone()) and row[0]:
            time.sleep(0.2)


def main() -> bool:
    """Prints the table; True where the goals are met."""
    with Server() as server, tempfile.TemporaryDirectory() as folder:
        os.environ.update(server.environment)
        figures = _measure(server, Path(folder))
    return tell("beside", figures)
