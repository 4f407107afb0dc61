"""How a benchmark tells what it found: one line for each figure, its goal beside it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing; `beside` is the same of whatever it is compared with, `most` and `least` are goals."""

    name: str
    value: float
    unit: str
    beside: float | None = None
    most: float | None = None
    least: float | None = None
    # Goals are of the ratio where there is something to compare with, unless said otherwise.
    of_value: bool = False

    @property
    def ratio(self) -> float | None:
        return self.value / self.beside if self.beside else None

    @property
    def met(self) -> bool:
        judged = self.value if self.of_value or self.ratio is None else self.ratio
        return (self.most is None or judged <= self.most) and (self.least is None or judged >= self.least)

    def line(self) -> str:
        beside = "" if self.beside is None else f"{self.beside:,.1f}"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return f"{self.name:<56} {self.value:>10,.1f} {self.unit:<5} {beside:>10} {ratio:>7}  {self._goal()}".rstrip()

    def _goal(self) -> str:
        if self.most is None and self.least is None:
            return ""
        limit = f"at most {self.most:g}" if self.most is not None else f"at least {self.least:g}"
        return f"{limit}: {'met' if self.met else 'MISSED'}"


def tell(beside: str, figures: Sequence[Figure]) -> bool:
    """Print the table; `beside` names what the figures are compared with. True where every goal is met."""
    print(f"{'':<56} {'measured':>10} {'':<5} {beside:>10} {'ratio':>7}  goal")
    for figure in figures:
        print(figure.line())
    return all(figure.met for figure in figures)
