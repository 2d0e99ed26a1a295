"""Sentences that say what the numbers mean, made from the numbers and from nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from opledger.core.config import Config
from opledger.core.figures.funnel import FunnelRow, Totals
from opledger.core.figures.statistics import Statistics
from opledger.core.model import Offer
from opledger.core.narrative.words import OUTCOMES, amount_text, plural
from opledger.core.scope import WHOLE, Scope
from opledger.core.standing import Standing
from opledger.core.vocabulary import Outcome, Party

# Stages whose name is also what one such occasion is called.
_OCCASIONS = {"onsite": "on-site", "interview": "interview", "screen": "screen"}


def headline(totals: Totals, rows: Sequence[FunnelRow], config: Config) -> str:
    """The whole search in one line: ``39 conversations, 9 on-sites, 4 offers, 1 accepted``."""
    if not totals.opportunities:
        return "No opportunities yet"
    parts = []
    if totals.conversations < totals.opportunities:
        parts.append(plural(totals.opportunities, "opportunity", "opportunities"))
    parts.append(plural(totals.conversations, "conversation"))
    before = _stage_before_offer(rows, config)
    if before:
        occasion = _OCCASIONS.get(before.stage)
        label = config.label("stages", before.stage)
        parts.append(
            plural(before.reached, occasion) if occasion else f"{before.reached} reached {label}"
        )
    parts.append(plural(totals.offers, "offer"))
    if totals.accepted:
        parts.append(f"{totals.accepted} accepted")
    return ", ".join(parts)


def _stage_before_offer(rows: Sequence[FunnelRow], config: Config) -> FunnelRow | None:
    stages = [row.stage for row in rows]
    if config.offer_stage not in stages:
        return None
    place = stages.index(config.offer_stage) - 1
    beyond = config.rank(config.conversation_stage)
    return rows[place] if place >= 0 and config.rank(rows[place].stage) > beyond else None


def where_lost(statistics: Statistics) -> str:
    """Where most opportunities stopped and who ended those; what is still open."""
    sentences = []
    stopped = max(statistics.funnel, key=lambda row: row.stopped - row.outcomes.get(_WON, 0))
    count = stopped.stopped - stopped.outcomes.get(_WON, 0)
    if count:
        label = statistics.config.label("stages", stopped.stage)
        ends = ended_text(stopped)
        sentences.append(f"{count} of {stopped.reached} stopped at {label}: {ends}.")
    if statistics.totals.open:
        still = statistics.totals.open
        sentences.append(f"{still} {'is' if still == 1 else 'are'} still open.")
    return " ".join(sentences)


_WON = Outcome.ACCEPTED


def ended_text(row: FunnelRow) -> str:
    """Who ended those that stopped at a stage, most first: ``they said no to 9, I ended 5``.

    An accepted offer is no loss and is left out.
    """
    counts = row.ended_by
    counts[Party.ME] -= row.outcomes.get(_WON, 0)
    parts = [(count, party) for party, count in counts.items() if count]
    parts.sort(key=lambda part: (-part[0], list(Party).index(part[1])))
    return ", ".join(_ENDS[party].format(count) for count, party in parts)


_ENDS = {
    Party.ME: "I ended {}",
    Party.COMPANY: "they said no to {}",
    Party.SILENCE: "{} got no answer",
    Party.NOBODY: "{} closed",
}


def reversals(statistics: Statistics, scope: Scope = WHOLE) -> str:
    """What is told beside the flow: ends that did not last. Empty where there are none."""
    sentences = []
    for each in statistics.reversed:
        turns = ", ".join(
            f"had ended ({OUTCOMES[turn.outcome]}{_told(', ', scope.when(turn.ended))}) and was"
            f" reopened{_told(' on ' if scope.days else ' in ', scope.when(turn.reopened))}"
            for turn in each.reopenings
        )
        end = next(n for n, event in enumerate(each.events) if event.outcome)
        further = any(event.stage == each.furthest for event in each.events[end:])
        came = "it reached" if further else "it came no further than"
        furthest = statistics.config.label("stages", each.furthest)
        now = f"in the end, {OUTCOMES[each.outcome]}" if each.outcome else "now it is open"
        sentences.append(f"{each.opportunity.company} {turns}: {came} {furthest}; {now}.")
    return " ".join(sentences)


def _told(before: str, when: str) -> str:
    """A date behind what leads to it; nothing where it may not be told."""
    return before + when if when else ""


def outcome_sentence(each: Standing, config: Config, scope: Scope = WHOLE) -> str:
    """How one opportunity went, in one sentence."""
    label = config.label("stages", each.furthest)
    days = f", {plural(each.days, 'day')}" if scope.days else ""
    if each.outcome is None:
        silent = plural(each.silent, "day")
        quiet = f" Quiet: nothing for {silent}." if each.silent >= config.quiet_after else ""
        so_far = f"{days} so far.{quiet}" if days else "."
        return f"Open at {config.label('stages', each.stage)}{so_far}"
    what = {
        Outcome.ACCEPTED: "I accepted",
        Outcome.DECLINED: "I declined",
        Outcome.WITHDREW: "I withdrew",
        Outcome.REJECTED: "They said no",
        Outcome.GHOSTED: "No answer",
        Outcome.CLOSED: "The role was closed",
    }[each.outcome]
    why = ", ".join(config.label("reasons", word) for word in each.reasons)
    return f"{what} after {label}{days}.{f' Why: {why}.' if why else ''}"


def offer_text(offer: Offer, config: Config) -> str:
    """An offer's parts in words; what is unknown is left out, what is pending is said."""
    currency = offer.currency or config.currency
    named = (("base", offer.base), ("bonus", offer.bonus), ("sign-on", offer.sign_on))
    parts = [f"{name} {amount_text(a, currency)}" for name, a in named if a is not None]
    if offer.equity:
        term = offer.equity.years
        years = f" over {term:g} year{'' if term == 1 else 's'}" if term else ""
        parts.append(f"equity {amount_text(offer.equity.value, currency)}{years}")
    if offer.total is not None:
        parts.append(f"in all {amount_text(offer.total, currency)}")
    if offer.pending:
        parts.append(f"{' and '.join(part.replace('_', '-') for part in offer.pending)} pending")
    if offer.deadline:
        parts.append(f"answer by {offer.deadline}")
    kind = f"{offer.form} offer" if offer.form else "offer"
    note = f". {offer.note}" if offer.note else ""
    return f"{kind.capitalize()}: {', '.join(parts)}{note}"
