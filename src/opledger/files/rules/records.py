"""Rules about an opportunity as a whole: whether its story holds together.

Each is called with the record, where its parts stand, the ledger's settings and today's date.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.core.vocabulary import OfferPart, Outcome
from opledger.files.diagnostics import Finding, Severity
from opledger.files.rules.rule import rule

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.model import Event, Opportunity
    from opledger.files.rules.written import Written


_AMOUNTS = ("base", "bonus", "sign_on", "equity", "total", "pending")


@dataclass(frozen=True, slots=True)
class Case:
    """An opportunity under examination; parts of it that were wrong are left out."""

    record: Opportunity
    written: Written
    config: Config
    today: date

    def finding(self, path: tuple[str | int, ...], text: str, hint: str = "") -> Finding:
        """A finding at the value with this path, or at the nearest part around it."""
        return Finding(self.written.position(path), text, hint)

    def at_event(self, event: Event, key: str, text: str, hint: str = "") -> Finding:
        """A finding at a key's value in an event."""
        return self.finding(("events", event.nth, key), text, hint)


@rule("no-stage")
def no_stage(case: Case) -> Iterator[Finding]:
    """No event reaches a stage.

    An opportunity begins with its first stage, most often ``lead``; without one it would count
    nowhere.
    """
    events = case.record.events
    if events and not any(_names_stage(case, event) for event in events):
        first = next(iter(case.config.stages))
        yield case.at_event(events[0], "date", "no event has a stage", f"add 'stage: {first}'")


def _names_stage(case: Case, event: Event) -> bool:
    """Whether the event has a stage, be it one that another rule found wrong."""
    return event.stage is not None or case.written.says(("events", event.nth), "stage")


@rule("stage-and-outcome")
def stage_and_outcome(case: Case) -> Iterator[Finding]:
    """An event has both a stage and an outcome.

    An event is one thing that happened. Reaching a stage and ending there are two, also on the
    same day.
    """
    for event in case.record.events:
        if event.stage and event.outcome:
            text = f"both stage '{event.stage}' and outcome '{event.outcome}'"
            yield case.at_event(event, "outcome", text, "make two events of it")


@rule("empty-event")
def empty_event(case: Case) -> Iterator[Finding]:
    """An event has a date and nothing that happened."""
    for event in case.record.events:
        what = (event.stage, event.outcome, event.interest, event.confidence, event.note)
        if not any((*what, event.lesson, event.offer, event.fit, event.reopened)):
            if _told_already(case, event):
                continue
            yield case.at_event(event, "date", "nothing happened in this event", "add a 'note'")


def _told_already(case: Case, event: Event) -> bool:
    """Whether the event has something behind a key, which another rule found wrong."""
    told = ("stage", "outcome", "interest", "confidence", "note", "lesson", "offer", "fit")
    return any(case.written.states(("events", event.nth), key) for key in told)


@rule("out-of-order")
def out_of_order(case: Case) -> Iterator[Finding]:
    """An event stands after one with a later date.

    Events stand in date order: the order of the lines is the order of what happened, also on one
    day. Move the event, or mend its date.
    """
    events = case.record.events
    for before, event in itertools.pairwise(events):
        if event.date < before.date:
            text = f"{event.date} stands after {before.date}"
        elif event.date == before.date and event.time and before.time and event.time < before.time:
            text = f"{event.time:%H:%M} stands after {before.time:%H:%M}"
        else:
            continue
        yield case.at_event(event, "date", f"events out of date order: {text}", "move the event up")


@rule("outcome-before-stage")
def outcome_before_stage(case: Case) -> Iterator[Finding]:
    """It ends before any stage was reached."""
    if not any(_names_stage(case, event) for event in case.record.events):
        return  # no-stage says it
    for event in case.record.events:
        if _names_stage(case, event):
            return
        if event.outcome:
            first = next(iter(case.config.stages))
            text = f"'{event.outcome}' before any stage"
            yield case.at_event(event, "outcome", text, f"add an event with 'stage: {first}' first")
            return


@rule("after-end")
def after_end(case: Case) -> Iterator[Finding]:
    """A stage or an outcome follows an outcome without ``reopened``.

    An end stands unless something reopened it. Say what did, in ``reopened:`` of the event that
    goes on; a note may follow an end without it.
    """
    for event, end in _with_end(case.record.events):
        if end and (event.stage or event.outcome) and not event.reopened:
            key = "stage" if event.stage else "outcome"
            text = f"'{event.stage or event.outcome}' after '{end.outcome}' on {end.date}"
            yield case.at_event(event, key, text, "add 'reopened: why', or mend the outcome")


