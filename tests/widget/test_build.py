"""What a visitor downloads stays small and harmless."""

import gzip
import shutil
import subprocess
from pathlib import Path

import pytest

from tools.setup import WIDGET

LIMIT = 12 * 1024
RESERVED_FOR_CONFIG = 700


def test_the_bundle_and_the_configuration_are_at_most_12_kb(bundle: Path) -> None:
    """The issue's limit for all that a visitor downloads; WID-03 alone would allow 60 KB."""
    assert len(gzip.compress(bundle.read_bytes(), 9)) <= LIMIT - RESERVED_FOR_CONFIG


def test_a_bundle_above_the_limit_is_not_built(tmp_path: Path, bundle: Path) -> None:
    shutil.copytree(WIDGET / "src", tmp_path / "src")
    shutil.copy(WIDGET / "build.mjs", tmp_path)
    (tmp_path / "node_modules").symlink_to(WIDGET / "node_modules")
    words = ",".join(f'"{number * 2654435761 % 2**32:x}"' for number in range(2_000))
    with (tmp_path / "src" / "main.js").open("a") as source:
        source.write(f"\nconsole.log([{words}]);\n")

    node = shutil.which("node") or "node"
    built = subprocess.run([node, "build.mjs"], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert built.returncode == 1
    assert "over its limit" in built.stderr
    assert not (tmp_path / "dist").exists()


@pytest.mark.parametrize(
    "word", ["innerHTML", "insertAdjacentHTML", "document.cookie", "eval(", "new Function", "document.write"]
)
def test_the_bundle_has_no_sharp_tools(word: str, bundle: Path) -> None:
    assert word not in bundle.read_text()
