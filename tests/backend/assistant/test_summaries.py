"""A model's two sentences about a business, from its own public words (PRO-05)."""

import pytest
from pydantic import SecretStr

from backend.core.settings import ModelSettings
from backend.providers.language_model import ModelFailed
from backend.providers.openai import OpenAI
from backend.providers.summariser import ModelSummariser
from tests.support.model_twin import model_twin

GOOD = '{"summary": "Clínica dental en Girona. Atiende a familias.", "sector": "Odontología"}'


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (GOOD, ("Clínica dental en Girona. Atiende a familias.", "Odontología")),
        ("Es una clínica.", None),
        ('["x"]', None),
        ('{"summary": "x"}', None),
        (400, None),
    ],
)
async def test_only_a_usable_answer_counts(answer: str | int, found: tuple[str, str] | None) -> None:
    with model_twin() as twin:
        twin.script = [answer]
        settings = ModelSettings.model_construct(api_key=SecretStr("k"), base_url=twin.url, name="twin")
        model = OpenAI(settings)
        try:
            if found:
                assert await ModelSummariser(model).summarise("Clínica dental", "es") == found
            else:
                with pytest.raises(ModelFailed):
                    await ModelSummariser(model).summarise("Clínica dental", "es")
        finally:
            await model.close()
