"""Who is in the play: the businesses' accounts, spare ones to connect by hand, and the people who write."""

from dataclasses import dataclass, field
from typing import Any, Final

from backend.demo.lines import LINES, TEMPLATES, DemoLine, DemoTemplate

Json = dict[str, Any]  # Any: bodies in the shapes of others

SPARE: Final = (
    DemoLine(
        "whatsapp", "WhatsApp · Acme", "106540352242999", "+34930555099", "EAAmade-up-spare-whatsapp", "102290129340999"
    ),
    DemoLine("instagram", "Instagram · @acme", "17841405822304999", "@acme.reformas", "EAAmade-up-spare-instagram"),
    DemoLine("messenger", "Messenger · Acme", "113322445566999", "@acme.reformas", "EAAmade-up-spare-messenger"),
    DemoLine(
        "telegram", "Telegram · Acme", "7240551999", "@acme_reformas_bot", "7240551999:AAFmade-up-telegram-token-0002"
    ),
)


@dataclass(slots=True)
class Account:
    """A number, page, profile or bot, and what its platform knows of it."""

    kind: str
    id: str
    name: str
    address: str
    token: str
    business_id: str = ""
    # Telegram only: Meta calls one address for a whole app.
    webhook_url: str = ""
    webhook_secret: str = ""
    commands: list[Json] = field(default_factory=list)
    subscribed: bool = True
    token_works: bool = True
    # Unix seconds; 0 never.
    token_expires: int = 0
    templates: list[Json] = field(default_factory=list)


@dataclass(slots=True)
class Person:
    """Somebody with a phone; on each platform they have an id of its own, derived from their number."""

    key: str
    number: int
    name: str
    language: str
    # Digits only; None where WhatsApp hides it (F2).
    phone: str | None = None
    username: str = ""
    # Instagram and Messenger tell nothing of who they are.
    hidden: bool = False

    def ids(self, kind: str) -> tuple[str, ...]:
        """Every id under which the platform finds this person, best first."""
        if kind == "whatsapp":
            scoped = f"ES.{1_349_100_000_000 + self.number}"
            return (scoped, self.phone) if self.phone else (scoped,)
        base = {"instagram": 61_700_000_000, "messenger": 71_800_000_000, "telegram": 510_000_000}[kind]
        return (str(base + self.number),)


def accounts() -> list[Account]:
    return [_account(each) for each in (*LINES, *SPARE)]


def _account(line: DemoLine) -> Account:
    made = Account(line.kind, line.external_id, line.name, line.address, line.token, line.business_id)
    made.templates = templates() if line.kind == "whatsapp" else []
    # A spare one waits until somebody connects it.
    made.subscribed = line in LINES
    made.webhook_secret = line.webhook_secret if made.subscribed else ""
    return made


def people() -> list[Person]:
    return [
        Person("nuria", 1, "Núria Soler", "ca", "34600100201", "nuria.soler"),
        Person("carlos", 2, "Carlos Ibáñez", "es", "34600100202", "carlos_ibz"),
        Person("ines", 3, "Inês Duarte", "pt", "351910200303", "ines.duarte"),
        Person("emma", 4, "Emma Hughes", "en", "447700900404", "emma.hughes"),
        Person("alex", 5, "Àlex", "es", None, "alex.sin.numero"),
    ]


def templates() -> list[Json]:
    """The demo's approved ones, and one that nobody has approved yet."""
    approved = [_template(each) for each in TEMPLATES]
    return [*approved, _template(DemoTemplate("en_revision", "es", "utility", "Hola {{1}}"), status="PENDING")]


def _template(given: DemoTemplate, status: str = "APPROVED") -> Json:
    parts: list[Json] = [{"type": "BODY", "text": given.body}]
    if given.footer:
        parts.append({"type": "FOOTER", "text": given.footer})
    return {
        "id": str(900_000_000_000 + sum(map(ord, given.name + given.language))),
        "name": given.name,
        "language": given.language,
        "category": given.category.upper(),
        "status": status,
        "components": parts,
    }
