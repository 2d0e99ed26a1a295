"""What was done in a period, in words."""

from __future__ import annotations

from opledger.core.activity import Activity, Period
from opledger.core.narrative.words import plural
from opledger.core.vocabulary import Party

_BY = {Party.ME: "by me", Party.COMPANY: "by them"}


def action_text(each: Activity) -> str:
    """``First contact, by way of: Application form``."""
    return f"{each.action} (by way of: {each.via})" if each.via else each.action


def by_text(each: Activity) -> str:
    """Whose move it was; empty where it is not stated."""
    return _BY.get(each.by, "") if each.by else ""


def who(each: Activity) -> str:
    """The company and the role."""
    return f"{each.company}, {each.role}" if each.role else each.company


def period_text(period: Period) -> str:
    """How many actions with how many companies, and how many were new."""
    if not period.activities:
        return "Nothing was done in these days."
    actions = plural(len(period.activities), "action")
    companies = plural(period.companies, "company", "companies")
    begun = plural(period.begun, "new opportunity", "new opportunities")
    return f"{actions} with {companies}; {begun}."
