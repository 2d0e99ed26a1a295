"""What is told of what stands at a place."""

from __future__ import annotations

from datetime import date

from tests.editor.marked import unmarked
from tests.ledgers import SETTINGS

from opledger.core.config import Config
from opledger.editor.hover import Read, hover
from opledger.files.reading import parse_text, read_opportunity, read_settings
from opledger.files.schema import LEDGER, OPPORTUNITY
from opledger.files.source import Source

DAY = date(2024, 2, 1)
STORY = """\
company: Kestrel 🦊
source: inbound
tags: [ml]
next: {action: Send references, due: 2024-01-30}
events:
  - {date: 2024-01-08, stage: lead, by: company}
  - {date: 2024-01-11, stage: onsite, interest: high, fit: {impact: 5}}
  - {date: 2024-01-14, stage: call, by: me}
  - {date: 2024-02-09, stage: offer}
"""


def told(marked: str, config: Config | None = None, *, ledger: bool = False) -> list[str] | None:
    text, index = unmarked(marked)
    source = Source.of("opportunities/kestrel.yaml", text)
    settings = config or read_settings(Source.of("ledger.yaml", SETTINGS))[0]
    tree, _ = parse_text(source)
    record, found = read_opportunity(source, settings, DAY)
    about = None if ledger or any(each.severity == "error" for each in found) else record
    shown = hover(Read(text, tree, about), LEDGER if ledger else OPPORTUNITY, index, settings, DAY)
    return list(shown.lines) if shown else None


def at(before: str, after: str = "") -> str:
    """The story with the mark between two pieces of it."""
    assert STORY.count(before + after) == 1
    return STORY.replace(before + after, f"{before}‸{after}")


def test_a_key_tells_what_it_means() -> None:
    assert told(at("sou", "rce:")) == ["source: how it came about"]
    assert told(at("comp", "any:")) == ["company (needed): the company"]
    assert told(at("fi", "t: {")) == ["fit: scores from 0 to 5 on the goals"]


def test_a_word_tells_its_label_and_what_it_does() -> None:
    assert told(at("lea", "d,")) == ["lead: First contact", "Stage 1 of 4."]
    assert told(at("stage: of", "fer")) == ["offer: Offer", "Stage 4 of 4. It means an offer."]
    assert told(at("inb", "ound")) == ["inbound: Cold inbound", "A source of this ledger."]
    assert told(at("impa", "ct: 5")) == ["impact: Building for impact", "A goal of weight 3."]
    assert told(at("interest: hi", "gh")) == [
        "high: 3 of 3, the highest",
        "A level of interest, 3 of 3, the highest.",
    ]
    assert told(at("[m", "l]")) == ["ml", "A tag of this ledger."]
    assert told(at("by: m", "e}")) == ["me: mine"]


def test_a_word_that_is_not_the_ledgers_says_so() -> None:
    assert told("company: A\nsource: inbou‸d\n") == ["inboud", "None of the ledger's sources."]


def test_the_company_tells_where_it_stands() -> None:
    assert told(at("Kes", "trel")) == [
        "Open at First call, 24 days so far. Quiet: nothing for 18 days.",
        "It had come as far as On-site.",
        "Offer on 2024-02-09, in 8 days.",
        "Next: Send references, 2 days overdue.",
    ]


def test_the_date_of_an_event_tells_what_it_was_and_where_it_stands() -> None:
    lines = told(at("2024-01-1", "1, stage"))
    assert lines is not None
    assert lines[0] == "On-site, 21 days ago, 3 days after the one before."
    assert lines[1:] == told(at("Kes", "trel"))
    ahead = told(at("2024-02-0", "9"))
    assert ahead is not None
    assert ahead[0] == "Offer, scheduled, in 8 days, 26 days after the one before."


def test_what_had_not_begun_says_so() -> None:
    later = "company: ‸A\nevents:\n  - {date: 2024-03-01, stage: lead}\n"
    assert told(later) == ["It had not begun on 2024-02-01."]


def test_nothing_is_derived_from_a_file_with_errors() -> None:
    assert told("company: A‸\nevents:\n  - {date: 2024-01-01, stage: lad}\n") is None


def test_a_broken_file_still_has_keys() -> None:
    assert told("company: [A\nsour‸ce: inbound\n") == ["source: how it came about"]
    assert told("company: [A\nsource: inb‸ound\n") is None


def test_settings_tell_what_they_mean() -> None:
    assert told("quiet_‸after: 14\n", ledger=True) == [
        "quiet_after: days without an event until it is quiet"
    ]


def test_what_a_file_says_is_shown_in_printable_characters() -> None:
    config = Config(stages={"lead": "First\x1b]0;contact", "offer": "Offer"})
    text = "company: A\nevents:\n  - {date: 2024-01-01, stage: le‸ad}\n"
    assert told(text, config) == [
        "lead: First\\x1b]0;contact",
        "Stage 1 of 2. From here on it counts as a conversation.",
    ]


def test_free_text_and_blank_places_tell_nothing() -> None:
    assert told(at("Send ref", "erences")) is None
    assert told(STORY + "‸") is None
