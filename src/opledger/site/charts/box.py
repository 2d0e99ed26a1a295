"""A rectangle of a drawing, and the rounding that all of its numbers go through."""

from __future__ import annotations

from opledger.core.late import dataclass


def tenth(value: float) -> float:
    """The value to one decimal, whole where it can be: a page says ``12``, not ``12.0``."""
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else rounded


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in units of the drawing; ``y`` is its upper edge."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower edge."""
        return self.y + self.height

    def rounded(self) -> Box:
        """The same rectangle in tenths of a unit."""
        return Box(tenth(self.x), tenth(self.y), tenth(self.width), tenth(self.height))

    def overlaps(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )
