"""What every figure means: the one text of the Method page, ``stats --explain`` and the documents.

The texts are filled with the ledger's own words and limits. A word in backquotes is one of the
files or of the command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.late import dataclass

if TYPE_CHECKING:
    from opledger.core.config import Config


@dataclass(frozen=True, slots=True)
class Definition:
    """A ``name`` as it stands beside a figure, and what it means."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """The definitions of one report; ``report`` is its name on the command line and its anchor."""

    report: str
    title: str
    definitions: tuple[Definition, ...]


def definitions(
    config: Config, as_of: str = "the day", *, public: bool = False
) -> tuple[Section, ...]:
    """Every definition, in the words of a ledger, for figures as of a day.

    Where I live is not told in ``public``, so the time zone is not named there.
    """
    words = {
        "as_of": as_of,
        "conversation": config.label("stages", config.conversation_stage),
        "offer": config.label("stages", config.offer_stage),
        "few": str(config.few),
        "quiet": str(config.quiet_after),
        "zone": "of the ledger" if public else config.timezone,
        "interest": ", ".join(config.interest),
        "confidence": ", ".join(config.confidence),
        "highest": config.interest[-1],
        "lowest": config.interest[0],
        "surest": config.confidence[-1],
    }
    return tuple(
        Section(
            report,
            title,
            tuple(Definition(name, text.format(**words)) for name, text in texts.items()),
        )
        for report, (title, texts) in _SECTIONS.items()
    )


_SECTIONS: dict[str, tuple[str, dict[str, str]]] = {
    "funnel": (
        "What is counted",
        {
            "Opportunity": "One role at one company; one file of the ledger. It begins with its"
            " first stage.",
            "Conversation": "An opportunity that reached '{conversation}' or a later stage.",
            "Reached": "An opportunity has reached its furthest stage and every stage before it: a"
            " skipped stage counts as passed. What happens later never takes a stage back.",
            "Stopped, pending": "An opportunity is counted at exactly one place: it stopped at its"
            " furthest stage, or is pending there while it is open. So at each stage, reached ="
            " stopped + pending + reached at the next; what flows in flows out.",
            "Who ended it": "Follows from the outcome alone: I did (accepted, declined, withdrew),"
            " they did (rejected), silence did (ghosted), or nobody did (closed). An accepted offer"
            " is set apart from the other ends by me.",
            "Reopened": "An end that did not last is no end. The opportunity counts once, where it"
            " finally ended, and the reversal is told beside the flow.",
            "Offer": "An opportunity that reached '{offer}' or a later stage, whatever is known of"
            " the offer. An `offer:` before that stage is an error.",
            "Days": "From the first event to the end, or to {as_of} while it is open. Days are"
            " those of the time zone {zone}.",
            "As of": "Events dated up to and including {as_of} count. Later ones are scheduled:"
            " they are shown and count for nothing.",
            "Rows left out": "A stage before '{conversation}' at which nothing stopped and nothing"
            " is pending says the same as the next one. Such rows at the head of the funnel are"
            " left out.",
        },
    ),
    "groups": (
        "Shares, their intervals, and groups",
        {
            "Passed on": "Of those that reached a stage, the share that reached the next one."
            " Where some are still pending at the stage, it is also given for the resolved ones"
            " alone: pending ones may still pass.",
            "Offer rate": "Of the conversations, the share that reached '{offer}'; resolved:"
            " without those that are open and have no offer.",
            "Interval": "Wilson's 95 % interval of a share (E. B. Wilson 1927, JASA 22, 209-212)."
            " Were the same search made many times, about 95 of 100 such intervals would hold the"
            " true share. It describes this ledger's record; it promises nothing.",
            "Too few to say": "With fewer than {few} cases only the counts are given.",
            "Which group led further": "Of a group's conversations, the share that got past"
            " '{conversation}'. Where two intervals overlap, the difference may be chance. Among"
            " many groups some lie apart by chance alone: a difference is claimed only where the"
            " intervals lie apart at the level of 5 % divided by the number of pairs (Bonferroni;"
            " O. J. Dunn 1961, JASA 56, 52-64). An opportunity with several tags counts in the"
            " group of each; level is the one sought, month that of the first event.",
        },
    ),
    "ends": (
        "Who ended it, and why",
        {
            "Reasons": "Those that the outcome states. An opportunity with several counts under"
            " each, so the rows of reasons may add up to more than the opportunities that ended.",
            "No reason stated": "Ended without any. Nothing is guessed.",
        },
    ),
    "response": (
        "Who answers, and who falls silent",
        {
            "Asked": "I moved first: of the events up to its first stage, the first one that says"
            " whose move it was is `by: me`, and is not yet '{conversation}' or later. Where none"
            " says it, the source `inbound` says that they wrote first; else my first move is the"
            " first stage, if it comes before '{conversation}'.",
            "Answered": "After my first move there is an event `by: company`, a rejection, or a"
            " stage from '{conversation}' on. Resolved: without those open and unanswered.",
            "Ghosted": "Ended so: I said that no answer will come. Of all opportunities.",
            "Quiet": "Open, with no event for {quiet} days or more. Quiet is not yet ghosted: that"
            " is for me to say. Silent is both together.",
            "Turn": "Whose turn it is with an open opportunity: as the file says (`turn` under"
            " `next`). Else nobody's, where something is scheduled; else that of the other side"
            " than the one whose move was last (`by`). Where the last move does not say whose it"
            " was, it was theirs if it was an offer, and of a first contact it is known as under"
            " asked; otherwise the turn is not stated. A note without `by` is no move.",
            "Waiting": "It is their turn. Days are those since the last event, whatever that was.",
            "Scheduled": "A stage of a later day than {as_of}, if no end and no message comes"
            " before it; or one of that day itself, before an offer, as long as nothing after it"
            " and nothing in it says how it went (by, interest, confidence, fit, lesson).",
            "Usual wait": "The median wait for a first answer (as under time) of the same source;"
            " of all sources, where the one has too few to say.",
        },
    ),
    "time": (
        "How long it takes",
        {
            "Median": "The first day by which half have happened, of the Kaplan-Meier curve (1958,"
            " JASA 53, 457-481): those still waiting on {as_of} are cut off there and count as long"
            " as they have waited, so nothing is dropped. `not reached`: fewer than half so far."
            " Fewer than {few} cases, or a half made up by fewer than {few} ends: too few to say.",
            "Interval of a median": "Where the curve's 95 % band, made on the log-log scale,"
            " crosses a half (Brookmeyer and Crowley 1982). It may have no upper end: the record"
            " does not reach that far.",
            "Time in a stage": "From the first event at it to reaching a later stage, or to an"
            " outcome, also one that was reopened. A skipped stage, and one gone back to, was not"
            " stayed at.",
            "First answer": "From my first move to their first answer (both as under response)."
            " Silence lasts until {as_of}, also where I called it ghosted; it is cut off where I"
            " withdrew or the role was closed.",
            "To the end": "From the first event to the outcome that stands.",
        },
    ),
    "judgement": (
        "My own judgement",
        {
            "Interest, confidence": "My level of interest, on the scale {interest}, and how sure I"
            " am of that level, on the scale {confidence}. First and last: as first and last"
            " stated. A level stated for the first time is no move.",
            "Moves by stage": "Counted at the furthest stage so far, that of the same event"
            " included; a move before any stage at the first one.",
            "What it foretold": "Of the ended opportunities that I held at a level, how many came"
            " to an offer, and to one that I accepted. The level is the one last stated before the"
            " offer or the end came, so that neither can have made it.",
            "High and low": "High is interest {highest} with confidence {surest}; low is interest"
            " {lowest}, however sure I was.",
            "Interest by furthest stage": "The last level stated. It reads from upper left (high"
            " interest, late stage) to bottom right.",
        },
    ),
    "luck": (
        "Surface area for luck",
        {
            "In play": "Conversations open at the end of a day. The peak is the first day with the"
            " most.",
            "Starts": "Opportunities by the week, from Monday on, of their first event.",
            "Chance of an offer": "The chance that at least one of the next n conversations comes"
            " to an offer: 1 - B(a, b + n) / B(a, b), the beta-binomial chance with a = offers +"
            " 1/2 and b = the other resolved conversations + 1/2 (Jeffreys' prior). It takes the"
            " next ones to be like those of the record, each independent of the others.",
            "Its interval": "The chance at the 2.5 % and 97.5 % points of what the record says of a"
            " single conversation's chance p: 1 - (1 - p) to the power n.",
            "How many more": "The least n that brings the chance to 50 or 90 %; in brackets, at the"
            " upper and lower end of p.",
        },
    ),
    "forecast": (
        "Offers to expect from what is open",
        {
            "Expected offers": "Each open opportunity passes the stages before it with the chances"
            " of the record: at a stage, Beta(passed + 1/2, stopped + 1/2). How many of those open"
            " arrive at '{offer}' then has an exact distribution; its mean is given.",
            "90 % interval": "The fewest neighbouring counts that hold 90 % of that distribution."
            " In 2,000 simulated searches it held 90 % of the true numbers. That takes"
            " those waiting to be like those decided: where passing takes twice as long as being"
            " refused, too few offers are foreseen and it held 81 %.",
            "Without the quiet ones": "The same as if every quiet opportunity had ended where it"
            " is.",
            "At least one": "The chance of any offer at all. On a thin record it is rather too low:"
            " what is not known spreads the counts out, to 0 too.",
            "Too few to forecast": "Where fewer than {few} were decided at a stage on the way, the"
            " prior would say more than the record: no number and no chance is told.",
        },
    ),
    "offers": (
        "Offers",
        {
            "In a year": "Base, bonus, and the shares' value over the years in which they are"
            " earned, the same each year; where that is less than a year, their whole value.",
            "First year": "The same with the sign-on. Where the parts are not all known, the total"
            " told (`total`), and a later year is that without the sign-on: at most that, where the"
            " sign-on is unknown. A total below the parts that are known is not believed.",
            "At least": "Parts are unknown or pending. What is unknown is never counted as nought,"
            " what is pending never as agreed, whatever amount was named. A total told while parts"
            " are pending is shown as named, and a gap `as named so far` is no bound.",
            "Against the market": "A year's total against the benchmark in the file (`market`). The"
            " lowball gap is that of the first offer made. Nothing is compared where too little is"
            " known: neither the base salary nor a total. Amounts in other currencies stand side by"
            " side: nothing is converted.",
            "How sure a gap is": "Whatever the unknown parts come to, it is `at least`, or `at"
            " most`, or from the one to the other. Where both sides may be more, it is the gap `of"
            " what is known`, which is no bound. A median or lowest of such gaps is as sure as"
            " they are.",
            "Best other": "The first year's total against the highest of the others in the same"
            " currency, whichever that is: an offer of which parts are unknown may be it.",
            "Raised": "The first year's total of the latest offer above that of the first one. At"
            " most: a part was unknown at first.",
            "Fit": "The latest score on each goal, 0 to 5, and their mean by the goals' weights. An"
            " offer without a score on a goal is not ranked: unknown is not nought.",
            "Rankings": "The same scores under other weights: all equal, one goal alone, one"
            " doubled, one left out.",
            "Where it would tip": "The weights of one goal, the others kept, at which the best"
            " would no longer be the best.",
            "Level": "The one that I sought and the one that they had in mind, as the files say.",
        },
    ),
}

TITLES = {report: title for report, (title, _) in _SECTIONS.items()}
REPORTS = tuple(_SECTIONS)
