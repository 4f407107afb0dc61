"""Settings: production refuses defaults, and everything but Postgres is refused everywhere (IDN-05, IDN-18, X21)."""

import base64

import pytest
from pydantic import ValidationError

from backend.core.settings import load

GOOD = {
    "ENV": "production",
    "SECRET_KEY": "s" * 32,
    "ENCRYPTION_KEYS": "k1:" + base64.urlsafe_b64encode(b"k" * 32).decode(),
    "DATABASE_URL": "postgresql://opensells_app:secret@db/opensells",
    "BACKEND_URL": "https://api.example.com",
}
NAMES = (*GOOD, "SEED", "MIGRATION_DATABASE_URL", "BLIND_INDEX_KEY", "TRUSTED_PROXIES")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def given(monkeypatch: pytest.MonkeyPatch, **changes: str | None) -> None:
    for name, value in {**GOOD, **changes}.items():
        if value is not None:
            monkeypatch.setenv(name, value)


def test_production_starts_with_real_values(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch)
    assert load().production


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"ENCRYPTION_KEYS": None}, "ENCRYPTION_KEYS"),
        ({"DATABASE_URL": None}, "DATABASE_URL"),
        ({"BACKEND_URL": None}, "BACKEND_URL"),
        ({"BACKEND_URL": "http://api.example.com"}, "BACKEND_URL"),
        ({"SEED": "1"}, "SEED"),
        ({"SCRAPER_ALLOW_LOOPBACK": "1"}, "SCRAPER_ALLOW_LOOPBACK"),
    ],
    ids=str,
)
def test_production_refuses_a_default_and_names_it(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, str | None], told: str
) -> None:
    given(monkeypatch, **change)
    with pytest.raises(ValidationError, match=f"ENV=production refuses to start: {told}"):
        load()


def test_all_faults_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENV", "production")
    with pytest.raises(ValidationError) as refused:
        load()
    assert all(name in str(refused.value) for name in ("SECRET_KEY", "ENCRYPTION_KEYS", "DATABASE_URL", "BACKEND_URL"))


@pytest.mark.parametrize("name", ["DATABASE_URL", "MIGRATION_DATABASE_URL"])
@pytest.mark.parametrize("url", ["sqlite:///app.db", "sqlite+aiosqlite://", "mysql://root@db/app", "file:app.db"])
def test_other_databases_are_refused_in_every_environment(monkeypatch: pytest.MonkeyPatch, name: str, url: str) -> None:
    monkeypatch.setenv(name, url)
    with pytest.raises(ValidationError, match=r"must be a postgresql:// address"):
        load()


@pytest.mark.parametrize("url", ["postgresql://db/app", "postgres://db/app", "postgresql+psycopg://db/app", ""])
def test_postgres_is_taken_however_it_is_spelt(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert load().database.url.get_secret_value() == url


def test_outside_production_a_temporary_key_is_made() -> None:
    """IDN-05."""
    first = load()
    assert (first.env, first.production) == ("dev", False)
    assert len(first.security.secret_key.get_secret_value()) >= 32
    assert load().security.secret_key == first.security.secret_key


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENV", "staging"),
        ("RATE_LIMIT_IP_PER_MINUTE", "0"),
        ("MAX_BODY_BYTES", "10"),
        ("DB_POOL_SIZE", "many"),
        ("WORKER_CONCURRENCY", "65"),
        ("ARGON2_TIME_COST", "0"),
    ],
)
def test_a_value_that_cannot_be_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError):
        load()


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch)
    shown = repr(load()) + str(load().model_dump())
    for secret in (GOOD["SECRET_KEY"], GOOD["ENCRYPTION_KEYS"], "opensells_app:secret"):
        assert secret not in shown


def test_lists_are_read_with_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", " 10.0.0.1 ,, 10.0.0.2 ")
    assert load().http.proxies == {"10.0.0.1", "10.0.0.2"}
