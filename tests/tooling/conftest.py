"""Clusters of the tests' own, in folders that the server's user can reach."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.core.database.embedded import EmbeddedPostgres


@pytest.fixture
def open_dir() -> Iterator[Path]:
    """A folder that any user may enter; root's temporary folders of pytest are closed to the server's."""
    folder = Path(tempfile.mkdtemp(prefix="opensells-tooling-", dir="/var/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres(open_dir: Path) -> Iterator[EmbeddedPostgres]:
    cluster = EmbeddedPostgres(open_dir / "postgres", fast=True)
    yield cluster
    cluster.stop()
