"""What somebody sees on a page of AppTest."""

import json
from typing import Any

from streamlit.testing.v1 import AppTest


def words(test: AppTest) -> str:
    return "\n".join(
        str(each.value)
        for each in [*test.title, *test.markdown, *test.caption, *test.error, *test.warning, *test.info, *test.toast]
    )


def labels(test: AppTest) -> set[str]:
    return {button.label for button in test.button}


def component_data(test: AppTest) -> dict[str, Any]:
    """What our own components were given, by name; the first of each."""
    found: dict[str, Any] = {}
    for each in test.get("bidi_component"):
        proto = each.proto
        found.setdefault(proto.component_name.removeprefix("opensells_"), json.loads(proto.json))
    return found


def facts(test: AppTest) -> list[list[str]]:
    """Names and values of every list of them."""
    protos = [each.proto for each in test.get("bidi_component")]
    found = [json.loads(proto.json) for proto in protos if proto.component_name == "opensells_facts"]
    return [fact for data in found for fact in data["facts"]]


def press(test: AppTest, *keys: str) -> AppTest:
    """A button, and one in the dialog that it opens: AppTest closes dialogs between its runs."""
    for key in keys:
        test.button(key=key).click()
    return test


def answer(test: AppTest, opener: str, agreed: str) -> AppTest:
    """Opens a dialog, and agrees in it."""
    test.button(key=opener).click().run()
    return press(test, opener, agreed).run()
