"""One page, parsed once: its links, its text, its head, its structured facts; each read when it is asked for."""

import re
from contextlib import suppress
from typing import Final
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborNode

from scraper import countries, page_text, phones, structured
from scraper.domains import origin, registrable
from scraper.languages import language_of
from scraper.lazily import lazy
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

    def stands_at(self, node: LexborNode) -> None:
        """One more element that leads there."""
        if self._nodes is not None:
            self._nodes.append(node)

    def called(self, name: str) -> None:
        """What stands for its words where its elements have none."""
        self._text = name

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

    @lazy
    def site(self) -> str:
        """The registrable domain, or the host where there is none."""
        try:
            host = urlsplit(origin(self.url)).hostname or ""
        except ValueError:
            return ""
        return registrable(host) or host

    @lazy
    def targets(self) -> tuple[tuple[str, LexborNode], ...]:
        """Every link as written, with its element."""
        # A list of one kind costs a third of a question that the parser must understand first.
        nodes = self._tree.css("a[href], area[href]") if self._tree.tags("area") else self._tree.tags("a")
        nodes = nodes[:_MAX_LINKS]
        return tuple([(href.strip(), node) for node in nodes if (href := node.attrs.get("href")) and len(href) < 4_000])

    @lazy
    def outward(self) -> tuple[tuple[str, LexborNode], ...]:
        """The links that may lead to something else than a page of this host."""
        return tuple([each for each in self.targets if each[0][:1] not in _INWARD or each[0][1:2] == "/"])

    @lazy
    def links(self) -> tuple[Link, ...]:
        """Links to pages, each address once; frames are pages too."""
        found: dict[str, Link] = {}
        absolute = self.absolute
        for href, node in self.targets:
            if not (url := absolute(href)):
                continue
            if known := found.get(url):
                known.stands_at(node)
            else:
                found[url] = Link(url, "", [node])
        for node in self._tree.tags("frame"):
            attributes = node.attributes
            if "src" in attributes and (url := absolute(attributes["src"] or "")):
                found.setdefault(url, Link(url)).called(attributes.get("name") or "")
        return tuple(found.values())

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
        for node in self._tree.tags("base"):
            attributes = node.attributes
            if "href" in attributes:
                with suppress(ValueError):
                    base = urljoin(self.url, attributes["href"] or "")
                break
        try:
            return origin(base), base
        except ValueError:
            return "", ""

    @lazy
    def metas(self) -> dict[str, str]:
        """By `name` or `property`, in lower case; the first of a name counts."""
        found: dict[str, str] = {}
        for node in self._tree.tags("meta")[:300]:
            attributes = node.attributes
            name = "content" in attributes and (
                attributes.get("name")
                or attributes.get("property")
                or attributes.get("http-equiv")
                or attributes.get("itemprop")
            )
            if name:
                found.setdefault(name.lower(), page_text.plain(attributes.get("content") or "")[:1_000])
        return found

    @lazy
    def title(self) -> str:
        nodes = self._tree.tags("title")
        if len(nodes) > 1:  # pictures have titles too
            nodes = self._tree.css("head title") or nodes
        return page_text.plain(nodes[0].text())[:300] if nodes else ""

    @lazy
    def headings(self) -> tuple[str, ...]:
        found = (page_text.plain(node.text(separator=" "))[:200] for node in self._tree.css("h1, h2, h3")[:20])
        return tuple(dict.fromkeys(each for each in found if each))[:20]

    @lazy
    def scripts(self) -> tuple[str, ...]:
        """Where scripts and styles come from, for hints about technology."""
        nodes = self._tree.css("script[src], link[href], img[src], iframe[src]")[:300]
        return tuple(found for node in nodes if (found := node.attributes.get("src") or node.attributes.get("href")))

    @lazy
    def facts(self) -> tuple[Fact, ...]:
        found: list[Fact] = []
        if self._holds_data and "ld+json" in self.html:
            found += structured.json_ld([node.text() for node in self._tree.css('script[type*="ld+json"]')[:50]])
        if "itemprop" in self.html:
            found += structured.microdata(self._tree)
        return tuple(found)

    @lazy
    def _holds_data(self) -> bool:
        """Whether any script is JSON; asked of the few scripts, not of the whole source."""
        return any("json" in (node.attributes.get("type") or "").lower() for node in self._tree.tags("script"))

    @lazy
    def text(self) -> str:
        """What a person sees. Scripts and styles leave the tree with this, so what they say is read before."""
        _ = self.facts, self.scripts, self.data_scripts
        self._tree.strip_tags(["script", "style", "svg"])
        return page_text.visible(self._tree)

    @lazy
    def telling(self) -> str:
        """The text without the prose that holds no contact."""
        return telling(self.text)

    @lazy
    def data_scripts(self) -> tuple[str, ...]:
        """What an application's shell brings along as JSON; empty where the page itself says something."""
        if not self._holds_data or "application/json" not in self.html:
            return ()
        nodes = self._tree.css('script[type="application/json"]')[:5]
        return tuple(node.text()[:300_000] for node in nodes)

    @lazy
    def declared_language(self) -> str:
        """As written: `es`, `es-CL`, `pt_BR`."""
        node = self._tree.root
        lang = (node.attributes.get("lang") or node.attributes.get("xml:lang") or "") if node else ""
        return (lang or self.metas.get("content-language", "") or self.metas.get("og:locale", "")).strip()[:12]

    @lazy
    def language(self) -> str:
        return language_of(self.declared_language, self.text)

    @lazy
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
