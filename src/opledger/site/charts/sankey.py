"""The Sankey of the funnel: where opportunities ended, and who ended them.

The stages stand on a straight spine and the ends hang off it. The wide form runs from left to
right with the ends below; the upright form, for phones, runs down with the ends at the right.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from opledger.core.late import dataclass
from opledger.site.charts.box import Box, tenth
from opledger.site.charts.flow import Branch, End, Stage, Step, measure
from opledger.site.charts.label import Label, Line, Type, baseline, label, text_width, wrap

__all__ = ["End", "Node", "Ribbon", "Sankey", "Step", "sankey"]

WIDE_TYPE = Type(size=15, count_size=15, leading=19)
WIDE_COUNT = Type(size=21, count_size=21, leading=25)
UPRIGHT_TYPE = Type(size=13.5, count_size=13.5, leading=17)
UPRIGHT_HEAD = Type(size=13.5, count_size=17, leading=18)

_WIDE, _WIDE_SPINE, _WIDE_BAR, _LONGEST_STEP = 860.0, 170.0, 9.0, 280.0
_UPRIGHT, _UPRIGHT_SPINE, _UPRIGHT_BAR, _END_BAR = 343.0, 128.0, 7.0, 5.0
_MARK, _MARK_ROOM, _NEAR = 10.0, 15.0, 5.0


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A filled band from a stage to a node; ``source`` is the stage's place in the nodes."""

    source: int
    thickness: float
    path: str


@dataclass(frozen=True, slots=True)
class Node:
    """A stage or an end: its bar, its label, and the ribbon that leads to it.

    ``kind`` is ``stage`` or the kind of an end; ``thickness`` is that of the flow through it in
    units; ``mark`` is the upper left corner of its sign (10 x 10), which stages have not;
    ``leader`` is a line from a stage to its label, as x, y and the x where it ends.
    """

    kind: str
    title: str
    thickness: float
    bar: Box
    label: Label
    mark: tuple[float, float] | None = None
    leader: tuple[float, float, float] | None = None
    ribbon: Ribbon | None = None


@dataclass(frozen=True, slots=True)
class Sankey:
    """The drawing, in units of its view box."""

    width: float
    height: float
    upright: bool
    nodes: tuple[Node, ...]


def sankey(steps: Sequence[Step], *, upright: bool) -> Sankey:
    """The flow through the steps, 860 units wide or, upright, 343; as high as it needs to be.

    Raises:
        ValueError: there are no steps, or the flow does not balance.
    """
    if upright:
        return _upright(measure(steps, _UPRIGHT_SPINE))
    return _Wide(measure(steps, _WIDE_SPINE)).drawing()


