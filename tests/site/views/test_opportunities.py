"""The list of opportunities and its filters."""

from __future__ import annotations

from tests.searches import SEARCHES, figures, sample
from tests.stories import an_event, an_opportunity, told

from opledger.core.config import Config
from opledger.site.views.opportunities import (
    Choice,
    Filter,
    _reachable,
    listing,
)


def test_the_newest_comes_first() -> None:
    found = figures(
        Config(),
        an_opportunity(an_event(3, "lead"), name="kestrel"),
        an_opportunity(an_event(9, "lead"), name="tallow"),
        an_opportunity(an_event(3, "lead"), name="aldgrove"),
    )
    assert [row.id for row in listing(found).whole().rows] == ["tallow", "aldgrove", "kestrel"]


def test_the_sample_s_filters() -> None:
    assert listing(sample()).whole().filters[:2] == (
        Filter(
            "i", "Interest", (Choice(1, "high", 9), Choice(2, "medium", 16), Choice(3, "low", 14))
        ),
        Filter(
            "s",
            "Reached",
            (
                Choice(1, "Offer", 4),
                Choice(2, "On-site", 5),
                Choice(3, "Technical screen", 13),
                Choice(4, "Recruiter or hiring-manager call", 17),
            ),
        ),
    )


def test_every_choice_counts_the_rows_that_carry_its_mark() -> None:
    for name in ("the sample", "mid-search", "500", "labels of many scripts"):
        view = listing(SEARCHES[name]()).whole()
        for each in view.filters:
            for choice in each.choices:
                mark = f"{each.key}{choice.number}"
                assert sum(mark in row.marks.split() for row in view.rows) == choice.count
            assert sum(choice.count for choice in each.choices) == len(view.rows)


def test_a_filter_with_one_choice_is_left_out() -> None:
    view = listing(figures(Config(), told("lead call rejected"), told("lead", "aldgrove"))).whole()
    assert [each.key for each in view.filters] == ["s", "e"]


def test_a_filter_offers_the_twelve_most_frequent() -> None:
    sources = {f"s{n}": f"Source {n}" for n in range(20)}
    every = (told("lead", f"c{n}", source=f"s{n % 20}") for n in range(24) if n not in {3, 5})
    choices = listing(figures(Config(sources=sources), *every)).filters[-1].choices
    assert [choice.label for choice in choices[:3]] == ["Source 0", "Source 1", "Source 2"]
    assert len(choices) == 12


def test_a_long_list_stands_on_several_pages_that_count_their_own_rows() -> None:
    found = listing(SEARCHES["500"]())
    every, parts = found.whole(), {path: found.page(n) for n, path in enumerate(found.paths)}
    assert list(parts) == ["opportunities.html", *(f"opportunities-{n}.html" for n in (2, 3, 4))]
    assert [part.part for part in parts.values()] == [
        *("1 to 150", "151 to 300", "301 to 450", "451 to 500"),
    ]
    assert tuple(row for part in parts.values() for row in part.rows) == every.rows
    for path, part in parts.items():
        assert [link.href for link in part.parts if link.current] == [path]
        for each in part.filters:
            assert sum(choice.count for choice in each.choices) == len(part.rows)
            for choice in each.choices:
                mark = f"{each.key}{choice.number}"
                assert choice.count == sum(mark in row.marks.split() for row in part.rows)


def test_a_list_that_is_light_enough_stands_on_one_page() -> None:
    found = listing(sample())
    assert found.paths == ("opportunities.html",)
    assert found.page(0) == found.whole()


def test_a_list_of_hundreds_of_pages_is_a_few_steps_from_end_to_end() -> None:
    assert _reachable(3, 25) == list(range(25))
    every = {place: _reachable(place, 667) for place in range(667)}
    assert max(map(len, every.values())) < 30
    assert all({0, place, 666} <= set(to) for place, to in every.items())
    reached, steps = {0}, 0
    while len(reached) < 667:
        reached |= {to for place in reached for to in every[place]}
        steps += 1
    assert steps <= 6
