"""Prints what the extraction is worth: `python -m tests.scraper.report`."""

import sys
import time

from scraper import pages
from tests.scraper.measuring import corpus, measure, table

_ROUNDS = 20


def _milliseconds(html: str, url: str) -> float:
    """The best of many rounds: the machine has other things to do."""
    best = float("inf")
    for _ in range(_ROUNDS):
        start = time.process_time()
        page = pages.parse(html, url)
        _ = page.links
        pages.findings(page)
        best = min(best, time.process_time() - start)
    return best * 1000


def main() -> None:
    scores = measure(corpus())
    out = sys.stdout.write
    out(f"{len(corpus())} pages\n")
    for line in table(scores):
        out(f"{line}\n")
    for name, score in scores.items():
        for kind, values in (("wrong", score.wrong), ("missed", score.missed)):
            for value in values:
                out(f"{kind} {name}: {value}\n")
    costs = [_milliseconds(each.html, each.url) for each in corpus()]
    size = sum(len(each.html) for each in corpus()) / len(costs)
    out(f"{sum(costs) / len(costs):.2f} ms a page of {size / 1000:.1f} kB on average\n")


if __name__ == "__main__":
    main()
