"""One opportunity's page: its story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.figures.funnel import end_of
from opledger.core.late import dataclass
from opledger.core.narrative.search import offer_text, outcome_sentence
from opledger.core.narrative.words import OUTCOMES, amount_text, event_title, plural
from opledger.core.scope import WHOLE, Scope
from opledger.files.rules.forms import is_link
from opledger.site.charts.steps import Point, Steps, steps
from opledger.site.views.history import ChangeRow
from opledger.site.views.matrix import level_rank

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.model import Event, Opportunity
    from opledger.core.standing import Reopening, Standing


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what it is, with a link where it is one."""

    name: str
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A level of interest or confidence, as a badge."""

    text: str
    rank: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """A stage or an end on the way, with the days since the one before it."""

    label: str
    date: str
    after: str
    kind: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event; ``kind`` is ``stage``, ``note``, or how it ended."""

    date: str
    time: str
    title: str
    kind: str
    by: str
    interest: Level | None
    confidence: Level | None
    fit: tuple[str, ...]
    offer: str
    reasons: str
    reopened: str
    note: str
    lesson: str
    scheduled: bool


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question and its answer."""

    ask: str
    answer: str
    date: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The page before or after this one."""

    id: str
    company: str


@dataclass(frozen=True, slots=True)
class OpportunityPage:
    """Everything that the page shows. ``notes`` is Markdown."""

    id: str
    company: str
    role: str
    sentence: str
    kind: str
    interest: Level | None
    confidence: Level | None
    facts: tuple[Fact, ...]
    milestones: tuple[Milestone, ...]
    reopenings: tuple[str, ...]
    chart: Steps | None
    moves: tuple[tuple[str, str, str], ...]
    events: tuple[EventRow, ...]
    questions: tuple[QuestionRow, ...]
    lessons: tuple[tuple[str, str], ...]
    people: tuple[Fact, ...]
    next: str
    notes: str
    changes: tuple[ChangeRow, ...]
    before: Neighbour | None
    after: Neighbour | None


def opportunity_page(
    each: Standing,
    config: Config,
    scope: Scope = WHOLE,
    neighbours: tuple[Standing | None, Standing | None] = (None, None),
    changes: tuple[ChangeRow, ...] = (),
) -> OpportunityPage:
    """The view of one opportunity, between its neighbours in the list, with its history."""
    about = each.opportunity
    events = (*each.events, *each.scheduled)
    return OpportunityPage(
        id=about.id,
        company=about.company,
        role=about.role or "",
        sentence=outcome_sentence(each, config, scope),
        kind=end_of(each),
        interest=_level(each.interest, config.interest),
        confidence=_level(each.confidence, config.confidence),
        facts=_facts(about, config),
        milestones=_milestones(each, config, scope),
        reopenings=tuple(_reopening(turn, scope) for turn in each.reopenings),
        chart=_chart(each, config) if scope.days else None,
        moves=tuple(
            (scope.when(move.event.date), move.scale, _move(move.before, move.after))
            for move in each.moves
        ),
        events=tuple(_event(event, each, config, scope) for event in events),
        questions=tuple(
            QuestionRow(q.ask, q.answer or "", str(q.date or "")) for q in about.questions
        ),
        lessons=tuple((scope.when(e.date), e.lesson.strip()) for e in each.events if e.lesson),
        people=tuple(
            Fact(
                person.name,
                ", ".join(t for t in (person.role, person.email, person.phone, person.note) if t),
                f"mailto:{person.email}" if person.email else "",
            )
            for person in about.people
        ),
        next=_next(about),
        notes=about.notes or "",
        changes=changes,
        before=_neighbour(neighbours[0]),
        after=_neighbour(neighbours[1]),
    )


def _reopening(turn: Reopening, scope: Scope) -> str:
    ended, reopened = scope.when(turn.ended), scope.when(turn.reopened)
    by = "on" if scope.days else "in"
    when = (f" {by} {ended}", f" {by} {reopened}") if ended else ("", "")
    why = f": {turn.why}" if turn.why else "."
    return f"It had ended ({OUTCOMES[turn.outcome]}){when[0]} and was reopened{when[1]}{why}"


