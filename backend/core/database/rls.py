"""Row-level security for migrations: each tenant table is guarded by Postgres itself (IDN-11, F16)."""

from alembic import op

from backend.core.database.base import TENANT_SETTING
from backend.core.database.session import PLATFORM_ROLE, TENANT_ROLE

TENANT_MATCHES = f"tenant_id = nullif(current_setting('{TENANT_SETTING}', true), '')::uuid"


def protect(
    table: str,
    *,
    tenant_condition: str = TENANT_MATCHES,
    tenant_rights: str = "SELECT, INSERT, UPDATE, DELETE",
) -> None:
    """Force RLS on `table`: the tenant role sees its own rows, the platform role all, nobody else any."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY tenant_rows ON {table} TO {TENANT_ROLE}"
        f" USING ({tenant_condition}) WITH CHECK ({tenant_condition})"
    )
    op.execute(f"CREATE POLICY all_rows ON {table} TO {PLATFORM_ROLE} USING (true) WITH CHECK (true)")
    op.execute(f"GRANT {tenant_rights} ON {table} TO {TENANT_ROLE}")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {PLATFORM_ROLE}")


def platform_only(table: str) -> None:
    """A table that no tenant session may touch at all."""
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {PLATFORM_ROLE}")


def shared(table: str) -> None:
    """A catalogue that tenants may read and only the platform may change."""
    op.execute(f"GRANT SELECT ON {table} TO {TENANT_ROLE}")
    platform_only(table)
