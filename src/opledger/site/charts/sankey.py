"""The flow of opportunities through the stages, and where they left it.

Two forms of one flow. *Wide*: stages on a straight top spine, ends hang below; the ends of earlier
stages hang lower, so that no label lies on a band. *Upright*, for phones: the spine runs down, ends
leave it to the right, the outermost band first, so that no band crosses another. Bands keep their
sum: a stage is as thick as what leaves it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opledger.site.charts.lettering import Label, rounded, width, wrap

_THINNEST = 1.5
_BAR = 9.0
_TEXT = 14.0
_LINE = 17.0

_WIDE = 860.0
_SPINE = 230.0
_END_ROOM = 128.0
_GAP = 12.0

_TALL = 343.0
_TALL_SPINE = 116.0
_BRANCH = 150.0
_ROW_GAP = 5.0
_TURN = 14.0


@dataclass(frozen=True, slots=True)
class End:
    """Where opportunities left the flow at a step.

    ``kind`` is ``accepted``, ``me``, ``company``, ``silence``, ``nobody`` or ``pending``.
    """

    kind: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Step:
    """A stage: how many reached it, and the ends of those that went no further."""

    label: str
    reached: int
    ends: tuple[End, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A bar; ``kind`` is ``stage`` or the kind of an end."""

    kind: str
    x: str
    y: str
    width: str
    height: str
    title: str


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A band, as a closed path; ``kind`` is ``stage`` or the kind of an end."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Sankey:
    """The picture: its size, and what to draw, in order."""

    width: str
    height: str
    ribbons: tuple[Ribbon, ...]
    nodes: tuple[Node, ...]
    labels: tuple[Label, ...]


def sankey(steps: Sequence[Step], *, upright: bool) -> Sankey:
    """The layout of a flow.

    Raises:
        ValueError: there are no steps, or a step does not balance: those that reached it are its
            ends and those that reached the next.
    """
    if not steps:
        raise ValueError("a flow needs at least one step")
    for step, reached in zip(steps, [s.reached for s in steps[1:]] + [0], strict=True):
        if step.reached != sum(end.count for end in step.ends) + reached:
            raise ValueError(f"the flow does not balance at '{step.label}'")
    scale = (_TALL_SPINE if upright else _SPINE) / max(steps[0].reached, 1)
    thickness = _thickness(steps, scale)
    picture = _Picture()
    if upright:
        return _upright(steps, thickness, scale, picture)
    return _wide(steps, thickness, scale, picture)


def _thickness(steps: Sequence[Step], scale: float) -> list[float]:
    """How thick the spine is at each step: as thick as all that leaves it."""
    found: list[float] = []
    following = 0.0
    for step in reversed(steps):
        following += sum(_band(end.count, scale) for end in step.ends if end.count)
        found.append(following)
    return found[::-1]


def _band(count: int, scale: float) -> float:
    return max(count * scale, _THINNEST)


class _Picture:
    """Gathers what is drawn."""

    def __init__(self) -> None:
        self.ribbons: list[Ribbon] = []
        self.nodes: list[Node] = []
        self.labels: list[Label] = []

    def bar(self, kind: str, x: float, y: float, size: tuple[float, float], title: str) -> None:
        across, down = (rounded(length) for length in size)
        self.nodes.append(Node(kind, rounded(x), rounded(y), across, down, title))

    def finish(self, across: float, down: float) -> Sankey:
        return Sankey(
            rounded(across),
            rounded(down),
            tuple(self.ribbons),
            tuple(self.nodes),
            tuple(self.labels),
        )


def _wide(steps: Sequence[Step], thickness: list[float], scale: float, picture: _Picture) -> Sankey:
    column = (_WIDE - _BAR - _END_ROOM) / len(steps)
    heads = [_head(step, column - _BAR) for step in steps]
    top = max(len(lines) for lines in heads) * _LINE + 4
    lowest = top
    for place in reversed(range(len(steps))):
        step, x = steps[place], place * column
        following = thickness[place + 1] if place + 1 < len(steps) else 0.0
        picture.bar("stage", x, top, (_BAR, thickness[place]), f"{step.reached} {step.label}")
        lines = heads[place]
        picture.labels.append(
            Label(x, top - 7 - (len(lines) - 1) * _LINE, lines, str(step.reached), step.label)
        )
        if following:
            path = _straight(x + _BAR, x + column, top, following)
            picture.ribbons.append(Ribbon("stage", path))
        start, y = top + following, max(lowest, top + following) + _GAP
        if place == len(steps) - 1:
            y = top
        for end in step.ends:
            if not end.count:
                continue
            band = _band(end.count, scale)
            room = (column if place + 1 < len(steps) else _END_ROOM + _BAR) - _BAR - 22
            lines = _end_lines(end, room)
            slot = max(band, len(lines) * _LINE)
            middle = y + slot / 2
            picture.ribbons.append(
                Ribbon(end.kind, _bend(x + _BAR, x + column, start, middle - band / 2, band))
            )
            picture.bar(
                end.kind,
                x + column,
                middle - band / 2,
                (_BAR, band),
                f"{end.count} {end.label} after {step.label}",
            )
            baseline = middle + 5 - (len(lines) - 1) * _LINE / 2
            picture.labels.append(
                Label(
                    x + column + _BAR + 20,
                    baseline,
                    lines,
                    str(end.count),
                    end.label,
                    kind=end.kind,
                )
            )
            start += band
            y += slot + _GAP / 2
        lowest = max(lowest, y, top + thickness[place])
    return picture.finish(_WIDE, lowest + 6)


