"""The demo's numbers, profiles and bot: made up, known to the phones that `make run` starts, and to nobody else."""

import uuid
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class DemoLine:
    """One account as its platform names it; its secrets are public, as the demo's passwords are."""

    kind: str
    name: str
    external_id: str
    address: str
    token: str
    business_id: str = ""

    @property
    def id(self) -> uuid.UUID:
        """Always the same, for Telegram is told it in an address."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"opensells:demo:{self.kind}")

    @property
    def webhook_secret(self) -> str:
        return f"made-up-{self.kind}-secret"


@dataclass(frozen=True, slots=True)
class DemoTemplate:
    """A message template as WhatsApp approved it."""

    name: str
    language: str
    category: str
    body: str
    footer: str = ""


TEMPLATES: Final = (
    DemoTemplate("seguimos", "es", "marketing", "Hola {{1}}, soy de Cuines Mar. ¿Seguimos con tu proyecto de {{2}}?"),
    DemoTemplate("seguimos", "ca", "marketing", "Hola {{1}}, soc de Cuines Mar. Seguim amb el teu projecte de {{2}}?"),
    DemoTemplate(
        "seguimos", "pt_PT", "marketing", "Olá {{1}}, sou da Cuines Mar. Continuamos com o seu projeto de {{2}}?"
    ),
    DemoTemplate(
        "seguimos", "en", "marketing", "Hello {{1}}, this is Cuines Mar. Shall we go on with your {{2}} project?"
    ),
    DemoTemplate(
        "recordatorio_visita", "es", "utility", "{{1}}, te esperamos el {{2}} en el taller, Carrer del Port 14."
    ),
    DemoTemplate(
        "recordatorio_visita", "en", "utility", "{{1}}, we expect you on {{2}} at the workshop, Carrer del Port 14."
    ),
    DemoTemplate(
        "oferta_mes",
        "es",
        "marketing",
        "Este mes, montaje gratis en cocinas nuevas. Responde BAJA para no recibir más.",
        "Cuines Mar",
    ),
)
# Made up like the rest, and near no rate card: what a template costs in Spain, in Portugal and anywhere else.
PRICES: Final = tuple(
    {"category": category, "prefix": prefix, "amount": amount}
    for category, *amounts in (("marketing", "0.07", "0.06", "0.05"), ("utility", "0.03", "0.02", "0.01"))
    for prefix, amount in zip(("", "34", "351"), amounts, strict=True)
)
LINES: Final = (
    DemoLine(
        "whatsapp", "WhatsApp · Cuines Mar", "106540352242922", "+34930555014", "EAAmade-up-whatsapp", "102290129340398"
    ),
    DemoLine("instagram", "Instagram · @cuinesmar", "17841405822304914", "@cuinesmar", "EAAmade-up-instagram"),
    DemoLine("messenger", "Messenger · Cuines Mar", "113322445566778", "@cuinesmar.studio", "EAAmade-up-messenger"),
    DemoLine(
        "telegram", "Telegram · Cuines Mar", "7240551914", "@cuinesmar_bot", "7240551914:AAFmade-up-telegram-token-0001"
    ),
)
