"""What the extraction is worth on saved pages, and that it invents nothing."""

import re
from html import unescape
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper import emails, names, page_text, pages, phones, postal, profiles, telling
from scraper.emails import cloudflare
from scraper.findings import MAX_EVIDENCE_TEXT, Findings
from tests.scraper.measuring import FIELDS, Saved, corpus, kinds, measure

_HIDDEN = re.compile(r"(?:data-cfemail=[\"']?|email-protection#)([0-9a-fA-F]+)")
_AT = re.compile(r"\s*[\[(]\s*(?:at|arroba|@)\s*[\])]\s*|\s(?:at|arroba)\s", re.IGNORECASE)
_DOT = re.compile(r"\s*[\[(]\s*(?:dot|punto|punt)\s*[\])]\s*|\s(?:dot|punto)\s", re.IGNORECASE)


def test_the_corpus_has_many_pages_of_seven_languages() -> None:
    assert len(corpus()) >= 60
    assert {"es", "ca", "pt", "en", "fr", "de", "it"} <= set(kinds(corpus()))


@pytest.mark.parametrize("field", FIELDS)
def test_precision_and_recall(field: str) -> None:
    score = measure(corpus())[field]
    assert score.precision >= 0.98, score.wrong
    assert score.recall >= 0.95, score.missed


def _decoded(html: str) -> tuple[str, str]:
    """All that a page says, in words and in digits."""
    codes = " ".join(cloudflare(code) for code in _HIDDEN.findall(html))
    parted = " ".join(f"{user}@{host}" for user, host in re.findall(r'data-user="([^"]*)" data-domain="([^"]*)"', html))
    text = unquote(unescape(unescape(html)))
    shown = re.sub(r"[\x00\xad\u200b-\u200f]|<[^>]*>", "", text)
    both = f"{text} {shown} {codes} {parted}"
    words = f"{both} {_DOT.sub('.', _AT.sub('@', both))}".lower()
    digits = re.sub(r"\D", "", re.sub(r"<[^>]*>", "", text)) + " " + re.sub(r"\D", "", text)
    return words, digits.replace("(0)", "")


def _invented(html: str, found: Findings) -> list[str]:
    words, digits = _decoded(html)
    nothing = [each.value for each in found.emails if each.value not in words]
    for each in (*found.phones, *found.whatsapp):
        own = re.sub(r"\D", "", each.value)
        if each.value.startswith("+") and not any(own[cut:] in digits for cut in range(4)):
            nothing.append(each.value)
    nothing += [each.value for each in found.profiles if each.value.rpartition("/")[2].lower() not in words]
    return nothing


@pytest.mark.parametrize("saved", corpus(), ids=lambda saved: saved.name)
def test_no_value_is_invented(saved: Saved) -> None:
    assert _invented(saved.html, saved.read()) == []


@pytest.mark.parametrize("saved", corpus(), ids=lambda saved: saved.name)
def test_every_value_carries_its_evidence(saved: Saved) -> None:
    found = saved.read()
    for field in (*FIELDS, "technologies"):
        for datum in getattr(found, field):
            assert datum.evidence, datum
            for each in datum.evidence:
                assert each.url == saved.url
                assert 0 < len(each.text) <= MAX_EVIDENCE_TEXT
                assert 0 < each.confidence <= 1


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_value_is_invented_on_mutated_pages(data: st.DataObject) -> None:
    """A page with pieces cut out, doubled, swapped and mixed with another's."""
    saved = data.draw(st.sampled_from(corpus()))
    other = data.draw(st.sampled_from(corpus()))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(saved.html)), min_size=2, max_size=6)))
    pieces = [saved.html[one:two] for one, two in zip([0, *cuts], [*cuts, len(saved.html)], strict=True)]
    pieces.append(other.html[: data.draw(st.integers(0, len(other.html)))])
    html = data.draw(st.sampled_from(("", " ", "\x00", "<p>", "</span>", "1", "@"))).join(
        data.draw(st.permutations(pieces))
    )
    assert _invented(html, pages.read(html, saved.url)) == []


_SCRAPS = [
    *("<a href=", "mailto:", "@", ".", ">", "tel:", "+34", "93", "412", "34 56", "[at]", "(", "<p>", "</p>", " ", "\n"),
    *(
        '"',
        "'",
        "&",
        "&#64;",
        "%",
        "\x00",
        "\ud800",
        "<!--",
        "<script type=application/ld+json>",
        "</script>",
        "{",
        "}",
    ),
    *(
        "[",
        "]",
        '"email":',
        "C/ Major 12",
        "08001",
        "Lunes 9:00-14:00",
        "<p itemprop=telephone>",
        "https://wa.me/",
        "©",
    ),
]


@settings(max_examples=300, deadline=None)
@given(
    html=st.text(max_size=400) | st.lists(st.sampled_from(_SCRAPS), max_size=60).map("".join),
    url=st.sampled_from(("https://acme.es/", "", "http://[::1", "x", "https://acme.co.uk/a b")),
)
def test_nothing_in_a_page_raises(html: str, url: str) -> None:
    page = pages.parse(html, url)
    assert all(isinstance(link.text, str) for link in page.links)
    pages.findings(page)


# What the pages of a site have in common is understood once: these keep it.
_REMEMBERED = (
    emails.clean,
    emails.in_link,
    names.resembles,
    names._tidied,
    page_text._shared,
    phones._cached,
    phones._valid,
    postal._is_an_authority,
    postal._named_start,
    postal._street_start,
    profiles.of_link,
    telling._cached,
)


def test_what_is_remembered_of_other_pages_changes_no_findings() -> None:
    for each in corpus():
        each.read()
    warm = {each.name: each.read() for each in corpus()}
    for each in corpus():
        for function in _REMEMBERED:
            function.cache_clear()
        assert each.read() == warm[each.name], each.name
