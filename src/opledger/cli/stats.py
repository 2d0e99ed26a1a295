"""``opledger stats``: the figures, report by report."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from opledger.cli.loading import ledger_folder, reading, sound_ledger
from opledger.cli.options import DAY, App, as_of_option, at_option, format_option, ledger_option
from opledger.core.contract.text import json_text
from opledger.core.definitions import REPORTS, definitions
from opledger.core.failure import Failure
from opledger.core.figures.census import DIMENSIONS, USUAL_DIMENSION

if TYPE_CHECKING:
    from opledger.api.counted import Counted
    from opledger.api.loading import Loaded
    from opledger.core.config import Config

_USUAL, _ALL = REPORTS[0], "all"
_GROUPED = ("groups", "response", "time", _ALL)  # and the usual one, but for its JSON


@click.command("stats")
@click.argument("report", type=click.Choice([*REPORTS, _ALL]), required=False, metavar="[REPORT]")
@as_of_option
@at_option
@click.option(
    "--by",
    type=click.Choice(DIMENSIONS),
    help=f"Compare groups by this; {USUAL_DIMENSION} if not said.",
)
@click.option(
    "--compare",
    type=DAY,
    metavar="DATE",
    help="What changed between that day and the one of --as-of.",
)
@click.option("--explain", is_flag=True, help="Say what the figures of the report mean.")
@format_option("table", "json")
@ledger_option
@click.pass_context
def stats_command(
    ctx: click.Context,
    report: str | None,
    as_of: date | None,
    at: str | None,
    by: str | None,
    compare: date | None,
    explain: bool,
    form: str,
) -> None:
    """Print the figures: how far opportunities came, where they stopped and who ended them.

    REPORT is one of funnel (if not said), groups, ends, response, time, judgement, luck,
    forecast, offers, or all. Every share stands with its counts and a 95 % Wilson interval;
    --explain says what each figure means, as does docs/statistics.md.
    """
    shown = report or (_ALL if form == "json" else _USUAL)
    if compare is not None and (report or explain):
        raise Failure("--compare tells the whole difference: leave out REPORT and --explain")
    if by:
        _refuse_by("--compare" if compare else "--explain" if explain else shown, form)
    app, dimension = ctx.ensure_object(App), by or USUAL_DIMENSION
    if shown == _USUAL and form == "table" and at is None and not (compare or explain):
        from opledger.api.counted import counted

        # The figures that are asked for most, of which the cache knows most.
        with reading() as told:
            known = counted(ledger_folder(app), told)
        _print(known, known.day(as_of), dimension, shown)
        return
    loaded = sound_ledger(app, at)
    day = loaded.day(as_of)
    if compare is not None:
        _compare(loaded, day, compare, form)
    elif explain:
        _explain(loaded.ledger.config, report or _USUAL, str(day), form)
    elif form == "json":
        _print_json(loaded, day, dimension, shown)
    else:
        _print(loaded, day, dimension, shown)


def _refuse_by(what: str, form: str) -> None:
    """--by is never passed over in silence.

    Raises:
        Failure: there are no groups in what is asked for.
    """
    grouped = _GROUPED if form == "json" else (_USUAL, *_GROUPED)
    if what not in grouped:
        kind = "as JSON " if form == "json" else ""
        listed = ", ".join(grouped)
        raise Failure(f"{what} {kind}has no groups for --by: leave it out, or ask for {listed}")


def _print_json(loaded: Loaded, day: date, dimension: str, report: str) -> None:
    from opledger.core.contract.statistics import report_document, statistics_document

    document = statistics_document(loaded.statistics(day, dimension), known_at=loaded.known_at)
    if report != _ALL:
        document = report_document(document, report)
    click.echo(json_text(document))


def _print(loaded: Loaded | Counted, day: date, dimension: str, report: str) -> None:
    from opledger.cli.tables import Page
    from opledger.core.narrative.search import headline, where_lost
    from opledger.core.narrative.words import plural
    from opledger.core.reports.every import report as write_report
    from opledger.core.reports.sheet import Heading

    figures, written = loaded.statistics(day, dimension), loaded.written
    page = Page()
    page.title(figures.config.title, loaded.told(day))
    page.text(headline(figures.totals, figures.funnel, figures.config) + ".")
    if not figures.totals.opportunities:
        later = f"{plural(written, 'opportunity begins', 'opportunities begin')} after that day."
        first = "Write the first one: opportunities/<id>.yaml (docs/format.md)."
        page.text(later if written else first)
        return
    if report in {_USUAL, _ALL} and (lost := where_lost(figures)):
        page.text(lost)
    for name in REPORTS if report == _ALL else (report,):
        blocks = write_report(figures, name)
        if not isinstance(blocks[0], Heading):
            page.gap()
        page.blocks(blocks)
    page.gap()
    other = "" if report == _ALL else f"; the other reports: {', '.join(_others(report))}"
    page.text(f"What these mean: opledger stats {report} --explain{other}.", dim=True)


def _others(report: str) -> list[str]:
    return [name for name in REPORTS if name != report]


def _explain(config: Config, report: str, day: str, form: str) -> None:
    from opledger.cli.tables import Page

    told = [each for each in definitions(config, day) if report in {each.report, _ALL}]
    if form == "json":
        from opledger.core.contract.plain import VERSION, plain

        document = {"version": VERSION, "sections": plain(told)}
        click.echo(json_text(document))
        return
    page = Page()
    for section in told:
        page.heading(section.title)
        for each in section.definitions:
            page.text(each.name)
            page.text(each.text.replace("`", ""), indent=2, dim=True)


def _compare(loaded: Loaded, day: date, other: date, form: str) -> None:
    """What changed between two days, the earlier one first, in words and numbers."""
    from opledger.cli.progress import progress
    from opledger.cli.tables import Page
    from opledger.core.between import happened
    from opledger.core.figures.comparison import COMPARED, compare
    from opledger.core.figures.statistics import statistics
    from opledger.core.narrative.between import between_text, summary
    from opledger.core.reports.comparison import write_counts, write_rates
    from opledger.core.reports.sheet import Column, Sheet
    from opledger.files.readings import telling

    since, until = sorted((day, other))
    if since == until:
        raise Failure(f"--compare {other} is the day of the figures: name another, or --as-of")
    ledger = loaded.ledger
    times = [statistics(ledger, each) for each in (since, until)]
    with progress("Working out", "figures") as told:
        for each, name in telling([(each, name) for each in times for name in COMPARED], told):
            getattr(each, name)
    figures = compare(*times)
    with progress("Comparing", "opportunities") as told:
        found = happened(ledger, since, until, told)
    if form == "json":
        from opledger.core.contract.changes import between_document, comparison_document
        from opledger.core.contract.plain import VERSION

        document = {
            "version": VERSION,
            "known_at": loaded.known_at,
            "before": since.isoformat(),
            "after": until.isoformat(),
            "opportunities": between_document(found),
            **comparison_document(figures),
        }
        click.echo(json_text(document))
        return
    page = Page()
    page.title(ledger.config.title, f"from {since} to {loaded.told(until).removeprefix('as of ')}")
    page.text(summary(figures, found))
    if found:
        page.gap()
        columns = [Column("Opportunity"), Column("What happened", wide=True)]
        rows = [(each.opportunity.id, between_text(each)) for each in found]
        page.table(columns, rows)
    sheet = Sheet()
    write_counts(sheet, figures)
    write_rates(sheet, figures)
    page.blocks(sheet.blocks)
