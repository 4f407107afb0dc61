"""One page, parsed once: its links, its text, its head, its structured facts; each read when it is asked for."""

import re
from functools import cached_property
from typing import Final
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborNode

from scraper import countries, page_text, phones, structured
from scraper.domains import registrable
from scraper.languages import language_of
from scraper.structured import Fact
from scraper.telling import telling

_MAX_LINKS: Final = 5_000
_NO_PAGE: Final = (
    "#",
    "mailto:",
    "tel:",
    "javascript:",
    "whatsapp:",
    "data:",
    "callto:",
    "sms:",
    "skype:",
    "fax:",
    "file:",
    "about:",
    "viber:",
    "tg:",
    "blob:",
)
_INWARD: Final = ("/", "#", "?", "")
_TARGET_JUNK: Final = re.compile(r"[\s\x00-\x1f]+")


class Link:
    """An absolute address without its fragment, and the words of the link (or what a picture says instead).

    The words are read when they are asked for: most links of a page stood on the page before.
    """

    __slots__ = ("_nodes", "_text", "url")

    def __init__(self, url: str, text: str = "", nodes: list[LexborNode] | None = None) -> None:
        self.url = url
        self._text = text
        self._nodes = nodes

    @property
    def text(self) -> str:
        """The first words that one of this address's links has."""
        if self._nodes is not None:
            self._text = next((text for node in self._nodes if (text := link_text(node))), self._text)
            self._nodes = None
        return self._text

    def __repr__(self) -> str:
        return f"Link({self.url!r}, {self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Link) and (self.url, self.text) == (other.url, other.text)

    def __hash__(self) -> int:
        return hash(self.url)


