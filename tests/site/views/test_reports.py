"""A report stands on a page as the sheet that the terminal prints."""

from __future__ import annotations

from tests.searches import figures
from tests.stories import an_event, an_opportunity, day, told

from opledger.core.config import Config
from opledger.core.figures.statistics import statistics
from opledger.core.model import Ledger
from opledger.core.reports.every import report
from opledger.core.reports.sheet import Block, Facts, Grid, Heading, Text
from opledger.core.scope import Scope
from opledger.site.views.reports import shown

FOUND = statistics(Ledger(Config(), (told("lead call rejected"),)), day(9))


def test_every_block_of_the_sheet_stands_under_its_heading() -> None:
    for name in ("groups", "ends", "response", "time", "judgement", "luck", "forecast", "offers"):
        found = shown(FOUND, name)
        blocks: list[Block] = []
        for part in found.parts:
            blocks += [Heading(part.heading)] if part.heading else []
            for block in part.blocks:
                if block.grid:
                    blocks.append(block.grid)
                elif block.kind == "facts":
                    blocks.append(Facts(block.facts))
                else:
                    blocks.append(Text(block.text, aside=block.kind == "aside"))
        told_too = [
            each
            for n, each in enumerate(report(FOUND, name))
            if not isinstance(each, Heading) or n + 1 < len(report(FOUND, name))
        ]
        assert blocks == told_too
        assert (found.name, bool(found.title)) == (name, True)


def test_what_is_counted_in_days_is_left_out_where_no_day_may_be_told() -> None:
    undated = Scope(public=True, days=False, months=False, turns=False)
    kinds = [type(block) for block in report(FOUND, "luck", undated)]
    assert Grid not in kinds[:1]
    assert not any("In play" in part.heading for part in shown(FOUND, "luck", undated).parts)


def test_a_long_table_is_cut_and_says_by_how_much() -> None:
    stated = [an_event(0, "lead", interest="low")]
    every = (an_opportunity(*stated, name=f"c{n:03}") for n in range(130))
    found = shown(figures(Config(), *every), "judgement")
    [last] = [block for part in found.parts[-1:] for block in part.blocks]
    assert last.grid
    assert (len(last.grid.rows), last.more) == (120, 10)
