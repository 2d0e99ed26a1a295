"""``opledger list``: opportunities, one a line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from opledger.cli.loading import sound_ledger
from opledger.cli.options import App, as_of_option, at_option, format_option, ledger_option
from opledger.core.contract.text import json_text
from opledger.core.failure import Failure
from opledger.core.query import QueryError, select
from opledger.core.standing import standings

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.standing import Standing


@click.command("list")
@click.argument("terms", nargs=-1, metavar="[FILTER]...")
@as_of_option
@at_option
@format_option("table", "json", "csv")
@ledger_option
@click.pass_context
def list_command(
    ctx: click.Context, terms: tuple[str, ...], as_of: date | None, at: str | None, form: str
) -> None:
    """List opportunities, newest first.

    A FILTER is field:word or field>=word, such as source:inbound 'stage>=onsite' interest:high
    state:open by:company reopened:yes 'started>=2024-01-15'; several must all hold. A word
    alone is looked for in company, role, alias and id.
    """
    loaded = sound_ledger(ctx.ensure_object(App), at)
    ledger, day = loaded.ledger, loaded.day(as_of)
    every = standings(ledger.opportunities, ledger.config, day)
    try:
        found = select(terms, every, ledger.config)
    except QueryError as error:
        raise Failure(str(error)) from None
    if form == "json":
        from opledger.core.contract.opportunities import list_document

        document = list_document(tuple(found), day, known_at=loaded.known_at)
        click.echo(json_text(document))
    elif form == "csv":
        from opledger.core.contract.opportunities import opportunity_document
        from opledger.site.table import opportunities_csv

        click.echo(opportunities_csv(map(opportunity_document, found)), nl=False)
    else:
        begun = {each.opportunity.id for each in every}
        later = [about.id for about in ledger.opportunities if about.id not in begun]
        # Of a day long past, what lies ahead is only what happened later.
        _print(found, len(every), ledger.config, loaded.told(day), ahead=day >= loaded.today)
        _print_later(later)


def _print_later(ids: list[str]) -> None:
    """Those that have not begun are in no list, but they are not forgotten either."""
    from opledger.cli.tables import Page

    if ids:
        named = ", ".join(ids[:5]) + (" ..." if len(ids) > 5 else "")  # noqa: PLR2004
        begins = "begins" if len(ids) == 1 else "begin"
        Page().text(f"{len(ids)} more {begins} later: {named}", dim=True)


def _print(
    found: list[Standing], all_of_them: int, config: Config, when: str, *, ahead: bool
) -> None:
    from opledger.cli.tables import Page
    from opledger.core.narrative.words import plural
    from opledger.core.reports.sheet import Column

    page = Page()
    many = plural(all_of_them, "opportunity", "opportunities")
    page.title(many if len(found) == all_of_them else f"{len(found)} of {many}", when)
    if not found:
        return
    roomy = page.width >= 110  # noqa: PLR2004 - columns
    columns = [Column("Id", wide=True)]
    columns += [Column("Company"), Column("Source")] if roomy else []
    columns += [Column("Started"), Column("Reached"), Column("Interest"), Column("State")]
    rows = []
    for each in found:
        state = _state(each, config, ahead=ahead)
        about = each.opportunity
        row = [about.id]
        row += [about.company, about.source or ""] if roomy else []
        row += [str(each.started), each.furthest, each.interest or "", state]
        rows.append([*row, str(each.days)])
    page.table([*columns, Column("Days", number=True)], rows)


def _state(each: Standing, config: Config, *, ahead: bool) -> str:
    """How it ended; else what is set for a day ahead, or how long it has been quiet."""
    from opledger.core.figures.waiting import appointment
    from opledger.core.narrative.waiting import ahead_text
    from opledger.core.narrative.words import OUTCOMES, plural

    if each.outcome:
        return OUTCOMES[each.outcome]
    met = appointment(each, config) if ahead else None
    if met and met.date > each.as_of:
        return f"{met.stage} {ahead_text((met.date - each.as_of).days)}"
    if each.silent >= config.quiet_after:
        return f"quiet, {plural(each.silent, 'day')}"
    return "open"
