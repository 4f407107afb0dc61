"""The markup, style and script of a component, each in a file of its own beside it."""

from pathlib import Path


def asset(name: str) -> str:
    """Read once for each process: what asks is cached."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
