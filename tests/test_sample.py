"""The sample ledger: every fact of the account it reconstructs, and what the command prints of it.

The outputs stand in tests/golden/. After a change that is meant to change them, write them anew
with OPLEDGER_UPDATE_GOLDEN=1 and read the difference: OPLEDGER_UPDATE_GOLDEN=1 pytest
tests/test_sample.py
"""

from __future__ import annotations

import os
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.conftest import Command

from opledger.core.figures.statistics import Statistics, statistics
from opledger.core.model import Offer, Opportunity
from opledger.core.standing import Standing
from opledger.core.vocabulary import OfferForm, OfferPart, Outcome, Party
from opledger.files.checking import check_ledger
from opledger.files.reading import read_ledger
from opledger.files.readings import Reading

ROOT = Path(__file__).parents[1]
GOLDEN = Path(__file__).parent / "golden"
UPDATE = bool(os.environ.get("OPLEDGER_UPDATE_GOLDEN"))
LAST_DAY = date(2024, 2, 29)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_ledger(ROOT / "ledger", date(2024, 3, 1))


@pytest.fixture(scope="module")
def figures(reading: Reading) -> Statistics:
    return statistics(reading.ledger, LAST_DAY)


def ended_at(figures: Statistics, stage: str) -> list[Standing]:
    return [each for each in figures.standings if each.furthest == stage]


def everything_said(about: Opportunity) -> str:
    return " ".join(
        [about.notes or "", *(f"{event.note} {event.lesson}" for event in about.events)]
    )


def first_year(offer: Offer) -> float:
    """Base, bonus and sign-on, and a year's part of the shares."""
    shares = offer.equity.value / (offer.equity.years or 1) if offer.equity else 0
    return (offer.base or 0) + (offer.bonus or 0) + (offer.sign_on or 0) + shares


def test_the_sample_has_nothing_to_complain_of(reading: Reading) -> None:
    assert reading.diagnostics == ()
    # The schemas beside it are what it gives: else 'opledger --ledger ledger schema --write'.
    assert check_ledger(ROOT / "ledger", date(2024, 3, 1)).diagnostics == ()


def test_there_were_39_conversations_from_mid_december_to_late_february(
    figures: Statistics,
) -> None:
    totals = figures.totals
    assert (totals.opportunities, totals.conversations, totals.open) == (39, 39, 0)
    days = [event.date for each in figures.standings for event in each.events]
    assert date(2023, 12, 8) <= min(days) <= date(2023, 12, 18)
    assert date(2024, 2, 20) <= max(days) <= LAST_DAY
    assert 150 <= len(days) <= 250
    assert [each.scheduled for each in figures.standings] == [()] * 39


def test_17_went_no_further_than_a_call_for_reasons_on_both_sides(figures: Statistics) -> None:
    at_the_call = ended_at(figures, "call")
    assert len(at_the_call) == 17
    assert {Party.ME, Party.COMPANY} <= {each.ended_by for each in at_the_call}
    sources = Counter(each.opportunity.source for each in at_the_call)
    assert sources["outbound"] > 17 / 2


def test_13_ended_between_the_call_and_the_onsite(figures: Statistics) -> None:
    assert len(ended_at(figures, "screen")) == 13
    assert [row.reached for row in figures.funnel] == [39, 22, 9, 4]


def test_of_9_onsites_he_ended_2_early_for_lack_of_fit_3_were_a_no_and_4_led_to_offers(
    figures: Statistics,
) -> None:
    at_the_onsite = ended_at(figures, "onsite")
    ends = Counter(each.outcome for each in at_the_onsite)
    assert ends == {Outcome.WITHDREW: 2, Outcome.REJECTED: 3}
    mine = [each for each in at_the_onsite if each.ended_by is Party.ME]
    assert [each.reasons for each in mine] == [("fit",)] * 2
    assert len(ended_at(figures, "offer")) == figures.totals.offers == 4


def test_one_offer_was_stock_with_a_spoken_word_about_cash(figures: Statistics) -> None:
    (offer,) = [e.offer for e in figures.standings if e.offer and e.offer.pending]
    assert (offer.pending, offer.form, offer.base) == ((OfferPart.CASH,), OfferForm.VERBAL, None)
    assert offer.equity


def test_one_offer_was_a_rejection_first(figures: Statistics) -> None:
    (flipped,) = figures.reversed
    (turn,) = flipped.reopenings
    assert (turn.outcome, flipped.furthest) == (Outcome.REJECTED, "offer")
    assert "signed" in turn.why
    assert turn.ended < turn.reopened


def test_he_joined_a_team_of_fewer_than_ten_that_wrote_to_him(figures: Statistics) -> None:
    (joined,) = [each for each in figures.standings if each.outcome is Outcome.ACCEPTED]
    about = joined.opportunity
    assert (about.source, about.size, about.role) == ("inbound", "1-10", "Founding engineer")
    assert "ai-infra" in about.tags


def test_every_interest_began_medium_with_low_confidence(reading: Reading) -> None:
    for about in reading.ledger.opportunities:
        first = [(e.interest, e.confidence) for e in about.events if e.interest or e.confidence]
        assert first[0] == ("medium", "low"), about.id


