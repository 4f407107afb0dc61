"""Settings, read once from the environment into small frozen groups; production refuses defaults."""

import base64
import hashlib
import secrets
from datetime import date
from functools import cached_property
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Environment = Literal["dev", "test", "production"]

# Outside production a temporary key is made when none is given (IDN-05): tokens then end with the process.
_TEMPORARY_SECRET = secrets.token_urlsafe(48)
_DEVELOPMENT_KEY = "dev:" + base64.urlsafe_b64encode(hashlib.sha256(b"opensells-development").digest()).decode()


def _listed(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(",") if part.strip())


class _Group(BaseSettings):
    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_file=None)


class DatabaseSettings(_Group):
    """`DATABASE_URL` is the application's restricted login; migrations run as the owner."""

    url: SecretStr = Field(SecretStr(""), validation_alias="DATABASE_URL")
    migration_url: SecretStr = Field(SecretStr(""), validation_alias="MIGRATION_DATABASE_URL")
    pool_size: int = Field(10, ge=1, le=200, validation_alias="DB_POOL_SIZE")
    statement_timeout_ms: int = Field(15_000, ge=100, validation_alias="DB_STATEMENT_TIMEOUT_MS")

    @model_validator(mode="after")
    def refuse_other_databases(self) -> Self:
        """SQLite and everything else but Postgres is refused at start (OPS-01, X21)."""
        for url in (self.url, self.migration_url):
            scheme = urlsplit(url.get_secret_value()).scheme
            if scheme and scheme.split("+")[0] not in {"postgresql", "postgres"}:
                raise ValueError(f"DATABASE_URL must be a postgresql:// address; {scheme}:// is not supported")
        return self

    @property
    def owner_url(self) -> str:
        return self.migration_url.get_secret_value() or self.url.get_secret_value()


class SecuritySettings(_Group):
    """Keys. `ENCRYPTION_KEYS` is `id:base64key` pairs, comma separated; the first one encrypts."""

    secret_key: SecretStr = Field(SecretStr(_TEMPORARY_SECRET), validation_alias="SECRET_KEY")
    encryption_keys: SecretStr = Field(SecretStr(_DEVELOPMENT_KEY), validation_alias="ENCRYPTION_KEYS")
    # The blind index must survive key rotation, so its key is separate; derived from SECRET_KEY when unset.
    index_key: SecretStr = Field(SecretStr(""), validation_alias="BLIND_INDEX_KEY")
    argon2_time_cost: int = Field(3, ge=1, validation_alias="ARGON2_TIME_COST")
    argon2_memory_kib: int = Field(65_536, ge=8, validation_alias="ARGON2_MEMORY_KIB")

    @property
    def blind_index_key(self) -> bytes:
        chosen = self.index_key.get_secret_value() or "index:" + self.secret_key.get_secret_value()
        return hashlib.sha256(chosen.encode()).digest()


class HttpSettings(_Group):
    """Addresses, trusted proxies and limits of the API (SEC-04, X11)."""

    backend_url: str = Field("http://127.0.0.1:8000", validation_alias="BACKEND_URL")
    panel_url: str = Field("http://127.0.0.1:8501", validation_alias="PANEL_URL")
    admin_url: str = Field("http://127.0.0.1:8502", validation_alias="ADMIN_URL")
    demo_url: str = Field("http://127.0.0.1:8080", validation_alias="DEMO_URL")
    # Peers whose X-Forwarded-For is believed; panels forward their visitors' addresses.
    trusted_proxies: str = Field("127.0.0.1,::1", validation_alias="TRUSTED_PROXIES")
    superadmin_allowlist: str = Field("", validation_alias="SUPERADMIN_IP_ALLOWLIST")
    ip_per_minute: int = Field(60, ge=1, validation_alias="RATE_LIMIT_IP_PER_MINUTE")
    ip_per_ten_minutes: int = Field(400, ge=1, validation_alias="RATE_LIMIT_IP_PER_10_MINUTES")
    sensitive_per_minute: int = Field(10, ge=1, validation_alias="RATE_LIMIT_SENSITIVE_PER_MINUTE")
    max_body_bytes: int = Field(1_048_576, ge=1024, validation_alias="MAX_BODY_BYTES")
    redis_url: SecretStr = Field(SecretStr(""), validation_alias="REDIS_URL")

    @cached_property
    def proxies(self) -> frozenset[str]:
        return _listed(self.trusted_proxies)

    @cached_property
    def superadmin_addresses(self) -> frozenset[str]:
        return _listed(self.superadmin_allowlist)