class _Wide:
    """The wide form; it is laid out from the last stage back, whose ends hang highest."""

    def __init__(self, stages: tuple[Stage, ...]) -> None:
        self.stages = stages
        columns = len(stages) if stages[-1].branches else max(len(stages) - 1, 1)
        step = min((_WIDE - _WIDE_BAR - _last_room(stages)) / columns, _LONGEST_STEP)
        self.columns = [place * step for place in range(len(stages) + 1)]
        self.head_lines = max(len(self._head_rows(place)) for place in range(len(stages)))
        self.top = self.head_lines * WIDE_TYPE.leading + WIDE_COUNT.leading + 2
        self.obstacles: list[Callable[[float, float], float]] = []

    def drawing(self) -> Sankey:
        groups = [self._ends(place) for place in reversed(range(len(self.stages)))]
        nodes = [self._stage(place) for place in range(len(self.stages))]
        nodes += [node for group in reversed(groups) for node in group]
        bottom = max(max(node.bar.bottom, node.label.box.bottom) for node in nodes)
        return Sankey(int(_WIDE), math.ceil(bottom + 2), upright=False, nodes=tuple(nodes))

    def _stage(self, place: int) -> Node:
        stage, x = self.stages[place], self.columns[place]
        bar = Box(x, self.top, _WIDE_BAR, max(stage.thickness, 1)).rounded()
        ribbon = None
        if place and stage.reached:
            start = self.columns[place - 1] + _WIDE_BAR
            path = _straight(start, x, self.top, stage.thickness)
            ribbon = Ribbon(place - 1, stage.thickness, path)
        title = f"{stage.reached} {stage.label}"
        return Node("stage", title, stage.thickness, bar, self._head(place), ribbon=ribbon)

    def _head(self, place: int) -> Label:
        """The stage's name with its count below: all counts stand on one line over the bars."""
        stage, x = self.stages[place], self.columns[place]
        top = (self.head_lines - len(self._head_rows(place))) * WIDE_TYPE.leading
        named = label(stage.label, "", x=x, top=top, room=self._head_room(place), kind=WIDE_TYPE)
        below = self.head_lines * WIDE_TYPE.leading
        line = Line(tenth(x), tenth(below + baseline(WIDE_COUNT)), str(stage.reached), "")
        width = max(named.box.width, text_width(line.count, WIDE_COUNT.size, bold=True))
        box = Box(x, top, width, below + WIDE_COUNT.leading - top).rounded()
        return Label((*(row for row in named.lines if row.text), line), box)

    def _head_rows(self, place: int) -> tuple[str, ...]:
        return wrap(self.stages[place].label, WIDE_TYPE.size, self._head_room(place))

    def _head_room(self, place: int) -> float:
        return min(self.columns[1], _WIDE - self.columns[place]) - _NEAR

    def _ends(self, place: int) -> list[Node]:
        """The ends of a stage, each below all that its label would run into."""
        stage, last = self.stages[place], place + 1 == len(self.stages)
        bar_x = self.columns[place + 1]
        x = bar_x + _WIDE_BAR + _NEAR
        room = _WIDE - x - _MARK_ROOM
        below = self.top if last else self.top + self.stages[place + 1].thickness + 14
        free = 0.0
        nodes: list[Node] = []
        for branch in stage.branches:
            bar = Box(bar_x, 0, _WIDE_BAR, branch.thickness)
            box = _end(branch, stage, bar, x, room, WIDE_TYPE).label.box
            free = max([free, *(hang(x, box.right) for hang in self.obstacles)])
            y = max(below, free + _NEAR - box.y)
            node = _end(branch, stage, replace(bar, y=y), x, room, WIDE_TYPE)
            nodes.append(node)
            below, free = node.bar.bottom + 10, node.label.box.bottom - _NEAR + 2
        return self._joined(place, nodes)

    def _joined(self, place: int, nodes: list[Node]) -> list[Node]:
        """The ends with the ribbons that lead to them, which are in the way of what follows."""
        stage = self.stages[place]
        x0, x1 = self.columns[place] + _WIDE_BAR, self.columns[place + 1]
        onward = self.stages[place + 1].thickness if place + 1 < len(self.stages) else 0.0
        starts = [self.top + onward]
        for node in nodes:
            starts.append(starts[-1] + node.thickness)
        drops = [(y, node.bar.y, node.thickness) for y, node in zip(starts, nodes, strict=False)]
        turns = _turns(x0, x1, drops)
        self.obstacles.append(_flat(x0, x1, self.top + stage.thickness))
        for (y0, y1, thickness), (_, turn) in zip(drops, turns, strict=True):
            self.obstacles.append(_curve(x0, x1, y0 + thickness, y1 + thickness, turn))
        for node in nodes:
            box = node.label.box
            self.obstacles.append(_flat(node.bar.x, box.right, max(node.bar.bottom, box.bottom)))
        return [
            replace(node, ribbon=Ribbon(place, thickness, _band(x0, x1, y0, y1, thickness, turn)))
            for node, (y0, y1, thickness), turn in zip(nodes, drops, turns, strict=True)
        ]


def _last_room(stages: tuple[Stage, ...]) -> float:
    """Units that the labels at the right edge need: of the last ends, or of the last stage."""

    def wide(count: str, text: str) -> float:
        bold = text_width(count, WIDE_TYPE.count_size, bold=True)
        return _NEAR + _MARK_ROOM + bold + text_width(f" {text}", WIDE_TYPE.size)

    last, before = stages[-1], stages[-2:-1]
    if last.branches:
        widths = [wide(str(branch.end.count), branch.end.label) for branch in last.branches]
    else:
        ends = [branch.end for stage in before for branch in stage.branches]
        widths = [wide(str(end.count), end.label) for end in ends]
        widths.append(text_width(last.label, WIDE_TYPE.size))
    return min(max([*widths, 100]) + 2, 185)


def _upright(stages: tuple[Stage, ...]) -> Sankey:
    bar_x = _UPRIGHT_SPINE + 24
    text_x = bar_x + _END_BAR + _NEAR
    heads: list[Node] = []
    ends: list[Node] = []
    y, above = 10.0, 0.0
    for place, stage in enumerate(stages):
        head = label(
            stage.label,
            str(stage.reached),
            x=text_x,
            top=y + _UPRIGHT_BAR / 2 - UPRIGHT_HEAD.leading / 2,
            room=_UPRIGHT - text_x,
            kind=UPRIGHT_HEAD,
        )
        bar = Box(0, y, max(stage.thickness, 1), _UPRIGHT_BAR).rounded()
        ribbon = None
        if place and stage.reached:
            path = f"M0 {tenth(above)}H{tenth(stage.thickness)}V{bar.y}H0Z"
            ribbon = Ribbon(place - 1, stage.thickness, path)
        leader = (tenth(bar.right + 3), tenth(y + _UPRIGHT_BAR / 2), tenth(text_x - _NEAR))
        title = f"{stage.reached} {stage.label}"
        heads.append(Node("stage", title, stage.thickness, bar, head, leader=leader, ribbon=ribbon))
        above = bar.bottom
        free, edge = max(head.box.bottom, above) + 6, stage.thickness
        for branch in stage.branches:
            node = _upright_end(branch, stage, bar_x, free)
            path = _corner(edge, above, bar_x, node.bar.y, branch.thickness)
            ends.append(replace(node, ribbon=Ribbon(place, branch.thickness, path)))
            free = max(node.bar.bottom + 6, node.label.box.bottom + 3)
            edge -= branch.thickness
        y = free + 16
    nodes = (*heads, *ends)
    bottom = max(max(node.bar.bottom, node.label.box.bottom) for node in nodes)
    return Sankey(int(_UPRIGHT), math.ceil(bottom + 2), upright=True, nodes=nodes)


