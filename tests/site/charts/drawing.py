"""Charts drawn by their templates, and what their paths cover."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parents[3] / "templates"
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def drawn(name: str, chart: object, title: str = "A title", desc: str = "What it says") -> str:
    """The chart as SVG, by the macro of this name."""
    macro = getattr(_ENVIRONMENT.get_template(f"charts/{name}.svg.j2").module, name)
    return str(macro(chart, "c", title, desc))


def marked(kind: str) -> str:
    """The sign of a kind of end as SVG."""
    macro = getattr(_ENVIRONMENT.get_template("charts/mark.svg.j2").module, "mark")  # noqa: B009 - a macro
    return str(macro(kind))


def outline(path: str) -> Iterator[tuple[float, float]]:
    """Points along a path of absolute M, H, V, C and Q."""
    x = y = 0.0
    for command, numbers in re.findall(r"([MHVCQ])([^A-Z]*)", path):
        values = [float(number) for number in numbers.split()]
        if command == "H":
            points = [(x, y), (values[0], y)]
        elif command == "V":
            points = [(x, y), (x, values[0])]
        elif command == "M":
            points = [(values[0], values[1])]
        else:
            points = [(x, y), *zip(values[::2], values[1::2], strict=True)]
        for step in range(33):
            yield _bezier(points, step / 32)
        x, y = points[-1]


def _bezier(points: list[tuple[float, float]], t: float) -> tuple[float, float]:
    while len(points) > 1:
        points = [(a + (c - a) * t, b + (d - b) * t) for (a, b), (c, d) in pairwise(points)]
    return points[0]
