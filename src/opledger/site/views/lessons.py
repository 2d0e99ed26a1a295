"""The lessons page: what I learned, by the stage at which I learned it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from opledger.core.figures.funnel import end_of
from opledger.core.late import dataclass
from opledger.core.narrative.words import plural
from opledger.core.scope import WHOLE, Scope
from opledger.core.standing import stage_at
from opledger.site.views.matrix import Named, name

if TYPE_CHECKING:
    from datetime import date

    from opledger.core.figures.statistics import Statistics
    from opledger.core.standing import Standing


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson, where it was learned; ``kind`` is how that opportunity ended."""

    text: str
    named: Named
    date: str
    kind: str


@dataclass(frozen=True, slots=True)
class StageLessons:
    """The lessons of one stage, in order of their days; ``key`` is its anchor."""

    key: str
    label: str
    count: str
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True, slots=True)
class Lessons:
    """Everything that the page shows; the stages in funnel order."""

    headline: str
    summary: str
    stages: tuple[StageLessons, ...]


def has_lessons(statistics: Statistics) -> bool:
    """Whether a lesson is written down."""
    return any(True for _ in _found(statistics))


def lessons(statistics: Statistics, scope: Scope = WHOLE) -> Lessons | None:
    """The view; ``None`` where no lesson is written down."""
    if not has_lessons(statistics):
        return None
    config = statistics.config
    found = sorted(_found(statistics), key=lambda each: (each[1], each[2].opportunity.id))
    stages = []
    for stage in config.stage_order:
        here = [(text, day, each) for at, day, each, text in found if at == stage]
        if here:
            rows = tuple(
                Lesson(text, name(each), scope.when(day), end_of(each)) for text, day, each in here
            )
            count = plural(len(rows), "lesson")
            stages.append(StageLessons(stage, config.label("stages", stage), count, rows))
    learned = len({each.opportunity.id for _, _, each, _ in found})
    of = plural(len(statistics.standings), "opportunity", "opportunities")
    return Lessons(
        headline=f"{plural(len(found), 'lesson')} from {learned} of {of}",
        summary=_summary(stages),
        stages=tuple(stages),
    )


def _found(statistics: Statistics) -> Iterator[tuple[str, date, Standing, str]]:
    for each in statistics.standings:
        for event in each.events:
            if event.lesson and event.lesson.strip():
                at = stage_at(each, event, statistics.config)
                yield at, event.date, each, event.lesson.strip()


def _summary(stages: list[StageLessons]) -> str:
    """Where most were learned; where all were, if at one stage; nothing where several are equal."""
    most = max(len(stage.lessons) for stage in stages)
    richest = [stage for stage in stages if len(stage.lessons) == most]
    if len(stages) == 1:
        return f"All of them at {stages[0].label}." if most > 1 else f"At {stages[0].label}."
    return f"Most of them, {most}, at {richest[0].label}." if len(richest) == 1 else ""
