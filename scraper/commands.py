"""The command line: what may be asked, and what happens then."""

import argparse
import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from scraper import addresses
from scraper.output import FORMATS, NotOurs, done_in, form_of
from scraper.running import Target, crawl, run
from scraper.settings import Options, WrongSetting, from_environment
from scraper.sources.base import SourceError
from scraper.tally import Tally

OK: Final = 0
FAILED: Final = 1
WRONG: Final = 2
INTERRUPTED: Final = 130

_SOURCES: Final = ("overpass", "places", "web")
_EPILOG: Final = """\
Settings come from the environment: SCRAPER_USER_AGENT, SCRAPER_CONTACT_URL (stands in the user agent),
SCRAPER_DELAY, SCRAPER_CACHE_DIR and others; keys of sources: GOOGLE_PLACES_API_KEY, SCRAPERAPI_KEY.

Exit codes: 0 done (also where sites were blocked: see the summary), 1 nothing could be done, 2 wrong input,
130 interrupted (what was done is saved; go on with --resume).
"""


class WrongInput(ValueError):
    """A person asked for what cannot be done; the message is the sentence that tells why."""


@dataclass(frozen=True, slots=True)
class _Call:
    """What was asked, read and judged."""

    options: Options
    target: Target
    done: set[str]
    check_mail: bool


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    given = _parser().parse_args(arguments)
    tally = Tally()
    try:
        call = _understood(given, os.environ)
        urls = addresses.wanted(_wanted(given, tally), call.done, tally)
        if not urls and not tally.skipped:
            raise WrongInput("no address of a website was given")
        run(crawl(urls, call.options, call.target, tally, check_mail=call.check_mail))
    except (WrongInput, WrongSetting, NotOurs) as error:
        return _say(WRONG, f"{error}\n")
    except SourceError as error:
        return _say(FAILED, f"The source {error.source} gave nothing: {error.reason}\n")
    except BrokenPipeError:
        # The reader has seen enough (`| head`); what Python still holds must not complain at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except OSError as error:
        return _say(FAILED, f"Cannot write: {error}\n")
    except KeyboardInterrupt:
        return _say(INTERRUPTED, f"Interrupted; what was done is saved.\n{tally.summary()}")
    return _say(OK, tally.summary())


def _say(code: int, words: str) -> int:
    sys.stderr.write(words)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scraper",
        description="Reads websites of businesses: contacts, each with the page that proves it.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    site = commands.add_parser("site", help="read the sites at these addresses")
    site.add_argument("urls", nargs="+", metavar="URL")
    listed = commands.add_parser("list", help="read the sites listed in a file")
    listed.add_argument("file", metavar="FILE", help="one address a line, or a CSV; - is the standard input")
    search = commands.add_parser("search", help='find businesses and read their sites: "dentistas en Girona"')
    search.add_argument("query", metavar="QUERY")
    search.add_argument("--source", choices=_SOURCES, default=_SOURCES[0])
    search.add_argument("--limit", type=_count, default=50, help="businesses at most (50)")
    for each in (site, listed, search):
        _add_options(each)
    return parser


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--max-pages", type=_amount, help="pages a site at most (6); 0 reads whole sites")
    parser.add_argument("--concurrency", type=_count, help="sites at once (16)")
    parser.add_argument("--delay", type=_seconds, help="seconds between two requests to a site (0.5)")
    parser.add_argument("--country", type=_country, help="of the businesses, two letters: reads national phones")
    parser.add_argument("--format", choices=FORMATS, help="of the output (jsonl)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="instead of the standard output")
    parser.add_argument(
        "--resume", type=Path, metavar="FILE", help="go on with this output: skips its sites, adds to it"
    )
    parser.add_argument("--mx", action="store_true", help="take out emails whose domain takes no mail")
    parser.add_argument("--cache", type=Path, metavar="FOLDER", help="where read pages are kept for a day")
    parser.add_argument("--no-cache", action="store_true", help="keep no pages")


def _amount(text: str) -> int:
    found = int(text)
    if not 0 <= found <= 1_000_000:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1,000,000")
    return found


def _count(text: str) -> int:
    found = int(text)
    if not 1 <= found <= 10_000:
        raise argparse.ArgumentTypeError(f"{text} is not between 1 and 10,000")
    return found


def _seconds(text: str) -> float:
    found = float(text)
    if not 0 <= found <= 3600:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 3,600")
    return found


def _country(text: str) -> str:
    if not (len(text) == 2 and text.isascii() and text.isalpha()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a country's two letters, like ES")
    return text.upper()


def _understood(given: argparse.Namespace, environment: Mapping[str, str]) -> _Call:
    if given.resume and given.out and given.resume != given.out:
        raise WrongInput("--resume adds to its own file: leave --out away")
    path: Path | None = given.resume or given.out
    if path is not None and not path.parent.is_dir():
        raise WrongInput(f"there is no folder {path.parent}")
    before = form_of(given.resume) if given.resume else None
    if before and given.format and before != given.format:
        raise WrongInput(f"{given.resume} was written as {before}: it cannot go on as {given.format}")
    form = given.format or before or ("csv" if path and path.suffix == ".csv" else "jsonl")
    done = done_in(given.resume) if given.resume else set()
    return _Call(_options(given, environment), Target(path, form, append=bool(given.resume)), done, given.mx)


def _options(given: argparse.Namespace, environment: Mapping[str, str]) -> Options:
    found = from_environment(environment)
    named = {"max_pages": given.max_pages, "sites_at_once": given.concurrency, "delay": given.delay}
    found = replace(found, **{name: value for name, value in named.items() if value is not None})
    found = replace(found, country=given.country or found.country)
    if given.no_cache:
        return replace(found, cache_dir=None)
    return replace(found, cache_dir=given.cache or found.cache_dir or _cache_home(environment))


def _cache_home(environment: Mapping[str, str]) -> Path:
    return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "opensells-scraper"


def _wanted(given: argparse.Namespace, tally: Tally) -> list[str]:
    if given.command == "site":
        return list(given.urls)
    if given.command == "list":
        try:
            return list(addresses.in_file(given.file, sys.stdin, tally))
        except OSError as error:
            raise WrongInput(f"cannot read {given.file}: {error.strerror}") from error
    from scraper import searching

    return asyncio.run(searching.websites(given.query, given.source, given.limit, given.country or "", tally))
