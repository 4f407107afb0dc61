"""Background work: the Procrastinate app, the @job decorators and the transactional outbox.

A job row is written on the session's own connection, so it exists exactly when the facts it follows
from do. Delivery is at least once: every job may run twice.
"""

import asyncio
import signal
import uuid
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Any, Literal, Protocol

import psycopg
import structlog
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ProcrastinateException
from procrastinate.jobs import Job as QueuedJob
from procrastinate.tasks import Task
from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from backend.core.database.session import (
    PLATFORM_ROLE,
    AnySession,
    Database,
    OpenTenant,
    PlatformSession,
    bound_tenant,
    driver_connection,
)

log = structlog.get_logger()

Queue = Literal["chat", "default", "mail", "scrape"]
QUEUES: tuple[Queue, ...] = ("chat", "default", "mail", "scrape")
Outcome = Literal["succeeded", "failed"]

HEARTBEAT_SECONDS = 5.0
# Three heartbeats: anything shorter was seen to run live jobs twice.
STALLED_AFTER_SECONDS = HEARTBEAT_SECONDS * 3
RECONNECT_SECONDS = 1.0
# MSG-05: three more tries, after 5, 20 and 60 seconds.
RETRY_WAITS = (5, 20, 60)

# Any: a job's arguments are its own; they are ids and words, checked by its signature.
Work = Callable[..., Awaitable[None]]
OpenSession = OpenTenant
OpenPlatformSession = Callable[[], AbstractAsyncContextManager[PlatformSession]]


class Meter(Protocol):
    """Told of every finished job; the door connects it to the metrics."""

    def __call__(self, name: str, outcome: Outcome, seconds: float) -> None: ...


class _Retry(BaseRetryStrategy):
    def get_retry_decision(self, *, exception: BaseException, job: QueuedJob) -> RetryDecision | None:
        if job.attempts >= len(RETRY_WAITS):
            return None
        return RetryDecision(retry_in={"seconds": RETRY_WAITS[job.attempts]})


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of background work, known by its name."""

    name: str
    work: Work
    task: Task[Any, Any, Any]  # Any: Procrastinate's own type parameters, which we do not use
    platform: bool
    opens: bool


@dataclass(slots=True)
class Runtime:
    """What the worker gives to running jobs; the API only enqueues and leaves it empty."""

    database: Database | None = None
    providers: Any = None  # Any: the bundle is built above the core, which cannot name its type
    meter: Meter | None = None


runtime = Runtime()
registry: dict[str, Job] = {}
app = App(connector=PsycopgConnector())


def job(
    name: str, *, queue: Queue = "default", platform: bool = False, opens: bool = False, retry: bool = True
) -> Callable[[Work], Job]:
    """Register `async def work(session, providers, *, ids...)`.

    The session is bound to the tenant whose session enqueued it, or is a platform session when `platform`
    is set; it commits when the work returns and rolls back when it raises. With `opens` the first argument
    is instead a function that opens such a session, for work that calls the outside world in between.
    """

    def register(work: Work) -> Job:
        async def run(context: JobContext, /, tenant_id: str | None = None, **arguments: Any) -> None:
            await _run(registered, tenant_id, arguments)

        strategy: BaseRetryStrategy | bool = _Retry() if retry else False
        task = app.task(name=name, queue=queue, retry=strategy, pass_context=True)(run)
        registered = Job(name, work, task, platform, opens)
        registry[name] = registered
        return registered

    return register


def every(cron: str, name: str, *, queue: Queue = "default") -> Callable[[Work], Job]:
    """Register platform work that the clock starts: five cron fields, or six with seconds last."""

    def register(work: Work) -> Job:
        async def tick(timestamp: int) -> None:
            await _run(planned, None, {})

        task = app.task(name=name, queue=queue, queueing_lock=name)(tick)
        app.periodic(cron=cron)(task)
        planned = Job(name, work, task, platform=True, opens=False)
        registry[name] = planned
        return planned

    return register


async def _run(planned: Job, tenant_id: str | None, arguments: dict[str, Any]) -> None:
    started = perf_counter()
    outcome: Outcome = "failed"
    with structlog.contextvars.bound_contextvars(job=planned.name, tenant_id=tenant_id):
        try:
            await _work(planned, tenant_id, arguments)
            outcome = "succeeded"
        finally:
            log.info("job", outcome=outcome, ms=round((perf_counter() - started) * 1000))
            if runtime.meter:
                runtime.meter(planned.name, outcome, perf_counter() - started)


async def _work(planned: Job, tenant_id: str | None, arguments: dict[str, Any]) -> None:
    open_session = _opener(planned, tenant_id)
    if planned.opens:
        await planned.work(open_session, runtime.providers, **arguments)
        return
    async with open_session() as session:
        await planned.work(session, runtime.providers, **arguments)


def _opener(planned: Job, tenant_id: str | None) -> OpenSession | OpenPlatformSession:
    database = runtime.database
    if database is None:
        raise RuntimeError("the worker must set jobs.runtime before it runs jobs")
    if planned.platform:
        return database.platform
    if tenant_id is None:
        raise RuntimeError(f"{planned.name} needs a tenant and was enqueued from a platform session without one")
    tenant = uuid.UUID(tenant_id)
    return lambda: database.tenant(tenant)


async def enqueue(
    session: AnySession,
    planned: Job,
    *,
    tenant_id: uuid.UUID | None = None,
    at: datetime | None = None,
    lock: str | None = None,
    priority: int = 0,
    **arguments: Any,
) -> None:
    """Write the job row inside the session's transaction. `tenant_id` is needed from a platform session only.

    Of the jobs of one queue that wait, those of a higher `priority` go first (PRO-08).
    """
    tenant = tenant_id if tenant_id or planned.platform else bound_tenant(session)
    connection = await driver_connection(session)
    await enqueue_on(connection, planned, tenant, arguments, at=at, lock=lock, priority=priority)


async def enqueue_on(
    connection: AsyncConnection[TupleRow],
    planned: Job,
    tenant_id: uuid.UUID | None,
    arguments: Mapping[str, Any],
    *,
    at: datetime | None = None,
    lock: str | None = None,
    priority: int = 0,
) -> None:
    """The same for the roads that work on a bare connection."""
    plain = {key: _plain(value) for key, value in arguments.items()}
    if tenant_id is not None and not planned.platform:
        plain["tenant_id"] = str(tenant_id)
    configured = planned.task.configure(connection=connection, schedule_at=at, lock=lock, priority=priority)
    await configured.defer_async(**plain)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, uuid.UUID) else value


def connector(url: str, *, pool_size: int) -> PsycopgConnector:
    """The worker's own connections: the platform role is set when they open, for the login itself owns nothing."""
    return PsycopgConnector(
        conninfo=url,
        min_size=1,
        max_size=pool_size,
        # Of a database that is gone a worker takes leave this long before it looks for it again.
        timeout=HEARTBEAT_SECONDS,
        kwargs={"options": f"-c role={PLATFORM_ROLE} -c timezone=UTC"},
    )


