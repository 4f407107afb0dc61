"""Runs the whole product on this machine: database, migrations, demo data, the Procfile's processes."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from types import FrameType

from honcho.environ import parse_procfile
from honcho.manager import Manager

from tools.console import Console, announce_when_ready
from tools.environment import CHECKOUT, VAR, Ports, RunError, for_processes, kept_secrets
from tools.server import Server, application_login
from tools.setup import say

PYTHON = CHECKOUT / ".venv" / "bin" / "python"


def main(arguments: Sequence[str]) -> int:
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _hand_on)
    try:
        return operate(arguments) if arguments else run()
    except RunError as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run() -> int:
    outer = os.environ
    ports = Ports.chosen(outer)
    ports.refuse_taken()
    server = Server(outer.get("DATABASE_URL", ""))
    try:
        say("Starting the database")
        environment = _environment(server, outer, ports)
        _command(["prepare"], environment, "The database could not be migrated and filled")
        server.watch()
        return supervise(environment, ports, _where(outer))
    finally:
        # A second Ctrl-C must not leave the database without its orderly end.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        server.stop()


def operate(arguments: Sequence[str]) -> int:
    """One command of `backend.cli` with the same database and secrets as a run."""
    outer = os.environ
    server = Server(outer.get("DATABASE_URL", ""))
    try:
        environment = _environment(server, outer, Ports.chosen(outer))
        return subprocess.run(_cli(arguments), env=environment, cwd=CHECKOUT, check=False).returncode
    finally:
        server.stop(even_if_found_running=False)


def supervise(environment: Mapping[str, str], ports: Ports, where: str) -> int:
    """Run the Procfile until somebody stops it, or until one process dies. Returns the exit code."""
    commands = parse_procfile((CHECKOUT / "Procfile").read_text()).processes
    console = Console(VAR / "logs", list(commands), lambda: announce_when_ready(ports, where))
    manager = Manager(console)
    for name, command in commands.items():
        manager.add_process(name, command, env=dict(environment), cwd=str(CHECKOUT))
    say("Starting " + ", ".join(commands))
    manager.loop()
    console.close()
    if console.stopped_by_itself is None:
        say("Everything was stopped")
        return 0
    name, code = console.stopped_by_itself
    print(console.last_words(name), file=sys.stderr)
    raise RunError(f"{name} stopped by itself (exit code {code}), so everything was stopped; see var/logs/{name}.log.")


def _environment(server: Server, outer: Mapping[str, str], ports: Ports) -> dict[str, str]:
    kept = kept_secrets(VAR / "dev.env")
    owner_url = server.start()
    app_url = application_login(owner_url, kept["APP_DATABASE_PASSWORD"])
    return for_processes(outer, ports, kept, app_url=app_url, owner_url=owner_url)


def _command(arguments: Sequence[str], environment: Mapping[str, str], otherwise: str) -> None:
    done = subprocess.run(
        _cli(arguments),
        env=environment,
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        print(done.stdout, file=sys.stderr)
        raise RunError(f"{otherwise}; the reason stands above.")


def _cli(arguments: Sequence[str]) -> list[str]:
    return [str(PYTHON), "-m", "backend.cli", *arguments]


def _where(outer: Mapping[str, str]) -> str:
    return "The database is the one of DATABASE_URL." if outer.get("DATABASE_URL") else ""


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _hand_on(_signal: int, _frame: FrameType | None) -> None:
    # A closed terminal ends the run in order too: whoever handles SIGTERM just now does it.
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
