"""Laws of counts, groups, judgement and order that hold for every ledger."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.figures.full import BY_ONE_WORD, document, full_ledgers
from tests.stories import Search, an_event, an_opportunity, day, ledgers

from opledger.core.figures.census import DIMENSIONS, UNSTATED
from opledger.core.figures.funnel import ENDS, Totals, funnel
from opledger.core.figures.groups import Group, group_by
from opledger.core.figures.judgement import beforehand
from opledger.core.figures.rates import Rate
from opledger.core.figures.statistics import Statistics
from opledger.core.figures.survival import Survival
from opledger.core.figures.timing import response_span
from opledger.core.model import Event, Level, Opportunity
from opledger.core.vocabulary import Outcome

MORE = settings(max_examples=200)  # where what tells is rare
RANDOM = st.randoms(use_true_random=True)


@given(full_ledgers())
def test_what_flows_into_a_stage_flows_out_of_it_and_none_flows_back(search: Search) -> None:
    figures = search.figures()
    order = [row.stage for row in figures.funnel]
    came, went = Counter({order[0]: figures.totals.opportunities}), Counter[str]()
    for flow in figures.flows:
        assert flow.count > 0
        went[flow.source] += flow.count
        if flow.target not in ENDS:
            came[flow.target] += flow.count
            assert (flow.source, flow.target) in pairwise(order)
    assert came == went
    at_an_end = [flow.count for flow in figures.flows if flow.target in ENDS]
    assert sum(at_an_end) == figures.totals.opportunities
    assert len({(flow.source, flow.target) for flow in figures.flows}) == len(figures.flows)


@given(full_ledgers())
def test_everything_has_ended_once_or_is_open(search: Search) -> None:
    figures = search.figures()
    assert figures.endings.ended + figures.totals.open == figures.totals.opportunities
    assert figures.endings.ended == sum(row.count for row in figures.endings.rows)
    with_reasons = [each for each in figures.standings if each.reasons]
    assert figures.endings.explained == len(with_reasons)
    assert set(figures.endings.reasons) == {word for each in with_reasons for word in each.reasons}
    ended = Counter({row.stage: row.stopped for row in figures.funnel})
    for ending in figures.endings.rows:
        assert ending.count > 0
        ended[ending.stage] -= ending.count
    assert not any(ended.values())


@given(full_ledgers())
def test_what_is_resolved_is_all_but_what_may_still_come(search: Search) -> None:
    figures = search.figures()
    config = search.config
    talks = config.stage_order[config.rank(config.conversation_stage) :]
    before = talks[: talks.index(config.offer_stage)]
    waiting = sum(row.pending for row in figures.funnel if row.stage in before)
    assert figures.offer_rate_resolved.k == figures.offer_rate.k
    assert figures.offer_rate_resolved.n == figures.offer_rate.n - waiting
    waits = [(each, response_span(each, config)) for each in figures.standings]
    unanswered = [each for each, span in waits if span and not span.ended and each.open]
    asked = figures.response.answered
    assert figures.response.answered_resolved.k == asked.k
    assert figures.response.answered_resolved.n == asked.n - len(unanswered)
    assert figures.offer_rate.n == figures.totals.conversations
    assert figures.offer_rate.k == figures.totals.offers
    assert figures.response.talked.n == figures.response.answered.n
    assert figures.response.talked.k <= figures.response.answered.k
    assert figures.luck.offers == figures.offer_rate_resolved


def spans(name: str, curve: Survival) -> dict[str, int]:
    """How many spans, by what became of them."""
    counts = {"n": curve.n, "ended": curve.ended, "waiting": curve.waiting}
    return {f"{name} {what}": count for what, count in counts.items()}


def counted(figures: Statistics | Group) -> Counter[str]:
    """Every count of a ledger, or of a group of it, by its name."""
    counts = Counter({name: getattr(figures.totals, name) for name in Totals.__dataclass_fields__})
    rates: dict[str, Rate] = {
        "offers": figures.offer_rate,
        "offers, resolved": figures.offer_rate_resolved,
        "answered": figures.response.answered,
        "answered, resolved": figures.response.answered_resolved,
        "talked": figures.response.talked,
        "ghosted": figures.silence.ghosted,
        "quiet": figures.silence.quiet,
        "silent": figures.silence.silent,
    }
    for name, rate in rates.items():
        counts.update({f"{name} k": rate.k, f"{name} n": rate.n})
    counts.update(spans("answer", figures.times.response))
    counts.update(spans("end", figures.times.whole))
    for stage, curve in figures.times.stages:
        counts.update(spans(stage, curve))
    for row in figures.funnel:
        for outcome, count in row.outcomes.items():
            counts[f"{outcome} at {row.stage}"] += count
    return counts


@given(full_ledgers())
def test_the_counts_of_the_groups_add_up_to_those_of_all(search: Search) -> None:
    figures = search.figures()
    whole = counted(figures)
    ends = Counter[str]()
    for row in figures.endings.rows:
        ends[f"{row.outcome} at {row.stage}"] += row.count
    assert ends.items() <= whole.items()
    for dimension in BY_ONE_WORD:
        groups = group_by(figures.standings, search.config, dimension)
        assert sum(map(counted, groups), Counter[str]()) == whole


@given(full_ledgers())
def test_each_is_counted_in_the_group_of_each_of_its_tags(search: Search) -> None:
    groups = {group.word: group for group in search.figures("tag").groups}
    begun = [each.opportunity for each in search.figures().standings]
    tags = {tag for each in begun for tag in each.tags}
    assert set(groups) == tags | ({UNSTATED} if any(not each.tags for each in begun) else set())
    for word, group in groups.items():
        alike = tuple(o for o in begun if (word in o.tags if word else not o.tags))
        alone = replace(search, opportunities=alike).figures()
        assert counted(group) == counted(alone)
        assert (group.times, group.response) == (alone.times, alone.response)


@MORE
@given(full_ledgers(), st.sampled_from(DIMENSIONS), RANDOM)
def test_the_order_of_the_files_changes_nothing(
    search: Search, dimension: str, random: Random
) -> None:
    mixed = random.sample(search.opportunities, len(search.opportunities))
    one = document(search, dimension)
    other = document(replace(search, opportunities=tuple(mixed)), dimension)
    # A ledger has its files in order of their ids; these two lists are in the ledger's order.
    other["reopened"].sort()
    other["judgement"]["paths"].sort(key=lambda path: path["id"])
    assert other == one


def mixed_notes(events: tuple[Event, ...], random: Random) -> tuple[Event, ...]:
    """The same events, each plain note anywhere in its day."""
    notes = [event for event in events if event == Event(date=event.date, note=event.note)]
    rest = [event for event in events if event not in notes]
    random.shuffle(notes)
    for note in notes:
        places = [n for n, event in enumerate(rest) if event.date == note.date]
        first = places[0] if places else sum(event.date < note.date for event in rest)
        rest.insert(first + random.randrange(len(places) + 1), note)
    return tuple(rest)


@given(full_ledgers(), RANDOM)
def test_plain_notes_may_stand_anywhere_in_their_day(search: Search, random: Random) -> None:
    noted, mixed = [], []
    for each in search.opportunities:
        days = [random.choice(each.events).date for _ in range(3)]
        notes = [Event(date=on, note=f"Thought {n}.") for n, on in enumerate(days)]
        events = tuple(sorted((*each.events, *notes), key=lambda event: event.date))
        noted.append(replace(each, events=events))
        mixed.append(replace(each, events=mixed_notes(events, random)))
    one, other = (document(replace(search, opportunities=tuple(every))) for every in (noted, mixed))
    assert one == other


@given(full_ledgers())
def test_moves_and_what_was_foretold_are_counted_once(search: Search) -> None:
    figures = search.figures()
    judgement = figures.judgement
    for scale in ("interest", "confidence"):
        moves = [m for path in judgement.paths for m in path.moves if m.scale == scale]
        ups = [getattr(row, f"{scale}_up") for row in judgement.moves]
        downs = [getattr(row, f"{scale}_down") for row in judgement.moves]
        assert sum(ups) + sum(downs) == len(moves)
        levels: tuple[str, ...] = getattr(search.config, scale)
        rises = [m for m in moves if levels.index(m.after) > levels.index(m.before or "")]
        assert sum(ups) == len(rises)
    ended = [each for each in figures.standings if not each.open]
    held = [beforehand(each, search.config) for each in ended]
    rows = judgement.foretold
    assert sum(row.offers.n for row in rows) == sum(any(levels) for levels in held)
    assert len({(row.interest, row.confidence) for row in rows}) == len(rows)
    for row in (*rows, judgement.high, judgement.low):
        assert row.offers.n == row.accepted.n
        assert max(row.offers.k, row.accepted.k) <= row.offers.n
    low = [row for row in rows if row.interest == search.config.interest[0]]
    surest = (search.config.interest[-1], search.config.confidence[-1])
    high = [row for row in rows if (row.interest, row.confidence) == surest]
    for some, parts in ((judgement.low, low), (judgement.high, high)):
        assert some.offers.n == sum(row.offers.n for row in parts)
        assert some.offers.k == sum(row.offers.k for row in parts)
        assert some.accepted.k == sum(row.accepted.k for row in parts)


@given(full_ledgers(), st.sampled_from(DIMENSIONS), RANDOM)
def test_an_opportunity_that_has_not_begun_changes_nothing(
    search: Search, dimension: str, random: Random
) -> None:
    today = (search.as_of - day(0)).days
    thought = an_event(today, note="Thought.", interest=search.config.interest[0])
    planned = an_event(today + 1, random.choice(search.config.stage_order))
    more: dict[str, object] = {
        "source": "new",
        "tags": ("new",),
        "level": Level(sought="new", offered="new"),
    }
    every = list(search.opportunities)
    for name, events in (("a", (thought,)), ("b", (planned,)), ("z", (thought, planned))):
        unbegun: Opportunity = an_opportunity(*events, name=name, **more)
        every.insert(random.randrange(len(every) + 1), unbegun)
    other = replace(search, opportunities=tuple(every))
    assert document(other, dimension) == document(search, dimension)


@given(full_ledgers(), st.sampled_from(DIMENSIONS))
def test_the_names_of_the_companies_change_no_number(search: Search, dimension: str) -> None:
    every = tuple(
        replace(each, company="Same", alias="Same", role=f"Role {n % 2}")
        for n, each in enumerate(search.opportunities)
    )
    one = document(search, dimension)
    other = document(replace(search, opportunities=every), dimension)
    for row in one["offers"]["rows"]:
        row["company"] = "Same"
    assert other == one


def values(of: object) -> Iterator[object]:
    """Every value within lists and dicts."""
    match of:
        case list():
            for item in of:
                yield from values(item)
        case dict():
            yield from of
            for item in of.values():
                yield from values(item)
        case _:
            yield of


@given(full_ledgers(), st.sampled_from(DIMENSIONS))
def test_the_document_is_json_of_at_most_four_decimals(search: Search, dimension: str) -> None:
    found = document(search, dimension)
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    for value in values(found):
        assert type(value) in {str, int, float, bool, type(None)}
        if isinstance(value, float):
            assert value == round(value, 4)


@MORE
@given(full_ledgers())
def test_an_end_is_counted_alike_wherever_it_is_counted(search: Search) -> None:
    figures = search.figures()
    ends = Counter[Outcome]()
    for each in figures.endings.rows:
        ends[each.outcome] += each.count
    assert ends[Outcome.ACCEPTED] == figures.totals.accepted
    assert ends[Outcome.GHOSTED] == figures.silence.ghosted.k
    for row in figures.funnel:
        ends.subtract(row.outcomes)
    assert not any(ends.values())


@given(ledgers())
def test_every_report_has_the_same_offers(search: Search) -> None:
    figures = search.figures()
    offered = {row.standing.opportunity.id for row in figures.offers.rows}
    at = search.config.rank(search.config.offer_stage)
    reached = [row.reached for row in funnel(figures.standings, search.config)]
    assert len(figures.offers.rows) == len(offered) == figures.totals.offers == reached[at]
    assert figures.totals.offers == figures.offer_rate.k == figures.offer_rate_resolved.k
    assert offered == {
        each.opportunity.id
        for each in figures.standings
        if each.reached(search.config.offer_stage, search.config)
    }
