"""What a business does in two sentences: a model's where there is one, the page's own otherwise."""

from dataclasses import replace

import pytest

from scraper.summaries import Summariser
from tests.backend.prospecting.conftest import Prospector


class Writer:
    """A model that answers."""

    async def summarise(self, text: str, language: str) -> tuple[str, str]:
        assert "@" not in text
        return f"In {language}: a dentist.\x00", "health"


class Silent:
    """A model that is down."""

    async def summarise(self, text: str, language: str) -> tuple[str, str]:
        raise TimeoutError


@pytest.mark.parametrize(
    ("model", "summary"),
    [(Writer(), "In es: a dentist."), (Silent(), "Atenem cada persona amb calma."), (None, "Atenem cada persona")],
    ids=["a model", "a model that fails", "no model"],
)
async def test_a_business_is_told_in_two_sentences(someone: Prospector, model: Summariser | None, summary: str) -> None:
    providers = someone.app.state.providers
    someone.app.state.providers = replace(providers, prospecting=replace(providers.prospecting, summariser=model))
    search = await someone.search()
    rius = next(each for each in await someone.results(search) if each["domain"] == "clinica-rius.localhost")
    assert summary in rius["summary"]
    lead = await someone.do("GET", f"/leads/{rius['lead_id']}")
    assert lead["summary"] == rius["summary"]
