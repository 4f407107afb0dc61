"""A PostgreSQL of the checkout's own, for development and tests when no DATABASE_URL was given."""

import argparse
import fcntl
import os
import pwd
import random
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from backend.core.database.programs import (
    EmbeddedPostgresError,
    default_home,
    find_programs,
    give,
    locale_options,
    outside_home,
    reachable,
    server_user,
)

CHECKOUT = Path(__file__).resolve().parents[3]
DATABASE = "opensells"

# After a kill -9 the lock file and the dying children block a start for about two seconds.
RETRY_SECONDS = 5.0
# Below the range the system lends to outgoing connections, which could sit on the port while we are down.
PORTS = range(20000, 32000)
NO_SUCH_PROCESS = 2**31 - 1

ALWAYS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# A crash of the machine may break such a database: for tests only. Commits stay synchronous, so that a killed
# server still loses nothing.
FAST = {"fsync": "off", "full_page_writes": "off"}


class EmbeddedPostgres:
    """One cluster in `home`: `data/`, `port`, `password` and `postgres.log`; all survive a restart."""

    def __init__(self, home: Path | None = None, *, fast: bool = False, patience: float = RETRY_SECONDS) -> None:
        self._user = server_user()
        self.home = (home or default_home(CHECKOUT, self._user)).absolute()
        self._data = self.home / "data"
        self._patience = patience
        self._settings = ALWAYS | (FAST if fast else {})
        self._initdb_options = ["--no-sync"] if fast else []

    @property
    def url(self) -> str:
        """The superuser's address; only known once the cluster was started for the first time."""
        return self._url(DATABASE)

    @property
    def is_running(self) -> bool:
        """Whether our server answers: no other one takes our password and has our data directory."""
        try:
            with psycopg.connect(self._url("postgres"), connect_timeout=2) as connection:
                row = connection.execute("SHOW data_directory").fetchone()
        except (OSError, psycopg.Error):
            return False
        return row is not None and Path(row[0]).resolve() == self._data.resolve()

    @property
    def is_alive(self) -> bool:
        """Whether postmaster.pid names a living server of this data directory; needs no connection."""
        try:
            pid = int((self._data / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return False
        return str(self._data) in _command_line(pid)

    def start(self) -> str:
        """Start the server, or find it running; returns the superuser's URL."""
        self._prepare_home()
        with self._alone():
            if not self.is_running:
                self._create_cluster()
                self._start_patiently()
            self._create_database()
        return self.url

    def stop(self) -> None:
        """Stop the server and wait for it; does nothing when it does not run."""
        if not self._data.exists():
            return
        with self._alone():
            if not self.is_alive:
                return
            if self._pg_ctl("stop", "-m", "fast", "-t", "30").returncode != 0:
                self._pg_ctl("stop", "-m", "immediate", "-t", "10")

    def _url(self, database: str) -> str:
        password = (self.home / "password").read_text().strip()
        port = (self.home / "port").read_text().strip()
        return f"postgresql://postgres:{password}@127.0.0.1:{port}/{database}"

    def _prepare_home(self) -> None:
        existed = self.home.exists()
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            owner = self.home.stat().st_uid
            if existed and owner not in self._trusted_owners():
                raise EmbeddedPostgresError(f"{self.home} belongs to another user; move it away and try again.")
            if self._user and owner != self._user.pw_uid:
                os.chown(self.home, self._user.pw_uid, self._user.pw_gid)
            self.home.chmod(0o700)
        except OSError as error:
            raise EmbeddedPostgresError(f"The database cannot be kept in {self.home}: {error.strerror}.") from error
        if not reachable(self.home, self._user):
            raise EmbeddedPostgresError(f"The user {_name(self._user)} cannot reach {self.home}.")

    def _trusted_owners(self) -> set[int]:
        # /var/tmp is open to all: a folder somebody else laid there must not receive our data.
        return {os.geteuid()} | ({self._user.pw_uid} if self._user else set())

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.home / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _create_cluster(self) -> None:
        if self._data.exists():
            self._check_version()
            return
        # A draft that is renamed: an initdb that was killed leaves no half cluster behind.
        draft = self.home / "data.draft"
        shutil.rmtree(draft, ignore_errors=True)
        password = self.home / "password"
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24))
        give(password, self._user)
        command = ["-D", str(draft), "-U", "postgres", f"--pwfile={password}", "--auth=scram-sha-256"]
        result = self._run("initdb", *command, *self._initdb_options, *locale_options(self._major()))
        if result.returncode != 0:
            raise EmbeddedPostgresError(f"initdb failed: {_last_line(result.stdout)}")
        (self.home / "port").write_text(str(_free_port()))
        draft.rename(self._data)

    def _check_version(self) -> None:
        written = (self._data / "PG_VERSION").read_text().strip()
        if written != str(self._major()):
            raise EmbeddedPostgresError(
                f"{self._data} was written by PostgreSQL {written}, but the programs here are "
                f"{self._major()}; move the folder away to start with an empty database."
            )

    def _start_patiently(self) -> None:
        result = self._start_once()
        deadline = time.monotonic() + self._patience
        while result.returncode != 0 and time.monotonic() < deadline:
            time.sleep(0.25)
            result = self._start_once()
        if result.returncode != 0 and not _is_free(self._port()):
            # Some other program took our port while we were down, and keeps it.
            (self.home / "port").write_text(str(_free_port()))
            result = self._start_once()
        if result.returncode != 0:
            log = self.home / "postgres.log"
            reason = _last_line(log.read_text(errors="replace") if log.exists() else result.stdout)
            raise EmbeddedPostgresError(f"PostgreSQL does not start: {reason} (see {log})")

    def _start_once(self) -> subprocess.CompletedProcess[str]:
        if not self.is_alive:
            self._disown_lock_file()
        settings = self._settings | {"port": str(self._port())}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        return self._pg_ctl("start", "-l", str(self.home / "postgres.log"), "-t", "60", "-o", options)

    def _disown_lock_file(self) -> None:
        """Let a stale postmaster.pid name nobody, where its number now belongs to a zombie or a stranger.

        The file is kept, for its last line lets PostgreSQL see whether children of the dead server still
        work on the shared memory; without that a second server could write beside them.
        """
        lock_file = self._data / "postmaster.pid"
        with suppress(FileNotFoundError):
            _pid, *rest = lock_file.read_text().splitlines()
            lock_file.write_text("\n".join([str(NO_SUCH_PROCESS), *rest, ""]))

    def _create_database(self) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not found:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _port(self) -> int:
        return int((self.home / "port").read_text())

    def _programs(self) -> Path:
        return find_programs(self._user, outside_home(CHECKOUT))

    def _major(self) -> int:
        # "postgres (PostgreSQL) 18.4", "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)"
        return int(self._run("postgres", "--version").stdout.split(")")[1].split(".")[0])

    def _pg_ctl(self, verb: str, *options: str) -> subprocess.CompletedProcess[str]:
        return self._run("pg_ctl", verb, "-w", "-s", "-D", str(self._data), *options)

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        user = self._user
        return subprocess.run(  # noqa: S603 - our own programs and arguments
            [str(self._programs() / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            cwd=self.home,
            # Our own PG* variables would lead the programs astray; LC_ALL keeps macOS's server in one thread.
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            # Ctrl-C in the terminal is for us; we stop the server in order.
            start_new_session=True,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
        )


def _free_port() -> int:
    for port in random.sample(PORTS, 200):
        if _is_free(port):
            return port
    raise EmbeddedPostgresError(f"No free port between {PORTS.start} and {PORTS.stop}.")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _command_line(pid: int) -> str:
    """What the process was started with; empty for a zombie or nobody."""
    status = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self/cmdline").exists():
        with suppress(OSError):
            return status.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        return ""
    listing = ["ps", "-ww", "-p", str(pid), "-o", "command="]
    done = subprocess.run(listing, capture_output=True, text=True, check=False)  # noqa: S603 - a fixed command
    return done.stdout


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it gave no reason."


def _name(user: pwd.struct_passwd | None) -> str:
    return user.pw_name if user else "we run as"


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m backend.core.database.embedded", description=__doc__)
    parser.add_argument("verb", choices=["start", "stop", "url"])
    parser.add_argument("--home", type=Path, help="where data, port and password are kept")
    parser.add_argument("--fast", action="store_true", help="without fsync: for tests only")
    chosen = parser.parse_args(arguments)
    try:
        postgres = EmbeddedPostgres(chosen.home, fast=chosen.fast)
        if chosen.verb == "stop":
            postgres.stop()
        else:
            url = postgres.start() if chosen.verb == "start" else postgres.url
            sys.stdout.write(f"{url}\n")
    except FileNotFoundError:
        sys.exit("The embedded PostgreSQL was never started here.")
    except EmbeddedPostgresError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1:])
