"""What each page's template is given: the contract with templates that are the user's own.

A page is added here when it is added to the site. ``make docs`` writes docs/templates.md from it.
"""

from __future__ import annotations

from opledger.site.counting import CountsMethod
from opledger.site.report import Report
from opledger.site.views.counts import CountsPage
from opledger.site.views.frame import Feed, Frame
from opledger.site.views.history import History
from opledger.site.views.interest import Interest
from opledger.site.views.lessons import Lessons
from opledger.site.views.method import Method
from opledger.site.views.offers import Offers
from opledger.site.views.opportunities import Opportunities
from opledger.site.views.opportunity import OpportunityPage
from opledger.site.views.overview import Overview
from opledger.site.views.sources import Sources
from opledger.site.views.time import Time
from opledger.site.views.timeline import Timeline
from opledger.site.views.waiting import WaitingPage

FRAME = Frame
VIEWS: dict[str, type] = {
    "overview.html.j2": Overview,
    "opportunities.html.j2": Opportunities,
    "opportunity.html.j2": OpportunityPage,
    "waiting.html.j2": WaitingPage,
    "timeline.html.j2": Timeline,
    "sources.html.j2": Sources,
    "time.html.j2": Time,
    "interest.html.j2": Interest,
    "offers.html.j2": Offers,
    "lessons.html.j2": Lessons,
    "history.html.j2": History,
    "method.html.j2": Method,
    "counts.html.j2": CountsPage,
    "counts_method.html.j2": CountsMethod,
    "feed.atom.j2": Feed,
    "report.html.j2": Report,
}
# Templates without a view of their own: parts of others, as all charts are, and some that are
# given a few values, which the template as it is shows.
PARTS = (
    "404.html.j2",
    "assets/filters.css.j2",
    "base.html.j2",
    "matrix.html.j2",
    "parts.html.j2",
    "sheet.html.j2",
    "sitemap.xml.j2",
)
CHARTS = "charts/"