class MailSettings(_Group):
    """SMTP; without `SMTP_HOST` mails are written to `OUTBOX_DIR` as .eml files."""

    host: str = Field("", validation_alias="SMTP_HOST")
    port: int = Field(587, validation_alias="SMTP_PORT")
    user: str = Field("", validation_alias="SMTP_USER")
    password: SecretStr = Field(SecretStr(""), validation_alias="SMTP_PASSWORD")
    starttls: bool = Field(True, validation_alias="SMTP_STARTTLS")
    sender: str = Field("OpenSells <no-reply@opensells.example.com>", validation_alias="MAIL_FROM")
    outbox_dir: str = Field("var/outbox", validation_alias="OUTBOX_DIR")


class StorageSettings(_Group):
    """Where uploads live: `file:///absolute/folder` or `s3://bucket/prefix` (with the usual AWS_* names)."""

    url: str = Field("file://var/files", validation_alias="STORAGE_URL")
    endpoint: str = Field("", validation_alias="AWS_ENDPOINT_URL")
    region: str = Field("eu-west-1", validation_alias="AWS_REGION")
    access_key_id: str = Field("", validation_alias="AWS_ACCESS_KEY_ID")
    secret_access_key: SecretStr = Field(SecretStr(""), validation_alias="AWS_SECRET_ACCESS_KEY")


class ModelSettings(_Group):
    """The language model; without a key the assistant understands its documented commands."""

    api_key: SecretStr = Field(SecretStr(""), validation_alias="OPENAI_API_KEY")
    base_url: str = Field("", validation_alias="OPENAI_BASE_URL")
    name: str = Field("gpt-4.1-mini", min_length=1, validation_alias="OPENAI_MODEL")


class ProspectingSettings(_Group):
    """Where businesses are looked for, and how their sites are read. An empty address is the public service's."""

    overpass_url: str = Field("", validation_alias="OVERPASS_URL")
    gazetteer_url: str = Field("", validation_alias="GAZETTEER_URL")
    places_url: str = Field("", validation_alias="PLACES_URL")
    places_key: SecretStr = Field(SecretStr(""), validation_alias="GOOGLE_PLACES_API_KEY")
    serp_url: str = Field("", validation_alias="SERP_URL")
    serp_key: SecretStr = Field(SecretStr(""), validation_alias="SCRAPERAPI_KEY")
    # The made-up town that a local run searches instead of the world; empty is the world.
    demo_town: str = Field("", validation_alias="DEMO_TOWN")
    # Stand in the user agent, so that a site's owner can ask what we do there.
    user_agent: str = Field("OpenSellsBot/1.0", min_length=1, validation_alias="SCRAPER_USER_AGENT")
    contact_url: str = Field("", validation_alias="SCRAPER_CONTACT_URL")
    max_pages: int = Field(6, ge=1, le=100, validation_alias="SCRAPER_MAX_PAGES")
    sites_at_once: int = Field(16, ge=1, le=200, validation_alias="SCRAPER_SITES_AT_ONCE")
    delay: float = Field(0.5, ge=0, validation_alias="SCRAPER_DELAY")
    page_seconds: float = Field(20.0, gt=0, validation_alias="SCRAPER_PAGE_SECONDS")
    site_seconds: float = Field(120.0, gt=0, validation_alias="SCRAPER_SITE_SECONDS")
    cache_dir: str = Field("var/cache", validation_alias="SCRAPER_CACHE_DIR")
    cache_seconds: float = Field(86_400.0, ge=0, validation_alias="SCRAPER_CACHE_SECONDS")
    # Sites on this machine: for the demo's town and for tests, never in production.
    allow_loopback: bool = Field(False, validation_alias="SCRAPER_ALLOW_LOOPBACK")


