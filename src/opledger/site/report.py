"""The report of a period as one HTML page that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from opledger import __version__
from opledger.core.late import dataclass
from opledger.core.narrative.activity import action_text, by_text, period_text
from opledger.site.pages import Pages

if TYPE_CHECKING:
    from opledger.core.activity import Period
    from opledger.core.config import Config


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One action."""

    date: str
    company: str
    role: str
    action: str
    by: str
    result: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that the page shows."""

    title: str
    first: str
    last: str
    summary: str
    rows: tuple[ReportRow, ...]
    version: str


def report_page(period: Period, config: Config, own: Mapping[str, bytes] | None = None) -> bytes:
    """The page, to print or to hand in; ``own`` are the ledger's own templates.

    Raises:
        Failure: the template is wrong.
    """
    view = Report(
        title=config.title,
        first=str(period.first),
        last=str(period.last),
        summary=period_text(period),
        rows=tuple(
            ReportRow(
                date=str(each.date),
                company=each.company,
                role=each.role,
                action=action_text(each),
                by=by_text(each),
                result=each.result,
            )
            for each in period.activities
        ),
        version=__version__,
    )
    return Pages(own=own).render("report.html.j2", view=view)
