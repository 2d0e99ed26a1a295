"""The figures page: what the terminal prints, with each report at its anchor."""

from __future__ import annotations

import html
import re

from tests.searches import SEARCHES, site
from tests.stories import day, told

from opledger.core.config import Config
from opledger.core.definitions import REPORTS
from opledger.core.figures.statistics import statistics
from opledger.core.model import Ledger
from opledger.core.reports.every import report
from opledger.core.reports.sheet import Facts, Grid, Heading, Text
from opledger.site.views.figures import Figures, Part, ShownBlock, figures


def test_an_empty_ledger_has_nothing_to_show() -> None:
    assert figures(statistics(Ledger(Config(), ()), day(0))) == Figures(empty=True, reports=())
    assert "No opportunities yet." in site("empty")["figures.html"].decode()


def test_what_stands_under_a_heading_keeps_its_order() -> None:
    view = figures(statistics(Ledger(Config(), (told("lead call rejected"),)), day(9)))
    assert [shown.name for shown in view.reports] == [name for name in REPORTS if name != "funnel"]
    forecast = next(shown for shown in view.reports if shown.name == "forecast")
    first, second = forecast.parts
    assert first == Part(
        "",
        (ShownBlock("text", "Nothing is open before an offer: there is nothing to forecast."),),
    )
    assert second.heading == "What it rests on: open now, and passed so far of those decided"
    assert [block.kind for block in second.blocks] == ["grid"]


def test_every_word_and_number_of_every_report_is_on_the_page() -> None:
    for name in ("the sample", "mid-search"):
        found = SEARCHES[name]()
        page = site(name)["figures.html"].decode()
        text = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())
        for each in REPORTS[1:]:
            assert f'<h2 id="{each}">' in page
            assert f'href="method.html#{each}"' in page
            for block in report(found, each):
                match block:
                    case Heading(said) | Text(said, _):
                        assert " ".join(said.split()) in text
                    case Grid(_, rows):
                        for row in rows:
                            assert " ".join(" ".join(row).split()) in text
                    case Facts(pairs):
                        for pair in pairs:
                            assert " ".join(" ".join(pair).split()) in text
