"""``opledger report``: what was done in a period, for whoever asks for it."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import click

from opledger.cli.loading import sound_ledger
from opledger.cli.options import DAY, App, at_option, format_option, ledger_option
from opledger.core.activity import Period, period
from opledger.core.contract.text import json_text
from opledger.core.failure import Failure

if TYPE_CHECKING:
    from opledger.core.model import Ledger

_COLUMNS = ("date", "company", "role", "action", "via", "by", "result")


@click.command("report")
@click.option(
    "--from",
    "first",
    type=DAY,
    metavar="DATE",
    help="The first day; else all from the first event.",
)
@click.option(
    "--to",
    "last",
    type=DAY,
    metavar="DATE",
    help="The last day; else the search's last day, or today.",
)
@at_option
@format_option("text", "csv", "html", "json")
@ledger_option
@click.pass_context
def report_command(
    ctx: click.Context, first: date | None, last: date | None, at: str | None, form: str
) -> None:
    """Print what was done in a period: date, company, role, action and result.

    For an employment office, or for yourself. It has no notes, levels or lessons. Days that lie
    ahead count for nothing, whatever --to says.
    """
    loaded = sound_ledger(ctx.ensure_object(App), at)
    ledger = loaded.ledger
    until = min(last, loaded.today) if last else loaded.day(None)
    since = first or min(_first_day(ledger) or until, until)
    if since > until:
        raise Failure(f"--from {since} is after the last day, {until}")
    found = period(ledger, since, until)
    if form == "json":
        from opledger.core.contract.activity import period_document

        document = period_document(found, known_at=loaded.known_at)
        click.echo(json_text(document))
    elif form == "csv":
        click.echo(_csv(found), nl=False)
    elif form == "html":
        from opledger.files.templates import own_templates
        from opledger.site.report import report_page

        page = report_page(found, ledger.config, own_templates(loaded.root))
        click.echo(page.decode(), nl=False)
    else:
        _print(found, ledger.config.title)


def _first_day(ledger: Ledger) -> date | None:
    return min((event.date for each in ledger.opportunities for event in each.events), default=None)


def _csv(found: Period) -> str:
    import csv

    from opledger.core.contract.cells import safe_cell
    from opledger.core.narrative.activity import by_text

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for each in found.activities:
        about = (each.date, each.company, each.role, each.action, each.via)
        cells = (*about, by_text(each), each.result)
        writer.writerow([safe_cell(cell) for cell in cells])
    return text.getvalue()


def _print(found: Period, title: str) -> None:
    from opledger.cli.tables import Page
    from opledger.core.narrative.activity import action_text, period_text, who
    from opledger.core.reports.sheet import Column

    page = Page()
    page.title(title, f"{found.first} to {found.last}")
    page.text(period_text(found))
    if not found.activities:
        return
    page.gap()
    columns = [Column("Date", fixed=True), Column("Company"), Column("Action"), Column("Result")]
    rows = [
        (str(each.date), who(each), action_text(each), each.result) for each in found.activities
    ]
    page.table(columns, rows)
