"""What the chat API answers with, in small: branding, texts, questions, errors."""

from typing import Any

from starlette.responses import JSONResponse

Json = dict[str, Any]  # Any: the twin hands on free JSON

BRANDING: Json = {
    "primary": "#0f5c5c",
    "on_primary": "#ffffff",
    "background": "#ffffff",
    "text": "#1b2327",
    "position": "right",
    "radius": 20,
    "logo_url": None,
    "launcher_text": "",
}
TEXTS: dict[str, Json] = {
    "es": {
        "title": "Cuines Mar",
        "subtitle": "Respondemos al momento",
        "closed": "Volvemos pronto",
        "consent_note": "Tus datos, solo para esto.",
    },
    "ca": {"title": "Cuines Mar", "subtitle": "Responem al moment", "consent_note": ""},
    "pt": {"title": "Cuines Mar", "subtitle": "Respondemos na hora", "consent_note": ""},
    "en": {"title": "Cuines Mar", "subtitle": "We answer right away", "consent_note": ""},
}


def ask(kind: str, **more: Any) -> Json:  # Any: each kind has its own fields
    shape: Json = {
        "block_id": kind,
        "type": kind,
        "format": None,
        "options": [],
        "optional": False,
        "min": None,
        "max": None,
    }
    return shape | more


def options(*labels: str) -> list[Json]:
    return [{"id": label.lower().replace(" ", "_"), "label": label} for label in labels]


def error(status: int, code: str) -> JSONResponse:
    body = {"error": {"code": code, "message": code, "details": {}, "request_id": "twin"}}
    return JSONResponse(body, status_code=status, headers={"Retry-After": "1"} if status == 429 else None)


def readable(body: Json, asked: Json | None) -> str:
    """As the API words an answer in the transcript."""
    if "option" in body:
        labels = {each["id"]: each["label"] for each in (asked or {}).get("options", [])}
        return str(labels.get(body["option"], body["option"]))
    if "value" in body:
        return "(omitido)" if body["value"] is None else str(body["value"])
    return str(body.get("text") or "Archivos")