@rule("nothing-to-reopen")
def nothing_to_reopen(case: Case) -> Iterator[Finding]:
    """An event says ``reopened`` where nothing had ended, or neither stage nor outcome follows."""
    for event, end in _with_end(case.record.events):
        if event.reopened and not end:
            text = "'reopened', but nothing had ended before"
            yield case.at_event(event, "reopened", text, "delete it, or use 'note'")
        elif event.reopened and not (event.stage or event.outcome):
            text = "'reopened' without the stage that it goes on with"
            yield case.at_event(event, "reopened", text, "add 'stage'")


def _with_end(events: tuple[Event, ...]) -> Iterator[tuple[Event, Event | None]]:
    """Each event with the outcome that stands before it."""
    end: Event | None = None
    for event in events:
        yield event, end
        if event.outcome:
            end = event
        elif event.stage:
            end = None


@rule("reasons-without-outcome")
def reasons_without_outcome(case: Case) -> Iterator[Finding]:
    """An event gives reasons for an end, but has no outcome."""
    for event in case.record.events:
        if event.reasons and not event.outcome:
            text = "'reasons' without an outcome"
            yield case.at_event(event, "reasons", text, "add 'outcome', or use 'note'")


@rule("offer-without-amount")
def offer_without_amount(case: Case) -> Iterator[Finding]:
    """An offer has neither an amount nor ``pending``.

    What is not known yet is said as such: ``pending: [cash]``, or ``[base, equity]``.
    """
    for event in case.record.events:
        path = ("events", event.nth, "offer")
        if event.offer and not any(case.written.says(path, key) for key in _AMOUNTS):
            text = "an offer without an amount or 'pending'"
            yield case.at_event(event, "offer", text, "add 'base: ...' or 'pending: [cash]'")


@rule("offer-before-stage")
def offer_before_stage(case: Case) -> Iterator[Finding]:
    """An event states an offer, but the offer stage was not reached by then.

    There is an offer from the event on that reaches the ledger's offer stage, or a later one; no
    figure would count one that stands before it. Pay that was only talked about is a ``note``.
    """
    stage = case.config.offer_stage
    for event in case.record.events:
        if _names_stage(case, event) and (not event.stage or _offers(case, event)):
            return  # reached, or another rule found the stage wrong
        if event.offer:
            alone = not event.stage and not event.outcome
            hint = f"add 'stage: {stage}'" if alone else f"give it an event with 'stage: {stage}'"
            yield case.at_event(event, "offer", f"an offer before the stage '{stage}'", hint)
            return


def _offers(case: Case, event: Event) -> bool:
    """Whether the event reaches the offer stage, or a later one.

    A stage that is not known may be one: ``ledger.yaml`` is wrong there, and says so itself.
    """
    order, offer = case.config.stage_order, case.config.offer_stage
    return event.stage is not None and event.stage not in order[: order.index(offer)]


@rule("amount-and-pending")
def amount_and_pending(case: Case) -> Iterator[Finding]:
    """A part of an offer has an amount and is pending too.

    A pending part is still to be agreed, so its amount would count for nothing. ``cash`` names the
    base, the bonus and the sign-on together: where one of them is agreed, name the others.
    """
    for event in case.record.events:
        offer = event.offer
        if offer is None:
            continue
        pending = offer.pending_parts
        for part in OfferPart:
            if part in pending and getattr(offer, part, None) is not None:
                how = "" if part in offer.pending else ", as 'cash' is"
                text = f"'{part}' has an amount and is pending{how}"
                yield case.finding(("events", event.nth, "offer", "pending"), text, "keep one")


@rule("total-below-parts", severity=Severity.WARNING)
def total_below_parts(case: Case) -> Iterator[Finding]:
    """The total of an offer is less than its parts come to in the first year.

    ``total`` is what all parts come to, known or not. The figures go by the parts. Shares count
    by their value over the years in which they vest.
    """
    for event in case.record.events:
        offer = event.offer
        if offer is None or offer.total is None:
            continue
        from opledger.core.figures.pay import pay  # noqa: PLC0415 - slow to load, and few offers have a total
        from opledger.core.narrative.words import amount_text  # noqa: PLC0415 - as well

        least = pay(replace(offer, total=None), None).first_year.amount
        if least is not None and offer.total < least:
            total, parts = amount_text(offer.total, None), amount_text(least, None)
            text = f"a total of {total}, but the parts come to {parts} in the first year"
            path = ("events", event.nth, "offer", "total")
            yield case.finding(path, text, "mend the one that is wrong")


