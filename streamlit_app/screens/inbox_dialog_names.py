"""The dialogs of the inbox by name, as buttons, menu and keys know them."""

from typing import Final

ASSIGN: Final = "assign"
CANNED: Final = "canned"
CLOSE: Final = "close"
CORRECT: Final = "correct"
HELP: Final = "help"
MERGE: Final = "merge"
NOTE: Final = "note"
PAUSE: Final = "pause"
SNOOZE: Final = "snooze"
TEMPLATE: Final = "template"
WAKE: Final = "wake"
WHY: Final = "why"
