"""Findings of many pages as those of one site: each value once, with the best of what proves it.

Sums of sums are the sum of all, so a crawl can put pages together in portions.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from scraper import profiles, ranking
from scraper.collecting import strongest
from scraper.findings import Datum, Evidence, Findings
from scraper.names import name_key
from scraper.postal import address_key
from scraper.rules import Rules

MAX_HEADINGS = 20
# Every page's title is a guess at the name: of a whole site's the surest stay, and a report does not grow with them.
MAX_NAMES = 200


@dataclass(slots=True)
class _Sum:
    value: str
    label: str
    best: float
    evidence: list[Evidence] = field(default_factory=list)


def combine(found: Sequence[Findings], *, domain: str, rules: Rules | None = None) -> Findings:
    """The first page's title, description and headings are the site's, so the home page comes first."""
    return Findings(
        names=ranking.surest(_joined((each.names for each in found), name_key))[:MAX_NAMES],
        emails=ranking.emails(_joined(each.emails for each in found), domain, rules),
        phones=ranking.surest(_joined(each.phones for each in found)),
        whatsapp=ranking.surest(_joined(each.whatsapp for each in found)),
        profiles=ranking.surest(_joined((each.profiles for each in found), _account)),
        addresses=ranking.surest(_joined((each.addresses for each in found), address_key)),
        opening_hours=ranking.surest(_joined((each.opening_hours for each in found), str.casefold)),
        tax_ids=ranking.surest(_joined(each.tax_ids for each in found)),
        technologies=_joined(each.technologies for each in found),
        title=next((each.title for each in found if each.title), ""),
        description=next((each.description for each in found if each.description), ""),
        headings=tuple(dict.fromkeys(heading for each in found for heading in each.headings))[:MAX_HEADINGS],
        language=_commonest(each.language for each in found),
    )


def _joined(lists: Iterable[tuple[Datum, ...]], key: Callable[[str], str] = str) -> tuple[Datum, ...]:
    """Of two spellings of one value the surer one stays."""
    sums: dict[str, _Sum] = {}
    for data in lists:
        for each in data:
            entry = sums.setdefault(key(each.value), _Sum(each.value, each.label, each.confidence))
            if each.confidence > entry.best:
                entry.value, entry.best = each.value, each.confidence
            entry.label = entry.label or each.label
            entry.evidence.extend(each.evidence)
    return tuple(Datum(each.value, strongest(each.evidence), each.label) for each in sums.values())


def _account(url: str) -> str:
    found = profiles.of_link(url)
    return found.key if found else url


def _commonest(languages: Iterable[str]) -> str:
    """The home page's where none is commoner."""
    said = [each for each in languages if each]
    return max(dict.fromkeys(said), key=said.count, default="")
