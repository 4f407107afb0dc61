"""Short things with good names: the habits of the house, measured."""

import ast
import re
from statistics import median

from tests.architecture.source import ROOT, Module, expect_none, length, modules

LONGEST_FILE = 300
LONGEST_FUNCTION = 50
MEDIAN_FUNCTION = 12
FORBIDDEN_NAMES = frozenset({"utils", "util", "common", "helpers", "helper", "manager", "managers", "misc"})

# A migration is a record of its day: it is neither split nor mended later.
PROGRAMS = tuple(each for each in modules() if "versions" not in each.path.parts)
EVERYTHING = (*PROGRAMS, *modules("tests"))


def test_files_are_short() -> None:
    expect_none((each.name, each.lines) for each in EVERYTHING if each.lines > LONGEST_FILE)


def test_functions_are_short() -> None:
    expect_none(
        (f"{each.name}.{function.name}", length(function))
        for each in PROGRAMS
        for function in each.functions
        if length(function) > LONGEST_FUNCTION
    )


def test_the_usual_function_is_very_short() -> None:
    lengths = [length(function) for each in PROGRAMS for function in each.functions]
    assert median(lengths) <= MEDIAN_FUNCTION


def test_a_module_opens_with_one_sentence() -> None:
    expect_none(each.name for each in EVERYTHING if not (_is_bare(each) or re.search(r"[.:?!]$", _opening(each))))


def _is_bare(module: Module) -> bool:
    """A package of tests needs no word."""
    return module.lines == 0 and "tests" in module.path.parts


def _opening(module: Module) -> str:
    return (ast.get_docstring(module.tree) or "").split("\n\n")[0]


def test_names_say_what_a_thing_is_for() -> None:
    expect_none(each.name for each in EVERYTHING if FORBIDDEN_NAMES.intersection(each.name.split(".")))


def test_a_capabilitys_first_file_imports_nothing() -> None:
    """`__init__.py` says in one sentence what the business gets; a package of routers lists them."""
    expect_none(
        each.name
        for each in modules("backend")
        if each.path.name == "__init__.py" and each.imports and each.path.parent.name != "router"
    )


_SILENCED = re.compile(
    r"#\s*(type: ignore|(?:ruff: )?noqa)(?P<codes>\[[\w, -]+\]|: ?[A-Z]+\d+(?:, ?[A-Z]+\d+)*)?(?P<rest>.*)"
)


def test_what_silences_a_tool_says_which_rule_and_why() -> None:
    def explained(comment: str) -> bool:
        found = _SILENCED.search(comment)
        return found is None or (bool(found["codes"]) and len(found["rest"].strip(" -#—:")) >= 8)

    expect_none((each.name, comment) for each in EVERYTHING for comment in each.comments if not explained(comment))


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    expect_none((each.name, comment) for each in EVERYTHING for comment in each.comments if later.search(comment))


def test_the_widgets_sources_are_short_too() -> None:
    sources = sorted((ROOT / "widget" / "src").glob("*.js"))
    assert sources
    lengths = {path.name: len(path.read_text().splitlines()) for path in sources}
    expect_none((name, lines) for name, lines in lengths.items() if lines > LONGEST_FILE)