class Page:
    """Lazy, so that who needs the links only pays for the links only."""

    def __init__(self, html: str, url: str) -> None:
        self.url = url
        self.html = html[: page_text.MAX_HTML]
        self._tree = page_text.tree(html)
        self._base = self._own_base()
        self._numbers: tuple[str, tuple[phones.Sighting, ...]] | None = None

    @cached_property
    def site(self) -> str:
        """The registrable domain, or the host where there is none."""
        try:
            host = urlsplit(self.url).hostname or ""
        except ValueError:
            return ""
        return registrable(host) or host

    @cached_property
    def targets(self) -> tuple[tuple[str, LexborNode], ...]:
        """Every link as written, with its element."""
        nodes = self._tree.css("a[href], area[href]")[:_MAX_LINKS]
        return tuple([(href.strip(), node) for node in nodes if (href := node.attrs.get("href")) and len(href) < 4_000])

    @cached_property
    def outward(self) -> tuple[tuple[str, LexborNode], ...]:
        """The links that may lead to something else than a page of this host."""
        return tuple([each for each in self.targets if each[0][:1] not in _INWARD or each[0][1:2] == "/"])

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Links to pages, each address once; frames are pages too."""
        found: dict[str, list[LexborNode]] = {}
        names: dict[str, str] = {}
        for href, node in self.targets:
            if url := self.absolute(href):
                found.setdefault(url, []).append(node)
        if "<frame" in self.html or "<FRAME" in self.html:
            for node in self._tree.css("frame[src]"):
                if url := self.absolute(node.attributes.get("src") or ""):
                    found.setdefault(url, [])
                    names[url] = node.attributes.get("name") or ""
        return tuple(Link(url, names.get(url, ""), nodes) for url, nodes in found.items())

    def absolute(self, href: str) -> str:
        """Nothing for what is no page. Joining as the standard says is slow, and few links need it."""
        if href[:1] == "/" and href.isprintable() and href[1:2] != "/" and "/." not in href:
            return self._base[0] + href.partition("#")[0]
        if href[:10].lower().startswith(_NO_PAGE):
            return ""
        href = href.partition("#")[0]
        if not href.isprintable():
            href = _TARGET_JUNK.sub("", href)
        if href.startswith(("https://", "http://")):
            return href
        try:
            joined = urljoin(self._base[1], href)
        except ValueError:
            return ""
        return joined if joined.startswith(("http://", "https://")) else ""

    def _own_base(self) -> tuple[str, str]:
        """Origin and address to which links are relative."""
        base = self.url
        if ("<base" in self.html or "<BASE" in self.html) and (node := self._tree.css_first("base[href]")):
            try:
                base = urljoin(self.url, node.attributes.get("href") or "")
            except ValueError:
                base = self.url
        try:
            parts = urlsplit(base)
        except ValueError:
            return "", ""
        return f"{parts.scheme}://{parts.netloc}", base

    @cached_property
    def metas(self) -> dict[str, str]:
        """By `name` or `property`, in lower case; the first of a name counts."""
        found: dict[str, str] = {}
        for node in self._tree.css("meta[content]")[:300]:
            attributes = node.attributes
            name = (
                attributes.get("name")
                or attributes.get("property")
                or attributes.get("http-equiv")
                or attributes.get("itemprop")
            )
            if name:
                found.setdefault(name.lower(), page_text.plain(attributes.get("content") or "")[:1_000])
        return found

    @cached_property
    def title(self) -> str:
        node = self._tree.css_first("head title") or self._tree.css_first("title")
        return page_text.plain(node.text())[:300] if node else ""

    @cached_property
    def headings(self) -> tuple[str, ...]:
        found = (page_text.plain(node.text(separator=" "))[:200] for node in self._tree.css("h1, h2, h3")[:20])
        return tuple(dict.fromkeys(each for each in found if each))[:20]

    @cached_property
    def scripts(self) -> tuple[str, ...]:
        """Where scripts and styles come from, for hints about technology."""
        nodes = self._tree.css("script[src], link[href], img[src], iframe[src]")[:300]
        return tuple(found for node in nodes if (found := node.attributes.get("src") or node.attributes.get("href")))

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        found: list[Fact] = []
        if "ld+json" in self.html:
            found += structured.json_ld([node.text() for node in self._tree.css('script[type*="ld+json"]')[:50]])
        if "itemprop" in self.html:
            found += structured.microdata(self._tree)
        return tuple(found)

    @cached_property
    def text(self) -> str:
        """What a person sees. Scripts and styles leave the tree with this, so what they say is read before."""
        _ = self.facts, self.scripts, self.data_scripts
        self._tree.strip_tags(["script", "style", "svg"])
        return page_text.visible(self._tree)

    @cached_property
    def telling(self) -> str:
        """The text without the prose that holds no contact."""
        return telling(self.text)

    @cached_property
    def data_scripts(self) -> tuple[str, ...]:
        """What an application's shell brings along as JSON; empty where the page itself says something."""
        if "application/json" not in self.html:
            return ()
        nodes = self._tree.css('script[type="application/json"]')[:5]
        return tuple(node.text()[:300_000] for node in nodes)

    @cached_property
    def declared_language(self) -> str:
        """As written: `es`, `es-CL`, `pt_BR`."""
        node = self._tree.root
        lang = (node.attributes.get("lang") or node.attributes.get("xml:lang") or "") if node else ""
        return (lang or self.metas.get("content-language", "") or self.metas.get("og:locale", "")).strip()[:12]

    @cached_property
    def language(self) -> str:
        return language_of(self.declared_language, self.text)

    @cached_property
    def country(self) -> str:
        """Guessed; who knows better says so to `findings`."""
        declared = self.declared_language
        return countries.guess(
            self.url, declared if declared[:2].lower() == self.language else self.language, self.text
        )

    def numbers(self, country: str) -> tuple[phones.Sighting, ...]:
        """Every number of the text as one of this country; asked twice, read once."""
        if self._numbers is None or self._numbers[0] != country:
            self._numbers = country, tuple(phones.in_text(self.telling, country))
        return self._numbers[1]

    def css(self, query: str) -> list[LexborNode]:
        return self._tree.css(query)


def link_text(node: LexborNode) -> str:
    text = node.text(separator=" ")
    if not text.strip():
        attributes = node.attributes
        text = attributes.get("title") or attributes.get("aria-label") or attributes.get("alt") or ""
        if not text and (image := node.css_first("img[alt]")):
            text = image.attributes.get("alt") or ""
    return " ".join(text.split())[:200]
