"""A share is never shown without its counts."""

from __future__ import annotations

import pytest

from opledger.core.figures.rates import Rate
from opledger.site.views.shares import Share, share


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        (Rate(22, 39, few=False), Share("22 of 39", "56 %", "41 to 71 %", few=False)),
        (Rate(0, 5, few=False), Share("0 of 5", "0 %", "0 to 43 %", few=False)),
        (Rate(4, 4, few=True), Share("4 of 4", "too few to say", "", few=True)),
        (Rate(0, 0, few=True), Share("0 of 0", "too few to say", "", few=True)),
    ],
)
def test_a_share_comes_with_counts_and_interval(rate: Rate, expected: Share) -> None:
    assert share(rate) == expected
