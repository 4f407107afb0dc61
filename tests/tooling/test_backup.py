"""The drill of OPS-03 and X14: a row written after the base backup is there after the restore."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from backend.core.database.embedded import EmbeddedPostgres
from backend.core.database.programs import find_programs, give, outside_home, server_user
from tools.environment import CHECKOUT

DEPLOY = CHECKOUT / "deploy"


def environment(url: str) -> dict[str, str]:
    address = urlsplit(url)
    programs = find_programs(server_user(), outside_home(CHECKOUT))
    return os.environ | {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PGHOST": str(address.hostname),
        "PGPORT": str(address.port),
        "PGUSER": str(address.username),
        "PGPASSWORD": str(address.password),
    }


@contextmanager
def streaming(folder: Path, url: str) -> Iterator[None]:
    process = subprocess.Popen(
        ["sh", str(DEPLOY / "backup.sh"), str(folder)],
        env=environment(url),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=60)


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline, "the backup did not get there in 120 s"
        time.sleep(0.05)


def write(url: str, word: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [word])


def is_received(url: str) -> bool:
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_stat_replication"
            " WHERE application_name = 'pg_receivewal' AND flush_lsn >= pg_current_wal_lsn()"
        ).fetchone()
    return bool(found and found[0])


def restored(open_dir: Path, backups: Path, lost: EmbeddedPostgres) -> EmbeddedPostgres:
    home = open_dir / "restored"
    home.mkdir()
    command = ["sh", str(DEPLOY / "restore.sh"), str(backups), str(home / "data")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    for name in ("password", "port"):
        (home / name).write_text((lost.home / name).read_text())
    give(home, server_user())
    give(backups, server_user())
    return EmbeddedPostgres(home, fast=True)


def test_nothing_committed_is_lost_with_the_server(open_dir: Path, postgres: EmbeddedPostgres) -> None:
    url = postgres.start()
    backups = open_dir / "backups"
    write(url, "before the base backup")
    with streaming(backups, url):
        wait_for(lambda: any(path.suffix != ".draft" for path in (backups / "base").glob("*")))
        write(url, "after the base backup")
        wait_for(lambda: is_received(url))
    postgres.stop()

    again = restored(open_dir, backups, postgres)
    try:
        with psycopg.connect(again.start()) as connection:
            words = [word for (word,) in connection.execute("SELECT word FROM kept").fetchall()]
    finally:
        again.stop()
    assert words == ["before the base backup", "after the base backup"]


def test_a_restore_over_existing_data_is_refused(open_dir: Path) -> None:
    (open_dir / "backups" / "base" / "2026-01-01T000000Z").mkdir(parents=True)
    data = open_dir / "data"
    data.mkdir()
    (data / "PG_VERSION").write_text("18\n")
    command = ["sh", str(DEPLOY / "restore.sh"), str(open_dir / "backups"), str(data)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, f"{data} is not empty.\n")
