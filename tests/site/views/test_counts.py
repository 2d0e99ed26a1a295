"""The page of a search in large counts."""

from __future__ import annotations

import json
from dataclasses import replace

from tests.searches import SAMPLE_DAY, sample
from tests.stories import all_stood

from opledger.core.config import Config, Publish
from opledger.core.figures.suppression import counts
from opledger.core.model import Ledger
from opledger.core.publishing import public
from opledger.core.vocabulary import PublicField
from opledger.site.build import public_site
from opledger.site.charts.sankey import End, Step
from opledger.site.views.counts import (
    CountFigure,
    CountRow,
    SourceRow,
    counts_page,
    counts_steps,
)
from opledger.site.views.shares import Share

CALL = "First contact or Recruiter or hiring-manager call"


def test_the_sample_in_counts_of_five() -> None:
    figured = sample()
    told = counts(figured.standings, figured.config, 5)
    page = counts_page(told, figured.config)
    assert page.headline == (
        "39 opportunities, 22 reached Technical screen, 9 reached On-site or Offer"
    )
    assert page.told == f"17 of 39 came no further than {CALL}."
    assert page.figures == (
        CountFigure("39", "opportunities"),
        CountFigure("56 %", f"got past {CALL} (22 of 39)", "41 to 71 %"),
        CountFigure("41 %", "got past Technical screen (9 of 22)", "23 to 61 %"),
    )
    assert page.columns == ("they said no", "not told apart")
    assert page.flow == (
        CountRow(CALL, 39, ("9", "8"), Share("22 of 39", "56 %", "41 to 71 %", few=False)),
        CountRow(
            "Technical screen", 22, ("6", "7"), Share("9 of 22", "41 %", "23 to 61 %", few=False)
        ),
        CountRow("On-site or Offer", 9, ("", "9"), None),
    )
    assert counts_steps(told, figured.config)[1:] == (
        Step(
            "Technical screen",
            22,
            (End("company", "they said no", 6), End("rest", "not told apart", 7)),
        ),
        Step("On-site or Offer", 9, (End("rest", "not told apart", 9),)),
    )
    assert page.sources == (
        SourceRow("Cold outreach by me", 18, Share("7 of 18", "39 %", "20 to 61 %", few=False)),
        SourceRow(
            "Other sources, or none stated",
            21,
            Share("15 of 21", "71 %", "50 to 86 %", few=False),
        ),
    )


def test_too_few_are_said_to_be_so_and_nothing_else_is() -> None:
    page = counts_page(counts(all_stood("lead", "lead call"), Config(), 3), Config())
    assert (page.headline, page.told, page.figures) == ("Fewer than 3 opportunities", "", ())
    assert (page.wide, page.flow, page.sources, page.source_chart) == (None, (), (), None)


def test_the_data_says_the_same() -> None:
    fields = frozenset({PublicField.STAGES, PublicField.OUTCOME, PublicField.SOURCE})
    figured = sample()
    config = replace(figured.config, publish=Publish(fields=fields, few=5))
    ledger = Ledger(config, tuple(each.opportunity for each in figured.standings))
    files = public_site(public(ledger, SAMPLE_DAY)).files
    document = json.loads(files["data/statistics.json"])
    assert list(document) == ["version", "few", "opportunities", "funnel", "sources"]
    assert [(row["reached"], row["ends"], row["not_told"]) for row in document["funnel"]] == [
        (39, {"company": 9}, 8),
        (22, {"company": 6}, 7),
        (9, {}, 9),
    ]
    assert [(row["word"], row["past"]["k"]) for row in document["sources"]["groups"]] == [
        ("outbound", 7),
        (None, 15),
    ]
