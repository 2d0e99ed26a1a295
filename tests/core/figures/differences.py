"""Every figure of a ledger computed a second way, and how far the two are apart.

    differences(ledger, as_of)  ->  {"survival: share (statsmodels)": 2.2e-16, ...}

The figures come from opledger; the spans and counts beside them from a naive walk over the raw
events (:mod:`.naive`), and the formulas from other people's libraries (:mod:`.apart`).

statsmodels sees every curve; lifelines, which takes ten times as long, only those of ledgers for
which ``thorough`` is said.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from tests.core.figures import naive
from tests.core.figures.apart import (
    Found,
    chances_apart,
    curve_apart,
    expected_apart,
    largest,
    rate_apart,
)
from tests.core.figures.reference import Array, Passing

from opledger.core.config import Config
from opledger.core.figures.forecast import forecast
from opledger.core.figures.funnel import funnel
from opledger.core.figures.gap import Bound, Gap
from opledger.core.figures.luck import Load, Luck, luck
from opledger.core.figures.offers import offers
from opledger.core.figures.response import response, silence
from opledger.core.figures.survival import Span, Survival, survival
from opledger.core.figures.timing import times
from opledger.core.model import Ledger
from opledger.core.standing import Standing, standings


def differences(ledger: Ledger, as_of: date, *, thorough: bool = False) -> dict[str, float]:
    """The largest absolute difference by formula."""
    stood = standings(ledger.opportunities, ledger.config, as_of)
    return largest(
        [
            *_times(ledger, stood, as_of, thorough=thorough),
            *_answers(ledger, stood, as_of),
            *_luck(ledger, stood, as_of),
            *_forecast(ledger, stood, as_of),
            *_lowballs(stood, ledger.config),
        ]
    )


def _times(ledger: Ledger, stood: Sequence[Standing], as_of: date, *, thorough: bool) -> Found:
    config = ledger.config
    every = ledger.opportunities
    found = times(stood, config)
    known = {
        "response": [naive.wait(each, config, as_of) for each in every],
        "whole": [naive.whole(each, as_of) for each in every],
        **{
            stage: [naive.stay(each, stage, config, as_of) for each in every]
            for stage in config.stages
        },
    }
    own = {"response": found.response, "whole": found.whole, **dict(found.stages)}
    for name, lengths in known.items():
        spans = tuple(Span(*length) for length in lengths if length)
        curve = own.get(name, survival((), config.few))
        kind = name if name in {"response", "whole"} else "stages"
        yield f"timing: {kind} spans", _spans_apart(curve, spans)
        yield f"timing: {kind} few", abs(curve.few - _too_few(curve, spans, config))
        yield from curve_apart(curve, spans, thorough=thorough)


def _too_few(curve: Survival, spans: Sequence[Span], config: Config) -> bool:
    """Too few of them, or a median of too few ends."""
    ends = sum(span.ended for span in spans)
    return len(spans) < config.few or (curve.median is not None and ends < config.few)


def _spans_apart(curve: Survival, spans: Sequence[Span]) -> float:
    """How many spans stand in only one of the two."""
    left: Counter[Span] = Counter()
    for step in curve.steps:
        left[Span(step.day, ended=True)] += step.ended
        left[Span(step.day, ended=False)] += step.censored
    known = Counter(spans)
    totals = (curve.n, curve.ended, curve.waiting)
    counted = (len(spans), *(sum(s.ended is ended for s in spans) for ended in (True, False)))
    return ((left - known) + (known - left)).total() + float(totals != counted)


def _answers(ledger: Ledger, stood: Sequence[Standing], as_of: date) -> Found:
    config = ledger.config
    every = [each for each in ledger.opportunities if naive.past(each, as_of)]
    talk = list(config.stages).index(config.conversation_stage)
    asked = [(each, naive.wait(each, config, as_of)) for each in every]
    waits = [(each, wait[1]) for each, wait in asked if wait]
    answers = sum(answered for _, answered in waits)
    resolved = sum(
        answered or naive.end_of(naive.past(each, as_of)) is not None for each, answered in waits
    )
    talked = sum(naive.furthest(each, config, as_of) >= talk for each, _ in waits)
    found = response(stood, config)
    yield from rate_apart(found.answered, answers, len(waits), config)
    yield from rate_apart(found.answered_resolved, answers, resolved, config)
    yield from rate_apart(found.talked, talked, len(waits), config)
    ends = [naive.end_of(naive.past(each, as_of)) for each in every]
    ghosted = sum(end is not None and end.outcome == "ghosted" for end in ends)
    quiet = sum(naive.quiet(each, config, as_of) for each in every)
    silent = silence(stood, config)
    yield from rate_apart(silent.ghosted, ghosted, len(every), config)
    yield from rate_apart(silent.quiet, quiet, len(every), config)
    yield from rate_apart(silent.silent, ghosted + quiet, len(every), config)


def _luck(ledger: Ledger, stood: Sequence[Standing], as_of: date) -> Found:
    config = ledger.config
    order = list(config.stages)
    found = luck(stood, config, as_of)
    yield from _load(ledger, found, as_of)
    weeks = naive.begun_by_week(ledger.opportunities, as_of)
    own = {week.monday.isocalendar()[:2]: week for week in found.weeks}
    yield (
        "luck: weeks",
        float(own.keys() != weeks.keys())
        + float(
            any(
                +Counter(dict(own[at].counts)) != count or own[at].count != count.total()
                for at, count in weeks.items()
                if at in own
            )
        ),
    )
    talk, offer = order.index(config.conversation_stage), order.index(config.offer_stage)
    ends = [
        (naive.furthest(each, config, as_of), naive.end_of(naive.past(each, as_of)))
        for each in ledger.opportunities
    ]
    talks = [(place, end) for place, end in ends if place >= talk]
    k = sum(place >= offer for place, _ in talks)
    n = sum(place >= offer or end is not None for place, end in talks)
    yield from rate_apart(found.offers, k, n, config)
    yield from chances_apart(found, k, n)


def _load(ledger: Ledger, found: Luck, as_of: date) -> Found:
    first = naive.first_talk(ledger.opportunities, ledger.config, as_of)
    if first is None:
        yield "luck: load", float(found.load != Load(None, (), 0, None, 0.0))
        return
    days = [first + timedelta(days=n) for n in range((as_of - first).days + 1)]
    counts = [naive.in_play(ledger.opportunities, ledger.config, day) for day in days]
    told = counts[: (naive.last_day(ledger.opportunities, as_of) - first).days + 1]
    yield "luck: load", float((found.load.first, found.load.counts) != (first, tuple(told)))
    peak = int(np.max(counts))
    yield "luck: peak", abs(found.load.peak - peak)
    on = days[int(np.argmax(counts))] if peak else None
    yield "luck: peak", float(found.load.peak_day != on)
    yield "luck: mean load", abs(found.load.mean - float(np.mean(counts)))


def _forecast(ledger: Ledger, stood: Sequence[Standing], as_of: date) -> Found:
    config = ledger.config
    found = forecast(stood, funnel(stood, config), config)
    order = list(config.stages)
    way = order[: order.index(config.offer_stage)]
    ends = [
        (
            naive.furthest(each, config, as_of),
            naive.end_of(naive.past(each, as_of)),
            naive.quiet(each, config, as_of),
        )
        for each in ledger.opportunities
    ]
    every, lively, counts = [], [], []
    for place in range(len(way)):
        here = [(end, quiet) for at, end, quiet in ends if at == place]
        opened = sum(end is None for end, _ in here)
        quiet = sum(quiet for _, quiet in here)
        stopped = len(here) - opened
        passed = sum(at > place for at, _, _ in ends)
        counts.append((way[place], opened, quiet, passed, stopped))
        every.append(Passing(opened, passed, stopped))
        lively.append(Passing(opened - quiet, passed, stopped + quiet))
    own = [(s.stage, s.open, s.quiet, s.passed, s.stopped) for s in found.stages]
    yield "forecast: counts", float(own != counts)
    yield "forecast: thin", float(found.thin != _thin(every, way, config))
    yield from expected_apart(found.every, every)
    yield from expected_apart(found.lively, lively)


def _thin(stages: Sequence[Passing], way: Sequence[str], config: Config) -> tuple[str, ...]:
    """The stages of too short a record that something open has still to pass."""
    return tuple(
        stage
        for n, (stage, each) in enumerate(zip(way, stages, strict=True))
        if each.passed + each.stopped < config.few and any(s.open for s in stages[: n + 1])
    )


def _lowballs(stood: Sequence[Standing], config: Config) -> Found:
    found = offers(stood, config)
    gaps: defaultdict[tuple[str | None, str | None], list[Gap]] = defaultdict(list)
    for row in found.rows:
        if row.lowball and row.first and row.lowball.bound is not Bound.NAMED:
            gaps[row.standing.opportunity.segment, row.first.currency].append(row.lowball)
    own = {(each.segment, each.currency): each for each in found.lowballs}
    yield "offers: lowballs", float(own.keys() != gaps.keys())
    for key, each in gaps.items():
        ends = np.array([_ends(gap) for gap in each])  # gap, end, and amount or share
        median, lowest = np.median(ends, axis=0), np.min(ends, axis=0)
        known = np.array([gap.amount for gap in each])
        yield "offers: median gap", _off(own[key].median, median[:, 0], float(np.median(known)))
        yield "offers: median share", _apart(np.array(_ends(own[key].median))[:, 1], median[:, 1])
        yield "offers: lowest gap", _off(own[key].lowest, lowest[:, 0], float(np.min(known)))


def _ends(gap: Gap) -> list[tuple[float, float]]:
    """Both ends of a gap, each as amount and share; infinite where it has none."""
    one = (gap.amount, gap.share)
    none = (np.inf, np.inf)
    match gap.bound:
        case Bound.LEAST:
            return [one, none]
        case Bound.MOST:
            return [(-np.inf, -np.inf), one]
        case Bound.BETWEEN:
            assert gap.most is not None
            assert gap.most_share is not None
            return [one, (gap.most, gap.most_share)]
        case Bound.KNOWN:
            return [(-np.inf, -np.inf), none]
    return [one, one]


def _off(gap: Gap, ends: Array, known: float) -> float:
    """How far a gap is from these ends; from what is known, where both are infinite."""
    if gap.bound is Bound.KNOWN:
        return _apart(np.array([gap.amount, -np.inf, np.inf]), np.array([known, *ends]))
    return _apart(np.array(_ends(gap))[:, 0], ends)


def _apart(one: Array, other: Array) -> float:
    """The largest difference of two rows of numbers, relative to their size."""
    if not np.array_equal(np.isfinite(one), np.isfinite(other)):
        return np.inf
    finite = np.isfinite(one)
    size = np.maximum(1, np.abs(other[finite]))
    return float(np.max(np.abs(one[finite] - other[finite]) / size, initial=0.0))
