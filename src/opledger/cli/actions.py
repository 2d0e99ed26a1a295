"""What has to happen next, of all that is open: ``opledger next`` without an id."""

from __future__ import annotations

from datetime import date

import click

from opledger.cli.loading import sound_ledger
from opledger.cli.options import App
from opledger.files.diagnostics import printable


def show_actions(app: App) -> None:
    """Print a line for each, in the order of their days; those without a day last."""
    from opledger.core.calendar import ended_before
    from opledger.core.narrative.waiting import due_words
    from opledger.core.retelling import next_words
    from opledger.core.standing import standing

    loaded = sound_ledger(app)
    config, today = loaded.ledger.config, loaded.today
    over = ended_before(config, today)
    found = []
    for about in loaded.ledger.opportunities:
        each = standing(about, config, today)
        if about.next and (each is None or each.open):
            found.append((about.next.due or date.max, about.id, about.next))
    for _, name, action in sorted(found, key=lambda each: each[:2]):
        late = action.due is not None and action.due <= today and not over
        told = f" ({due_words(action.due, today)})" if late else ""
        click.echo(printable(f"{name}: {next_words(action)}{told}"))
    if not found:
        click.echo("No next action.")
    elif over:
        click.echo(f"The search ended on {over}: nothing of it is due.")
