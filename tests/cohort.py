"""The queries of docs/cohort.md, and what ``stats`` says of the same ledgers, side by side."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tests.campaigns.spark import statements

from opledger.core.contract.statistics import statistics_document
from opledger.core.figures.rates import wilson
from opledger.core.figures.statistics import statistics
from opledger.core.figures.survival import Span, survival
from opledger.core.figures.timing import stays
from opledger.core.model import Ledger
from opledger.exchange.datasets import datasets
from opledger.exchange.parquet import parquet

ASK_FUNNEL = """SELECT ledger, stage,
    reached, stopped, pending, by_me, by_company, by_silence, by_nobody
FROM funnel ORDER BY ledger, place"""
ALL = "(all)"
Ask = Callable[[str], Sequence[Sequence[Any]]]
Cohort = Mapping[str, tuple[Ledger, date]]


def write_cohort(cohort: Cohort, folder: Path) -> None:
    """Every ledger's tables in a folder of its own below ``cohort/``."""
    for name, (ledger, as_of) in cohort.items():
        here = folder / "cohort" / name
        here.mkdir(parents=True)
        for title, table in datasets(ledger, as_of, name).items():
            (here / f"{title}.parquet").write_bytes(parquet(table))


def differences(cohort: Cohort, ask: Ask) -> list[str]:
    """Whatever the queries say otherwise than ``stats``; and how much was compared, as the last."""
    told = statements()
    for statement in told["funnel"]:
        ask(statement)
    found: list[str] = []
    compared = Counter[str]()

    def compare(what: str, here: object, there: object) -> None:
        compared[what.partition(" ")[0]] += 1
        if here != there:
            found.append(f"{what}: SQL {here}, stats {there}")

    documents = {
        name: statistics_document(statistics(ledger, as_of))
        for name, (ledger, as_of) in cohort.items()
    }
    sums = _funnel(cohort, documents, ask, compare)
    _summed(told["summed"][0], sums, ask, compare)
    _passing(told["passing"][0], cohort, documents, ask, compare)
    _offers(told["offers"][0], documents, ask, compare)
    _times(told["times"][0], cohort, ask, compare)
    compare("sound", [tuple(row) for row in ask(told["sound"][0])], [(0, 0)])
    return [*found, ", ".join(f"{count} of {what}" for what, count in sorted(compared.items()))]


Compare = Callable[[str, object, object], None]


def _counts(row: Mapping[str, Any]) -> tuple[int, ...]:
    return (row["reached"], row["stopped"], row["pending"], *row["ended_by"].values())


def _funnel(
    cohort: Cohort, documents: Mapping[str, Any], ask: Ask, compare: Compare
) -> dict[str, Counter[int]]:
    """Each ledger's funnel is that of `stats`, whose rows at the head are left out; their sums."""
    asked: defaultdict[str, list[tuple[str, tuple[int, ...]]]] = defaultdict(list)
    for ledger, stage, *numbers in ask(ASK_FUNNEL):
        asked[ledger].append((stage, tuple(numbers)))
    sums: dict[str, Counter[int]] = defaultdict(Counter)
    compare("ledgers", sorted(asked), sorted(cohort))
    for name, document in documents.items():
        config, told = cohort[name][0].config, document["funnel"]
        first = _counts(told[0])[0]
        wanted = [(row["stage"], _counts(row)) for row in told]
        # Nobody stopped or waits at a stage that is left out.
        left_out = config.stage_order[: len(config.stages) - len(told)]
        wanted = [*((stage, (first, *(0,) * 6)) for stage in left_out), *wanted]
        compare(f"funnel {name}", asked[name], wanted)
        for stage, counts in wanted:
            sums[stage].update(dict(enumerate(counts)))
    return sums


def _summed(query: str, sums: Mapping[str, Counter[int]], ask: Ask, compare: Compare) -> None:
    asked = {stage: tuple(map(int, counts)) for stage, *counts in ask(query)}
    wanted = {stage: tuple(counts[n] for n in range(7)) for stage, counts in sums.items()}
    compare("summed", asked, wanted)


def _rounded(*numbers: float) -> tuple[float, ...]:
    return tuple(round(number, 4) for number in numbers)


def _passing(
    query: str, cohort: Cohort, documents: Mapping[str, Any], ask: Ask, compare: Compare
) -> None:
    asked = {
        (ledger, stage): (int(k), int(n), _rounded(share, low, high))
        for ledger, _, stage, k, n, share, low, high in ask(query)
    }
    pooled: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for name, document in documents.items():
        told = {row["stage"]: row for row in document["funnel"]}
        for stage in cohort[name][0].config.stage_order[:-1]:
            one = asked.get((name, stage))
            rate = told[stage]["passed"] if stage in told else None
            if rate and rate["n"]:
                wanted = (rate["k"], rate["n"], (rate["share"], rate["low"], rate["high"]))
                compare(f"passing {name} {stage}", one, wanted)
            elif rate is None and one:  # a row at the head that stats leaves out: all passed
                compare(f"passing {name} {stage}", one[0], one[1])
            if one:
                pooled[stage].append(one[:2])
    for stage, pairs in pooled.items():
        k, n = (sum(column) for column in zip(*pairs, strict=True))
        compare(f"passing {stage}", asked[ALL, stage], (k, n, _rounded(k / n, *wilson(k, n))))


def _offers(query: str, documents: Mapping[str, Any], ask: Ask, compare: Compare) -> None:
    wanted = {
        name: (rate["k"], rate["n"])
        for name, document in documents.items()
        if (rate := document["offer_rate"])["n"]
    }
    compare("offers", {name: (k, n) for name, k, n in ask(query)}, wanted)


def _times(query: str, cohort: Cohort, ask: Ask, compare: Compare) -> None:
    asked = {(ledger, stage): tuple(rest) for ledger, stage, *rest in ask(query)}
    every: dict[str, list[Span]] = defaultdict(list)
    curves: dict[tuple[str, str], tuple[int | None, ...]] = {}
    for name, (ledger, as_of) in cohort.items():
        figures = statistics(ledger, as_of)
        for stage, curve in figures.times.stages:
            curves[name, stage] = (curve.n, curve.ended, curve.median, curve.low, curve.high)
        for each in figures.standings:
            for stay in stays(each, ledger.config):
                days = ((stay.left or as_of) - stay.reached).days
                every[stay.stage].append(Span(days, stay.left is not None))
    for stage, spans in every.items():
        curve = survival(spans, 1)
        curves[ALL, stage] = (curve.n, curve.ended, curve.median, curve.low, curve.high)
    compare("stages", sorted(asked), sorted(curves))
    for key, wanted in curves.items():
        compare(f"times {key}", asked.get(key), wanted)
