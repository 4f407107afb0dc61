"""`make run` says in one sentence what keeps it from running, and keeps its secrets."""

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from backend.core.crypto import Cipher
from backend.core.database.embedded import EmbeddedPostgres
from tools.console import LOGINS, Console, answers, table
from tools.environment import CHECKOUT, Ports, RunError, for_processes, kept_secrets
from tools.server import checked
from tools.setup import SetupError, refuse_other_pythons

PORTS_OF_TESTS = {
    "API_PORT": "18110",
    "PANEL_PORT": "18111",
    "ADMIN_PORT": "18112",
    "DEMO_PORT": "18113",
    "TOWN_PORT": "18114",
    "PHONES_PORT": "18115",
}


def test_ports_are_the_documented_ones_unless_told_otherwise() -> None:
    assert Ports.chosen({}) == Ports(api=8000, panel=8501, admin=8502, demo=8080, town=8090, phones=8091)
    assert Ports.chosen({"API_PORT": "18110"}).address("api") == "http://127.0.0.1:18110"


@pytest.mark.parametrize("text", ["", "http", "0", "65536", "-1", "80.5", "8000 "])
def test_a_port_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(RunError, match="API_PORT must be a number from 1 to 65535"):
        Ports.chosen({"API_PORT": text})


def test_a_taken_port_is_named_with_the_way_around_it() -> None:
    with socket.create_server(("127.0.0.1", 18111)), pytest.raises(RunError) as failure:
        Ports.chosen(PORTS_OF_TESTS).refuse_taken()
    sentence = str(failure.value)
    assert sentence.startswith("Port 18111 (panel) is taken by another program")
    assert "make run PANEL_PORT=" in sentence


def test_the_same_port_twice_is_refused() -> None:
    with pytest.raises(RunError, match="asked for twice, by api and panel"):
        Ports.chosen(PORTS_OF_TESTS | {"PANEL_PORT": "18110"}).refuse_taken()


BROKEN_URLS = {
    "sqlite": ("sqlite:///leads.db", "no other database is supported"),
    "mysql": ("mysql://user:word@127.0.0.1/x", "no other database is supported"),
    "no_scheme": ("127.0.0.1:5432", "no other database is supported"),
    "nothing_behind_it": ("postgresql://", "no other database is supported"),
    "spaces": ("postgresql://user:se cret@127.0.0.1/x", "cannot be read"),
    "bad_percent": ("postgresql://user:secret%zz@127.0.0.1/x", "cannot be read"),
    "nobody_listens": ("postgresql://user:secret@127.0.0.1:1/x", "Connection refused"),
}


@pytest.mark.parametrize("name", BROKEN_URLS)
def test_a_broken_database_url_gives_one_sentence_without_the_password(name: str) -> None:
    url, expected = BROKEN_URLS[name]
    with pytest.raises(RunError) as failure:
        checked(url)
    sentence = str(failure.value)
    assert sentence.startswith("DATABASE_URL")
    assert expected in sentence
    assert "\n" not in sentence
    assert "secret" not in sentence


def test_a_wrong_password_is_told_and_a_drivers_name_in_the_address_is_understood(
    postgres: EmbeddedPostgres,
) -> None:
    url = postgres.start()
    password = (postgres.home / "password").read_text()
    with pytest.raises(RunError, match="password authentication failed"):
        checked(url.replace(password, "wrong"))
    assert checked(url.replace("postgresql://", "postgresql+psycopg://")) == url


