"""``opledger stats``: the funnel and its figures."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import click

from opledger.cli.loading import sound_ledger
from opledger.cli.options import App, as_of_option, at_option, format_option, ledger_option
from opledger.core.figures.groups import DIMENSIONS
from opledger.core.figures.statistics import USUAL_DIMENSION, Statistics, statistics

if TYPE_CHECKING:
    from opledger.cli.tables import Page


@click.command("stats")
@as_of_option
@at_option
@click.option(
    "--by",
    type=click.Choice(DIMENSIONS),
    default=USUAL_DIMENSION,
    help=f"Compare groups by this; {USUAL_DIMENSION} if not said.",
)
@format_option("table", "json")
@ledger_option
@click.pass_context
def stats_command(
    ctx: click.Context, as_of: date | None, at: str | None, by: str, form: str
) -> None:
    """Print the funnel: how far opportunities came, where they stopped and who ended them.

    Every share stands with its counts and a 95 % Wilson interval; docs/statistics.md defines
    each figure.
    """
    loaded = sound_ledger(ctx.ensure_object(App), at)
    ledger = loaded.ledger
    figures = statistics(ledger, loaded.day(as_of), by)
    if form == "json":
        from opledger.core.contract.statistics import statistics_document

        document = statistics_document(figures, known_at=loaded.known_at)
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    _print(figures, len(ledger.opportunities), loaded.told(figures.as_of))


def _print(figures: Statistics, written: int, when: str) -> None:
    from opledger.cli.tables import Page
    from opledger.core.narrative.search import headline, reversals, where_lost
    from opledger.core.narrative.words import plural

    page = Page()
    page.title(figures.config.title, when)
    page.text(headline(figures.totals, figures.funnel, figures.config) + ".")
    if not figures.standings:
        later = f"{plural(written, 'opportunity begins', 'opportunities begin')} after that day."
        first = "Write the first one: opportunities/<id>.yaml (docs/format.md)."
        page.text(later if written else first)
        return
    if lost := where_lost(figures):
        page.text(lost)
    _funnel(page, figures)
    _passed(page, figures)
    if told := reversals(figures):
        page.gap()
        page.text(told, dim=True)
    if figures.interest.stated:
        _interest(page, figures)
    _groups(page, figures)


def _funnel(page: Page, figures: Statistics) -> None:
    from opledger.cli.tables import Column

    page.heading("Where did they end, and who ended them?")
    heads = ("Accepted", "Me", "They", "Silence", "Nobody", "Pending")
    # Ends that nothing came to are left out: the stages' labels have the room.
    ends = [n for n in range(len(heads)) if any(row.ends[n] for row in figures.funnel)]
    columns = [
        Column("Stage", wide=True),
        Column("Reached", number=True),
        Column("Stopped", number=True),
    ]
    columns += [Column(heads[end], number=True) for end in ends]
    rows = [
        [
            figures.config.label("stages", row.stage),
            str(row.reached),
            str(row.stopped),
            *(str(row.ends[end] or "·") for end in ends),
        ]
        for row in figures.funnel
    ]
    page.table(columns, rows)


def _passed(page: Page, figures: Statistics) -> None:
    from opledger.cli.tables import Column
    from opledger.core.narrative.words import interval_text, percent

    rows = []
    pending = any(row.pending for row in figures.funnel)
    for row, following in zip(figures.funnel, figures.funnel[1:], strict=False):
        if row.passed is None or row.passed_resolved is None:
            continue
        rates = [row.passed, row.passed_resolved] if pending else [row.passed]
        cells = [f"{row.stage} → {following.stage}"]
        for each in rates:
            said = "too few" if each.few or each.share is None else percent(each.share)
            cells += [f"{each.k} of {each.n}", said, interval_text(each)]
        rows.append(cells)
    if not rows:
        return
    page.heading("How many passed to the next stage?")
    heads = ["Passed", "Share", "95 % interval"]
    if pending:  # twice as many columns, on as many of the terminal
        heads = ["Passed", "Share", "Interval", "Resolved", "Share", "Interval"]
    page.table([Column("From → to"), *(Column(head, number=True) for head in heads)], rows)
    if pending:
        page.text("Resolved: without those still pending there. Intervals are of 95 %.", dim=True)


def _interest(page: Page, figures: Statistics) -> None:
    from opledger.cli.tables import Column

    table = figures.interest
    page.heading("Was my time where my interest was? Final interest by furthest stage")
    columns = [Column("Interest")]
    columns += [Column(stage, number=True) for stage in table.stages]
    rows = [
        [level or "not stated", *(str(len(cell) or "·") for cell in cells)]
        for level, cells in zip(table.levels, table.cells, strict=True)
    ]
    page.table(columns, rows)


def _groups(page: Page, figures: Statistics) -> None:
    from opledger.cli.tables import Column
    from opledger.core.narrative.groups import comparison
    from opledger.core.narrative.words import interval_text, percent

    config = figures.config
    stage = config.conversation_stage
    page.heading(f"Which {figures.dimension} led further? Conversations that got past '{stage}'")
    columns = [
        Column(figures.dimension.capitalize(), wide=True),
        Column("All", number=True),
        Column(f"Past {stage}", number=True),
        Column("Share", number=True),
        Column("95 % interval", number=True),
        Column("Offers", number=True),
        Column("Accepted", number=True),
    ]
    rows = []
    for group in figures.groups:
        past = group.beyond
        said = "" if past is None else "too few" if past.few else percent(past.share or 0)
        rows.append(
            [
                group.label,
                str(group.totals.opportunities),
                f"{past.k} of {past.n}" if past else "",
                said,
                interval_text(past) if past else "",
                str(group.totals.offers or "·"),
                str(group.totals.accepted or "·"),
            ]
        )
    page.table(columns, rows)
    if told := comparison(figures.groups):
        page.gap()
        page.text(told, dim=True)
