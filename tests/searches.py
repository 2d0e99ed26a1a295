"""Whole searches for the pages to show: the sample, and ledgers at the edges of what can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial

from tests.stories import DAY_0, LATE, an_event, an_opportunity, day, told

from opledger.core.config import Config, Search
from opledger.core.figures.statistics import Statistics, statistics
from opledger.core.model import Ledger, NextAction, Opportunity, Person, Question
from opledger.core.vocabulary import Outcome, Party
from opledger.files.reading import read_ledger
from opledger.files.resources import sample_folder
from opledger.site.build import private_site

SAMPLE_DAY = date(2024, 2, 29)
_OUTCOMES = tuple(Outcome)
_SYLLABLES = (
    "kes",
    "trel",
    "al",
    "der",
    "mo",
    "wick",
    "fen",
    "harrow",
    "os",
    "ter",
    "lane",
    "quill",
)


def figures(config: Config, *opportunities: Opportunity, on: date = LATE) -> Statistics:
    """The statistics of a ledger with these settings and opportunities."""
    return statistics(Ledger(config, opportunities), on)


def many(count: int, config: Config) -> tuple[Opportunity, ...]:
    """So many opportunities that walk through the stages in ever other ways."""
    stages, sources = config.stage_order, tuple(config.sources)
    found = []
    for n in range(count):
        steps = stages[: 1 + (n * n + n // 3) % len(stages)]
        events = [an_event(n % 40 + 3 * place, stage) for place, stage in enumerate(steps)]
        events[-1] = an_event(
            n % 40 + 3 * (len(steps) - 1),
            steps[-1],
            interest=config.interest[(n * 7 + len(steps)) % len(config.interest)],
            confidence=config.confidence[n % len(config.confidence)],
        )
        if n % 7:
            outcome = _OUTCOMES[n % len(_OUTCOMES)]
            early = outcome in {Outcome.ACCEPTED, Outcome.DECLINED} and len(steps) < len(stages)
            ended = Outcome.REJECTED if early else outcome
            events.append(an_event(n % 40 + 3 * len(steps), ended.value))
        name = "".join(_SYLLABLES[(n // 12**power) % 12] for power in (0, 1, 2))
        found.append(
            an_opportunity(
                *events,
                name=f"{name}-{n}",
                role="Staff engineer" if n % 3 else None,
                source=sources[n % len(sources)] if n % 11 else None,
            )
        )
    return tuple(found)


def staged(count: int) -> Config:
    """Settings with so many stages, each with a label of a few words."""
    words = ("First contact", "Recruiter or hiring-manager call", "Technical screen", "Take-home")
    stages = {f"s{n}": f"{words[n % len(words)]} {n + 1}" for n in range(count)}
    return Config(stages=stages)


def _labelled(*labels: str) -> Config:
    sources = {f"w{n}": label for n, label in enumerate(labels)}
    stages = {f"s{n}": label for n, label in enumerate(labels)}
    return Config(title=labels[0], stages=stages, sources=sources)


_LONG = (
    "A very first and rather tentative exchange of messages with a recruiter",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "A technical screen with two engineers, a shared editor and an hour and a half",
    "On-site",
    "W" * 60,
)
_CJK = (
    "最初の連絡と会社についての簡単な質問",
    "採用担当者との電話面接",
    "技術面接",
    "现场面试",
    "録用通知",
)
_RTL = (
    "الاتصال الأول مع الشركة",
    "مكالمة هاتفية مع مسؤول التوظيف",
    "ראיון טכני",
    "זiara مقابلة",
    "عرض",
)
_MIXED = (
    "👩🏽‍💻 Hello 👋🏽",
    "Ze\u0301ro\u0301 a\u0300 l'e\u0301cole",
    "ไทยแลนด์ภาษาไทย",
    "हिन्दी भाषा",
    "ﷺ ﬁn",
)


def _story(config: Config) -> tuple[Opportunity, ...]:
    """Everything that an opportunity can hold, still going on."""
    full = an_opportunity(
        an_event(2, "lead", by=Party.COMPANY, note="Their recruiter wrote."),
        an_event(5, "call", interest="medium", confidence="low", lesson="Ask about the data."),
        an_event(9, "rejected", reasons=("fit",)),
        an_event(14, "screen", interest="high", reopened="Another team read my answers."),
        an_event(30, "onsite", note="Four rounds."),
        an_event(70, "offer", note="Not yet."),
        name="quill-and-oak",
        company="Quill & Oak",
        role="Search engineer",
        source="warm",
        url="https://example.com/jobs/1?a=1&b=2",
        tags=("search", "remote"),
        people=(Person(name="A. Person", role="CEO", email="a@example.com"),),
        next=NextAction(action="Send references", due=day(50), turn=Party.ME),
        questions=(Question(ask="Who labels?", answer="We do."), Question(ask="Why?")),
        notes="# A heading\n\nSome *text*, a [link](https://example.com) and\n\n- a\n- list\n",
    )
    return (full, *many(23, config))


def _mid_search() -> Statistics:
    config = Config(title="Search of this spring", search=Search(started=DAY_0))
    return figures(config, *_story(config), on=day(45))


def _one(story: str, notes: str | None = None) -> Statistics:
    return figures(Config(), told(story, notes=notes))


def _all(outcome: str) -> Statistics:
    stories = ("lead call", "lead call screen", "lead call screen onsite offer") * 4
    every = (told(f"{story} {outcome}".strip(), f"c{n}") for n, story in enumerate(stories))
    return figures(Config(), *every, on=day(30))


def _scaled(levels: int) -> Statistics:
    scale = ("no", "hardly", "a-little", "somewhat", "rather", "very-much-indeed", "absolutely")
    short = (*scale[: levels - 1], scale[-1])
    config = Config(interest=short, confidence=short)
    moving = an_opportunity(
        *(an_event(n, "lead" if n == 0 else "", interest=level, confidence=short[-1 - n])
          for n, level in enumerate(short)),
        name="mover",
    )  # fmt: skip
    return figures(config, moving, *many(40, config))


def _stages(count: int) -> Statistics:
    config = staged(count)
    return figures(config, *many(60, config))


def _words(labels: tuple[str, ...], count: int = 40) -> Statistics:
    config = _labelled(*labels)
    named = (
        an_opportunity(
            *each.events,
            name=each.id,
            company=labels[n % len(labels)],
            role=labels[(n + 1) % len(labels)],
            source=each.source,
        )
        for n, each in enumerate(many(count, config))
    )
    return figures(config, *named)


def _five_hundred() -> Statistics:
    return figures(Config(), *many(500, Config()), on=day(60))


def sample() -> Statistics:
    """The sample's figures on the day its search ended."""
    return statistics(read_ledger(sample_folder(), SAMPLE_DAY).ledger, SAMPLE_DAY)


