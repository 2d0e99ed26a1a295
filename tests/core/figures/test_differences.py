"""Every figure beside the same one computed a second way, over thousands of days of ledgers."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import Command
from tests.core.figures.apart import curve_apart, gap, largest, rate_apart
from tests.core.figures.differences import differences
from tests.core.figures.examined import (
    GENERATED,
    LOGS,
    Examined,
    generated_ledgers,
    real_log,
    the_sample,
)

from opledger.core.config import Config
from opledger.core.figures.rates import rate
from opledger.core.figures.survival import Span, survival

ROUNDING = 1e-12
BLOCK = 100
COMPARED = {
    *("beta: below", "beta: mean", "beta: none of", "beta: quantile", "beta: successes"),
    *("forecast: any", "forecast: any (integral)", "forecast: counts", "forecast: mean"),
    *("forecast: distribution (matrices and integral)", "forecast: open", "forecast: thin"),
    *("forecast: interval's length", "forecast: interval's weight"),
    *("luck: chance", "luck: interval of chance", "luck: needed", "luck: interval of needed"),
    *("luck: load", "luck: mean load", "luck: peak", "luck: weeks"),
    *("offers: lowballs", "offers: lowest gap", "offers: median gap", "offers: median share"),
    *("rates: Wilson", "rates: counts"),
    *("survival: at risk", "survival: of nothing", "survival: band once nobody is left"),
    *("survival: share (Efron)", "survival: share (lifelines)", "survival: share (statsmodels)"),
    *("survival: band (lifelines)", "survival: band (statsmodels)"),
    *("survival: median (Efron)", "survival: median (lifelines)", "survival: low of median"),
    "survival: high of median (lifelines)",
    "survival: high of median (statsmodels)",
    *("timing: response spans", "timing: stages spans", "timing: whole spans"),
    *("timing: response few", "timing: stages few", "timing: whole few"),
}


def too_far(found: dict[str, float]) -> dict[str, float]:
    """The formulas that differ by more than rounding does."""
    return {name: difference for name, difference in found.items() if difference > ROUNDING}


def compared(each: Examined) -> dict[str, float]:
    ledger, as_of, thorough = each
    return differences(ledger, as_of, thorough=thorough)


@pytest.mark.parametrize("first", range(0, GENERATED, BLOCK))
def test_every_figure_of_the_generated_ledgers_is_the_one_computed_otherwise(first: int) -> None:
    every = map(compared, generated_ledgers(range(first, first + BLOCK)))
    found = largest(pair for each in every for pair in each.items())
    assert too_far(found) == {}
    assert found.keys() == COMPARED


def test_every_figure_of_the_sample_is_the_one_computed_otherwise() -> None:
    for each in the_sample():
        assert too_far(compared(each)) == {}


@pytest.mark.real_data
@pytest.mark.parametrize("log", LOGS)
def test_every_figure_of_a_real_log_is_the_one_computed_otherwise(
    log: str, typed: Command, real_data: Path, tmp_path: Path
) -> None:
    for each in real_log(typed, real_data / log, tmp_path / "ledger"):
        assert too_far(compared(each)) == {}


def test_what_differs_is_seen() -> None:
    spans = (Span(1, ended=True), Span(2, ended=False), Span(4, ended=True), Span(4, ended=True))
    other = (*spans[:-1], Span(4, ended=False))
    right = survival(spans, 1)
    assert too_far(dict(curve_apart(right, spans, thorough=True))) == {}
    wrong = too_far(dict(curve_apart(right, other, thorough=True)))
    assert {"survival: share (Efron)", "survival: share (lifelines)"} <= wrong.keys()
    assert {"survival: share (statsmodels)", "survival: band (statsmodels)"} <= wrong.keys()
    assert too_far(dict(rate_apart(rate(1, 3, 5), 1, 4, Config()))).keys() == {
        *("rates: counts", "rates: Wilson"),
    }
    assert (gap(None, None), gap(3, 3), gap(3, 5), gap(None, 5)) == (0, 0, 2, float("inf"))
