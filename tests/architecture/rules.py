"""Which files are rules: pure, without I/O, so that their tests need no database (rule 6 of the house)."""

RULES = frozenset(
    f"backend.{name}"
    for name in (
        "conversations.detection",
        "conversations.projection",
        "files.kinds",
        "flows.faults",
        "flows.graph",
        "flows.presets",
        "flows.texts",
        "flows.typing_rules",
        "flows.validation",
        "assistant.commanding",
        "assistant.commands.dates",
        "assistant.commands.parsing",
        "assistant.folding",
        "assistant.guard",
        "assistant.wording",
        "leads.cells",
        "leads.cleaning",
        "leads.column_enums",
        "leads.contact",
        "leads.contact_values",
        "leads.custom_values",
        "leads.domains",
        "leads.inputs",
        "leads.domains",
        "leads.scoring",
        "leads.scoring_words",
        "leads.search",
        "leads.stages",
        "leads.summary",
        "prospecting.calendar",
        "tasks.calendar",
        "plans.catalogue",
        "plans.metering",
        "plans.overview",
        "plans.standing",
        "plans.windows",
        "prospecting.calendar",
        "prospecting.words",
        "tenants.installation",
        "tenants.origins",
        "tenants.regions",
        "tenants.slugs",
    )
)
PURE_PACKAGES = ("backend.flows.engine.",)
PURE_STORIES = frozenset({"schemas", "enums", "events"})


def is_pure(name: str) -> bool:
    """Also `version_schemas`: shapes are split by story like everything else."""
    story = name.rpartition(".")[2]
    return (
        name in RULES or name.startswith(PURE_PACKAGES) or story in PURE_STORIES or story.endswith("_schemas")
    ) and not name.startswith("backend.core.")
