"""Streamlit's components among the installed packages, looked for once."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner


@contextmanager
def sought_once() -> Iterator[None]:
    """Streamlit reads what every package says of itself for each page that a test opens: nine tenths of its time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield
