"""Whom a note names."""

import uuid

import pytest

from backend.conversations.mentions import mentioned

ANA, PAU, OTHER_PAU, NURIA = (uuid.UUID(int=number) for number in range(4))
TEAM = {ANA: "Ana Puig", PAU: "Pau Vidal", OTHER_PAU: "Pau Roca", NURIA: "Núria"}
NOTES = {
    "@Ana mira esto": {ANA},
    "@ana puig, ¿puedes?": {ANA},
    "lo lleva @NURIA.": {NURIA},
    "@nuria @Ana": {NURIA, ANA},
    "@Pau": set(),  # which of the two?
    "@pau roca": {OTHER_PAU},
    "@Pau Vidal y @Pau Roca": {PAU, OTHER_PAU},
    "@Anabel": set(),
    "ana@puig.example": set(),
    "Ana": set(),
    "@": set(),
    "@nadie": set(),
}


@pytest.mark.parametrize("note", NOTES)
def test_a_note_names_whom_it_means(note: str) -> None:
    assert mentioned(note, TEAM) == NOTES[note]
