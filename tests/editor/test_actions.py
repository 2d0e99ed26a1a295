"""What can be done at a place, and what the file says afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.ledgers import SETTINGS, SOUND

from opledger.core.config import Config
from opledger.editor.actions import Action, Desk, actions, sorting
from opledger.editor.edits import applied
from opledger.files.diagnostics import Diagnostic
from opledger.files.nodes import Node
from opledger.files.reading import parse_text, read_opportunity, read_settings
from opledger.files.schema import LEDGER, OPPORTUNITY
from opledger.files.source import Source
from opledger.files.splice import Unsafe
from opledger.files.yaml import parse

TODAY = date(2024, 3, 1)
FIRST = "  - {date: 2024-01-01, stage: lead}\n"
THIRD = "  - {date: 2024-01-03, stage: call}\n"
LEAD = f"events:\n{FIRST}"
CONFIG = Config(timezone="America/New_York", currency="USD", reasons={"comp": "Pay"})


def desk(text: str, config: Config = CONFIG) -> Desk:
    source = Source.of("opportunities/wren.yaml", text)
    record, found = read_opportunity(source, config, TODAY)
    return Desk(source, OPPORTUNITY, parse_text(source)[0], record, found, config, TODAY)


def done(text: str, title: str, config: Config = CONFIG) -> str:
    """The text once the action with this title is taken."""
    at = desk(text, config)
    found = {each.title: each for each in actions(at, 0, len(at.source.text))}
    assert title in found, list(found)
    return applied(at.source.text, found[title].edits)


def titles(text: str, config: Config = CONFIG) -> list[str]:
    at = desk(text, config)
    return [each.title for each in actions(at, 0, len(text))]


MENDED = {
    "an unknown stage": (
        "company: A\nevents:\n  - {date: 2024-01-01, stage: led}  # 🦊\n",
        "Change to 'lead'",
        "company: A\nevents:\n  - {date: 2024-01-01, stage: lead}  # 🦊\n",
    ),
    "an unknown key": (
        "company: A\nsuorce: inbound\n" + LEAD,
        "Change to 'source'",
        "company: A\nsource: inbound\n" + LEAD,
    ),
    "a word in quotes": (
        'company: A\nsource: "inbuond"\n' + LEAD,
        "Change to 'inbound'",
        'company: A\nsource: "inbound"\n' + LEAD,
    ),
    "a currency in small letters": (
        "company: A\nmarket: {total: 1, currency: eur}\n" + LEAD,
        "Change to 'EUR'",
        "company: A\nmarket: {total: 1, currency: EUR}\n" + LEAD,
    ),
    "declined without an offer": (
        "company: A\n" + LEAD + "  - {date: 2024-01-02, outcome: declined}\n",
        "Change to 'withdrew'",
        "company: A\n" + LEAD + "  - {date: 2024-01-02, outcome: withdrew}\n",
    ),
    "an ambiguous text": (
        "company: NO\n" + LEAD,
        "Put it in quotes: 'NO'",
        "company: 'NO'\n" + LEAD,
    ),
    "a number where a text belongs": (
        "company: 1984\n" + LEAD,
        "Put it in quotes: '1984'",
        "company: '1984'\n" + LEAD,
    ),
    "a text cut by a comment": (
        "company: A\nnotes: it's ticket #4 here\n" + LEAD,
        "Put the whole text in quotes",
        "company: A\nnotes: 'it''s ticket #4 here'\n" + LEAD,
    ),
    "a repeated word in brackets": (
        "company: A\ntags: [a, b, a]  # mine\n" + LEAD,
        "Remove it here",
        "company: A\ntags: [a, b]  # mine\n" + LEAD,
    ),
    "a repeated word in lines": (
        "company: A\ntags:\n  - a\n  - a\n" + LEAD,
        "Remove it here",
        "company: A\ntags:\n  - a\n" + LEAD,
    ),
    "an amount with a point": (
        "company: A\nmarket: {total: 190.000}\n" + LEAD,
        "Write 190000",
        "company: A\nmarket: {total: 190000}\n" + LEAD,
    ),
    "a character that turns the text": (
        "company: A\u202eB\n" + LEAD,
        "Delete the character",
        "company: AB\n" + LEAD,
    ),
    "a time without a zone": (
        "company: A\nevents:\n  - {date: 2024-07-01T10:00, stage: lead}\n",
        "Take it for a time in America/New_York: 2024-07-01T10:00:00-04:00",
        "company: A\nevents:\n  - {date: 2024-07-01T10:00:00-04:00, stage: lead}\n",
    ),
    "no stage at all": (
        "company: A\nevents:\n  - date: 2024-01-01\n    note: hello\n",
        "Add 'stage: lead'",
        "company: A\nevents:\n  - date: 2024-01-01\n    stage: lead\n    note: hello\n",
    ),
    "an offer that is not recorded": (
        "company: A\nevents:\n  - {date: 2024-01-01, stage: offer}\n",
        "Add 'offer: {pending: [cash]}'",
        "company: A\nevents:\n  - {date: 2024-01-01, stage: offer, offer: {pending: [cash]}}\n",
    ),
    "events out of order": (
        f"company: A\nevents:\n{THIRD}  # first\n{FIRST}",
        "Sort events by date",
        f"company: A\nevents:\n  # first\n{FIRST}{THIRD}",
    ),
}


@pytest.mark.parametrize("what", MENDED)
def test_what_a_check_finds_can_be_mended(what: str) -> None:
    before, title, after = MENDED[what]
    assert done(before, title) == after
    remaining = [each.code for each in desk(after).found]
    mended = [each.code for each in desk(before).found]
    assert len(remaining) < len(mended)


def test_an_event_of_today_is_written_in_the_files_own_style() -> None:
    story = f"company: A\n{LEAD}" + "  - {date: 2024-04-01, note: b}\n"
    assert done(story, "Add today's event") == story.replace(
        "  - {date: 2024-04", "  - {date: 2024-03-01, note: }\n  - {date: 2024-04"
    )
    assert done(story, "Add today's event: Recruiter or hiring-manager call") == story.replace(
        "  - {date: 2024-04", "  - {date: 2024-03-01, stage: call}\n  - {date: 2024-04"
    )
    brackets = "company: A\nevents: [{date: 2024-01-01, stage: lead}]\n"
    assert done(brackets, "Add today's event") == (
        "company: A\nevents: [{date: 2024-01-01, stage: lead}, {date: 2024-03-01, note: }]\n"
    )


def test_where_it_ended_no_next_stage_is_offered() -> None:
    assert titles(SOUND) == ["Add today's event"]


def test_a_file_that_is_no_yaml_offers_nothing_it_can_not_do() -> None:
    assert titles("company: [A\nevents:\n  - {date: 2024-01-01, stage: led}\n") == []


def test_only_what_is_wrong_in_the_lines_asked_for_is_mended() -> None:
    text = "company: NO\nrole: NO\n" + LEAD
    found = actions(desk(text), 14, 14)
    assert [(each.title, each.mends.at.line) for each in found if each.mends] == [
        ("Put it in quotes: 'NO'", 2)
    ]


def test_settings_are_mended_too() -> None:
    source = Source.of("ledger.yaml", SETTINGS.replace("quiet_after", "quite_after"))
    config, found = read_settings(source)
    at = Desk(source, LEDGER, parse_text(source)[0], None, found, config, TODAY)
    (only,) = actions(at, 0, len(source.text))
    assert applied(source.text, only.edits) == SETTINGS
    assert sorting(at) == ()


def test_sorting_leaves_a_file_with_other_errors_alone() -> None:
    text = f"company: A\nevents:\n{THIRD.replace('call', 'cal')}{FIRST}"
    with pytest.raises(Unsafe, match="it has 1 other error, first in line 3"):
        sorting(desk(text))


def test_sorting_what_is_sorted_is_no_edit() -> None:
    assert sorting(desk(SOUND)) == ()


def many(count: int, line: str) -> str:
    return "company: A\nevents:\n" + "".join(
        f"  - {{date: {date.fromordinal(738_500 - n)}, {line}}}\n" for n in range(count)
    )


def test_a_thousand_things_to_mend_make_a_menu_that_costs_a_few_readings() -> None:
    found: tuple[Action, ...] = ()
    for line, most in (("stage: led", 20), ("stage: lead", 3)):
        at = desk(many(600, line))
        read: list[int] = []

        def parser(
            source: Source, read: list[int] = read
        ) -> tuple[Node | None, tuple[Diagnostic, ...]]:
            read.append(len(source.text))
            return parse(source)

        found = actions(replace(at, parser=parser), 0, len(at.source.text))
        assert len([each for each in found if each.mends]) <= most
        assert len(read) <= 9
    titles_found = [each.title for each in found]
    assert titles_found.count("Sort events by date") == 1
    (sort,) = [each for each in found if each.mends]
    assert sort.mends is not None
    assert (sort.sure, sort.mends.at.line) == (True, 4), "the first that is out of order"


def test_a_stage_that_the_ledger_has_no_more_does_not_stop_the_menu() -> None:
    # With errors in ledger.yaml any word is taken, and its own stages are not known.
    text = "company: A\nevents:\n  - {date: 2024-01-01, stage: onsight}\n"
    source = Source.of("opportunities/wren.yaml", text)
    tree, _ = parse_text(source)
    record, _ = read_opportunity(source, Config(stages={"onsight": ""}), TODAY)
    at = Desk(source, OPPORTUNITY, tree, record, (), Config(), TODAY)
    assert [each.title for each in actions(at, 0, 0)] == ["Add today's event"]
