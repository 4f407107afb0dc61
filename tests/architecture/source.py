"""Our own source, read once: modules, what they import, how long they and their functions are."""

import ast
import io
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("backend", "scraper", "streamlit_app", "admin_app", "widget", "tools")
_SKIPPED = frozenset({"node_modules", "__pycache__"})


@dataclass(frozen=True)
class Module:
    """One file of Python."""

    path: Path

    @cached_property
    def name(self) -> str:
        """Dotted, as it is imported."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def text(self) -> str:
        return self.path.read_text()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def comments(self) -> tuple[str, ...]:
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return tuple(each.string for each in tokens if each.type == tokenize.COMMENT)

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    @property
    def package(self) -> str:
        """The capability: `leads` for `backend.leads.service`, and the file's own name for a file beside them."""
        return self.name.split(".")[1] if "." in self.name else self.name

    @property
    def story(self) -> str:
        """What the file is called inside its capability: `router` also for a file in `router/`."""
        parts = self.name.split(".")
        return parts[2] if len(parts) > 2 else parts[-1]

    @cached_property
    def imports(self) -> frozenset[str]:
        """Modules, ours by their full name; of others the dotted name as written. Late imports count."""
        return frozenset(self._imports())

    def _imports(self) -> Iterator[str]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (each.name for each in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.name} imports by a relative name"
                parent = node.module or ""
                children = {f"{parent}.{each.name}" for each in node.names}
                modules = {each for each in children if is_module(each)}
                yield from modules
                if modules != children:
                    yield parent

    @cached_property
    def functions(self) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...]:
        return tuple(each for each in ast.walk(self.tree) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))


@cache
def is_module(name: str) -> bool:
    place = ROOT.joinpath(*name.split("."))
    return place.with_suffix(".py").is_file() or (place / "__init__.py").is_file()


@cache
def modules(*roots: str) -> tuple[Module, ...]:
    """All modules beneath these folders; none given means every program of ours."""
    files = (path for root in roots or PROGRAMS for path in sorted((ROOT / root).rglob("*.py")))
    return tuple(Module(path) for path in files if not _SKIPPED.intersection(path.parts))


def backend(*, migrations: bool = False) -> tuple[Module, ...]:
    found = modules("backend")
    return found if migrations else tuple(each for each in found if each.package != "alembic")


def top(name: str) -> str:
    """The distribution's module: `fastapi` for `fastapi.responses`."""
    return name.partition(".")[0]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end; decorators are not counted."""
    assert function.end_lineno is not None
    return function.end_lineno - function.lineno + 1


def expect_none(breaches: Iterable[object]) -> None:
    """Fail with one breach a line."""
    found = [str(each) for each in breaches]
    if found:
        pytest.fail("\n".join(found), pytrace=False)
