"""A ledger of any size, made up by its seed: the same bytes on every machine.

A record is about one kilobyte with about four events, as a person who keeps notes writes it. What
is made is plain text, without any of opledger's own code, so that nothing here depends on what is
measured.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_DAY = date(2019, 1, 7)
STAGES = ("lead", "call", "screen", "onsite", "offer")
LEVELS = ("low", "medium", "high")
_SOURCES = ("outbound", "inbound", "warm", "application")
_SEGMENTS = ("bigtech", "scaleup", "startup", "enterprise", "agency")
_REASONS = ("fit", "comp", "level", "technical", "domain", "hired-other", "frozen")
_OUTCOMES = ("rejected", "rejected", "rejected", "withdrew", "ghosted", "ghosted", "closed")
_SIZES = ("1-10", "11-50", "51-200", "201-1000", "1000+")
_PLACES = ("Remote (US)", "Remote (EU)", "Boston", "New York", "Zürich", "Berlin")
_TAGS = ("data", "llm", "medical", "platform", "search", "speech", "tools")
_ROLES = (
    "Machine-learning engineer",
    "Staff engineer, data platform",
    "Research engineer",
    "Engineering lead",
)
_BEGINNINGS = (
    "Alder",
    "Amber",
    "Birch",
    "Calder",
    "Dove",
    "Ember",
    "Fern",
    "Harrow",
    "Marsh",
    "Thorn",
)
_ENDINGS = ("crest", "field", "gate", "hollow", "mere", "quill", "stone", "vane", "wick", "worth")
_KINDS = ("Analytics", "Health", "Labs", "Media", "Robotics", "Systems", "Works")
# How often there is a note between two stages, a stage is the furthest, and it has ended.
_NOTED, _STOPPING, _ENDING = 0.3, 0.35, 0.92
_SENTENCES = (
    "Asked what I would not automate, and listened to the answer.",
    "They sent the wrong link twice and were kind about it.",
    "Half an hour on the roadmap, none on the team.",
    "The hiring manager had read what I wrote about evaluation.",
    "A long talk about what a good summary is when nobody agrees.",
    "They want somebody who has run this at ten times the size.",
    "Said they would write by Friday.",
    "I liked the people more than the problem.",
)

SETTINGS = """\
title: {count} conversations
timezone: Europe/Zurich
stages:
  lead: First contact
  call: Recruiter or hiring-manager call
  screen: Technical screen
  onsite: On-site
  offer: Offer
conversation: call
interest: [low, medium, high]
confidence: [low, medium, high]
sources:
  outbound: Cold outreach by me
  inbound: Cold inbound
  warm: Warm introduction
  application: Application form
segments:
  bigtech: Large public company
  scaleup: Growth company
  startup: Startup
  enterprise: Established company outside tech
  agency: Consultancy or agency
reasons:
  fit: Not a mutual fit
  comp: Compensation
  level: Level
  technical: Technical bar
  domain: Wanted domain experience
  hired-other: Hired somebody else
  frozen: Role frozen
quiet_after: 14
few: 5
currency: EUR
"""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event: its day, a stage or an outcome or neither, and the words about it."""

    day: date
    note: str
    stage: str = ""
    outcome: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """One opportunity: its id, the company, and what happened; ``text`` is its file."""

    id: str
    company: str
    source: str
    events: tuple[Happening, ...]
    text: str


def made(count: int, seed: int = 1) -> Iterator[Made]:
    """So many opportunities, in the order of their ids; some 60 begin in a week."""
    chance = random.Random(seed)  # noqa: S311 - a seed makes it the same each time
    for number in range(count):
        yield _one(chance, number)


def settings(count: int) -> str:
    """The text of ``ledger.yaml``."""
    return SETTINGS.format(count=count)


def _one(chance: random.Random, number: int) -> Made:
    name = f"{chance.choice(_BEGINNINGS)}{chance.choice(_ENDINGS)} {chance.choice(_KINDS)}"
    company = f"{name} {number + 1}"
    source = chance.choice(_SOURCES)
    events = tuple(_events(chance, FIRST_DAY + timedelta(days=number * 7 // 60)))
    offered = chance.choice(("senior", "staff"))
    head = [
        f"company: {company}",
        f"role: {chance.choice(_ROLES)}",
        f"source: {source}",
        f"segment: {chance.choice(_SEGMENTS)}",
        f"size: {chance.choice(_SIZES)}",
        f"location: {chance.choice(_PLACES)}",
        f"level: {{sought: staff, offered: {offered}}}",
        f"tags: [{', '.join(sorted(chance.sample(_TAGS, 2)))}]",
        "people:",
        f"  - {{name: Robin {chance.choice(_BEGINNINGS)}, email: robin@c{number + 1}.example}}",
        "events:",
    ]
    body = [line for event in events for line in _lines(chance, event)]
    tail = ["notes: |", *(f"  {chance.choice(_SENTENCES)}" for _ in range(2))]
    text = "\n".join([*head, *body, *tail]) + "\n"
    return Made(f"c{number + 1:06}", company, source, events, text)


def _events(chance: random.Random, first: date) -> Iterator[Happening]:
    """Stages one by one, a note between two of them at times, and mostly an end."""
    day, stage = first, STAGES[0]
    for stage in STAGES:
        yield Happening(day, chance.choice(_SENTENCES), stage=stage)
        day += timedelta(days=chance.randint(1, 9))
        if chance.random() < _NOTED:
            yield Happening(day, f"{chance.choice(_SENTENCES)} {chance.choice(_SENTENCES)}")
            day += timedelta(days=chance.randint(0, 4))
        if chance.random() < _STOPPING:
            break
    if chance.random() < _ENDING:
        outcome = chance.choice(("accepted", "declined") if stage == STAGES[-1] else _OUTCOMES)
        reason = "" if outcome in {"accepted", "ghosted"} else chance.choice(_REASONS)
        yield Happening(day, chance.choice(_SENTENCES), outcome=outcome, reason=reason)


def _lines(chance: random.Random, event: Happening) -> Iterator[str]:
    yield f"  - date: {event.day}"
    if event.stage:
        yield f"    stage: {event.stage}"
        yield f"    interest: {chance.choice(LEVELS)}"
        yield f"    confidence: {chance.choice(LEVELS)}"
    if event.stage == STAGES[-1]:
        base, bonus = chance.randint(90, 240), chance.randint(0, 40)
        yield f"    offer: {{base: {base}000, bonus: {bonus}000}}"
    if event.outcome:
        yield f"    outcome: {event.outcome}"
    if event.reason:
        yield f"    reasons: [{event.reason}]"
    if not event.stage and not event.outcome:
        yield "    by: company"
    yield f"    note: {event.note}"
