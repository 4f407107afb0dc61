"""Programs in processes of their own: started, waited for, and what they cost."""

import os
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO, Final

PATIENCE_SECONDS: Final = 120.0


@dataclass(frozen=True, slots=True)
class Program:
    """Python's arguments, and the address that answers 200 once it is up; a worker has none."""

    command: tuple[str, ...]
    url: str = ""


@dataclass(slots=True)
class Running:
    """A process; `seconds` is how long it took until it answered."""

    program: Program
    process: subprocess.Popen[bytes]
    words: IO[bytes]
    began: float
    seconds: float = 0.0

    def resident_mb(self) -> float:
        command = ["ps", "-o", "rss=", "-p", str(self.process.pid)]
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) / 1024

    def wait(self) -> None:
        while not answers(self.program.url):
            self.seconds = time.perf_counter() - self.began
            if self.process.poll() is not None or self.seconds > PATIENCE_SECONDS:
                self.words.seek(0)
                said = self.words.read()[-2000:].decode()
                raise RuntimeError(f"{self.program.command} does not answer on {self.program.url}: {said}")
            time.sleep(0.02)
        self.seconds = time.perf_counter() - self.began

    def end(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def asgi(app: str, port: int, *options: str, path: str = "/") -> Program:
    """An ASGI application on uvicorn, one process."""
    quiet = ("--log-level", "warning", "--no-access-log", "--no-proxy-headers")
    return Program(("-m", "uvicorn", app, "--port", str(port), *quiet, *options), f"http://127.0.0.1:{port}{path}")


@contextmanager
def running(program: Program, environment: Mapping[str, str]) -> Iterator[Running]:
    """Entered once it answers."""
    with _launched(program, environment) as found:
        if program.url:
            found.wait()
        yield found


@contextmanager
def all_running(programs: Mapping[str, Program], environment: Mapping[str, str]) -> Iterator[dict[str, Running]]:
    """All started at once; entered when the last one answers."""
    with ExitStack() as stack:
        found = {name: stack.enter_context(_launched(each, environment)) for name, each in programs.items()}
        for each in found.values():
            if each.program.url:
                each.wait()
        yield found


@contextmanager
def _launched(program: Program, environment: Mapping[str, str]) -> Iterator[Running]:
    with tempfile.TemporaryFile() as words:
        command = [sys.executable, *program.command]
        process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=words, stderr=words)
        found = Running(program, process, words, time.perf_counter())
        try:
            yield found
        finally:
            found.end()


def children_seconds() -> float:
    """Processor time of all processes that we started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10):
            return True
    except OSError:
        return False
