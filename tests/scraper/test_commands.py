"""`python -m scraper` as its users run it: in a process of its own, against sites on loopback."""

import asyncio
import csv
import io
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from scraper.commands import main
from tests.scraper.served import Behaviour, Site, page
from tools.town.server import Town

ROOT = Path(__file__).resolve().parents[2]
CONTACT = "hola@dental-girona.cat"


class Ran:
    """How a run ended."""

    def __init__(self, code: int | None, out: bytes, err: bytes) -> None:
        self.code = code
        self.out = out.decode()
        self.err = err.decode()

    @property
    def reports(self) -> list[dict[str, Any]]:  # Any: JSON
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    ours = {"SCRAPER_ALLOW_LOOPBACK": "1", "SCRAPER_DELAY": "0", "XDG_CACHE_HOME": str(tmp_path / "cache")}
    return {**os.environ, **ours}


async def _started(environment: Mapping[str, str], *arguments: object) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "scraper",
        *map(str, arguments),
        cwd=ROOT,
        env=environment,
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        # Who runs the tests in the background of a shell has Ctrl-C switched off, and all that they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


async def _run(environment: Mapping[str, str], *arguments: object, given: str = "") -> Ran:
    process = await _started(environment, *arguments)
    out, err = await process.communicate(given.encode())
    return Ran(process.returncode, out, err)


def _town(count: int) -> dict[str, Behaviour]:
    return {"/": page("/contact", text="Welcome"), "/contact": page(text=f"Write to {CONTACT}")}


def _urls(site: Site, count: int) -> list[str]:
    return [site.url(host=f"s{number}.localhost") for number in range(count)]


async def test_site_writes_a_report_for_each(environment: dict[str, str]) -> None:
    async with Site(_town(2)) as site:
        ran = await _run(environment, "site", *_urls(site, 2))
    assert ran.code == 0
    assert {each["url"] for each in ran.reports} == set(_urls(site, 2))
    for each in ran.reports:
        assert each["status"] == "ok"
        assert each["findings"]["emails"][0]["value"] == CONTACT
        assert each["findings"]["emails"][0]["evidence"][0]["url"].endswith("/contact")
    assert "Sites:   2 (2 ok)" in ran.err
    assert "\x1b" not in ran.err


