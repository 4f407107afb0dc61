"""Widget and flow: how the business sets up its side (PAN-02, FLW-02, WID-04)."""

import json

import pytest

from backend.accounts.enums import Role
from backend.flows.enums import VersionStatus
from backend.tenants.enums import InstallationProblem
from streamlit_app.screens.widget import contrast
from tests.streamlit_app.conftest import Open
from tests.streamlit_app.looking import component_data, labels, words
from tests.support.api_twin import ApiTwin


def test_the_preview_follows_a_colour_before_it_is_saved(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("widget")
    assert not test.exception
    test.color_picker(key="look-primary").set_value("#0f766e").run()
    assert component_data(test)["widget_preview"]["primary"] == "#0f766e"
    assert twin.tenant.branding.primary == "#2563eb"
    test.button(key="save-look").click().run()
    assert twin.tenant.branding.primary == "#0f766e"


def test_the_preview_speaks_the_language_of_the_texts(twin: ApiTwin, open_page: Open) -> None:
    shown = component_data(open_page("widget"))["widget_preview"]
    assert shown["title"] == "Hola"
    assert shown["hello"] == "¡Hola! ¿Qué tienes en mente?"


def test_texts_of_one_language_leave_the_others_alone(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("widget")
    test.text_input(key="texts-es-subtitle").set_value("Te ayudamos").run()
    test.button(key="save-texts").click().run()
    sent = twin.made("PATCH", "/v1/tenant")[-1].body["texts"]
    assert (sent["es"]["title"], sent["es"]["subtitle"]) == ("Hola", "Te ayudamos")


def test_a_logo_without_https_is_explained(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("widget")
    test.text_input(key="look-logo").set_value("http://example.com/l.png").run()
    assert "begins with https://" in words(test)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("https://www.example.com\nexample.com", ["https://www.example.com", "https://example.com"]),
        ("", []),
    ],
)
def test_websites_are_written_one_a_line(twin: ApiTwin, open_page: Open, written: str, sent: list[str]) -> None:
    test = open_page("widget")
    next(each for each in test.text_area if each.label == "One address a line").set_value(written)
    next(each for each in test.button if each.label == "Save websites").click().run()
    assert twin.made("PATCH", "/v1/tenant")[-1].body == {"allowed_origins": sent}


def test_a_website_that_is_none_is_named(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("widget")
    next(each for each in test.text_area if each.label == "One address a line").set_value("https://*.example.com")
    next(each for each in test.button if each.label == "Save websites").click().run()
    assert "This is not the address of a website" in words(test)
    assert not twin.made("PATCH", "/v1/tenant")


def test_the_check_says_what_is_missing_and_what_to_do(twin: ApiTwin, open_page: Open) -> None:
    twin.installation = twin.installation.model_copy(
        update={"found": False, "problems": [InstallationProblem.SNIPPET_MISSING]}
    )
    test = open_page("widget")
    next(each for each in test.button if each.label == "Verify installation").click().run()
    assert "paste it before </body> and publish" in words(test)


def test_somebody_who_may_not_set_up_looks_and_changes_nothing(twin: ApiTwin, open_page: Open) -> None:
    twin.role = Role.AGENT
    test = open_page("widget")
    assert "an administrator makes changes" in words(test)
    assert not {"Save the look", "Save the texts"} & labels(test)
    assert test.color_picker(key="look-primary").proto.disabled


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#777777", "#777777", 1.0), ("#767676", "#ffffff", 4.54)]
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


def test_the_flow_is_shown_as_questions(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("flow")
    assert not test.exception
    assert "Version 2 is published" in words(test)


def test_one_click_goes_back_a_version(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("flow")
    test.button(key="roll-back").click().run()
    assert twin.versions[0].status is VersionStatus.PUBLISHED
    assert "Version 1 is published again." in words(test)


def test_a_draft_that_is_not_json_keeps_its_text_and_says_where(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("flow")
    test.text_area[0].set_value('{"name": }')
    next(each for each in test.button if each.label == "Save draft").click().run()
    assert "line 1, column 10" in words(test)
    assert test.text_area[0].value == '{"name": }'
    assert not [call for call in twin.calls if call.method == "PUT"]


def test_a_draft_is_saved_and_published(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("flow")
    definition = json.loads(test.text_area[0].value or "")
    test.text_area[0].set_value(json.dumps(definition | {"name": "Renamed"}))
    next(each for each in test.button if each.label == "Save draft").click().run()
    assert "The draft is saved and has no faults." in words(test)
    test.button(key="publish").click().run()
    assert twin.versions[-1].status is VersionStatus.PUBLISHED


def test_faults_are_listed_with_their_blocks(twin: ApiTwin, open_page: Open) -> None:
    twin.faults = [{"block_id": "budget", "code": "dangling_next", "message": "leads to 'nowhere'"}]
    test = open_page("flow")
    next(each for each in test.button if each.label == "Save draft").click().run()
    assert "`budget` · Leads to a block that does not exist." in words(test)


def test_a_viewer_reads_the_flow_only(twin: ApiTwin, open_page: Open) -> None:
    twin.role = Role.VIEWER
    assert not {"Save draft", "Unpublish", "New flow", "Publish again"} & labels(open_page("flow"))
