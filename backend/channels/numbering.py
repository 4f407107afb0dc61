"""Choices as numbered lines, for where there are no buttons. Pure."""

from collections.abc import Sequence

from backend.channels.shapes import Option


def numbered(text: str, options: Sequence[Option]) -> str:
    """The text, and below it each choice with the number to answer with."""
    lines = "\n".join(f"{number}. {' '.join(each.label.split())}" for number, each in enumerate(options, start=1))
    return "\n\n".join(each for each in (text.strip(), lines) if each)