SEARCHES: dict[str, Callable[[], Statistics]] = {
    "the sample": sample,
    "empty": lambda: figures(Config()),
    "one": lambda: _one("lead call rejected"),
    "one that has only begun": lambda: _one("lead"),
    "one with only notes": lambda: _one("lead", "Nothing *yet*."),
    "mid-search": _mid_search,
    "500": _five_hundred,
    "all open": lambda: _all(""),
    "all ended by them": lambda: _all("rejected"),
    "all ended by nobody": lambda: _all("closed"),
    **{f"{count} stages": partial(_stages, count) for count in (2, 3, 5, 8, 12)},
    "long labels": lambda: _words(_LONG),
    "Chinese and Japanese labels": lambda: _words(_CJK),
    "Arabic and Hebrew labels": lambda: _words(_RTL),
    "labels of many scripts": lambda: _words(_MIXED),
    "2 levels": lambda: _scaled(2),
    "7 levels": lambda: _scaled(7),
}


@cache
def site(name: str) -> dict[str, bytes]:
    """The files of the site of one of :data:`SEARCHES`, built once."""
    return private_site(SEARCHES[name](), None)


def kinds(files: Mapping[str, bytes]) -> list[str]:
    """One page of each kind but the opportunities' own: those at the top of a site."""
    return sorted(path for path in files if path.endswith(".html") and "/" not in path)
