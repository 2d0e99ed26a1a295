"""Dates whose year has two digits: which of the three numbers it is, the texts seldom say."""

from __future__ import annotations

import pytest

from opledger.exchange.daysigns import day_signs


@pytest.mark.parametrize(
    ("texts", "formats"),
    [
        # The days of one winter; taken for years they would stretch from 2005 to 2028.
        (["24-01-05", "24-01-17", "24-02-28"], ("%y-%m-%d",)),
        (["05-01-24", "17-01-24", "28-02-24"], ("%d-%m-%y",)),
        (["24/01/05 09:30", "24/02/28 17:00"], ("%y/%m/%d %H:%M",)),
        (["05.01.24"], ("%d.%m.%y",)),
        (["24.01.05", "24.02.28"], ("%y.%m.%d",)),
        (["01/15/24"], ("%m/%d/%y",)),
        # Too few to tell.
        (["24-01-23"], ("%d-%m-%y", "%y-%m-%d")),
        (["01-02-03"], ("%d-%m-%y", "%m-%d-%y", "%y-%m-%d")),
    ],
)
def test_a_short_year_is_where_a_search_is_not_decades_long(
    texts: list[str], formats: tuple[str, ...]
) -> None:
    signs = day_signs(texts, named_so=True)
    assert signs is not None
    assert (signs.formats, signs.is_open) == (formats, len(formats) > 1)
