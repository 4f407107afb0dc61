"""The snippet is written so that it is found again, and faults on a page are named (WID-04)."""

import pytest

from backend.tenants.enums import InstallationProblem as Problem
from backend.tenants.installation import inspect, snippet

API = "https://api.opensells.example.com"
PAGE = "https://www.example.com/"
OURS = snippet(API, "mar")


def test_the_snippet_is_one_line_and_loads_without_blocking() -> None:
    assert snippet(f"{API}/", "mar") == f'<script src="{API}/widget.js" data-tenant="mar" async></script>'


@pytest.mark.parametrize(
    ("html", "slug", "problems"),
    [
        (f"<html><head>{OURS}</head></html>", "mar", ()),
        (f"<SCRIPT ASYNC DATA-TENANT='mar' SRC='{API}/widget.js'></SCRIPT>", "mar", ()),
        ("<p>hello</p>", None, (Problem.SNIPPET_MISSING,)),
        (f"<!-- {OURS} -->", None, (Problem.SNIPPET_MISSING,)),
        (f"<script>const x = '{OURS[:-9]}'</script>", None, (Problem.SNIPPET_MISSING,)),
        (f'<script src="{API}/widget.js"></script>', None, (Problem.SNIPPET_MISSING,)),
        (f'<script src="{API}/widget.js" data-tenant="sea"></script>', "sea", (Problem.OTHER_TENANT,)),
        ('<script src="/widget.js" data-tenant="mar"></script>', "mar", (Problem.OTHER_SERVER,)),
        (f"{OURS}{OURS}", "mar", (Problem.DUPLICATED,)),
        ('<script src="http://[bad/widget.js" data-tenant="mar">', None, (Problem.SNIPPET_MISSING,)),
        ("<script src", None, (Problem.SNIPPET_MISSING,)),
    ],
)
def test_what_a_page_says(html: str, slug: str | None, problems: tuple[Problem, ...]) -> None:
    found = inspect(html, page_url=PAGE, slug="mar", api_url=API)
    assert (found.slug, found.problems) == (slug, problems)
