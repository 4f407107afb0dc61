"""Who may import whom: rules 2 to 8 of the house (rule 1, the floors, is import-linter's)."""

import ast
import tomllib
from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

from tests.architecture.rules import RULES, is_pure
from tests.architecture.source import ROOT, Module, backend, expect_none, is_module, modules, top

DOORS = frozenset({"backend.main", "backend.worker", "backend.cli"})
# A capability's door for others (rule 7); a rule file has nothing to hide either.
DOOR_STORIES = frozenset({"service", "queries", "events", "enums", "schemas", "errors"})
# Leads are worked in many stories; these are doors like a service, the others stay its own.
OPEN_STORIES = {
    # Packages with doors of their own.
    "assistant": {"agent", "knowledge", "memory"},
    # The one door out.
    "conversations": {"sending"},
    "files": {"parts"},
    "leads": {
        "bin",
        "board",
        "bulk",
        "choosing",
        "contacts",
        "custom_fields",
        "domains",
        "listing",
        "niches",
        "notes",
        "saving",
        "tags",
    },
}
# The pages that connect: each may look into the one file kind that it connects, or into all of them.
CONNECTORS = {
    "api": {"router"},
    "reactions": {"jobs", "events"},
    "tables": {"models"},
    "worker": {"jobs"},
    "main": {"authentication", "gathering"},
}
# One vendor, one file (rule 5). httpx2, ours for pages of the web, is a tool and no vendor.
VENDORS = {
    "aiosmtplib": "backend.providers.smtp",
    "obstore": "backend.providers.storage",
    "openai": "backend.providers.openai",
    "smtplib": "backend.providers.smtp",
    "stripe": "backend.providers.stripe",
}
PANELS = ("streamlit_app", "admin_app")


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("backend", include_external_packages=False, cache_dir=None)


def test_no_ring_of_imports(graph: grimp.ImportGraph) -> None:
    """Rule 2: neither among packages nor inside one."""
    edges = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as ring:
        pytest.fail(" imports ".join(reversed(ring.args[1])))


def knows_http(module: Module) -> bool:
    return (
        module.story == "router"
        or module.story.endswith("_router")
        or module.name in {"backend.api", "backend.main"}
        or module.name.startswith("backend.core.http.")
    )


def test_only_routers_and_the_api_know_http() -> None:
    """Rule 3."""
    expect_none(
        each.name
        for each in backend()
        if not knows_http(each) and {"fastapi", "starlette", "uvicorn"} & {top(name) for name in each.imports}
    )


def _reads_environment(module: Module) -> bool:
    return any(
        (isinstance(node, ast.Attribute) and node.attr in {"environ", "environb", "getenv"})
        or (isinstance(node, ast.ImportFrom) and node.module == "os" and node.names[0].name != "PathLike")
        for node in ast.walk(module.tree)
    )


def test_only_settings_read_the_environment() -> None:
    """Rule 4. The database's launcher passes PATH on to its child and reads no setting."""
    assert {each.name for each in backend() if _reads_environment(each)} <= {"backend.core.database.embedded"}
    assert [each.name for each in backend() if "pydantic_settings" in each.imports] == ["backend.core.settings"]


def test_only_doors_and_the_ground_see_settings() -> None:
    """Rule 4: a provider may take its own group of settings, nothing above the ground takes any."""
    allowed = (*DOORS, "backend.core.", "backend.providers.")
    expect_none(
        each.name for each in backend() if "backend.core.settings" in each.imports and not each.name.startswith(allowed)
    )


def test_only_jobs_and_the_worker_know_the_job_library() -> None:
    """Rule 5. The queue's own tables come from the library, so core's schema file knows it too."""
    allowed = {"backend.core.jobs", "backend.core.database.jobs_schema", "backend.worker"}
    expect_none(
        each.name
        for each in backend()
        if "procrastinate" in map(top, each.imports) and each.name not in allowed and each.story != "jobs"
    )


