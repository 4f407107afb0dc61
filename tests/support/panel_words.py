"""What a panel says: every message of its code, read from the syntax tree, f-strings included."""

import ast
from collections.abc import Iterator
from pathlib import Path

SINGLE = frozenset({"_", "gettext"})
PLURAL = "ngettext"
Message = str | tuple[str, str]


def messages(folder: Path) -> set[Message]:
    """Single messages as text, counted ones as (one, many)."""
    return {message for path in sorted(folder.rglob("*.py")) for message in _messages(path)}


def _messages(path: Path) -> Iterator[Message]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id in SINGLE and len(node.args) == 1:
            yield _text(path, node.args[0])
        elif node.func.id == PLURAL:
            yield _text(path, node.args[0]), _text(path, node.args[1])


def _text(path: Path, node: ast.expr) -> str:
    assert isinstance(node, ast.Constant), f"{path}:{node.lineno} is not a literal"
    assert isinstance(node.value, str)
    return node.value
