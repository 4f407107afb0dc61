"""The SQL of usage: each act is one statement, so that callers at once cannot overrun a limit (F8).

Every statement runs in a tenant's transaction, on the ORM's connection or on a bare psycopg one. Which
limits hold, in which period of the tenant's own calendar, is found inside the statement: a metric may
have several windows, and then all of them must have room (X6).
"""

# ruff: noqa: S608 - the pieces are constants of this module; what varies is a parameter

from typing import Final, LiteralString

_TENANT: Final[LiteralString] = "current_setting('app.tenant_id')::uuid"

# What the plan says of one metric or of all, with the key of the period in which %(now)s falls.
DUE: Final[LiteralString] = f"""
    SELECT e.metric, e."window", e."limit", e.unit, e.on_exceed, t.plan, t.timezone,
           CASE e."window"
               WHEN 'month' THEN to_char(%(now)s::timestamptz AT TIME ZONE t.timezone, 'YYYYMM')
               WHEN 'day' THEN to_char(%(now)s::timestamptz AT TIME ZONE t.timezone, 'YYYYMMDD')
               WHEN 'hour' THEN to_char(%(now)s::timestamptz AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24"Z"')
               WHEN 'minute' THEN to_char(%(now)s::timestamptz AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MI"Z"')
               ELSE 'all'
           END AS period
    FROM tenants t
    JOIN plans p ON p.code = t.plan
    CROSS JOIN LATERAL jsonb_to_recordset(p.entitlements)
        AS e(metric text, "window" text, "limit" numeric, unit text, on_exceed text)
    WHERE t.id = {_TENANT}
"""
_DUE_OF_METRIC: Final[LiteralString] = f"{DUE} AND e.metric = %(metric)s"

# Count what happened, past the limit too. Parameters: metric, amount, subject, now.
COUNT_SQL: Final[LiteralString] = f"""
    WITH due AS ({_DUE_OF_METRIC}),
    counted AS (
        INSERT INTO usage_counters (tenant_id, metric, period, used)
        SELECT {_TENANT}, metric, period, GREATEST(%(amount)s::numeric, 0) FROM due ORDER BY period
        ON CONFLICT (tenant_id, metric, period) DO UPDATE
        SET used = GREATEST(usage_counters.used + %(amount)s::numeric, 0), updated_at = now()
    )
    INSERT INTO usage_events (tenant_id, metric, amount, subject, at)
    VALUES ({_TENANT}, %(metric)s, %(amount)s::numeric, %(subject)s, %(now)s)
"""

# Set an amount aside if every window has room for it; the answer names the windows and says which had. Where it is
# asked for strictly, a limit that may otherwise be exceeded holds too.
# The condition is judged on the locked, newest row, after whoever came first has committed.
RESERVE_SQL: Final[LiteralString] = f"""
    WITH due AS ({_DUE_OF_METRIC}),
    taken AS (
        INSERT INTO usage_counters (tenant_id, metric, period, reserved)
        SELECT {_TENANT}, metric, period, %(amount)s::numeric FROM due
        WHERE "limit" IS NULL OR (on_exceed = 'allow' AND NOT %(strict)s) OR %(amount)s::numeric <= "limit"
        ORDER BY period
        ON CONFLICT (tenant_id, metric, period) DO UPDATE
        SET reserved = usage_counters.reserved + EXCLUDED.reserved, updated_at = now()
        WHERE EXISTS (
            SELECT FROM due
            WHERE due.period = EXCLUDED.period AND (
                due."limit" IS NULL OR (due.on_exceed = 'allow' AND NOT %(strict)s)
                OR usage_counters.used + usage_counters.reserved + EXCLUDED.reserved <= due."limit"
            )
        )
        RETURNING period
    ),
    held AS (
        INSERT INTO usage_reservations (id, tenant_id, metric, periods, amount, subject, expires_at)
        SELECT %(id)s, {_TENANT}, %(metric)s, array_agg(period), %(amount)s::numeric, %(subject)s, %(expires_at)s
        FROM taken
        HAVING count(*) > 0 AND count(*) = (SELECT count(*) FROM due)
    )
    SELECT due."window", due."limit", due.plan, due.timezone, due.period, taken.period IS NOT NULL AS room
    FROM due LEFT JOIN taken USING (period) ORDER BY due.period
"""

