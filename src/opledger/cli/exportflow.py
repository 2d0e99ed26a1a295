"""``opledger export sankeymatic``, ``mermaid`` and ``dot``: the flow, for programs that draw it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from opledger.api.loading import Loaded
from opledger.cli.loading import sound_ledger
from opledger.cli.options import App, as_of_option, at_option, ledger_option
from opledger.cli.output import deliver, output_option
from opledger.core.failure import Failure

if TYPE_CHECKING:
    from opledger.core.figures.funnel import FunnelRow


@click.command("sankeymatic", short_help="The flow, for sankeymatic.com.")
@output_option
@as_of_option
@at_option
@ledger_option
@click.pass_context
def sankeymatic_command(
    ctx: click.Context, output: Path, as_of: date | None, at: str | None
) -> None:
    """Write the flow as text to paste into sankeymatic.com.

    It holds counts, and the labels of the stages; no opportunity.
    """
    from opledger.exchange.sankeymatic import sankeymatic

    loaded = sound_ledger(ctx.ensure_object(App), at)
    text = sankeymatic(_rows(loaded, as_of), loaded.ledger.config)
    deliver(text.encode(), output, loaded.root)


@click.command("mermaid", short_help="The flow, for Mermaid in Markdown.")
@output_option
@click.option(
    "--as",
    "kind",
    type=click.Choice(("flowchart", "sankey")),
    default="flowchart",
    help="The kind of diagram; flowchart if not said. sankey takes labels in ASCII alone.",
)
@as_of_option
@at_option
@ledger_option
@click.pass_context
def mermaid_command(
    ctx: click.Context, output: Path, kind: str, as_of: date | None, at: str | None
) -> None:
    """Write the flow as a Mermaid diagram, for a Markdown page.

    It holds counts, and the labels of the stages; no opportunity.
    """
    from opledger.exchange.mermaid import mermaid_flowchart, mermaid_sankey

    loaded = sound_ledger(ctx.ensure_object(App), at)
    write = mermaid_sankey if kind == "sankey" else mermaid_flowchart
    deliver(write(_rows(loaded, as_of), loaded.ledger.config).encode(), output, loaded.root)


@click.command("dot", short_help="The flow, for Graphviz.")
@output_option
@as_of_option
@at_option
@ledger_option
@click.pass_context
def dot_command(ctx: click.Context, output: Path, as_of: date | None, at: str | None) -> None:
    """Write the flow as a graph for Graphviz: opledger export dot | dot -Tsvg > flow.svg.

    It holds counts, and the labels of the stages; no opportunity.
    """
    from opledger.exchange.graphviz import dot

    loaded = sound_ledger(ctx.ensure_object(App), at)
    deliver(dot(_rows(loaded, as_of), loaded.ledger.config).encode(), output, loaded.root)


def _rows(loaded: Loaded, as_of: date | None) -> tuple[FunnelRow, ...]:
    """The funnel, from the first stage that tells something, as `stats` shows it.

    Raises:
        Failure: nothing had begun by that day.
    """
    from opledger.core.figures.funnel import funnel, telling
    from opledger.core.standing import standings

    config = loaded.ledger.config
    day = loaded.day(as_of)
    stood = standings(loaded.ledger.opportunities, config, day)
    if not stood:
        raise Failure(f"there is no flow: no opportunity had begun by {day}", code=1)
    return telling(funnel(stood, config), config)