class MessagingSettings(_Group):
    """The messaging platforms: how Meta signs, which version we speak, where the platforms find us."""

    # Several, comma separated, while a secret is being renewed: a signature by any of them holds.
    app_secret: SecretStr = Field(SecretStr(""), validation_alias="META_APP_SECRET")
    verify_token: SecretStr = Field(SecretStr(""), validation_alias="META_VERIFY_TOKEN")
    graph_url: str = Field("https://graph.facebook.com", validation_alias="META_GRAPH_URL")
    graph_version: str = Field("v26.0", pattern=r"^v\d+\.\d+$", validation_alias="META_GRAPH_VERSION")
    # F1: versions end; the day is Meta's to say and ours to write down. Empty is unknown.
    graph_expires: date | None = Field(None, validation_alias="META_GRAPH_EXPIRES")
    telegram_url: str = Field("https://api.telegram.org", validation_alias="TELEGRAM_API_URL")
    # Where platforms send what they have to tell; empty is BACKEND_URL.
    webhook_base_url: str = Field("", validation_alias="WEBHOOK_BASE_URL")
    # The made-up phones of a local run: the demo's accounts are connected to them; empty connects none.
    demo_phones_url: str = Field("", validation_alias="DEMO_PHONES_URL")

    @field_validator("graph_expires", mode="before")
    @classmethod
    def read_empty_as_unknown(cls, value: object) -> object:
        return value or None

    @cached_property
    def app_secrets(self) -> tuple[bytes, ...]:
        return tuple(each.strip().encode() for each in self.app_secret.get_secret_value().split(",") if each.strip())


class Settings(_Group):
    """Everything; build it with `load()` at a door and pass it down."""

    env: Environment = Field("dev", validation_alias="ENV")
    brand_name: str = Field("OpenSells", validation_alias="BRAND_NAME")
    log_level: str = Field("INFO", validation_alias="LOG_LEVEL")
    seed: bool = Field(False, validation_alias="SEED")
    # Only for `create-superadmin` where nobody can be asked.
    superadmin_password: SecretStr = Field(SecretStr(""), validation_alias="SUPERADMIN_PASSWORD")
    # PRO-09: whether the assistant may start searches.
    assistant_extraction: bool = Field(True, validation_alias="ASSISTANT_EXTRACTION_ENABLED")
    worker_concurrency: int = Field(8, ge=1, le=64, validation_alias="WORKER_CONCURRENCY")

    database: DatabaseSettings = Field(default_factory=DatabaseSettings)
    security: SecuritySettings = Field(default_factory=SecuritySettings)
    http: HttpSettings = Field(default_factory=HttpSettings)
    mail: MailSettings = Field(default_factory=MailSettings)
    storage: StorageSettings = Field(default_factory=StorageSettings)
    model: ModelSettings = Field(default_factory=ModelSettings)
    prospecting: ProspectingSettings = Field(default_factory=ProspectingSettings)
    messaging: MessagingSettings = Field(default_factory=MessagingSettings)

    @property
    def webhook_url(self) -> str:
        """Where platforms send their events: the address before `/v1/webhooks/...`."""
        return (self.messaging.webhook_base_url or self.http.backend_url).rstrip("/")

    @property
    def production(self) -> bool:
        return self.env == "production"

    @model_validator(mode="after")
    def refuse_defaults_in_production(self) -> Self:
        """IDN-05, IDN-18: production starts only with real secrets and without demo data."""
        if not self.production:
            return self
        faults = list(self._production_faults())
        if faults:
            raise ValueError("ENV=production refuses to start: " + "; ".join(faults))
        return self

    def _production_faults(self) -> list[str]:
        secret = self.security.secret_key.get_secret_value()
        checks = {
            "SECRET_KEY must be set (at least 32 characters)": secret == _TEMPORARY_SECRET or len(secret) < 32,
            "ENCRYPTION_KEYS must be set": self.security.encryption_keys.get_secret_value() == _DEVELOPMENT_KEY,
            "DATABASE_URL must be set": not self.database.url.get_secret_value(),
            "SEED must be off": self.seed,
            "SCRAPER_ALLOW_LOOPBACK must be off": self.prospecting.allow_loopback,
            "BACKEND_URL must be an https:// address": not self.http.backend_url.startswith("https://"),
        }
        return [fault for fault, wrong in checks.items() if wrong]


def load() -> Settings:
    """Read the environment now. Raises `pydantic.ValidationError` with every fault named."""
    return Settings()
