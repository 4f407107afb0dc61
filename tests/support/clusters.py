"""Database clusters to spend: one is made and left at rest, and whoever kills or breaks one gets a copy."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.product import free_ports


@contextmanager
def open_folder() -> Iterator[Path]:
    """Any user may enter it; root's temporary folders of pytest are closed to the server's user."""
    folder = Path(tempfile.mkdtemp(prefix="opensells-cluster-", dir="/var/tmp"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def copy_cluster(at_rest: Path, home: Path) -> Path:
    """A home of its own, with a port of its own: making a cluster takes seconds, copying one does not."""
    subprocess.run(["cp", "-a", at_rest, home], check=True)
    (home / "port").write_text(f"{free_ports(1)[0]}")
    return home