def test_the_worker_knows_every_job() -> None:
    """A job whose module nobody imports would wait for ever, and one that the clock starts never start."""
    (worker,) = (each for each in backend() if each.name == "backend.worker")
    theirs = {each.name for each in backend() if each.story == "jobs" and each.package != "core"}
    assert theirs <= worker.imports


def test_only_a_vendors_file_knows_the_vendor() -> None:
    """Rule 5."""
    expect_none(
        (each.name, vendor)
        for each in modules()
        for vendor in sorted({top(name) for name in each.imports} & VENDORS.keys())
        if each.name != VENDORS[vendor]
    )


def test_every_rule_file_is_there() -> None:
    expect_none(name for name in sorted(RULES) if not is_module(name))


@pytest.mark.parametrize("module", [each for each in backend() if is_pure(each.name)], ids=lambda each: each.name)
def test_pure_files_reach_no_session_no_models_no_provider(module: Module, graph: grimp.ImportGraph) -> None:
    """Rule 6, and not by a detour either."""
    reached = graph.find_upstream_modules(module.name)
    impure = {
        each
        for each in reached
        if each.endswith(".models") or each.startswith(("backend.core.database", "backend.providers."))
    }
    assert impure == set()
    assert not {"sqlalchemy", "psycopg"} & {top(name) for each in (module.name, *reached) for name in _imports_of(each)}


def _imports_of(name: str) -> frozenset[str]:
    return next((each.imports for each in backend() if each.name == name), frozenset())


def _foreign(module: Module) -> list[tuple[str, str, str]]:
    """(importer, package, story) of what a module takes from other capabilities."""
    found = []
    for name in module.imports:
        parts = name.split(".")
        if parts[0] == "backend" and len(parts) > 2 and parts[1] not in {module.package, "core", "providers"}:
            found.append((module.name, name, parts[2]))
    return found


def is_models(story: str) -> bool:
    """Also `board_models`: tables are split by story like everything else."""
    return story.rpartition("_")[2] == "models"


def test_only_a_higher_floors_queries_read_foreign_models() -> None:
    """Rule 7. That they are higher is what the floors' contract says."""
    expect_none(
        (importer, name)
        for each in backend()
        for importer, name, story in _foreign(each)
        if is_models(story) and not each.name.endswith("queries") and each.name != "backend.tables"
    )


def test_other_packages_enter_by_the_door() -> None:
    """Rule 7."""
    expect_none(
        (importer, name)
        for each in backend()
        for importer, name, story in _foreign(each)
        if story not in OPEN_STORIES.get(name.split(".")[1], set())
        and story.rpartition("_")[2] not in DOOR_STORIES | CONNECTORS.get(each.package, set())
        and not is_models(story)
        and not is_pure(name)
        and not (each.name == "backend.api" and story.endswith("_router"))
    )


def test_every_program_stands_under_the_contracts() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert set(contracts["root_packages"]) == {
        name for name in ("backend", "scraper", *PANELS) if (ROOT / name / "__init__.py").is_file()
    }


def test_panels_know_only_shapes_and_words() -> None:
    """Rule 8. `core.language` is such a vocabulary: the four languages."""
    expect_none(
        (each.name, name)
        for each in modules(*PANELS)
        for name in sorted(each.imports)
        if top(name) == "backend"
        and name != "backend.core.language"
        and name.rpartition(".")[2].rpartition("_")[2] not in {"schemas", "enums"}
    )


def test_the_admin_panel_shares_only_the_kit() -> None:
    """Rule 8: and never the reverse."""
    admin = {name for each in modules("admin_app") for name in each.imports if top(name) == "streamlit_app"}
    assert {name for name in admin if not name.startswith("streamlit_app.kit")} == set()
    expect_none(each.name for each in modules("streamlit_app") if "admin_app" in map(top, each.imports))


def test_the_backend_knows_no_panel() -> None:
    expect_none(
        each.name
        for each in backend()
        if {*PANELS, "streamlit", "widget", "tests"} & {top(name) for name in each.imports}
    )
