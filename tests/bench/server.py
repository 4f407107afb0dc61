"""A durable Postgres of the benchmark's own, migrated, with the application's login."""

import shutil
import tempfile
from pathlib import Path
from types import TracebackType

import psycopg

from backend.core.database.bootstrap import ensure_roles
from backend.core.database.embedded import EmbeddedPostgres
from backend.core.database.programs import find_programs, server_user
from tests.support.postgres import migrate

# High enough that nobody is refused: every check still runs.
ENVIRONMENT = {
    "ENV": "test",
    "SECRET_KEY": "a-benchmark-secret-key-that-is-long-enough-0123456789",
    "RATE_LIMIT_IP_PER_MINUTE": "100000000",
    "RATE_LIMIT_IP_PER_10_MINUTES": "100000000",
    "RATE_LIMIT_SENSITIVE_PER_MINUTE": "100000000",
    "LOG_LEVEL": "INFO",
}

WRITES = """
UPDATE plans SET entitlements = (
    SELECT jsonb_agg(CASE WHEN one->>'metric' = 'writes_per_minute' THEN one || '{"limit": 100000000}' ELSE one END)
    FROM jsonb_array_elements(entitlements) AS one
)"""


class Server:
    """Commits are durable here, as in production."""

    def __enter__(self) -> "Server":
        self.home = Path(tempfile.mkdtemp(prefix="opensells-bench-", dir="/var/tmp"))
        self._embedded = EmbeddedPostgres(home=self.home)
        self.owner_url = self._embedded.start()
        self.app_url = ensure_roles(self.owner_url, "bench")
        migrate(self.owner_url)
        with psycopg.connect(self.owner_url) as connection:
            connection.execute(WRITES)
        self.environment = {**ENVIRONMENT, "DATABASE_URL": self.app_url, "MIGRATION_DATABASE_URL": self.owner_url}
        return self

    @property
    def programs(self) -> Path:
        return find_programs(server_user(), self.home)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._embedded.stop()
        shutil.rmtree(self.home, ignore_errors=True)
