"""The parts of a fact that speak of several things: "10 años en perfiles y 5 años en instalación". Pure."""

import re
from typing import Final

_JOINT: Final = re.compile(r",\s|;\s?|\s[·+|]\s|\s(?:y|i|e|and)\s(?=\D{0,40}\d)")
_HEAD: Final = re.compile(r"^[^:]*[^:\d]:\s")
_FIGURE: Final = re.compile(r"\d")
_WORD: Final = re.compile(r"[^\W\d]{3,}")


def parts(line: str) -> list[str]:
    """Without what is said of all of them: what stands before a colon, or before the first figure of the first part."""
    body = _HEAD.sub("", line)
    found = _JOINT.split(body)
    if len(found) < 2:
        return []
    if any(_HEAD.match(part) for part in found[1:]):
        # "Clase particular: 28 €/hora; bono: 250 €": each has a head of its own.
        return _JOINT.split(line)
    figure = _FIGURE.search(found[0])
    if figure and body == line and len(_WORD.findall(found[0], figure.start())) > 1:
        found[0] = found[0][figure.start() :]
    return found
