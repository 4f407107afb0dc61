"""What every reader yields: the rows of a table, and those that could not be read."""

from dataclasses import dataclass
from typing import Final

MAX_BYTES: Final = 50 * 1024 * 1024
MAX_COLUMNS: Final = 500
# A row that is longer holds something else than a lead.
MAX_ROW_LETTERS: Final = 16 * 1024 * 1024
# What is kept of a refused row.
KEPT_LETTERS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file; `problem` says why it could not be read, and then `cells` hold what was there."""

    number: int
    cells: tuple[str, ...]
    problem: str = ""

    def empty(self) -> bool:
        return not self.problem and not any(cell.strip() for cell in self.cells)
