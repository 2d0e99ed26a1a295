"""Labels that fit: estimated widths, wrapping, shortening and placing of text.

A layout can't know the reader's fonts, so widths are estimated from above, after the widest of
the usual system fonts (DejaVu Sans and Verdana). What fits by the estimate fits on the page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from opledger.core.late import dataclass
from opledger.site.charts.box import Box, tenth

ELLIPSIS = "…"
_BOLD = 1.12
# Widths in em of the characters that are not as wide as the widest of their kind.
_WIDTHS = (
    dict.fromkeys("'il", 0.3)
    | dict.fromkeys(" !,.Ifj|", 0.42)
    | {" ": 0.36}
    | dict.fromkeys('"()-/:;J[]`rt', 0.46)
    | dict.fromkeys("ckvxyz", 0.6)
    | {"s": 0.53}
    | dict.fromkeys("EFLPST", 0.64)
    | dict.fromkeys("ABCKRVXYZ", 0.71)
    | dict.fromkeys("%@MWmw", 1.0)
    | dict.fromkeys("#&+<=>~^_", 0.85)
    | {ELLIPSIS: 1.0, "\ufdfd": 12.0}  # a whole sentence in Arabic in one character
)
_LOWER, _UPPER, _DIGIT, _EAST_ASIAN, _EMOJI, _SIGN, _OTHER = 0.65, 0.79, 0.65, 1.0, 1.4, 1.0, 0.85
# A line of Chinese or Japanese does not begin with these.
_NEVER_FIRST = frozenset("、。，．・：；？！」』】）〉》ー々")  # noqa: RUF001 - full-width ones are meant
_JOINER = "\u200d"
# The words of a scale and the names of series stand on thousands of pages.
_MOST_KNOWN = 4096
_SKIN_TONES = range(0x1F3FB, 0x1F400)


@dataclass(frozen=True, slots=True)
class Type:
    """Sizes of a label in units: of its text, of the count before it, and of a line."""

    size: float
    count_size: float
    leading: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; ``y`` is its baseline. ``count`` is printed bold before the text."""

    x: float
    y: float
    count: str
    text: str


@dataclass(frozen=True, slots=True)
class Label:
    """A placed text: its lines, and the box that they fill at most."""

    lines: tuple[Line, ...]
    box: Box

    def lowered(self, by: float) -> Label:
        """The same text ``by`` units further down."""
        return Label(
            tuple(replace(line, y=tenth(line.y + by)) for line in self.lines),
            replace(self.box, y=self.box.y + by).rounded(),
        )


@lru_cache(maxsize=_MOST_KNOWN)
def label(  # noqa: PLR0913 - a label is a text, a place and a type
    text: str, count: str, *, x: float, top: float, room: float, kind: Type
) -> Label:
    """A text after its count, from ``x`` and ``top``, in at most ``room`` units and two lines."""
    indent = text_width(count, kind.count_size, bold=True) + text_width(" ", kind.size)
    indent = indent if count else 0.0
    rows = wrap(text, kind.size, room, indent=indent) or ("",)
    rtl = reads_right_to_left(text)
    lines = tuple(
        Line(
            x=tenth(x),
            y=tenth(top + place * kind.leading + baseline(kind)),
            count=count if place == 0 else "",
            text=isolated(row) if rtl else row,
        )
        for place, row in enumerate(rows)
    )
    widths = [text_width(row, kind.size) for row in rows]
    widths[0] += indent
    box = Box(x, top, min(max(widths), room), len(rows) * kind.leading)
    return Label(lines, box.rounded())


def baseline(kind: Type) -> float:
    """Units from the top of a line to its baseline: capitals stand in the line's middle."""
    return kind.leading / 2 + 0.36 * kind.size


@lru_cache(maxsize=_MOST_KNOWN)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The most units that a line of text is wide at a font size in units."""
    return size * sum(map(_em, text)) * (_BOLD if bold else 1)


def reads_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is of a right-to-left script."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def isolated(text: str) -> str:
    """A right-to-left text that leaves the count before it, and its own place, where they are.

    These are characters, not a direction in the style: that would turn what ``x`` means.
    """
    return f"\u2067{text}\u2069"


@lru_cache(maxsize=_MOST_KNOWN)
def wrap(
    text: str, size: float, room: float, *, indent: float = 0.0, most: int = 2
) -> tuple[str, ...]:
    """A text as at most ``most`` lines of ``room`` units, the first shorter by ``indent``.

    Lines break between words, after hyphens and slashes, between East Asian characters, and
    inside a word, with a hyphen, only if it is longer than a line. What is left over becomes an
    ellipsis.
    """
    rest = _clusters(" ".join(text.split()))
    lines: list[str] = []
    while rest and len(lines) < most:
        width = room - (0.0 if lines else indent)
        whole = text_width("".join(rest), size) <= width
        if whole:
            end = len(rest)
        elif len(lines) == most - 1:
            end = _fitting(rest, size, width - text_width(ELLIPSIS, size))
        else:
            end = _break(rest, size, width)
        line = "".join(rest[:end]).strip()
        if len(lines) == most - 1 and not whole:
            line = line.rstrip(" -/,") + ELLIPSIS
        elif line[-1:].isascii() and line[-1:].isalpha() and not _may_break(rest, end):
            line += "-"
        lines.append(line)
        rest = rest[end:]
    return tuple(lines)


@cache
def _em(character: str) -> float:
    """The width of a character in em; marks that sit on another one have none."""
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf", "Cc"}:
        return 0.0
    if (known := _WIDTHS.get(character)) is not None:
        return known
    if category == "So":
        return _EMOJI
    if unicodedata.east_asian_width(character) in "WF":
        return _EAST_ASIAN
    if not character.isascii():
        plain = unicodedata.normalize("NFKD", character)
        if plain != character:  # an accented letter is as wide as its letter, a ligature as all
            return sum(map(_em, plain))
        return _SIGN if category[0] in "PS" else _OTHER
    if character.isdigit():
        return _DIGIT
    return _UPPER if character.isupper() else _LOWER


def _clusters(text: str) -> list[str]:
    """The text as characters with the marks that belong to them, which no line break parts."""
    clusters: list[str] = []
    for character in text:
        if clusters and _continues(character, clusters[-1]):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _continues(character: str, cluster: str) -> bool:
    return (
        unicodedata.category(character)[0] == "M"
        or character == _JOINER
        or cluster.endswith(_JOINER)
        or ord(character) in _SKIN_TONES
    )


def _fitting(clusters: Sequence[str], size: float, room: float) -> int:
    """How many clusters fit."""
    used = 0.0
    for place, cluster in enumerate(clusters):
        used += text_width(cluster, size)
        if used > room:
            return place
    return len(clusters)


def _break(clusters: Sequence[str], size: float, room: float) -> int:
    """Where the first line ends: at the last place to break that fits, else inside the word."""
    fitting = _fitting(clusters, size, room)
    for end in range(fitting, 0, -1):
        if _may_break(clusters, end):
            return end
    return _fitting(clusters, size, room - text_width("-", size))


def _may_break(clusters: Sequence[str], end: int) -> bool:
    if end >= len(clusters):
        return True
    before, after = clusters[end - 1], clusters[end]
    if " " in {before, after}:
        return True
    if before in "-/–—":
        return True
    east_asian = any(unicodedata.east_asian_width(c[0]) in "WF" for c in (before, after))
    return east_asian and after not in _NEVER_FIRST