def _neighbour(each: Standing | None) -> Neighbour | None:
    return Neighbour(each.opportunity.id, each.opportunity.company) if each else None


def _level(level: str | None, scale: tuple[str, ...]) -> Level | None:
    return Level(level, level_rank(level, scale)) if level else None


def _move(before: str | None, after: str) -> str:
    return f"{before} → {after}" if before else f"first stated: {after}"


def _facts(about: Opportunity, config: Config) -> tuple[Fact, ...]:
    level, market = about.level, about.market
    facts = [
        Fact("Source", config.label("sources", about.source) if about.source else ""),
        Fact("Segment", config.label("segments", about.segment) if about.segment else ""),
        Fact("Size", f"{about.size} people" if about.size else ""),
        Fact("Location", about.location or ""),
        Fact("Level sought", (level.sought if level else "") or ""),
        Fact("Level offered", (level.offered if level else "") or ""),
    ]
    if market:
        total = amount_text(market.total, market.currency or config.currency)
        facts.append(
            Fact("Market", f"{total} a year" + (f", {market.source}" if market.source else ""))
        )
    facts.append(Fact("Tags", ", ".join(about.tags)))
    if about.url and is_link(about.url):
        facts.append(Fact("Link", about.url, about.url))
    facts.append(Fact("Known publicly as", about.alias or ""))
    return tuple(fact for fact in facts if fact.text)


def _milestones(each: Standing, config: Config, scope: Scope) -> tuple[Milestone, ...]:
    found: list[Milestone] = []
    earlier = None
    for event in each.events:
        if not (event.stage or event.outcome):
            continue
        label = config.label("stages", event.stage) if event.stage else ""
        if event.outcome:
            label = OUTCOMES[event.outcome]
        days = plural((event.date - earlier).days, "day") if earlier and scope.days else ""
        found.append(
            Milestone(
                label=label[0].upper() + label[1:],
                date=scope.when(event.date),
                after=days,
                kind=_kind(event),
            )
        )
        earlier = event.date
    return tuple(found)


def _kind(event: Event) -> str:
    if event.outcome:
        return "accepted" if event.outcome == "accepted" else event.outcome.ended_by.value
    return "stage" if event.stage else "note"


def _chart(each: Standing, config: Config) -> Steps | None:
    """The steps of interest and confidence, if both scales are the same length and one moved."""
    if config.interest != config.confidence or not each.moves:
        return None
    scale = config.interest
    series = {
        name: tuple(
            Point(event.date, scale.index(level))
            for event in each.events
            if (level := getattr(event, name))
        )
        for name in ("interest", "confidence")
    }
    return steps(
        levels=scale,
        interest=series["interest"],
        confidence=series["confidence"],
        first=each.started,
        last=each.ended or each.as_of,
    )


def _event(event: Event, each: Standing, config: Config, scope: Scope) -> EventRow:
    kind = _kind(event)
    by = {"me": "my move", "company": "their move"}.get(event.by.value if event.by else "", "")
    return EventRow(
        date=scope.when(event.date),
        time=f"{event.time.astimezone(config.zone):%H:%M}" if event.time else "",
        title=event_title(event, each.opportunity, config),
        kind=kind,
        by=by,
        interest=_level(event.interest, config.interest),
        confidence=_level(event.confidence, config.confidence),
        fit=tuple(
            f"{config.label('goals', goal)} {score:g} of 5" for goal, score in event.fit.items()
        ),
        offer=offer_text(event.offer, config) if event.offer else "",
        reasons=", ".join(config.label("reasons", word) for word in event.reasons),
        reopened=event.reopened or "",
        note=(event.note or "").strip(),
        lesson=(event.lesson or "").strip(),
        scheduled=event.date > each.as_of,
    )


def _next(about: Opportunity) -> str:
    following = about.next
    if following is None:
        return ""
    turn = {"me": "my turn", "company": "their turn"}.get(
        following.turn.value if following.turn else "", ""
    )
    due = f"by {following.due}" if following.due else ""
    return ", ".join(part for part in (following.action, due, turn) if part)
