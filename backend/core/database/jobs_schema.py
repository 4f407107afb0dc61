"""The job library's own tables, created by a migration and granted as narrowly as they work."""

from alembic import op
from procrastinate.schema import SchemaManager

from backend.core.database.session import PLATFORM_ROLE, TENANT_ROLE


def create_jobs_schema() -> None:
    """A tenant's session may put a job in, through one function, and may read none."""
    driver = op.get_bind().connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor:
        cursor.execute(SchemaManager.get_schema())
    op.execute(
        "ALTER FUNCTION procrastinate_defer_jobs_v1(procrastinate_job_to_defer_v1[])"
        " SECURITY DEFINER SET search_path = public, pg_temp"
    )
    op.execute("REVOKE ALL ON FUNCTION procrastinate_defer_jobs_v1(procrastinate_job_to_defer_v1[]) FROM PUBLIC")
    op.execute(
        "GRANT EXECUTE ON FUNCTION procrastinate_defer_jobs_v1(procrastinate_job_to_defer_v1[])"
        f" TO {TENANT_ROLE}, {PLATFORM_ROLE}"
    )
    op.execute(
        f"""
        DO $$ DECLARE found record; BEGIN
          FOR found IN SELECT oid::regclass AS name, relkind FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relname LIKE 'procrastinate%' AND relkind IN ('r', 'S')
          LOOP
            EXECUTE format('GRANT ALL ON %s TO {PLATFORM_ROLE}', found.name);
          END LOOP;
        END $$
        """
    )
