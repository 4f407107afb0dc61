"""The API and the worker as processes of their own, which a test may kill and start again."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tests.support.product import answers, free_ports

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120


@dataclass
class Program:
    """One process; what it writes is added to `log`, also after another start."""

    arguments: list[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    _process: "subprocess.Popen[bytes] | None" = None
    _written: IO[bytes] | None = None

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        self._written = self.log.open("ab")
        self._process = subprocess.Popen(
            [sys.executable, *self.arguments],
            env=os.environ | self.environment,
            cwd=ROOT,
            stdout=self._written,
            stderr=self._written,
            start_new_session=True,
        )

    def wait(self) -> None:
        """Until it answers on its address."""
        ends = time.monotonic() + PATIENCE_SECONDS
        while not answers(f"{self.url}/health"):
            if time.monotonic() > ends or not self.runs:
                raise TimeoutError(f"{self.arguments} does not answer: {self.log.read_text()[-2000:]}")
            time.sleep(0.1)

    def says(self, word: str) -> None:
        """Until this stands in its log."""
        ends = time.monotonic() + PATIENCE_SECONDS
        while word not in self.log.read_text():
            if time.monotonic() > ends or not self.runs:
                raise TimeoutError(f"{self.arguments} never says {word}: {self.log.read_text()[-2000:]}")
            time.sleep(0.1)

    def kill(self) -> None:
        """As the kernel does when memory ends: no word to it, nothing closed."""
        self._end(9)

    def stop(self, signal: int = 15) -> int | None:
        """As an operator does; returns the exit code."""
        return self._end(signal)

    def _end(self, signal: int) -> int | None:
        if self._process is None or self._written is None:
            return None
        self._process.send_signal(signal)
        try:
            code = self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait(30)
        self._written.close()
        self._process = None
        return code


def api(log: Path, port: int, **environment: str) -> Program:
    uvicorn = ["-m", "uvicorn", "--factory", "backend.main:serve", "--no-proxy-headers"]
    address = ["--host", "127.0.0.1", "--port", str(port), "--timeout-graceful-shutdown", "1"]
    return Program([*uvicorn, *address], log, environment, f"http://127.0.0.1:{port}")


def worker(log: Path, **environment: str) -> Program:
    return Program(["-m", "backend.worker"], log, environment)


@contextmanager
def two_apis(folder: Path, **environment: str) -> Iterator[tuple[Program, Program]]:
    """Side by side over one database, as behind a load balancer."""
    first, second = (api(folder / f"api-{port}.log", port, **environment) for port in free_ports(2))
    try:
        first.start()
        second.start()
        first.wait()
        second.wait()
        yield first, second
    finally:
        # Nothing is asked of their end, and a word to them would wait for every stream that is open.
        first.kill()
        second.kill()