async def test_csv_is_a_table(environment: dict[str, str]) -> None:
    async with Site(_town(1)) as site:
        ran = await _run(environment, "site", site.url(), "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(ran.out))
    assert row["emails"] == CONTACT
    assert row["proof"] == site.url("/contact")


async def test_list_reads_lines_and_tables_and_skips_what_is_no_address(
    environment: dict[str, str], tmp_path: Path
) -> None:
    async with Site(_town(3)) as site:
        a, b, c = _urls(site, 3)
        listed = tmp_path / "sites.csv"
        listed.write_text(
            f"\ufeffname;web\n# ours\nDental A;{a}\n{b}\n\nno address here\nDental B again;{b}/x\n{c},Other\n"
        )
        ran = await _run(environment, "list", listed)
        piped = await _run(environment, "list", "-", given=f"{a}\n")
    assert {each["url"] for each in ran.reports} == {a, b, c}
    assert "1 without an address" in ran.err
    assert "1 same site twice" in ran.err
    assert [each["url"] for each in piped.reports] == [a]


async def test_what_could_not_be_read_is_told_with_its_reason(environment: dict[str, str]) -> None:
    ran = await _run(environment, "site", "file:///etc/passwd", "http://169.254.169.254/latest/", "http://10.0.0.1/")
    assert ran.code == 0
    assert [each["status"] for each in ran.reports] == ["refused"] * 3
    assert "2 refused: private_address" in ran.err
    assert "1 refused: bad_scheme" in ran.err


async def test_loopback_is_closed_unless_it_is_opened(environment: dict[str, str]) -> None:
    async with Site(_town(1)) as site:
        ran = await _run({**environment, "SCRAPER_ALLOW_LOOPBACK": ""}, "site", site.url())
        assert not site.asked
    assert ran.reports[0]["status"] == "refused"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["list", "/no/such/file"], "cannot read /no/such/file"),
        (["site", "a.es", "--out", "/no/such/folder/x"], "there is no folder /no/such/folder"),
        (["site", "a.es", "--country", "Spain"], "is not a country's two letters"),
        (["site", "a.es", "--max-pages", "-1"], "is not between 0"),
        (["site", "a.es", "--concurrency", "0"], "is not between 1"),
        (["site", "a.es", "--delay", "nan"], "is not between 0"),
        (["site", "a.es", "--format", "xml"], "invalid choice"),
        (["site", "a.es", "--resume", "/tmp/a", "--out", "/tmp/b"], "leave --out away"),
        (["site"], "required"),
        ([], "required"),
        (["fly"], "invalid choice"),
        (["list", "/dev/null"], "no address"),
    ],
)
def test_wrong_input_gets_a_sentence(arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code = main(arguments)
    except SystemExit as error:
        code = int(error.code or 0)
    assert code == 2
    assert sentence in capsys.readouterr().err


def test_a_wrong_setting_gets_a_sentence(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRAPER_DELAY", "soon")
    assert main(["site", "a.es"]) == 2
    assert capsys.readouterr().err == "SCRAPER_DELAY is not a number: 'soon'\n"


async def test_search_finds_businesses_and_reads_their_sites(environment: dict[str, str]) -> None:
    async with Town().open() as town:
        services = {"OVERPASS_URL": f"{town.address}/overpass", "GAZETTEER_URL": f"{town.address}/nominatim"}
        ran = await _run({**environment, **services}, "search", "dentistas en Valldemar", "--country", "es")
    assert ran.code == 0
    sites = {each["domain"].partition(".")[0]: each for each in ran.reports}
    assert sites["clinica-rius"]["findings"]["emails"]
    assert all(each["country"] == "ES" for each in ran.reports)


async def test_a_source_that_is_down_says_so(environment: dict[str, str]) -> None:
    async with Town().open() as town:
        services = {"OVERPASS_URL": f"{town.address}/overpass", "GAZETTEER_URL": f"{town.address}/no-such-service"}
        ran = await _run({**environment, **services}, "search", "dentistas en Valldemar")
    assert ran.code == 1
    assert "gave nothing" in ran.err


async def test_a_source_without_its_key_says_what_it_needs(environment: dict[str, str]) -> None:
    ran = await _run(
        {**environment, "GOOGLE_PLACES_API_KEY": ""}, "search", "dentistas en Girona", "--source", "places"
    )
    assert ran.code == 1
    assert "GOOGLE_PLACES_API_KEY" in ran.err


async def test_a_file_of_others_is_not_continued(environment: dict[str, str], tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("my notes\nare dear to me\n")
    ran = await _run(environment, "site", "a.es", "--resume", other)
    assert ran.code == 2
    assert other.read_text() == "my notes\nare dear to me\n"


@pytest.mark.parametrize("form", ["jsonl", "csv"])
async def test_resume_skips_what_is_done_and_mends_a_cut_line(
    environment: dict[str, str], tmp_path: Path, form: str
) -> None:
    out = tmp_path / f"out.{form}"
    async with Site(_town(3)) as site:
        urls = _urls(site, 3)
        await _run(environment, "site", *urls[:2], "--out", out)
        whole = out.read_bytes()
        last = whole.splitlines(keepends=True)[-1]
        out.write_bytes(whole.removesuffix(last) + last[: len(last) // 2])
        ran = await _run(environment, "site", *urls, "--resume", out)
        assert site.pages == {"/": 3, "/contact": 3}
    assert ran.code == 0
    assert "1 already done" in ran.err
    assert sorted(_done(out)) == sorted(urls)


def _done(out: Path) -> list[str]:
    if out.suffix == ".csv":
        return [row["url"] for row in csv.DictReader(io.StringIO(out.read_text()))]
    return [json.loads(line)["url"] for line in out.read_text().splitlines()]


async def _after(site: Site, pages: int) -> None:
    """Until so many pages were asked for."""
    while site.pages.total() < pages:
        await asyncio.sleep(0.005)


async def test_a_killed_run_goes_on_without_reading_a_page_twice(environment: dict[str, str], tmp_path: Path) -> None:
    """Twelve sites of three pages; the process is killed (SIGKILL) after about half of them."""
    out = tmp_path / "out.jsonl"
    answers = {"/": page("/contact", "/legal"), "/contact": page(text=CONTACT), "/legal": page("/contact")}
    asked: list[str] = []

    def counting(answer: Behaviour) -> Behaviour:
        async def counted(request: web.BaseRequest) -> web.StreamResponse:
            asked.append(f"{request.host}{request.path}")
            return await answer(request)

        return counted

    async with Site({path: counting(each) for path, each in answers.items()}) as site:
        urls = _urls(site, 12)
        arguments = ("site", *urls, "--resume", out, "--concurrency", 2, "--delay", 0.005)
        process = await _started(environment, *arguments)
        await asyncio.wait_for(_after(site, 18), 120)
        os.kill(process.pid, signal.SIGKILL)
        await process.communicate()
        under_way = set(asked[-4:])
        ran = await _run(environment, *arguments)
    assert ran.code == 0
    assert sorted(_done(out)) == sorted(urls)
    twice = {each for each in asked if asked.count(each) > 1}
    # What was on the wire in the moment of the kill had not arrived: at most two sites times two places.
    assert twice <= under_way
    assert len(asked) <= 36 + len(twice)
    assert all(json.loads(line)["findings"]["emails"] for line in out.read_text().splitlines())


async def test_ctrl_c_saves_what_is_done(environment: dict[str, str], tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    never = asyncio.Event()

    async def stuck(request: web.BaseRequest) -> web.StreamResponse:
        if request.host.startswith("s1."):
            await never.wait()
        return await page(text=CONTACT)(request)

    async with Site({"/": stuck}) as site:
        process = await _started(environment, "site", *_urls(site, 2), "--out", out, "--max-pages", 1)
        await asyncio.wait_for(_written(out), 120)
        process.send_signal(signal.SIGINT)
        _, err = await process.communicate()
        never.set()
    assert process.returncode == 130
    assert b"Interrupted; what was done is saved." in err
    assert b"Traceback" not in err
    assert _done(out) == [site.url(host="s0.localhost")]


async def _written(out: Path) -> None:
    while not (out.exists() and out.stat().st_size):
        await asyncio.sleep(0.005)


async def test_a_reader_that_has_seen_enough_is_no_fault(environment: dict[str, str]) -> None:
    async with Site(_town(8)) as site:
        process = await _started(environment, "site", *_urls(site, 8), "--concurrency", 1)
        assert process.stdout is not None
        await process.stdout.readline()
        process._transport.get_pipe_transport(1).close()  # type: ignore[attr-defined]  # the reading end, as `head` does
        assert process.stderr is not None
        err = await process.stderr.read()
        await process.wait()
    assert b"Traceback" not in err
    assert process.returncode == 0
