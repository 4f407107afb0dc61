"""A million synthetic leads, made inside Postgres as they would come: all tenants' rows mixed, ordered by time."""

import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg

from backend.core import crypto
from backend.leads import search

OTHERS = 150
# A contact that stands in none of the rows, and one ciphertext for all of them: nobody reads a million.
SEALED = "somebody@example.com"

_PREPARE = """
SET synchronous_commit = off; -- durable commits and foreign keys of synthetic rows would only cost time
SET session_replication_role = replica;
SET maintenance_work_mem = '512MB';
SET work_mem = '256MB'
"""

_OTHERS = """
INSERT INTO tenants (id, slug, name)
SELECT gen_random_uuid(), 'other-' || n, 'Other' FROM generate_series(1, %(count)s) AS n
RETURNING id"""

# Words, names and stages as unevenly spread as in life: squaring a random number makes the first ones frequent.
_LEADS = """
INSERT INTO leads (
    id, tenant_id, name, name_key, company, email, email_index, phone, phone_index, stage, stage_id, stage_since,
    value_minor, currency, niche_id, contact_state, temperature, score, score_version, purchase_intent, source,
    channel, language, summary, qualification, last_activity_at, created_at, updated_at)
SELECT id, tenant_id, name, lower(name), company, %(sealed)s, sha256(id::text::bytea), NULL, NULL,
       stage, md5(tenant_id || ':' || stage)::uuid, at + random() * interval '5 days',
       value, CASE WHEN value IS NOT NULL THEN 'EUR' END, niche,
       (ARRAY['to_contact', 'contacted', 'replied', 'not_interested'])[1 + floor(power(random(), 2) * 4)],
       CASE WHEN score >= 90 THEN 'premium' WHEN score >= 70 THEN 'hot' WHEN score >= 40 THEN 'warm' ELSE 'cold' END,
       score, 1, score / 100.0, source, source, (ARRAY['es', 'ca', 'pt', 'en'])[1 + floor(power(random(), 2) * 4)],
       project || ' · ' || style || ' · ' || metres || ' m²', '{}', at + random() * interval '5 days', at, at
FROM (
    SELECT uuidv7(at - now()) AS id, tenant_id, at,
           'Name' || floor(power(random(), 2) * 300) || ' Family' || floor(power(random(), 2) * 5000) AS name,
           CASE WHEN random() < 0.3 THEN 'Company' || floor(random() * 3000) ELSE '' END AS company,
           floor(100 * power(random(), 1.5))::int AS score,
           (ARRAY['new', 'active', 'hot', 'customer', 'lost'])[1 + floor(power(random(), 2) * 5)] AS stage,
           CASE WHEN random() < 0.6 THEN floor(random() * 2000000)::bigint END AS value,
           CASE WHEN random() < 0.7 THEN lpad(to_hex(1 + floor(random() * 20)::int), 32, '0')::uuid END AS niche,
           (ARRAY['web', 'whatsapp', 'instagram', 'telegram', 'messenger', 'manual'])
               [1 + floor(power(random(), 3) * 6)] AS source,
           (ARRAY['cocina', 'armario', 'bano', 'salon', 'oficina'])[1 + floor(power(random(), 2) * 5)] AS project,
           (ARRAY['moderno', 'clasico', 'rustico', 'nordico', 'industrial'])[1 + floor(random() * 5)] AS style,
           4 + floor(random() * 30) AS metres
    FROM (
        SELECT tenant_id, now() - random() * interval '400 days' AS at
        FROM unnest(%(tenants)s::uuid[], %(counts)s::int[]) AS houses (tenant_id, leads), generate_series(1, leads)
        ORDER BY at
    ) AS moments
) AS made"""

# The texts above are plain, so this splits them as `search.words` does; `_check_words` holds it to that.
_WORDS = """
INSERT INTO lead_words (tenant_id, lead_id, word)
SELECT tenant_id, id, word
FROM leads,
     unnest(string_to_array(concat_ws(' ', name_key, lower(company), translate(summary, '·²', ' 2')), ' ')) AS word
WHERE length(word) > 1"""

_INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = %(table)s::regclass AND indexrelid NOT IN (SELECT conindid FROM pg_constraint)"""

_KEY = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = 'lead_words'::regclass AND contype = 'p'"""


def fill(owner_url: str, sizes: Mapping[uuid.UUID, int], *, total: int) -> None:
    """Give each tenant its number of leads, and the rest of `total` to many other tenants."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET max_wal_size = '8GB'")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(_PREPARE)
        crowd = [row[0] for row in connection.execute(_OTHERS, {"count": OTHERS}).fetchall()]
        each = max(0, total - sum(sizes.values())) // OTHERS
        counts = {**dict.fromkeys(crowd, each), **sizes}
        given = {"tenants": list(counts), "counts": list(counts.values())}
        words = threading.Thread(target=_fill_words, args=[owner_url])
        with _without_indexes(connection, "leads"):
            connection.execute(_LEADS, {**given, "sealed": crypto.cipher().encrypt(SEALED)})
            words.start()  # reads the table while its indexes are made: two cores, two statements
        words.join()
        connection.execute("VACUUM (ANALYZE) leads")
        connection.execute("VACUUM (ANALYZE) lead_words")
        _check_words(connection)


def _fill_words(owner_url: str) -> None:
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(_PREPARE)
        key = connection.execute(_KEY).fetchone()
        assert key is not None
        connection.execute(f"ALTER TABLE lead_words DROP CONSTRAINT {key[0]}".encode())
        with _without_indexes(connection, "lead_words"):
            connection.execute(_WORDS)
        connection.execute(f"ALTER TABLE lead_words ADD CONSTRAINT {key[0]} {key[1]}".encode())


@contextmanager
def _without_indexes(connection: psycopg.Connection[tuple[str, ...]], table: str) -> Iterator[None]:
    """Made once over all rows, an index costs a fraction of what a million insertions into it would."""
    found = connection.execute(_INDEXES, {"table": table}).fetchall()
    for name, _ in found:
        connection.execute(f"DROP INDEX {name}".encode())
    yield
    for _, definition in found:
        connection.execute(definition.encode())


def _check_words(connection: psycopg.Connection[tuple[str, ...]]) -> None:
    """The words in the table are those that the code would have written."""
    some = connection.execute("SELECT id, name, company, summary FROM leads LIMIT 50").fetchall()
    for lead_id, *texts in some:
        stored = connection.execute("SELECT word FROM lead_words WHERE lead_id = %s", [lead_id]).fetchall()
        assert search.words(*texts) == {row[0] for row in stored}, texts
