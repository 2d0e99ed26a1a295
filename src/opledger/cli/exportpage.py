"""``opledger export markdown``: the search on half a page, for a README."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from opledger.api.loading import Loaded
from opledger.cli.exposing import accept_names_option, refuse_names
from opledger.cli.loading import sound_ledger, with_todays_list
from opledger.cli.options import App, as_of_option, at_option, ledger_option
from opledger.cli.output import deliver, output_option
from opledger.core.failure import Failure

if TYPE_CHECKING:
    from opledger.core.reports.sheet import Block

_STANDARD = Path("-")
_LARGEST_PAGE = 4 * 1024 * 1024


@click.command("markdown", short_help="Half a page for a README.")
@output_option
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    metavar="PAGE",
    help="Put it into this page, between '<!-- opledger:begin -->' and '<!-- opledger:end -->'.",
)
@click.option("--private", is_flag=True, help="Tell everything, whatever publish: lists.")
@accept_names_option
@as_of_option
@at_option
@ledger_option
@click.pass_context
def markdown_command(
    ctx: click.Context,
    output: Path,
    into: Path | None,
    private: bool,
    accept_names: bool,
    as_of: date | None,
    at: str | None,
) -> None:
    """Write the search on half a page of Markdown: the funnel, the sources, whose turn it is.

    It names no opportunity, and tells only what 'publish:' in ledger.yaml lists, as a README is
    often read by others; with --private, it goes by the whole ledger.
    """
    from opledger.exchange.markdown import markdown, put_into

    if into and output != _STANDARD:
        raise Failure("--into and --output are two places: leave one of them out")
    if private and accept_names:
        raise Failure("--accept-names is about what others may see: leave it or --private out")
    loaded = sound_ledger(ctx.ensure_object(App), at)
    day = loaded.day(as_of)
    blocks = _private(loaded, day) if private else _public(loaded, day, accept=accept_names)
    text = markdown(blocks)
    if into:
        text = put_into(_page(into), text, str(into))
    deliver(text.encode(), into or output, loaded.root)


def _page(into: Path) -> str:
    from opledger.files import disk

    try:
        return disk.read_outside(into, _LARGEST_PAGE).decode()
    except UnicodeDecodeError:
        raise Failure(f"{into} is not UTF-8: save it as UTF-8", code=1) from None


def _private(loaded: Loaded, day: date) -> tuple[Block, ...]:
    from opledger.core.figures.statistics import statistics
    from opledger.core.scope import WHOLE
    from opledger.exchange.summary import summary

    return summary(statistics(loaded.ledger, day), WHOLE)


def _public(loaded: Loaded, day: date, *, accept: bool) -> tuple[Block, ...]:
    """What the allow-list lets through; also of an earlier commit it is today's list that counts.

    Raises:
        Failure: there is none, or a text that it lets through names what is private.
    """
    from opledger.core.figures.statistics import statistics
    from opledger.core.figures.suppression import counts
    from opledger.core.publishing import public
    from opledger.core.standing import standings
    from opledger.exchange.summary import counts_summary, summary

    loaded = with_todays_list(loaded)
    if not loaded.ledger.config.publish.fields:
        raise Failure(
            "ledger.yaml lists nothing that others may see (publish: fields:, docs/publishing.md):"
            " list it, or say --private"
        )
    told = public(loaded.ledger, day)
    refuse_names(loaded, day, accept=accept)
    config = told.ledger.config
    if told.scope.singly:
        return summary(statistics(told.ledger, told.as_of), told.scope)
    stood = standings(told.ledger.opportunities, config, told.as_of)
    found = counts(stood, config, config.publish.few or 0)
    return counts_summary(found, config, told.scope.when(told.as_of))
