"""The jobs door: builds database and providers, then works until it is told to stop."""

import asyncio

from prometheus_client import Counter, Histogram

import backend.tables  # noqa: F401 - rows point to tables of packages that have no jobs
from backend.accounts import care_jobs
from backend.accounts import jobs as accounts
from backend.audit import jobs as audit
from backend.channels import jobs as channels
from backend.conversations import delivery_jobs, inbox_jobs
from backend.conversations import jobs as conversations
from backend.core import crypto, events, jobs, logs
from backend.core.database.session import Database
from backend.core.settings import load
from backend.exports import jobs as exports
from backend.flows import jobs as flows
from backend.imports import jobs as imports
from backend.inbox import jobs as inbox
from backend.leads import jobs as leads
from backend.nurturing import jobs as nurturing
from backend.plans import jobs as plans
from backend.prospecting import clock_jobs as prospecting_clock
from backend.prospecting import jobs as prospecting
from backend.providers import bundle
from backend.reactions import REACTIONS
from backend.superadmin import jobs as superadmin

# A job is known once its module is imported; those that only the clock starts are named nowhere else.
MODULES = (
    accounts,
    care_jobs,
    audit,
    channels,
    conversations,
    delivery_jobs,
    exports,
    flows,
    imports,
    inbox,
    inbox_jobs,
    leads,
    nurturing,
    plans,
    prospecting,
    prospecting_clock,
    superadmin,
)

JOBS = Counter("jobs_total", "Finished jobs", ["name", "outcome"])
JOB_SECONDS = Histogram("job_seconds", "Time a job took", ["name"])


def _meter(name: str, outcome: jobs.Outcome, seconds: float) -> None:
    JOBS.labels(name, outcome).inc()
    JOB_SECONDS.labels(name).observe(seconds)


async def work() -> None:
    settings = load()
    logs.configure(settings.log_level)
    crypto.install(crypto.Cipher.from_settings(settings.security))
    events.connect(REACTIONS)
    database = Database.from_settings(settings.database)
    await database.open()
    jobs.runtime.database = database
    jobs.runtime.providers = bundle.build(settings)
    jobs.runtime.meter = _meter
    await jobs.run_worker(settings.database.url.get_secret_value(), concurrency=settings.worker_concurrency)
    await jobs.runtime.providers.close()
    await database.close()


if __name__ == "__main__":
    asyncio.run(work())
