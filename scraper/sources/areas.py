"""Rectangles on the globe, and how a large one is cut into cells that a service can answer."""

import math
from dataclasses import dataclass
from typing import Final

KM_PER_DEGREE: Final = 111.2


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees; west may be greater than east where the box crosses the date line, which no cell of ours does."""

    south: float
    west: float
    north: float
    east: float

    @property
    def height_km(self) -> float:
        return (self.north - self.south) * KM_PER_DEGREE

    @property
    def width_km(self) -> float:
        middle = math.radians((self.north + self.south) / 2)
        return (self.east - self.west) * KM_PER_DEGREE * max(0.01, math.cos(middle))

    def grown(self, km: float) -> "Box":
        """With so much more on every side."""
        up = km / KM_PER_DEGREE
        aside = up / max(0.01, math.cos(math.radians((self.north + self.south) / 2)))
        return Box(
            max(-90.0, self.south - up),
            max(-180.0, self.west - aside),
            min(90.0, self.north + up),
            min(180.0, self.east + aside),
        )

    def quarters(self) -> list["Box"]:
        return self.grid(2, 2)

    def grid(self, rows: int, columns: int) -> list["Box"]:
        """Cells that cover the box exactly, from the south-west on."""
        heights = [self.south + (self.north - self.south) * each / rows for each in range(rows + 1)]
        widths = [self.west + (self.east - self.west) * each / columns for each in range(columns + 1)]
        return [
            Box(heights[row], widths[column], heights[row + 1], widths[column + 1])
            for row in range(rows)
            for column in range(columns)
        ]

    def cells(self, km: float) -> list["Box"]:
        """Cells of at most so many kilometres a side."""
        return self.grid(max(1, math.ceil(self.height_km / km)), max(1, math.ceil(self.width_km / km)))


def around(points: list[tuple[float, float]]) -> Box | None:
    """The smallest box that holds these (latitude, longitude) points."""
    if not points:
        return None
    latitudes, longitudes = zip(*points, strict=True)
    return Box(min(latitudes), min(longitudes), max(latitudes), max(longitudes))


def degrees(value: object, most: float) -> float | None:
    """A coordinate out of somebody's JSON, or nothing."""
    try:
        found = float(value)  # type: ignore[arg-type]  # whatever it is, the except below answers
    except (TypeError, ValueError):
        return None
    return found if -most <= found <= most else None