def test_the_command_ends_with_the_sentence_and_no_traceback() -> None:
    environment = os.environ | PORTS_OF_TESTS | {"DATABASE_URL": "sqlite:///x.db"}
    done = subprocess.run(
        [sys.executable, "-m", "tools.run"],
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("DATABASE_URL must read postgresql://")


def test_secrets_are_made_once_and_readable_by_us_alone(tmp_path: Path) -> None:
    path = tmp_path / "var" / "dev.env"
    made = kept_secrets(path)
    assert kept_secrets(path) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(made["SECRET_KEY"]) >= 32
    cipher = Cipher.from_setting(made["ENCRYPTION_KEYS"], b"index")
    assert cipher.decrypt(cipher.encrypt("ana@example.com")) == "ana@example.com"


def test_a_run_is_never_production_and_never_uses_the_owners_login() -> None:
    kept = {"SECRET_KEY": "s", "ENCRYPTION_KEYS": "k"}
    outer = {
        "ENV": "production",
        "SEED": "0",
        "DATABASE_URL": "postgresql://owner",
        "SMTP_HOST": "mail",
        "PATH": "/bin",
    }
    given = for_processes(outer, Ports(), kept, app_url="postgresql://app", owner_url="postgresql://owner")
    assert (given["ENV"], given["SEED"]) == ("dev", "1")
    assert (given["DATABASE_URL"], given["MIGRATION_DATABASE_URL"]) == (
        "postgresql://app",
        "postgresql://owner",
    )
    assert given["SMTP_HOST"] == "mail"
    assert given["PATH"].startswith(str(CHECKOUT / ".venv" / "bin"))


def line(name: str, data: str | bytes) -> SimpleNamespace:
    return SimpleNamespace(name=name, data=data)


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Console]:
    opened = Console(tmp_path, ["api", "worker"], lambda: None)
    yield opened
    opened.close()


def test_the_process_that_stopped_first_is_named_with_its_last_words(console: Console, tmp_path: Path) -> None:
    for message in (
        line("worker", b"Traceback\n"),
        line("worker", "out of m\u00e9moire\n".encode()),
        line("system", "worker stopped (rc=137)\n"),
        line("system", "sending SIGTERM to api (pid 7)\n"),
        line("system", "api stopped (rc=-15)\n"),
    ):
        console.write(message)
    assert console.stopped_by_itself == ("worker", 137)
    assert console.last_words("worker") == "  worker | Traceback\n  worker | out of mémoire"
    assert (tmp_path / "worker.log").read_text() == "Traceback\nout of mémoire\n"


def test_a_stop_that_was_asked_for_blames_nobody(console: Console) -> None:
    console.write(line("system", "SIGINT received\n"))
    console.write(line("system", "api stopped (rc=-15)\n"))
    assert console.stopped_by_itself is None


def test_the_table_waits_for_every_process(tmp_path: Path) -> None:
    announced: list[str] = []
    console = Console(tmp_path, ["api", "worker"], lambda: announced.append("now"))
    console.write(line("system", "api started (pid=1)\n"))
    assert announced == []
    console.write(line("system", "worker started (pid=2)\n"))
    assert announced == ["now"]
    console.close()


def test_the_table_shows_every_address_and_login() -> None:
    text = table(Ports(), "")
    for shown in ("8000/docs", ":8501", ":8502", ":8080", ":8091", *LOGINS["panel"], *LOGINS["admin"]):
        assert shown in text


def test_an_address_where_nobody_listens_does_not_answer() -> None:
    assert not answers("http://127.0.0.1:1/")


@pytest.mark.parametrize(
    ("version", "accepted"),
    [((3, 9), False), ((3, 10), False), ((3, 11), True), ((3, 14), True), ((3, 15), False)],
)
def test_python_from_3_11_to_3_14_is_accepted(version: tuple[int, int], accepted: bool) -> None:
    if accepted:
        refuse_other_pythons(version)
    else:
        with pytest.raises(SetupError, match=r"needs Python 3\.11 to 3\.14"):
            refuse_other_pythons(version)


def test_without_any_python_make_says_what_to_install(tmp_path: Path) -> None:
    done = subprocess.run(
        ["/usr/bin/make", "run"],
        cwd=CHECKOUT,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert done.stderr.startswith("OpenSells needs Python 3.11 to 3.14: install one")
