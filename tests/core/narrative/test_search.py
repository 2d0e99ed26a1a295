"""The sentences: each from the numbers, and none that the numbers refute."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from tests.stories import (
    LATE,
    Search,
    an_event,
    an_opportunity,
    day,
    ledgers,
    stood,
    told,
)

from opledger.core.config import Config
from opledger.core.figures.rates import Rate, rate
from opledger.core.figures.statistics import Statistics, statistics
from opledger.core.model import Equity, Ledger, Offer
from opledger.core.narrative.search import (
    headline,
    offer_text,
    outcome_sentence,
    reversals,
    where_lost,
)
from opledger.core.narrative.words import amount_text, interval_text, percent, plural, share_text
from opledger.core.vocabulary import OfferForm, OfferPart, Outcome

CONFIG = Config()


def figures(*stories: str, config: Config = CONFIG) -> Statistics:
    every = tuple(told(story, f"company-{n}") for n, story in enumerate(stories))
    return statistics(Ledger(config, every), LATE)


def head(*stories: str, config: Config = CONFIG) -> str:
    found = figures(*stories, config=config)
    return headline(found.totals, found.funnel, config)


def test_one_is_singular_and_all_else_plural() -> None:
    assert [plural(n, "day") for n in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert plural(2, "opportunity", "opportunities") == "2 opportunities"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0 %"),
        (0.004, "<1 %"),
        (0.01, "1 %"),
        (0.564, "56 %"),
        (0.99, "99 %"),
        (0.9999, ">99 %"),
        (1, "100 %"),
    ],
)
def test_a_percentage_is_nought_or_all_only_if_exactly_so(share: float, text: str) -> None:
    assert percent(share) == text


def test_a_share_stands_with_its_counts() -> None:
    assert share_text(rate(22, 39, 5)) == "56 % (22 of 39)"
    assert interval_text(rate(22, 39, 5)) == "41 to 71 %"


@pytest.mark.parametrize(("k", "n"), [(2, 3), (0, 0), (4, 4)])
def test_of_few_no_percentage_is_given(k: int, n: int) -> None:
    few: Rate = rate(k, n, 5)
    assert (share_text(few), interval_text(few)) == (f"{k} of {n}, too few to say", "")


def test_the_headline_of_nothing() -> None:
    assert head() == "No opportunities yet"


def test_the_headline_counts_in_the_singular_and_the_plural() -> None:
    assert head("lead") == "1 opportunity, 0 conversations, 0 on-sites, 0 offers"
    assert head("call onsite offer accepted") == ("1 conversation, 1 on-site, 1 offer, 1 accepted")
    assert head("lead", "call", "onsite", "onsite", "offer declined") == (
        "5 opportunities, 4 conversations, 3 on-sites, 1 offer"
    )


def test_the_headline_says_a_stage_of_ones_own_by_its_label() -> None:
    config = Config(stages={"talk": "Talk", "trial": "Trial week", "deal": "Deal"})
    assert head("talk", "talk trial deal", config=config) == (
        "2 conversations, 1 reached Trial week, 1 offer"
    )
    short = Config(stages={"talk": "Talk", "deal": "Deal"})
    assert head("talk", "talk deal", config=short) == "2 conversations, 1 offer"
    last = Config(stages={"talk": "Talk", "deal": "Deal", "signed": "Signed"}, offer="deal")
    assert head("talk deal signed", config=last) == "1 conversation, 1 offer"


def test_where_most_were_lost_and_by_whom() -> None:
    lost = figures(
        *["call rejected"] * 3,
        *["call withdrew"] * 2,
        "call ghosted",
        "call closed",
        "screen ghosted",
        "offer accepted",
    )
    assert where_lost(lost) == (
        "7 of 9 stopped at Recruiter or hiring-manager call: they said no to 3, I ended 2,"
        " 1 got no answer, 1 closed."
    )


def test_what_is_open_is_told_and_an_accepted_offer_is_no_loss() -> None:
    assert where_lost(figures("offer accepted", "call")) == "1 is still open."
    assert where_lost(figures("offer accepted", "offer declined", "call", "lead")) == (
        "1 of 2 stopped at Offer: I ended 1. 2 are still open."
    )
    assert where_lost(figures("offer accepted")) == ""
    assert where_lost(figures()) == ""


def test_a_reversal_is_told_beside_the_flow() -> None:
    assert reversals(figures("lead rejected onsite offer declined")) == (
        "Company-0 had ended (they said no, 2024-01-02) and was reopened on 2024-01-03:"
        " it reached Offer; in the end, I declined."
    )
    assert reversals(figures("call", "call ghosted rejected")) == (
        "Company-1 had ended (no answer, 2024-01-02) and was reopened on 2024-01-03:"
        " it came no further than Recruiter or hiring-manager call; in the end, they said no."
    )


def test_what_a_reopening_did_not_reach_it_is_not_credited_with() -> None:
    assert reversals(figures("onsite rejected call")) == (
        "Company-0 had ended (they said no, 2024-01-02) and was reopened on 2024-01-03:"
        " it came no further than On-site; now it is open."
    )
    whats = ("onsite", "rejected", "call")
    on_one_day = (
        an_event(0, what, reopened="Again." if n == 2 else None) for n, what in enumerate(whats)
    )
    assert reversals(statistics(Ledger(CONFIG, (an_opportunity(*on_one_day),)), LATE)) == (
        "Kestrel had ended (they said no, 2024-01-01) and was reopened on 2024-01-01:"
        " it came no further than On-site; now it is open."
    )


def test_several_reversals_of_one_are_one_sentence() -> None:
    assert reversals(figures("call rejected screen ghosted onsite withdrew")) == (
        "Company-0 had ended (they said no, 2024-01-02) and was reopened on 2024-01-03,"
        " had ended (no answer, 2024-01-04) and was reopened on 2024-01-05:"
        " it reached On-site; in the end, I withdrew."
    )
    assert reversals(figures("call rejected")) == ""


@pytest.mark.parametrize(
    ("story", "sentence"),
    [
        ("lead offer accepted", "I accepted after Offer, 2 days."),
        ("offer declined", "I declined after Offer, 1 day."),
        ("screen call withdrew", "I withdrew after Technical screen, 2 days."),
        ("onsite rejected", "They said no after On-site, 1 day."),
        ("lead ghosted", "No answer after First contact, 1 day."),
        ("screen closed", "The role was closed after Technical screen, 1 day."),
    ],
)
def test_how_it_went_in_one_sentence(story: str, sentence: str) -> None:
    assert outcome_sentence(stood(told(story)), CONFIG) == sentence


def test_the_reasons_of_an_end_are_told_by_their_labels() -> None:
    config = Config(reasons={"fit": "Not a mutual fit", "comp": "Compensation"})
    end = an_event(3, "rejected", reasons=("comp", "fit"))
    assert outcome_sentence(stood(an_opportunity(an_event(0, "call"), end)), config) == (
        "They said no after Recruiter or hiring-manager call, 3 days."
        " Why: Compensation, Not a mutual fit."
    )


def test_what_is_open_says_where_and_from_when_on_it_is_quiet() -> None:
    opportunity = told("lead screen call")
    place = "Open at Recruiter or hiring-manager call"
    assert outcome_sentence(stood(opportunity, on=day(2)), CONFIG) == f"{place}, 2 days so far."
    assert outcome_sentence(stood(opportunity, on=day(15)), CONFIG) == f"{place}, 15 days so far."
    assert outcome_sentence(stood(opportunity, on=day(16)), CONFIG) == (
        f"{place}, 16 days so far. Quiet: nothing for 14 days."
    )


def test_amounts_have_their_thousands_parted_and_their_currency() -> None:
    assert amount_text(190_000, "USD") == "190,000 USD"
    assert amount_text(1234.5, "EUR") == "1,234.50 EUR"
    assert amount_text(0, None) == "0"


def test_an_offer_says_what_is_known_and_what_is_pending() -> None:
    whole = Offer(
        base=182_000,
        bonus=15_000,
        sign_on=0,
        equity=Equity(value=180_000, years=4),
        currency="EUR",
        form=OfferForm.WRITTEN,
        deadline=date(2024, 2, 23),
        note="Two weeks.",
    )
    assert offer_text(whole, CONFIG) == (
        "Written offer: base 182,000 EUR, bonus 15,000 EUR, sign-on 0 EUR,"
        " equity 180,000 EUR over 4 years, answer by 2024-02-23. Two weeks."
    )
    open_parts = (OfferPart.CASH, OfferPart.SIGN_ON)
    spoken = Offer(equity=Equity(value=9), form=OfferForm.VERBAL, pending=open_parts)
    assert offer_text(spoken, Config(currency="USD")) == (
        "Verbal offer: equity 9 USD, cash and sign-on pending"
    )
    assert offer_text(Offer(total=300_000), CONFIG) == "Offer: in all 300,000"
    assert offer_text(Offer(equity=Equity(value=1, years=1)), CONFIG) == (
        "Offer: equity 1 over 1 year"
    )
    assert offer_text(Offer(equity=Equity(value=1, years=1.5)), CONFIG) == (
        "Offer: equity 1 over 1.5 years"
    )


@given(ledgers())
def test_no_sentence_is_refuted_by_the_counts(search: Search) -> None:
    found = search.figures()
    said = where_lost(found)
    worst = [row.stopped - row.outcomes.get(Outcome.ACCEPTED, 0) for row in found.funnel]
    if stopped := re.match(r"(\d+) of (\d+) stopped at (Stage \d): (.*?)\.", said):
        lost, reached, label, ends = stopped.groups()
        (row,) = [r for r in found.funnel if search.config.label("stages", r.stage) == label]
        assert int(lost) == max(worst) == sum(map(int, re.findall(r"\d+", ends)))
        assert int(reached) == row.reached
    else:
        assert max(worst) == 0
    still = re.search(r"(\d+) (?:is|are) still open", said)
    assert (int(still[1]) if still else 0) == found.totals.open
    assert len(re.findall(r"had ended", reversals(found))) == sum(
        len(each.reopenings) for each in found.standings
    )
    first = re.match(r"\d+", headline(found.totals, found.funnel, search.config))
    assert (int(first[0]) if first else 0) == found.totals.opportunities


@given(ledgers())
def test_what_a_reversal_is_said_to_have_reached_it_reached_afterwards(search: Search) -> None:
    for each in search.figures().reversed:
        since = each.reopenings[0].reopened
        later = {event.stage for event in each.events if event.date >= since}
        found = Search(search.config, (each.opportunity,), search.as_of).figures()
        assert ("it reached" in reversals(found)) == (each.furthest in later)
