"""The widget's one line: writing it for a page, and finding it on one (WID-04)."""

from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from backend.tenants.enums import InstallationProblem

WIDGET_PATH = "/widget.js"


def widget_url(api_url: str) -> str:
    return api_url.rstrip("/") + WIDGET_PATH


def snippet(api_url: str, slug: str) -> str:
    return f'<script src="{escape(widget_url(api_url))}" data-tenant="{escape(slug)}" async></script>'


@dataclass(frozen=True, slots=True)
class Installation:
    """What a page's HTML says about the widget."""

    slug: str | None
    problems: tuple[InstallationProblem, ...]


def inspect(html: str, *, page_url: str, slug: str, api_url: str) -> Installation:
    """Look for this tenant's snippet; the first fault that a person should mend is named."""
    tags = _Scripts.of(html, page_url)
    if not tags:
        return Installation(None, (InstallationProblem.SNIPPET_MISSING,))
    ours = [tag for tag in tags if tag.slug == slug]
    found = ours[0] if ours else tags[0]
    problems = []
    if not ours:
        problems.append(InstallationProblem.OTHER_TENANT)
    if not _same_server(found.src, api_url):
        problems.append(InstallationProblem.OTHER_SERVER)
    if len(tags) > 1:
        problems.append(InstallationProblem.DUPLICATED)
    return Installation(found.slug or None, tuple(problems))


def _same_server(src: str, api_url: str) -> bool:
    return urlsplit(src).netloc.lower() == urlsplit(api_url).netloc.lower()


@dataclass(frozen=True, slots=True)
class _Tag:
    src: str
    slug: str


class _Scripts(HTMLParser):
    """Collects the script tags that load a widget.js for a tenant; comments and text do not count."""

    def __init__(self, page_url: str) -> None:
        super().__init__()
        self.page_url = page_url
        self.tags: list[_Tag] = []

    @classmethod
    def of(cls, html: str, page_url: str) -> list[_Tag]:
        parser = cls(page_url)
        parser.feed(html)
        return parser.tags

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag != "script" or not given.get("src"):
            return
        try:
            src = urljoin(self.page_url, str(given["src"]))
            is_widget = urlsplit(src).path.endswith(WIDGET_PATH)
        except ValueError:  # an address no browser would load either
            return
        if is_widget and "data-tenant" in given:
            self.tags.append(_Tag(src, given["data-tenant"] or ""))
