"""The application's login: what it may do, and why another login must be refused (F16)."""

from typing import LiteralString
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import psycopg
from psycopg import sql

LOGIN = "opensells_app"
TENANT_ROLE = "app_tenant"
PLATFORM_ROLE = "app_platform"

# Without INHERIT the login itself sees no row: it must take one of the two roles in every transaction.
_ATTRIBUTES: dict[LiteralString, str] = {
    "SUPERUSER": "rolsuper",
    "CREATEDB": "rolcreatedb",
    "CREATEROLE": "rolcreaterole",
    "REPLICATION": "rolreplication",
    "BYPASSRLS": "rolbypassrls",
    "INHERIT": "rolinherit",
}
_WITH_GRANT_OPTIONS = 160000


def ensure_roles(admin_url: str, password: str) -> str:
    """Create or mend the two roles and the login on the owner's database; returns the login's URL.

    The caller keeps `password`; calling again with another one changes it.
    """
    with psycopg.connect(admin_url) as connection:
        for role in (TENANT_ROLE, PLATFORM_ROLE):
            _ensure_role(connection, role, login=False)
        _ensure_role(connection, LOGIN, login=True)
        _set_password(connection, password)
        for role in (TENANT_ROLE, PLATFORM_ROLE):
            _let_login_become(connection, role)
        _open_database(connection)
    return _app_url(admin_url, password)


def login_faults(url: str) -> list[str]:
    """Why this login must not serve the application: one sentence each, none when it may."""
    with psycopg.connect(url) as connection:
        return [
            *_attribute_faults(connection),
            *_ownership_faults(connection),
            *_membership_faults(connection),
        ]


def _ensure_role(connection: psycopg.Connection, role: str, *, login: bool) -> None:
    wanted = dict.fromkeys(_ATTRIBUTES, False) | {"LOGIN": login}
    columns = sql.SQL(", ").join(sql.Identifier(column) for column in ("rolcanlogin", *_ATTRIBUTES.values()))
    query = sql.SQL("SELECT {} FROM pg_roles WHERE rolname = {}").format(columns, sql.Literal(role))
    found = connection.execute(query).fetchone()
    if found is None:
        verb, changes = "CREATE", wanted
    else:
        # Only what differs: an owner that is no superuser may not even name what it lacks itself.
        now = dict(zip(("LOGIN", *_ATTRIBUTES), found, strict=True))
        verb, changes = "ALTER", {name: value for name, value in wanted.items() if now[name] != value}
    words = " ".join(name if value else f"NO{name}" for name, value in changes.items())
    if words:
        statement = sql.SQL("{} ROLE {} {}").format(sql.SQL(verb), sql.Identifier(role), sql.SQL(words))
        connection.execute(statement)


def _set_password(connection: psycopg.Connection, password: str) -> None:
    # Encrypted here, so that the server's log never shows the word itself.
    hidden = connection.pgconn.encrypt_password(password.encode(), LOGIN.encode(), b"scram-sha-256").decode()
    connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(LOGIN), sql.Literal(hidden)))


def _let_login_become(connection: psycopg.Connection, role: str) -> None:
    modern = connection.info.server_version >= _WITH_GRANT_OPTIONS
    options = sql.SQL("WITH INHERIT FALSE, SET TRUE" if modern else "")
    grant = sql.SQL("GRANT {} TO {} {}")
    connection.execute(grant.format(sql.Identifier(role), sql.Identifier(LOGIN), options))


def _open_database(connection: psycopg.Connection) -> None:
    members = sql.SQL(", ").join(map(sql.Identifier, (LOGIN, TENANT_ROLE, PLATFORM_ROLE)))
    database = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, members))
    connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(members))


def _app_url(admin_url: str, password: str) -> str:
    address = urlsplit(admin_url)
    host = address.netloc.rpartition("@")[2]
    # A user named in the query would win over the one in front.
    query = [(name, value) for name, value in parse_qsl(address.query) if name not in ("user", "password")]
    netloc = f"{LOGIN}:{quote(password, safe='')}@{host}"
    return urlunsplit((address.scheme, netloc, address.path, urlencode(query), ""))


def _attribute_faults(connection: psycopg.Connection) -> list[str]:
    row = connection.execute(
        "SELECT rolname, rolsuper, rolbypassrls, rolinherit, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    assert row is not None  # the connection itself proves that the role exists
    name, *flags = row
    sentences = (
        "is a superuser, so row-level security would not hold",
        "has BYPASSRLS, so row-level security would not hold",
        "has INHERIT, so it would see every tenant while no role is set",
        "has CREATEROLE, so it could give itself more than it may have",
    )
    return [f"The login {name} {sentence}." for flag, sentence in zip(flags, sentences, strict=True) if flag]


def _ownership_faults(connection: psycopg.Connection) -> list[str]:
    count = connection.execute(
        "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole AND relkind IN ('r', 'p')"
        " AND relnamespace = 'public'::regnamespace"
    ).fetchone()
    if count is None or count[0] == 0:
        return []
    return [f"The login {connection.info.user} owns {count[0]} tables, so it could switch their policies off."]


def _membership_faults(connection: psycopg.Connection) -> list[str]:
    faults = []
    for role in (TENANT_ROLE, PLATFORM_ROLE):
        row = connection.execute(_MEMBERSHIP, {"role": role}).fetchone()
        if row is None or not row[0]:
            faults.append(f"The login {connection.info.user} is not a member of {role}.")
        elif row[1]:
            faults.append(f"The login {connection.info.user} inherits {role}, so it would use it unasked.")
    return faults


# MEMBER says that SET ROLE is possible, USAGE that the privileges come by themselves.
_MEMBERSHIP: LiteralString = """
    SELECT pg_has_role(current_user, oid, 'MEMBER'), pg_has_role(current_user, oid, 'USAGE')
    FROM pg_roles WHERE rolname = %(role)s
"""
