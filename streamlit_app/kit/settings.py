"""What a panel reads from the environment, once."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

# Outside production a key is made when none is given (IDN-05): cookies then end with the process.
_TEMPORARY_SECRET = secrets.token_urlsafe(48)


class BadSettings(Exception):
    """The panel cannot start; the message is one sentence for an operator."""


@dataclass(frozen=True)
class Settings:
    """Addresses without a trailing slash; `secret` encrypts the session cookie.

    `map_tiles_url` is a template with {z}, {x} and {y}; without one maps are drawn on a plain grid.
    """

    backend_url: str
    public_url: str
    secret: str
    brand: str
    map_tiles_url: str = ""
    map_credit: str = ""

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ, *, public: str = "PANEL_URL") -> Self:
        """Raises `BadSettings`; `public` names the variable with this panel's own address."""
        secret = environment.get("SECRET_KEY", "")
        if environment.get("ENV") == "production" and len(secret) < 32:
            raise BadSettings("ENV=production needs SECRET_KEY, with 32 characters or more.")
        return cls(
            backend_url=environment.get("BACKEND_URL", "http://127.0.0.1:8000").rstrip("/"),
            public_url=environment.get(public, "http://127.0.0.1:8501").rstrip("/"),
            secret=secret or _TEMPORARY_SECRET,
            brand=environment.get("BRAND_NAME") or "OpenSells",
            map_tiles_url=environment.get("MAP_TILES_URL", ""),
            map_credit=environment.get("MAP_TILES_CREDIT", ""),
        )

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")
