"""In which language a person of the business reads sentences of ours (X32)."""

from typing import Annotated

from fastapi import Depends, Request

from backend.core.language import LANGUAGES, Language, negotiate


def _language(request: Request) -> Language:
    return negotiate(request.headers.get("accept-language"), LANGUAGES, "es")


Reader = Annotated[Language, Depends(_language)]