# The work is done: what was set aside becomes used, or `amount` where the work cost another. One that ran
# out in between still counts, and a second call finds it settled. Parameters: id, amount, now.
SETTLE_SQL: Final[LiteralString] = """
    WITH found AS (
        SELECT id, tenant_id, metric, periods, amount, subject, state FROM usage_reservations
        WHERE id = %(id)s AND state <> 'settled' FOR UPDATE
    ),
    marked AS (UPDATE usage_reservations r SET state = 'settled' FROM found WHERE r.id = found.id),
    moved AS (
        UPDATE usage_counters c
        SET used = c.used + COALESCE(%(amount)s::numeric, found.amount),
            reserved = c.reserved - CASE WHEN found.state = 'held' THEN found.amount ELSE 0 END,
            updated_at = now()
        FROM found
        WHERE c.tenant_id = found.tenant_id AND c.metric = found.metric AND c.period = ANY (found.periods)
    )
    INSERT INTO usage_events (tenant_id, metric, amount, subject, at)
    SELECT tenant_id, metric, COALESCE(%(amount)s::numeric, amount), subject, %(now)s FROM found
"""

_GIVE_BACK: Final[LiteralString] = """
    marked AS (UPDATE usage_reservations r SET state = 'released' FROM found WHERE r.id = found.id),
    freed AS (
        SELECT tenant_id, metric, period, sum(amount) AS amount
        FROM found CROSS JOIN LATERAL unnest(periods) AS period GROUP BY tenant_id, metric, period
    )
    UPDATE usage_counters c SET reserved = c.reserved - freed.amount, updated_at = now() FROM freed
    WHERE c.tenant_id = freed.tenant_id AND c.metric = freed.metric AND c.period = freed.period
"""

# A part of the work is done: so much of what is still set aside becomes used, and the rest is held on. No row
# when it is no longer held, or not so much of it. Parameters: id, amount, expires_at, now.
DRAW_SQL: Final[LiteralString] = """
    WITH found AS (
        SELECT id, tenant_id, metric, periods, subject FROM usage_reservations
        WHERE id = %(id)s AND state = 'held' AND amount >= %(amount)s::numeric FOR UPDATE
    ),
    less AS (
        UPDATE usage_reservations r SET amount = r.amount - %(amount)s::numeric, expires_at = %(expires_at)s
        FROM found WHERE r.id = found.id
    ),
    moved AS (
        UPDATE usage_counters c
        SET used = c.used + %(amount)s::numeric, reserved = c.reserved - %(amount)s::numeric, updated_at = now()
        FROM found
        WHERE c.tenant_id = found.tenant_id AND c.metric = found.metric AND c.period = ANY (found.periods)
    )
    INSERT INTO usage_events (tenant_id, metric, amount, subject, at)
    SELECT tenant_id, metric, %(amount)s::numeric, subject, %(now)s FROM found
"""

# Long work goes on. Parameters: id, expires_at.
RENEW_SQL: Final[LiteralString] = """
    UPDATE usage_reservations SET expires_at = %(expires_at)s WHERE id = %(id)s AND state = 'held'
"""

# The work was given up. Parameters: id.
RELEASE_SQL: Final[LiteralString] = f"""
    WITH found AS (
        SELECT id, tenant_id, metric, periods, amount FROM usage_reservations
        WHERE id = %(id)s AND state = 'held' FOR UPDATE
    ), {_GIVE_BACK}
"""

# Whoever held these was killed; over all tenants, in a platform session. Parameters: now.
RELEASE_EXPIRED_SQL: Final[LiteralString] = f"""
    WITH found AS (
        SELECT id, tenant_id, metric, periods, amount FROM usage_reservations
        WHERE state = 'held' AND expires_at < %(now)s FOR UPDATE SKIP LOCKED
    ), {_GIVE_BACK}
"""

# The windows that had room while another had none get it back. Parameters: metric, amount, periods.
UNDO_SQL: Final[LiteralString] = f"""
    UPDATE usage_counters SET reserved = reserved - %(amount)s::numeric, updated_at = now()
    WHERE tenant_id = {_TENANT} AND metric = %(metric)s AND period = ANY (%(periods)s)
"""

# Every entitlement of the plan with what was used of it in the present period. Parameters: now.
STANDING_SQL: Final[LiteralString] = f"""
    WITH due AS ({DUE})
    SELECT due.metric, due."window", due."limit", due.unit, due.on_exceed, due.plan, due.timezone, due.period,
           COALESCE(c.used, 0) AS used, COALESCE(c.reserved, 0) AS reserved
    FROM due LEFT JOIN usage_counters c
        ON c.tenant_id = {_TENANT} AND c.metric = due.metric AND c.period = due.period
"""

# Settled and released rows were kept only against a second settling. Parameters: before.
FORGET_SQL: Final[LiteralString] = """
    DELETE FROM usage_reservations WHERE state <> 'held' AND created_at < %(before)s
"""