def test_interest_and_confidence_moved(figures: Statistics) -> None:
    moved = [each for each in figures.standings if len(each.moves) > 2]
    assert len(moved) > 30
    table = {
        (level, stage): len(cell)
        for level, row in zip(figures.interest.levels, figures.interest.cells, strict=True)
        for stage, cell in zip(figures.interest.stages, row, strict=True)
    }
    assert table["high", "offer"] > table["low", "offer"]
    assert table["low", "call"] > table["high", "call"]


def test_his_best_loop_was_lost_to_hash_collisions(reading: Reading) -> None:
    (lost,) = [o for o in reading.ledger.opportunities if "hash coll" in everything_said(o).lower()]
    assert (lost.segment, lost.size) == ("bigtech", "10000+")
    assert "last five minutes" in everything_said(lost)
    assert [event.outcome for event in lost.events if event.outcome] == [Outcome.REJECTED]


def test_the_first_offer_of_a_large_company_was_low_and_rose_once_there_were_others(
    reading: Reading,
) -> None:
    offers = [
        (o, [event.offer for event in o.events if event.offer])
        for o in reading.ledger.opportunities
        if o.segment == "bigtech"
    ]
    ((about, (first, last)),) = [(o, told) for o, told in offers if len(told) > 1]
    assert about.market
    assert about.market.total - first_year(first) >= 50_000
    assert 90_000 <= first_year(last) - first_year(first) <= 110_000
    assert first.deadline
    assert about.level
    assert about.level.sought != about.level.offered


def test_large_companies_fell_silent_even_after_rounds_and_introductions(
    figures: Statistics,
) -> None:
    silent = [e for e in figures.standings if e.outcome is Outcome.GHOSTED]
    large = [e for e in silent if e.opportunity.segment == "bigtech"]
    assert any(each.furthest == "screen" for each in large)
    assert any(each.opportunity.source == "warm" for each in silent)


def test_the_unglamorous_startups_are_in_it(reading: Reading) -> None:
    tags = {tag for each in reading.ledger.opportunities for tag in each.tags}
    assert {"contracts", "insurance", "medical"} <= tags


def test_people_questions_and_lessons_were_kept(reading: Reading) -> None:
    every = reading.ledger.opportunities
    assert sum(bool(about.people) for about in every) >= 20
    assert sum(len(about.questions) for about in every) >= 30
    assert sum(bool(event.lesson) for about in every for event in about.events) >= 25
    assert [goal.label for goal in reading.ledger.config.goals.values()] == [
        *("Building for impact", "Growth and learning", "Culture"),
    ]


def test_no_company_is_in_it_twice_and_none_can_be_reached(reading: Reading) -> None:
    names = Counter(about.company for about in reading.ledger.opportunities)
    assert set(names.values()) == {1}
    text = "".join(path.read_text("utf-8") for path in (ROOT / "ledger").rglob("*.yaml"))
    addresses = re.findall(r"@([\w.-]+)|https?://([\w.-]+)", text)
    domains = {mail or host for mail, host in addresses}
    assert len(domains) > 10
    assert [d for d in domains if not re.search(r"(^|\.)example(\.com)?$", d)] == []


OUTPUTS = {
    "stats-80.txt": ("stats",),
    "stats-120.txt": ("stats",),
    "stats.json": ("stats", "--format", "json"),
    "stats-as-of-2024-01-15.txt": ("stats", "--as-of", "2024-01-15"),
    "stats-by-segment.txt": ("stats", "--by", "segment"),
    **{
        f"stats-{report}.txt": ("stats", report)
        for report in ("groups", "ends", "response", "time", "judgement", "luck", "offers")
    },
    "stats-forecast.txt": ("stats", "forecast", "--as-of", "2024-02-10"),
    "stats-forecast-thin.txt": ("stats", "forecast", "--as-of", "2024-01-20"),
    "stats-explain.txt": ("stats", "all", "--explain"),
    "stats-compare.txt": ("stats", "--as-of", "2024-01-31", "--compare", "2024-01-15"),
    "report.txt": ("report", "--from", "2024-01-15", "--to", "2024-01-21"),
    "report.csv": ("report", "--from", "2024-01-15", "--to", "2024-01-21", "--format", "csv"),
    "report.html": ("report", "--from", "2024-01-15", "--to", "2024-01-21", "--format", "html"),
    "report.json": ("report", "--from", "2024-01-15", "--to", "2024-01-21", "--format", "json"),
    "list-80.txt": ("list",),
    "list-120.txt": ("list",),
    "list-inbound-onsite.txt": ("list", "source:inbound", "stage>=onsite"),
    "list-interest-high.csv": ("list", "interest:high", "--format", "csv"),
    "show-larkmoor-devices.txt": ("show", "larkmoor"),
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_command_prints_what_it_printed_before(typed: Command, name: str) -> None:
    width = "120" if "120" in name else "80"
    arguments = ("--ledger", "ledger", *OUTPUTS[name])
    printed = typed(*arguments, cwd=ROOT, env={"COLUMNS": width})
    assert (printed.code, printed.stderr) == (0, "")
    if UPDATE:
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / name).write_text(printed.stdout, encoding="utf-8", newline="")
    with (GOLDEN / name).open(encoding="utf-8", newline="") as golden:
        assert printed.stdout == golden.read()


@pytest.mark.parametrize("name", [name for name in OUTPUTS if name.endswith(".txt")])
def test_no_line_is_wider_than_the_terminal(name: str) -> None:
    width = 120 if "120" in name else 80
    lines = (GOLDEN / name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if cell_len(line) > width] == []
