"""Clusters of the tests' own, in folders that the server's user can reach."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.core.database.embedded import EmbeddedPostgres
from tests.support.clusters import copy_cluster, open_folder


@pytest.fixture
def open_dir() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def at_rest() -> Iterator[Path]:
    """The home of a cluster that was started once."""
    with open_folder() as folder:
        cluster = EmbeddedPostgres(folder / "postgres", fast=True)
        cluster.start()
        cluster.stop()
        yield cluster.home


@pytest.fixture
def postgres(open_dir: Path, at_rest: Path) -> Iterator[EmbeddedPostgres]:
    """Nobody's but the test's."""
    cluster = EmbeddedPostgres(copy_cluster(at_rest, open_dir / "postgres"), fast=True)
    yield cluster
    cluster.stop()


@pytest.fixture
def unborn(open_dir: Path) -> Iterator[EmbeddedPostgres]:
    """A cluster that was never started."""
    cluster = EmbeddedPostgres(open_dir / "postgres", fast=True)
    yield cluster
    cluster.stop()
