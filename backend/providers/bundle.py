"""Every client of the outside world, built once from the settings, or its offline twin."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from backend.core.settings import Settings
from backend.providers import openai, platforms, prospecting, smtp, storage, web_page
from backend.providers.language_model import LanguageModel
from backend.providers.messaging import MessageSender
from backend.providers.summariser import ModelSummariser


@dataclass(frozen=True, slots=True)
class Site:
    """What a message to a person says about us: the product's name, the panel's and the API's address."""

    brand: str
    panel_url: str
    api_url: str


@dataclass(frozen=True, slots=True)
class Providers:
    """Handed to services and jobs; nothing reads it from a global."""

    mailer: smtp.Mailer
    storage: storage.ObjectStore
    web_pages: web_page.WebPages
    prospecting: prospecting.Prospecting
    site: Site
    # None without a key.
    model: LanguageModel | None = None
    # PRO-09: whether the assistant may start searches.
    extraction: bool = True
    # By kind of channel: whatsapp, instagram, messenger, telegram.
    messaging: Mapping[str, MessageSender] = field(default_factory=dict)

    async def close(self) -> None:
        """Let go of what is held open; at the end of a door's life."""
        if self.model:
            await self.model.close()
        # Several kinds may share one client; closing it twice is closing it.
        for sender in self.messaging.values():
            await sender.close()


def build(settings: Settings) -> Providers:
    model = openai.build(settings.model)
    return Providers(
        mailer=smtp.build(settings.mail),
        storage=storage.build(settings.storage),
        web_pages=web_page.WebPages(trusted_origins=_own_pages(settings)),
        prospecting=prospecting.build(settings.prospecting, ModelSummariser(model) if model else None),
        site=Site(
            brand=settings.brand_name,
            panel_url=settings.http.panel_url.rstrip("/"),
            api_url=settings.http.backend_url.rstrip("/"),
        ),
        model=model,
        extraction=settings.assistant_extraction,
        messaging=platforms.build(settings.messaging, production=settings.production),
    )


def _own_pages(settings: Settings) -> frozenset[str]:
    """The demo website lives on this machine; in production nothing there may be looked at."""
    return frozenset() if settings.production else frozenset({settings.http.demo_url.rstrip("/")})
