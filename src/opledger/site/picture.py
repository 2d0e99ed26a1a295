"""The picture of the funnel that other sites show beside a link: the one door to Pillow.

It is the wide flow of the overview, drawn as a PNG of 1200 x 630 points in the light colours. The
letters are those that Pillow brings with it; what they can't write (other scripts than Latin) is
left out, the numbers never.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

    from opledger.site.charts.sankey import Node, Sankey

WIDTH, HEIGHT = 1200, 630
# As in templates/assets/charts.css; a test holds them equal.
COLOURS = {
    "paper": "#fcfcfa",
    "ink": "#1b1f27",
    "ink-soft": "#525a67",
    "node": "#3b4252",
    "accepted": "#00543f",
    "me": "#2f6fde",
    "company": "#c2410c",
    "silence": "#8e939c",
    "nobody": "#774488",
    "pending": "#101828",
}
_FINER = 2  # it is drawn so many times larger, and then made smaller: edges become smooth
_EDGE, _TITLE, _HEADLINE, _FLOW_TOP = 40, 34, 54, 190
_SMALLEST = 20
_CURVE = 24  # straight pieces of a curve
_FAINT = {"stage": 0.32, "pending": 0.1}
_USUAL_FAINT = 0.38
_UNKNOWN = "\uffff"
_PALETTE = 128  # colours: enough for smooth edges, and a third of the bytes
_SHRUNK = 0.6  # so small a text may become before it is shortened


def picture(chart: Sankey, title: str, headline: str) -> bytes | None:
    """The PNG; ``None`` where Pillow is not installed. The same values give the same bytes."""
    try:
        from PIL import Image, ImageDraw
    except ImportError:
        return None
    image = Image.new("RGB", (WIDTH * _FINER, HEIGHT * _FINER), COLOURS["paper"])
    pen = _Pen(ImageDraw.Draw(image))
    pen.text(_EDGE, _EDGE + _TITLE, title, size=_TITLE, colour="ink-soft")
    pen.text(_EDGE, _EDGE + _TITLE + 24 + _HEADLINE, headline, size=_HEADLINE, colour="ink")
    _flow(pen, chart)
    made = io.BytesIO()
    small = image.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    small.quantize(_PALETTE).save(made, "PNG", optimize=True)
    return made.getvalue()


def _flow(pen: _Pen, chart: Sankey) -> None:
    scale = min(
        (WIDTH - 2 * _EDGE) / chart.width,
        (HEIGHT - _EDGE - _FLOW_TOP) / chart.height,
    )

    def place(x: float, y: float) -> tuple[float, float]:
        return _EDGE + x * scale, _FLOW_TOP + y * scale

    for node in chart.nodes:
        if node.ribbon:
            outline = [place(x, y) for x, y in points(node.ribbon.path)]
            pen.area(outline, _blend(node.kind))
    for node in chart.nodes:
        box = node.bar
        corners = (place(box.x, box.y), place(box.x + box.width, box.y + box.height))
        (left, top), (right, bottom) = corners
        pen.area([(left, top), (right, top), (right, bottom), (left, bottom)], _colour(node))
        for line in node.label.lines:
            x, y = place(line.x, line.y)
            size = max(_SMALLEST * min(scale, 1), 15 * scale)
            if line.count:
                x = (
                    pen.text(x, y, line.count, size=size * 1.1, colour="ink", bold=True)
                    + 0.4 * size
                )
            pen.text(x, y, line.text, size=size, colour="ink")


def _colour(node: Node) -> str:
    return COLOURS["node" if node.kind == "stage" else node.kind]


def _blend(kind: str) -> str:
    """The colour of a ribbon: that of its kind, thinned with paper."""
    share = _FAINT.get(kind, _USUAL_FAINT)
    over, under = (_parts(COLOURS[name]) for name in ("node" if kind == "stage" else kind, "paper"))
    mixed = (round(a * share + b * (1 - share)) for a, b in zip(over, under, strict=True))
    return "#{:02x}{:02x}{:02x}".format(*mixed)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def points(path: str) -> list[tuple[float, float]]:
    """The corners of a closed path of ``M``, ``L``, ``H``, ``V`` and ``C``, curves in pieces.

    Raises:
        ValueError: the path has another command.
    """
    found: list[tuple[float, float]] = []
    for command, numbers in _commands(path):
        match command:
            case "M" | "L":
                found.append((numbers[0], numbers[1]))
            case "H":
                found.append((numbers[0], found[-1][1]))
            case "V":
                found.append((found[-1][0], numbers[0]))
            case "C":
                found += _curve(found[-1], numbers)
            case "Z":
                pass
            case _:
                message = f"no command of a path here: {command}"
                raise ValueError(message)
    return found


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    for command, rest in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        yield command, [float(number) for number in re.findall(r"-?[\d.]+", rest)]


def _curve(start: tuple[float, float], numbers: Sequence[float]) -> list[tuple[float, float]]:
    """The points of a cubic curve after its first."""
    x1, y1, x2, y2, x3, y3 = numbers
    found = []
    for step in range(1, _CURVE + 1):
        t = step / _CURVE
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        xs, ys = (start[0], x1, x2, x3), (start[1], y1, y2, y3)
        found.append(
            (
                sum(w * x for w, x in zip(weights, xs, strict=True)),
                sum(w * y for w, y in zip(weights, ys, strict=True)),
            )
        )
    return found


class _Pen:
    """Draws in points of the finished picture."""

    def __init__(self, draw: ImageDraw) -> None:
        self._draw = draw

    def area(self, outline: Sequence[tuple[float, float]], colour: str) -> None:
        """A filled shape."""
        self._draw.polygon([(x * _FINER, y * _FINER) for x, y in outline], fill=colour)

    def text(  # noqa: PLR0913 - a text, its place and its looks
        self, x: float, baseline: float, text: str, *, size: float, colour: str, bold: bool = False
    ) -> float:
        """A line of text, made smaller and then shortened to fit; returns where it ends."""
        room = (WIDTH - _EDGE - x) * _FINER
        font = _font(size * _FINER)
        kept = "".join(c for c in text if _writes(font, c)) if _mostly(font, text) else ""
        if kept and font.getlength(kept) > room:
            font = _font(size * _FINER * max(_SHRUNK, room / font.getlength(kept)))
        if font.getlength(kept) > room:
            while kept and font.getlength(kept + "…") > room:
                kept = kept[:-1]
            kept = kept.rstrip() + "…"
        thicker = round(size * _FINER / 30) if bold else 0
        self._draw.text(
            (x * _FINER, baseline * _FINER),
            kept,
            fill=COLOURS[colour],
            font=font,
            anchor="ls",
            stroke_width=thicker,
            stroke_fill=COLOURS[colour],
        )
        return x + font.getlength(kept) / _FINER


def _font(size: float) -> FreeTypeFont:
    from PIL import ImageFont

    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)  # noqa: S101 - it is one where a size is given
    return font


def _mostly(font: FreeTypeFont, text: str) -> bool:
    """Whether the font writes all the letters of a text: half a name would be another name."""
    return all(_writes(font, character) for character in text if character.isalnum())


def _writes(font: FreeTypeFont, character: str) -> bool:
    return character == " " or bytes(font.getmask(character)) != bytes(font.getmask(_UNKNOWN))
