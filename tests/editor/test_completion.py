"""What is offered where somebody types."""

from __future__ import annotations

from datetime import date

from tests.editor.marked import unmarked

from opledger.core.config import Config, Goal
from opledger.core.model import Event, Level, Market, Offer, Opportunity, Person
from opledger.editor.completion import Completion, Known, completions
from opledger.editor.edits import Edit, applied
from opledger.files.schema import EVENT, LEDGER, OPPORTUNITY

TODAY = date(2024, 3, 1)
CONFIG = Config(
    goals={"impact": Goal("Building for impact", 3), "growth": Goal()},
    segments={"startup": "Startup", "no": "None of these"},
    currency="EUR",
)
OTHERS = (
    Opportunity(
        id="kestrel",
        company="Kestrel Labs",
        segment="startup",
        tags=("ml", "remote"),
        level=Level(sought="staff"),
        market=Market(total=1, currency="USD"),
        people=(Person(name="A. Person", role="CEO"), Person(name="O'Neil: B.")),
        events=(Event(date=TODAY, stage="offer", offer=Offer(base=1, currency="USD")),),
    ),
    Opportunity(id="wren", company="Wren", tags=("ml",)),
)
KNOWN = Known(CONFIG, OTHERS, TODAY)


def offered(marked: str, *, known: Known = KNOWN, ledger: bool = False) -> tuple[Completion, ...]:
    text, index = unmarked(marked)
    return completions(text, LEDGER if ledger else OPPORTUNITY, index, known)


def labels(marked: str, *, known: Known = KNOWN, ledger: bool = False) -> list[str]:
    return [each.label for each in offered(marked, known=known, ledger=ledger)]


def details(marked: str, *, known: Known = KNOWN, ledger: bool = False) -> list[tuple[str, str]]:
    return [(e.label, e.detail) for e in offered(marked, known=known, ledger=ledger)]


def chosen(marked: str, label: str) -> str:
    """The text once a completion is taken, with the mark where typing goes on."""
    text, _ = unmarked(marked)
    each = next(each for each in offered(marked) if each.label == label)
    stop = len(each.text) if each.stop is None else each.stop
    new = f"{each.text[:stop]}‸{each.text[stop:]}"
    return applied(text, [Edit(each.start, each.end, new)])


def test_needed_keys_come_first_then_the_formats_order_without_those_that_are_there() -> None:
    found = offered("role: a\n‸")
    assert [each.label for each in found][:3] == ["company", "events", "alias"]
    assert "role" not in {each.label for each in found}
    assert len(found) == len(OPPORTUNITY.fields) - 1
    assert (found[0].detail, found[0].about) == ("needed", "the company")


def test_the_keys_of_an_event_are_offered_in_lines_and_in_brackets() -> None:
    keys = [*EVENT.fields]
    assert labels("events:\n  - ‸") == keys
    assert labels("events:\n  - {‸") == keys
    rest = [key for key in keys if key not in {"date", "note"}]
    assert labels("events:\n  - date: 2024-01-01\n    st‸\n    note: a\n") == rest
    assert labels("events:\n  - {date: 2024-01-01, st‸, note: a}\n") == rest


def test_words_of_the_ledger_come_in_its_order_with_their_labels() -> None:
    assert details("events:\n  - {date: 2024-01-01, stage: ‸}") == list(CONFIG.stages.items())
    assert details("source: in‸") == list(CONFIG.sources.items())
    assert offered("events:\n  - stage: ‸")[1].about == (
        "Stage 2 of 5. From here on it counts as a conversation."
    )


def test_levels_are_told_from_the_lowest() -> None:
    assert details("events:\n  - {interest: ‸") == [
        ("low", "1 of 3, the lowest"),
        ("medium", "2 of 3"),
        ("high", "3 of 3, the highest"),
    ]