@every("* * * * * */10", "jobs.rescue_stalled")
async def rescue_stalled(session: PlatformSession, providers: Any) -> None:
    """Give jobs of killed workers back to the queue."""
    for stalled in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        log.warning("job_rescued", task=stalled.task_name, job_id=stalled.id)
        await app.job_manager.retry_job(stalled)


async def run_worker(url: str, *, concurrency: int) -> None:
    """Work until told to stop by a signal; running jobs get 20 seconds to end. A lost database is waited for.

    Signals are heard here and not by the library, which ends without a word when its listener falls: only so
    can the one be told from the other.
    """
    told = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, told.set)
    stopping = asyncio.create_task(told.wait())
    while not told.is_set():
        working = asyncio.create_task(_work_on(url, concurrency))
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if told.is_set():
            working.cancel()
        with suppress(asyncio.CancelledError, ProcrastinateException, psycopg.Error):
            await working
        if not told.is_set():
            log.warning("worker_lost_its_database")
            await asyncio.wait({stopping}, timeout=RECONNECT_SECONDS)


async def _work_on(url: str, concurrency: int) -> None:
    """Two crews: searches and crawls last minutes, and nobody's mail or chat waits behind them."""
    patient = max(1, concurrency // 2)
    with app.replace_connector(connector(url, pool_size=concurrency + patient + 6)) as connected:
        async with connected.open_async():
            crews = [
                asyncio.create_task(_crew(connected, [each for each in QUEUES if each != "scrape"], concurrency)),
                asyncio.create_task(_crew(connected, ["scrape"], patient)),
            ]
            try:
                # One ends only when it has lost the database; the other has lost it too.
                await asyncio.wait(crews, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for each in crews:
                    each.cancel()
                ended = await asyncio.gather(*crews, return_exceptions=True)
            for failure in ended:
                if isinstance(failure, Exception):
                    raise failure


async def _crew(connected: App, queues: list[Queue], concurrency: int) -> None:
    await connected.run_worker_async(
        queues=queues,
        concurrency=concurrency,
        install_signal_handlers=False,
        delete_jobs="successful",
        shutdown_graceful_timeout=20,
        update_heartbeat_interval=HEARTBEAT_SECONDS,
        stalled_worker_timeout=STALLED_AFTER_SECONDS,
        fetch_job_polling_interval=2.0,
    )
