"""Searches and what they found, as the API would answer them."""

import uuid
from datetime import timedelta
from typing import Any

from backend.leads.enums import ContactKind
from backend.prospecting.enums import ResultState, SearchState, SourceName
from backend.prospecting.schemas import (
    Counts,
    EvidenceOut,
    FoundContact,
    NicheName,
    ResultOut,
    ScheduleOut,
    SearchOut,
)
from tests.support.api_rows import NOW

PAGE = "https://www.clinica-mar.example.com/contact"


# Any: fields by name.
def search(**given: Any) -> SearchOut:
    """A finished one that found nothing."""
    fields: dict[str, Any] = {
        "id": uuid.uuid4(),
        "query": "dentists in Girona",
        "country": "ES",
        "niche": NicheName(id=uuid.uuid4(), name="Dentists"),
        "sources": [SourceName.OVERPASS],
        "variants": [],
        "extended": False,
        "auto_save": True,
        "limit": 25,
        "state": SearchState.DONE,
        "reason": "",
        "problems": {},
        "counts": Counts(),
        "reserved": 0,
        "schedule_id": None,
        "created_at": NOW,
        "started_at": NOW,
        "finished_at": NOW,
    }
    return SearchOut(**(fields | given))


def result(name: str, state: ResultState, **given: Any) -> ResultOut:
    """A clinic with one email, which stands on its page."""
    proof = EvidenceOut(url=PAGE, text="Write to info@clinica-mar.example.com", how="link", confidence=0.97)
    email = FoundContact(kind=ContactKind.EMAIL, label="", value="info@clinica-mar.example.com", evidence=[proof])
    fields: dict[str, Any] = {
        "id": uuid.uuid4(),
        "state": state,
        "reason": "",
        "name": name,
        "domain": "clinica-mar.example.com",
        "url": "https://www.clinica-mar.example.com/",
        "city": "Girona",
        "country": "ES",
        "lat": 41.98,
        "lon": 2.82,
        "category": "dentist",
        "source": "overpass",
        "source_url": "",
        "phone": "",
        "email": "",
        "address": "",
        "contacts": [email],
        "summary": "A clinic by the sea.",
        "sector": "",
        "lead_id": uuid.uuid4() if state in (ResultState.SAVED, ResultState.DUPLICATE) else None,
        "niche": None,
        "fetched_at": NOW,
    }
    return ResultOut(**(fields | given))


def schedule(**given: Any) -> ScheduleOut:
    """Every Monday at eight."""
    fields: dict[str, Any] = {
        "id": uuid.uuid4(),
        "query": "dentists in Girona",
        "country": "ES",
        "sources": [SourceName.OVERPASS],
        "variants": [],
        "extended": False,
        "limit": 25,
        "weekdays": [0],
        "hour": 8,
        "active": True,
        "next_at": NOW + timedelta(days=2),
        "last_at": None,
        "problem": "",
        "created_at": NOW,
    }
    return ScheduleOut(**(fields | given | {"niche": None}))


# Any: JSON.
def sources() -> list[dict[str, Any]]:
    notes = {"overpass": "OpenStreetMap: open.", "places": "Google Places: complete.", "list": "Your list: yours."}
    return [
        {"name": name, "available": name != "places", "needs": "GOOGLE_PLACES_API_KEY" if name == "places" else None}
        | {"note": note}
        for name, note in notes.items()
    ]