def test_outcomes_say_who_ended_it() -> None:
    assert details("events:\n  - outcome: ‸") == [
        ("accepted", "accepted: I ended it"),
        ("declined", "I declined: I ended it"),
        ("withdrew", "I withdrew: I ended it"),
        ("rejected", "they said no"),
        ("ghosted", "no answer"),
        ("closed", "the role was closed: nobody ended it"),
    ]
    assert details("next: {turn: ‸}") == [("me", "mine"), ("company", "theirs")]


def test_where_the_ledger_lists_no_words_those_in_use_are_offered() -> None:
    free = Known(Config(), OTHERS, TODAY)
    assert details("segment: ‸", known=free) == [("startup", "used by 1 opportunity")]
    assert details("tags: [remote, ‸]") == [("ml", "used by 2 opportunities")]


def test_goals_that_have_no_score_yet_are_offered() -> None:
    assert details("events:\n  - fit: {growth: 3, ‸}") == [("impact", "Building for impact")]
    assert chosen("events:\n  - fit: {gr‸}", "growth") == "events:\n  - fit: {growth: ‸}"


def test_people_are_those_the_ledger_knows() -> None:
    marked = "people:\n  - name: ‸"
    assert details(marked) == [("A. Person", "CEO, Kestrel Labs"), ("O'Neil: B.", "Kestrel Labs")]
    assert chosen(marked, "O'Neil: B.") == "people:\n  - name: 'O''Neil: B.'‸"


def test_currencies_are_those_in_use_and_the_ledgers_own() -> None:
    marked = "market: {total: 1, currency: ‸}"
    assert details(marked) == [("EUR", "the ledger's"), ("USD", "used by 1 opportunity")]


def test_days_are_near_today() -> None:
    assert details("events:\n  - date: ‸") == [("2024-03-01", "today"), ("2024-02-29", "yesterday")]
    assert details("next: {due: ‸}") == [
        ("2024-03-01", "today"),
        ("2024-03-02", "tomorrow"),
        ("2024-03-08", "in a week"),
    ]


def test_settings_are_completed_too() -> None:
    assert labels("‸", ledger=True) == list(LEDGER.fields)
    assert labels("conversation: ‸", ledger=True) == list(CONFIG.stages)
    assert labels("commit: ‸", ledger=True) == ["true", "false"]
    assert "Europe/Berlin" in labels("timezone: Eu‸", ledger=True)
    fields = labels("publish: {fields: [stages, ‸]}", ledger=True)
    assert "stages" not in fields
    assert fields[:2] == ["alias", "company"]


def test_what_is_taken_can_be_typed_on() -> None:
    assert chosen("comp‸", "company") == "company: ‸"
    assert chosen("comp‸: A", "company") == "company‸: A"
    assert chosen("source:‸", "inbound") == "source: inbound‸"
    assert chosen("source: inb‸ound # cold", "warm") == "source: warm‸ # cold"
    assert chosen("ta‸", "tags") == "tags: [‸]"
    assert chosen("ne‸", "next") == "next: {‸}"
    assert chosen("ev‸", "events") == "events:‸"
    assert chosen("events: [{of‸}]", "offer") == "events: [{offer: {‸}}]"


def test_a_word_that_yaml_takes_for_something_else_comes_in_quotes() -> None:
    assert chosen("segment: ‸", "no") == "segment: 'no'‸"


def test_what_was_typed_with_a_quote_is_compared_with_it() -> None:
    assert [each.filter for each in offered("segment: 'st‸'")] == ["'startup", "'no"]


def test_another_event_is_offered_where_its_dash_belongs() -> None:
    assert chosen("events:\n  - date: 2024-01-01\n  ‸", "- date: 2024-03-01") == (
        "events:\n  - date: 2024-01-01\n  - date: 2024-03-01‸"
    )


def test_free_text_is_left_alone() -> None:
    for marked in ("company: ‸", "notes: ‸", "events:\n  - note: ca‸", "people: [{role: ‸}]"):
        assert offered(marked) == ()