def _head(step: Step, room: float) -> tuple[str, ...]:
    """A stage's label in lines, its count before the first."""
    return wrap_after(str(step.reached), step.label, room, 3)


def _end_lines(end: End, room: float) -> tuple[str, ...]:
    return wrap_after(str(end.count), end.label, room, 3)


def wrap_after(count: str, text: str, room: float, lines: int) -> tuple[str, ...]:
    """Lines of a text whose first stands behind a bold count."""
    taken = width(count + " ", _TEXT) * 1.08
    first = wrap(text, _TEXT, room - taken, 1)[0]
    if first == text:
        return (first,)
    whole = wrap(text, _TEXT, room, lines)
    if width(whole[0], _TEXT) <= room - taken:
        return whole
    return ("", *wrap(text, _TEXT, room, lines - 1))


def _straight(left: float, right: float, top: float, band: float) -> str:
    low = top + band
    return f"M{rounded(left)} {rounded(top)}H{rounded(right)}V{rounded(low)}H{rounded(left)}Z"


def _bend(left: float, right: float, start: float, stop: float, band: float) -> str:
    """A band that swings from one height to another."""
    middle = rounded((left + right) / 2)
    x, over = rounded(left), rounded(right)
    a, b = rounded(start), rounded(stop)
    c, d = rounded(stop + band), rounded(start + band)
    return f"M{x} {a}C{middle} {a} {middle} {b} {over} {b}V{c}C{middle} {c} {middle} {d} {x} {d}Z"


def _upright(
    steps: Sequence[Step], thickness: list[float], scale: float, picture: _Picture
) -> Sankey:
    y = 6.0
    for place, step in enumerate(steps):
        across = thickness[place]
        lines = wrap_after(str(step.reached), step.label, _TALL - across - 12, 3)
        head = max(len(lines) * _LINE, 20.0)
        picture.bar("stage", 0, y, (max(across, _THINNEST), _BAR), f"{step.reached} {step.label}")
        picture.labels.append(Label(across + 9, y + 11, lines, str(step.reached), step.label))
        begin = y + _BAR
        row = y + head + 8
        right = across
        for end in step.ends:
            if not end.count:
                continue
            band = _band(end.count, scale)
            label = wrap_after(str(end.count), end.label, _TALL - _BRANCH - 32, 2)
            slot = max(band, len(label) * _LINE)
            middle = row + slot / 2
            left = right - band
            picture.ribbons.append(Ribbon(end.kind, _branch(left, right, begin, middle, _BRANCH)))
            picture.bar(
                end.kind,
                _BRANCH,
                middle - band / 2,
                (6.0, band),
                f"{end.count} {end.label} after {step.label}",
            )
            baseline = middle + 5 - (len(label) - 1) * _LINE / 2
            picture.labels.append(
                Label(_BRANCH + 26, baseline, label, str(end.count), end.label, kind=end.kind)
            )
            right, row = left, row + slot + _ROW_GAP
        y_next = row + 8
        if place + 1 < len(steps) and thickness[place + 1]:
            picture.ribbons.append(
                Ribbon("stage", _straight(0, thickness[place + 1], begin, y_next - begin))
            )
        y = y_next
    return picture.finish(_TALL, y)


def _branch(left: float, right: float, top: float, middle: float, stop: float) -> str:
    """A band that comes down and turns to the right at a row."""
    band = right - left
    high, low = middle - band / 2, middle + band / 2
    turn = min(_TURN, high - top)
    a, b = rounded(left), rounded(right)
    inner = f"V{rounded(high - turn)}Q{b} {rounded(high)} {rounded(right + turn)} {rounded(high)}"
    bend = turn + band
    outer = f"H{rounded(left + bend)}Q{a} {rounded(low)} {a} {rounded(low - bend)}"
    over = rounded(stop)
    return f"M{b} {rounded(top)}{inner}H{over}V{rounded(low)}{outer}V{rounded(top)}Z"
