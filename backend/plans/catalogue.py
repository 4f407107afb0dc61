"""The plans that a new installation begins with (X3); afterwards the table is the truth."""

import json
from functools import cache
from importlib import resources
from typing import Any


@cache
def first_plans() -> tuple[dict[str, Any], ...]:  # Any: rows of the table `plans`, JSON columns included
    text = (resources.files("backend.plans") / "catalogue.json").read_text(encoding="utf-8")
    return tuple(json.loads(text))
