"""Going on on WhatsApp or Telegram from the page (hand-carry)."""

import re

import pytest
from playwright.async_api import expect

from tests.support.chat_twin import Twin
from tests.widget.conftest import Visitor

pytestmark = pytest.mark.browser


async def test_a_click_opens_the_channel_with_the_code(visitor: Visitor, twin: Twin) -> None:
    twin.carriers = ["whatsapp", "telegram"]
    await visitor.open()
    async with visitor.page.context.expect_page() as opened:
        await visitor.button("WhatsApp").click()
    await expect(await opened.value).to_have_url(re.compile(r"/whatsapp\?code=ABCD-EFGH$"))
    link = visitor.panel.get_by_role("link", name="ABCD-EFGH")
    await expect(link).to_be_focused()
    assert await link.get_attribute("rel") == "noopener noreferrer"


async def test_nothing_is_offered_where_the_business_has_no_channel(visitor: Visitor) -> None:
    await visitor.open()
    await expect(visitor.button("WhatsApp")).to_have_count(0)


async def test_a_channel_that_went_away_is_said(visitor: Visitor, twin: Twin) -> None:
    twin.carriers = ["whatsapp"]
    await visitor.open()
    twin.carriers = []
    await visitor.button("WhatsApp").click()
    await expect(visitor.panel.get_by_text("No enviado")).to_be_visible()


async def test_the_line_speaks_the_visitors_language(visitor: Visitor, twin: Twin) -> None:
    twin.carriers = ["telegram"]
    await visitor.open()
    await expect(visitor.panel.get_by_text("Sigue en")).to_be_visible()
    await visitor.panel.get_by_role("combobox").select_option("en")
    await expect(visitor.panel.get_by_text("Continue on")).to_be_visible()