def _upright_end(branch: Branch, stage: Stage, bar_x: float, free: float) -> Node:
    x = bar_x + _END_BAR + _NEAR
    room = _UPRIGHT - x - _MARK_ROOM
    bar = Box(bar_x, 0, _END_BAR, branch.thickness)
    rise = -_end(branch, stage, bar, x, room, UPRIGHT_TYPE).label.box.y
    return _end(branch, stage, replace(bar, y=free + max(rise, 0)), x, room, UPRIGHT_TYPE)


def _end(  # noqa: PLR0913, PLR0917 - an end is placed by its bar and its label
    branch: Branch, stage: Stage, bar: Box, x: float, room: float, kind: Type
) -> Node:
    """An end with its mark and its label beside the middle of its bar."""
    end, bar = branch.end, bar.rounded()
    placed = label(end.label, str(end.count), x=x + _MARK_ROOM, top=0, room=room, kind=kind)
    top = tenth(bar.y + (bar.height - placed.box.height) / 2)
    placed = placed.lowered(top)
    return Node(
        kind=end.kind,
        title=f"{end.count} {end.label}, {stage.label}",
        thickness=branch.thickness,
        bar=bar,
        label=placed,
        mark=(tenth(x), tenth(top + (kind.leading - _MARK) / 2)),
    )


def _turns(
    x0: float, x1: float, drops: Sequence[tuple[float, float, float]]
) -> list[tuple[float, float]]:
    """Where the upper and the lower edge of each ribbon of a fan turn.

    A band between two equal curves is thin where it is steep. The lower edge turns earlier, by
    ``thickness * tan(angle / 2)`` in the middle, so that it is as thick there as at its ends;
    and the lower ribbons turn first, so that they don't cross.
    """
    run = x1 - x0
    leans = [
        thickness * math.tan(math.atan(2 * abs(y1 - y0) / run) / 2) / 0.75
        for y0, y1, thickness in drops
    ]
    scale = min(1.0, 0.5 * run / max(sum(leans), 1.0))
    turn = (x0 + x1 + scale * sum(leans)) / 2
    turns = []
    for lean in leans:
        turns.append((turn, turn - scale * lean))
        turn -= scale * lean
    return turns


def _straight(x0: float, x1: float, y: float, thickness: float) -> str:
    """A closed path from a vertical edge at ``x0`` to one at ``x1``, at the same height."""
    return f"M{tenth(x0)} {tenth(y)}H{tenth(x1)}V{tenth(y + thickness)}H{tenth(x0)}Z"


def _band(  # noqa: PLR0913, PLR0917 - two ends, a thickness and where it turns
    x0: float, x1: float, y0: float, y1: float, thickness: float, turn: tuple[float, float]
) -> str:
    """A closed path from a vertical edge at ``x0`` to one at ``x1``."""
    a, b, t = tenth(x0), tenth(x1), thickness
    if tenth(y0) == tenth(y1):
        return _straight(x0, x1, y0, thickness)
    upper, lower = map(tenth, turn)
    return (
        f"M{a} {tenth(y0)}C{upper} {tenth(y0)} {upper} {tenth(y1)} {b} {tenth(y1)}"
        f"V{tenth(y1 + t)}C{lower} {tenth(y1 + t)} {lower} {tenth(y0 + t)} {a} {tenth(y0 + t)}Z"
    )


def _corner(edge: float, top: float, x: float, y: float, thickness: float) -> str:
    """A closed path down from ``top``, its right side at ``edge``, that turns right to ``x``."""
    right, left, low = tenth(edge), tenth(edge - thickness), tenth(y + thickness)
    return (
        f"M{right} {tenth(top)}Q{right} {tenth(y)} {tenth(x)} {tenth(y)}"
        f"V{low}Q{left} {low} {left} {tenth(top)}Z"
    )


def _flat(x0: float, x1: float, y: float) -> Callable[[float, float], float]:
    """How far down something level hangs between two x."""
    return lambda a, b: y if a < x1 and x0 < b else 0.0


def _curve(
    x0: float, x1: float, y0: float, y1: float, turn: float
) -> Callable[[float, float], float]:
    """How far down the lower edge of a falling ribbon hangs between two x."""

    def hang(a: float, b: float) -> float:
        if a >= x1 or b <= x0:
            return 0.0
        low, high = 0.0, 1.0
        for _ in range(30):
            t = (low + high) / 2
            x = x0 * (1 - t) ** 3 + 3 * turn * t * (1 - t) + x1 * t**3
            low, high = (t, high) if x < b else (low, t)
        return y0 + (y1 - y0) * high**2 * (3 - 2 * high)

    return hang
