"""What is found on a business's website: every value with the page that proves it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class How(StrEnum):
    """How a value was read; a link or a structured fact is surer than running text."""

    STRUCTURED = "structured"  # JSON-LD or microdata
    LINK = "link"  # mailto:, tel:, wa.me, a profile's address
    TEXT = "text"
    OBFUSCATED = "obfuscated"  # data-cfemail, "[at]", entities, percent-encoding
    META = "meta"  # title, description, Open Graph


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value stands: the page, the words around it (at most 200 characters), how, and how sure (0 to 1)."""

    url: str
    text: str
    how: How
    confidence: float


@dataclass(frozen=True, slots=True)
class Datum:
    """One value in its normal form: emails lower case, phones E.164, profiles without tracking.

    `label` tells more where there is more: the network of a profile ("instagram"), the kind of a tax id
    ("nif", "nipc", "rut"), the kind of a phone ("mobile", "fixed"). `evidence` stands strongest first.
    """

    value: str
    evidence: tuple[Evidence, ...]
    label: str = ""

    @property
    def confidence(self) -> float:
        if len(self.evidence) == 1:
            return self.evidence[0].confidence
        return max((each.confidence for each in self.evidence), default=0.0)


@dataclass(frozen=True, slots=True)
class Findings:
    """What one page holds, or what a whole site's pages hold together; each list stands best first."""

    names: tuple[Datum, ...] = ()
    emails: tuple[Datum, ...] = ()
    phones: tuple[Datum, ...] = ()
    whatsapp: tuple[Datum, ...] = ()  # E.164 where the link names a number, else the link itself
    profiles: tuple[Datum, ...] = ()
    addresses: tuple[Datum, ...] = ()
    opening_hours: tuple[Datum, ...] = ()
    tax_ids: tuple[Datum, ...] = ()
    technologies: tuple[Datum, ...] = ()
    title: str = ""
    description: str = ""
    headings: tuple[str, ...] = ()
    language: str = ""  # ISO 639-1, empty when unknown


class SiteStatus(StrEnum):
    """What became of a site. `empty` was read and holds no contact; `blocked` would not let itself be read."""

    OK = "ok"
    EMPTY = "empty"
    BLOCKED = "blocked"  # 401, 403, 429 after the retries, a challenge page, or robots.txt
    UNREACHABLE = "unreachable"  # no such name, refused, timed out, 5xx after the retries
    REFUSED = "refused"  # not on the public web, or another scheme: never asked


@dataclass(frozen=True, slots=True)
class PageSeen:
    """One page of a crawl. `status` is HTTP's, 0 when nothing answered; `reason` says why it gave nothing."""

    url: str
    status: int
    bytes: int = 0
    from_cache: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SiteReport:
    """Everything a crawl of one site gives."""

    url: str
    domain: str  # registrable, lower case: "clinica.example.cat" -> "example.cat"
    status: SiteStatus
    reason: str = ""  # a stable word, e.g. "robots", "http_403", "challenge", "timeout", "private_address"
    pages: tuple[PageSeen, ...] = ()
    findings: Findings = field(default_factory=Findings)
    country: str = ""  # ISO 3166-1 alpha-2, guessed from TLD, language and address
    summary: str = ""
    sector: str = ""


MAX_EVIDENCE_TEXT: Final = 200


def first(data: Sequence[Datum]) -> str:
    """The best value, or an empty string."""
    return data[0].value if data else ""
