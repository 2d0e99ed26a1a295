"""Ledgers with everything that a text, a number and an ``extra`` can be, for whole exports."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from random import Random
from typing import Any

from hypothesis import strategies as st
from tests.generated import generated
from tests.stories import day

from opledger.core.model import Event, Ledger, Level, NextAction, Opportunity, Person, Question

# Texts that a cell, a line or a quote of some format could take for something else.
TEXTS = (
    "=cmd|' /C calc'!A1",
    "+49 30 901820",
    "-1",
    "@SUM(A1:A9)",
    "'",
    "''",
    "'=1+1",
    "''-2",
    "'tis",
    "007",
    "1e5",
    "2024-01-31",
    "NO",
    "null",
    '"quoted", and, more',
    "semi;colon",
    "tab\there",
    "\ta tab first",
    "two\nlines",
    "line\n\n\n  indented, and a blank one before\n",
    " blanks around ",
    "# no comment",
    "a: b",
    "- item",
    "{brace} [bracket]",
    "\\n is no line break",
    "Zoë Ångström 🏳️‍🌈 北京",
    "x" * 5_000,
)


def _short(text: str) -> bool:
    return len(text) < 100


_ZONES = tuple(timezone(timedelta(minutes=m)) for m in (-300, 0, 60, 345, 765))
texts = st.one_of(
    st.sampled_from(TEXTS),
    st.text(
        st.characters(
            codec="utf-8", categories=("L", "N", "P", "S", "Zs"), include_characters="\n\t"
        ),
        min_size=1,
    ).filter(str.strip),
)
_numbers = st.one_of(
    st.integers(-(10**30), 10**30), st.floats(allow_nan=False, allow_infinity=False)
)
extras = st.dictionaries(
    st.one_of(st.sampled_from(TEXTS[:-1]), st.text("abc=-' .", max_size=5)),
    st.recursive(
        st.one_of(texts, st.just(""), _numbers, st.booleans(), st.none()),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts.filter(_short), inner),
        max_leaves=6,
    ),
    max_size=3,
)


@st.composite
def full_ledgers(draw: st.DrawFn) -> Ledger:
    """A generated ledger of a few opportunities, every text of which is drawn."""
    whole, _ = generated(draw(st.integers(0, 199)))
    chance = draw(st.randoms(use_true_random=False))
    told = [_filled(draw, chance, each) for each in whole.opportunities[:3]]
    return Ledger(replace(whole.config, title=draw(texts)), tuple(told))


def _filled(draw: st.DrawFn, chance: Random, each: Opportunity) -> Opportunity:
    more: dict[str, Any] = {
        name: draw(st.none() | texts) for name in ("alias", "role", "size", "location", "notes")
    }
    people = (Person(name=draw(texts), phone="007", note=draw(texts)),) * chance.randint(0, 2)
    question = Question(ask=draw(texts), answer=draw(st.none() | texts), date=day(9))
    return replace(
        each,
        **more,
        path=f"opportunities/{draw(st.sampled_from(('', '2024/', 'a b/c/')))}{each.id}.yaml",
        company=draw(texts),
        level=chance.choice((None, each.level, Level())),
        next=chance.choice((None, NextAction(), NextAction(action=draw(texts), due=day(40)))),
        people=people,
        questions=(question,) * chance.randint(0, 2),
        events=tuple(_timed(draw, chance, event) for event in each.events),
        extra=draw(extras),
    )


def _timed(draw: st.DrawFn, chance: Random, event: Event) -> Event:
    """The event with a note, and now and then a time on its day in UTC, in some zone."""
    noted = replace(event, note=draw(texts))
    if chance.random() < 0.7:
        return noted
    noon = datetime(event.date.year, event.date.month, event.date.day, 12, tzinfo=_ZONES[1])
    # Later in the file, later on the day: so the check wants it.
    moment = noon + timedelta(minutes=event.nth, microseconds=chance.choice((0, 0, 120_000, 1)))
    return replace(noted, time=moment.astimezone(chance.choice(_ZONES)))