@rule("missing-currency")
def missing_currency(case: Case) -> Iterator[Finding]:
    """An amount has no currency, and the ledger names none for all."""
    if case.config.currency:
        return
    hint = "add 'currency: ...' here or in ledger.yaml"
    for event in case.record.events:
        offer = event.offer
        if not offer or not offer.has_amount or offer.currency:
            continue
        if not case.written.says(("events", event.nth, "offer"), "currency"):
            yield case.at_event(event, "offer", "an offer without a currency", hint)
    market = case.record.market
    if market and not market.currency and not case.written.says(("market",), "currency"):
        yield case.finding(("market",), "a market total without a currency", hint)


@rule("offer-not-recorded", severity=Severity.WARNING)
def offer_not_recorded(case: Case) -> Iterator[Finding]:
    """The offer stage was reached, but no event says what was offered.

    Its amounts count as unknown. Add ``offer:`` to the event, if only ``pending: [cash]``.
    """
    events = case.record.events
    if any(event.offer for event in events):
        return
    stage = case.config.offer_stage
    for event in events:
        if event.stage == stage and not case.written.says(("events", event.nth), "offer"):
            text = "the offer stage without an 'offer'"
            yield case.at_event(
                event, "stage", text, "add 'offer: {pending: [cash]}' or its amounts"
            )
            return


@rule("outcome-without-offer", severity=Severity.WARNING)
def outcome_without_offer(case: Case) -> Iterator[Finding]:
    """An offer was accepted or declined that no event records.

    ``declined`` and ``accepted`` are answers to an offer. Leaving earlier is ``withdrew``.
    """
    answers = {Outcome.ACCEPTED, Outcome.DECLINED}
    if not any(event.outcome in answers for event in case.record.events):
        return
    offered = False
    for event in case.record.events:
        offered = offered or _offers(case, event) or event.offer is not None
        if event.outcome in answers and not offered:
            stage = case.config.offer_stage
            hint = f"did you mean 'withdrew'? else add an event with 'stage: {stage}'"
            yield case.at_event(event, "outcome", f"'{event.outcome}' without an offer", hint)
            return


@rule("future-outcome", severity=Severity.WARNING)
def future_outcome(case: Case) -> Iterator[Finding]:
    """An outcome has a date that is still to come.

    What lies ahead is scheduled and counts for nothing yet; an outcome can't be. Most often the
    year is wrong.
    """
    for event in case.record.events:
        if event.outcome and event.date > case.today:
            text = f"'{event.outcome}' on {event.date}, which is still to come"
            yield case.at_event(event, "date", text, "look at the year")


@rule("outside-search", severity=Severity.WARNING)
def outside_search(case: Case) -> Iterator[Finding]:
    """An event is dated after the search ended; it counts for nothing.

    ``search: ended`` in ``ledger.yaml`` is the day that statistics are as of.
    """
    ended = case.config.search.ended
    if ended is None:
        return
    for event in case.record.events:
        if event.date > ended and (event.stage or event.outcome):
            text = f"{event.date} is after the search ended on {ended}"
            yield case.at_event(event, "date", text, "mend the date, or 'ended' in ledger.yaml")


@rule("action-after-end", severity=Severity.WARNING)
def action_after_end(case: Case) -> Iterator[Finding]:
    """A next action is due after it has ended.

    What was done before the end may stay; what is due after it would be done for nothing.
    """
    last = next((e for e in reversed(case.record.events) if e.stage or e.outcome), None)
    due = case.record.next.due if case.record.next else None
    if due and last and last.outcome and last.date < due and last.date <= case.today:
        text = f"due on {due}, but it ended on {last.date}"
        yield case.finding(("next", "due"), text, "delete 'next'")


RECORD_RULES = (
    no_stage,
    stage_and_outcome,
    empty_event,
    out_of_order,
    outcome_before_stage,
    after_end,
    nothing_to_reopen,
    reasons_without_outcome,
    offer_without_amount,
    offer_before_stage,
    amount_and_pending,
    total_below_parts,
    missing_currency,
    offer_not_recorded,
    outcome_without_offer,
    future_outcome,
    outside_search,
    action_after_end,
)
