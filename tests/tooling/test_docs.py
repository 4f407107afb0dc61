"""What the documentation shows works as it stands."""

import json
import re
from pathlib import Path

from backend.flows.schemas import FlowDefinition
from backend.flows.validation import faults

ROOT = Path(__file__).resolve().parents[2]


def test_the_flow_of_the_guide_can_be_published() -> None:
    text = (ROOT / "docs" / "write-a-flow.md").read_text()
    found = re.search(r"```json\n(.*?)```", text, re.DOTALL)
    assert found
    assert faults(FlowDefinition.model_validate(json.loads(found[1]))) == []


def test_links_between_the_pages_lead_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "backend" / "README.md", *(ROOT / "docs").glob("*.md")]
    for page in filter(Path.exists, pages):
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name} points to {target}"
