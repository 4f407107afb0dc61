"""Text and JSON as Postgres can keep them: neither NUL nor halves of characters."""

from typing import Any


def storable(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def cleaned(text: str) -> str:
    return text if storable(text) else text.replace("\x00", "").encode(errors="replace").decode()


def cleaned_json(value: Any) -> Any:  # Any: JSON in, JSON out
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, dict):
        return {cleaned(name): cleaned_json(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned_json(each) for each in value]
    return value
