"""Arrays as a file that holds numbers only, byte for byte the same from the same arrays."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray


# Any: the head is JSON, and the arrays differ in their kind.
def packed(head: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """A zip of `.npy` entries, which numpy reads as an npz; its entries carry no clock."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, array in {**arrays, "head": np.frombuffer(json.dumps(head).encode(), dtype=np.uint8)}.items():
            entry = io.BytesIO()
            np.save(entry, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), entry.getvalue(), zipfile.ZIP_DEFLATED, 9)
    return whole.getvalue()


def rounded(weights: NDArray[np.float64]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Weights as bytes of one scale: an eighth of the size, and the same decisions."""
    scale = np.float32(np.abs(weights).max() / 127)
    return np.round(weights / scale).astype(np.int8), np.array(scale, dtype=np.float32)
