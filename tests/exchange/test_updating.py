"""A newer log of what was imported before: its new events come in, and nothing else changes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.imports import Shell
from tests.exchange.logs import TODAY, mapping_of

from opledger.core.config import Config
from opledger.core.model import Opportunity
from opledger.core.vocabulary import Outcome
from opledger.exchange.documents import read_document
from opledger.exchange.mapping import Mapping
from opledger.exchange.plan import plan_import
from opledger.exchange.planned import Plan, Target
from opledger.exchange.rows import Rows
from opledger.files.reading import read_opportunity
from opledger.files.source import Source
from opledger.files.splice import Document, Unsafe, insert_item, remove_item, set_value

BOARD = """\
name: board
key: [Company]
fields: {company: Company, role: Role}
events:
  - {stage: applied, date: Sent}
  - {status: Status, date: Moved}
statuses: {sent: skip, call: call, talk: interview, offer: offer, no: rejected, silence: ghosted}
ledger:
  stages: {applied: Applied, call: Call, interview: Interview, offer: Offer}
"""
HEADER = "Company,Role,Sent,Status,Moved\n"


@pytest.fixture
def board(shell: Shell) -> Shell:
    shell.write("map.yaml", BOARD)
    return shell


def imported(shell: Shell, rows: str) -> str:
    shell.write("log.csv", HEADER + rows)
    arguments = ("import", "log.csv", "--map", "map.yaml", "--into", "ledger", "--write")
    return shell(*arguments).out


def only(shell: Shell) -> str:
    (text,) = shell.files("ledger/opportunities").values()
    return text


def edited(shell: Shell, old: str, new: str) -> str:
    (name,) = shell.files("ledger/opportunities")
    text = only(shell)
    assert old in text
    changed = text.replace(old, new)
    shell.write(f"ledger/opportunities/{name}", changed)
    return changed


def test_what_the_log_tells_anew_is_added_and_my_lines_stay(board: Shell) -> None:
    imported(board, "Blue Fjord,Cook,2024-01-05,sent,2024-01-05\n")
    edited(
        board,
        "company: Blue Fjord\nrole: Cook\n",
        "# mine\nrole: Head cook   # they said so\ncompany: 'Blue Fjord'\n",
    )
    told = imported(board, "Blue Fjord,Cook,2024-01-05,talk,2024-01-20\n")
    assert told == (
        "1 row: 0 written, 1 known already (1 with new events), 0 skipped, 0 bad\n"
        "New events of what was imported before:\n"
        "  blue-fjord: interview 2024-01-20\n"
        "Note: the ledger has its own ledger.yaml: the mapping's 'ledger:' was not used\n"
        "Next: opledger --ledger ledger check; then commit what came in\n"
    )
    assert only(board) == (
        "# yaml-language-server: $schema=../.opledger/opportunity.schema.json\n"
        "# mine\n"
        "role: Head cook   # they said so\n"
        "company: 'Blue Fjord'\n"
        "events:\n"
        "  - {date: 2024-01-05, stage: applied}\n"
        "  - {date: 2024-01-20, stage: interview}\n"
        "extra:\n"
        "  import: {map: board, key: Blue Fjord, events: [2024-01-05 applied,"
        " 2024-01-20 interview]}\n"
        "  Status: sent\n"
        "  Moved: '2024-01-05'\n"
    )
    before = only(board)
    assert "with new events" not in imported(board, "Blue Fjord,Cook,2024-01-05,talk,2024-01-20\n")
    assert only(board) == before


def test_a_board_forgets_what_was_and_the_file_does_not(board: Shell) -> None:
    imported(board, "Blue Fjord,Cook,2024-01-05,talk,2024-01-20\n")
    imported(board, "Blue Fjord,Cook,2024-01-05,no,2024-02-01\n")
    assert [line for line in only(board).splitlines() if "{date" in line] == [
        "  - {date: 2024-01-05, stage: applied}",
        "  - {date: 2024-01-20, stage: interview}",
        "  - {date: 2024-02-01, outcome: rejected}",
    ]


@pytest.mark.parametrize(
    ("mine", "later", "reason"),
    [
        pytest.param(
            "  - {date: 2024-02-01, outcome: withdrew}\n",
            "talk,2024-02-03",
            "the log goes on with 'interview' on 2024-02-03, but the file says 'withdrew'",
            id="I ended it",
        ),
        pytest.param(
            "  - {date: 2024-02-01, note: They called.}\n",
            "talk,2024-01-20",
            "the log tells 'interview' on 2024-01-20, before what the file has last",
            id="I know more",
        ),
        pytest.param(
            "  - {date: 2024-01-18, stage: offer, offer: {pending: [cash]}}\n",
            "talk,2024-01-20",
            "the log goes back to 'interview' on 2024-01-20",
            id="I am further",
        ),
        pytest.param(
            "",
            "call,2024-01-03",
            "the log tells 'call' on 2024-01-03, before what the file has last",
            id="it is from before",
        ),
    ],
)
def test_what_speaks_against_it_is_told_and_the_file_left_alone(
    board: Shell, mine: str, later: str, reason: str
) -> None:
    imported(board, "Blue Fjord,Cook,2024-01-05,sent,2024-01-05\n")
    before = edited(board, "extra:\n", f"{mine}extra:\n")
    told = imported(board, f"Blue Fjord,Cook,2024-01-05,{later}\n")
    assert only(board) == before
    assert "Told otherwise by the log, left alone:" in told
    assert reason in " ".join(told.split())


def test_what_i_wrote_down_myself_is_not_added_again(board: Shell) -> None:
    imported(board, "Blue Fjord,Cook,2024-01-05,sent,2024-01-05\n")
    before = edited(board, "extra:\n", "  - {date: 2024-01-18, stage: interview}\nextra:\n")
    told = imported(board, "Blue Fjord,Cook,2024-01-05,talk,2024-01-20\n")
    assert (only(board), "left alone" in told) == (before, False)


def test_an_event_that_i_took_out_does_not_come_back(board: Shell) -> None:
    row = "Blue Fjord,Cook,2024-01-05,talk,2024-01-20\n"
    imported(board, row)
    before = edited(board, "  - {date: 2024-01-20, stage: interview}\n", "")
    imported(board, row)
    assert only(board) == before


def test_after_an_end_that_the_log_told_it_can_go_on(board: Shell) -> None:
    imported(board, "Blue Fjord,Cook,2024-01-05,silence,2024-02-05\n")
    imported(board, "Blue Fjord,Cook,2024-01-05,talk,2024-03-01\n")
    assert "  - {date: 2024-03-01, stage: interview, reopened: talk}\n" in only(board)
    assert board("--ledger", "ledger", "check").code == 0


def test_other_days_for_what_is_known_are_told(board: Shell) -> None:
    imported(board, "Blue Fjord,Cook,2024-01-05,talk,2024-01-20\n")
    before = only(board)
    told = imported(board, "Blue Fjord,Cook,2024-01-05,talk,2024-01-25\n")
    assert "blue-fjord (row 1 (line 2)): the log now dates 'interview' 2024-01-25, not" in told
    assert only(board) == before


def test_a_file_that_remembers_nothing_is_left_alone_and_told(board: Shell) -> None:
    imported(board, "Blue Fjord,Cook,2024-01-05,sent,2024-01-05\n")
    before = edited(board, ", events: [2024-01-05 applied]", "")
    told = imported(board, "Blue Fjord,Cook,2024-01-05,talk,2024-01-20\n")
    assert "the file does not remember what was imported" in " ".join(told.split())
    assert only(board) == before
    assert "left alone" not in imported(board, "Blue Fjord,Cook,2024-01-05,sent,2024-01-05\n")


def test_what_cannot_be_spliced_is_told(board: Shell) -> None:
    config = LOG.config
    (new,) = planned([(0, "applied")], config, None, LOG).new
    anchored = new.text.replace("company: Blue Fjord", "company: &name Blue Fjord")
    target = Target(config, (new.opportunity,), (), lambda path: Source.of(path, anchored))
    plan = plan_import(rows_of([(0, "applied"), (9, "call")]), LOG, target, TODAY)
    assert plan.updated == ()
    assert [each.reason for each in plan.differs] == [
        "the log goes on with 'call' on 2024-01-10, but the text around it is not plain YAML"
    ]


# Any log, any edits, any newer log.

LOG = mapping_of(
    """\
    name: log
    fields: {company: company}
    events: [{each: log, date: day, status: word}]
    statuses: {applied: applied, call: call, interview: interview, offer: offer,
               rejected: rejected, ghosted: ghosted, withdrew: withdrew}
    """
)
START = date(2024, 1, 1)
STAGES = ("applied", "call", "interview", "offer")
WORDS = (*STAGES, "rejected", "ghosted", "withdrew")
moments = st.tuples(st.integers(0, 60), st.sampled_from(WORDS))
logs = st.lists(moments, min_size=1, max_size=6)
edits = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 6), moments),
        st.tuples(st.just("drop"), st.integers(0, 6), moments),
        st.tuples(st.just("note"), st.integers(0, 6), moments),
        st.tuples(st.just("role"), st.integers(0, 6), moments),
        st.tuples(st.just("comment"), st.integers(0, 6), moments),
    ),
    max_size=4,
)


def rows_of(log: list[tuple[int, str]]) -> Rows:
    events = [{"day": (START + timedelta(day)).isoformat(), "word": word} for day, word in log]
    return read_document(json.dumps([{"id": "a", "company": "Blue Fjord", "log": events}]), "")


def planned(log: list[tuple[int, str]], config: Config, text: str | None, mapping: Mapping) -> Plan:
    if text is None:
        return plan_import(rows_of(log), mapping, Target(config), TODAY)
    record = read(text, config)
    assert record is not None
    target = Target(config, (record,), (record.id,), lambda path: Source.of(path, text))
    return plan_import(rows_of(log), mapping, target, TODAY)


def read(text: str, config: Config) -> Opportunity | None:
    record, found = read_opportunity(
        Source.of("opportunities/blue-fjord.yaml", text), config, TODAY
    )
    return None if any(each.severity.value == "error" for each in found) else record


def by_hand(text: str, edit: tuple[str, int, tuple[int, str]], config: Config) -> str:
    """The text after one edit, or as it was where that would be no file."""
    what, place, (day, word) = edit
    try:
        document = Document.of(Source.of("a.yaml", text))
        record = read(text, config)
        assert record is not None
        if what == "add":
            kind = "stage" if word in STAGES else "outcome"
            event = {"date": START + timedelta(day), kind: word, "note": "Mine."}
            at = min(place, len(record.events))
            document = insert_item(document, ("events",), at, event)
        elif what == "drop":
            document = remove_item(document, ("events",), place % len(record.events))
        elif what == "note":
            path = ("events", place % len(record.events), "note")
            document = set_value(document, path, "Changed by me.")
        elif what == "role":
            document = set_value(
                document, ("role",), f"Cook {place}", ("company", "role", "events")
            )
        else:
            return text.replace("events:\n", f"# mine {place}\nevents:\n", 1)
    except Unsafe:
        return text
    changed = document.source.text
    return changed if read(changed, config) else text


def furthest(record: Opportunity, config: Config) -> int:
    return max((config.rank(event.stage) for event in record.events if event.stage), default=-1)


@given(first=logs, changes=edits, newer=logs, goes_on=st.booleans())
def test_nothing_i_wrote_changes_no_stage_goes_back_and_twice_is_once(
    first: list[tuple[int, str]],
    changes: list[tuple[str, int, tuple[int, str]]],
    newer: list[tuple[int, str]],
    goes_on: bool,
) -> None:
    config = LOG.config
    (new,) = planned(first, config, None, LOG).new
    text = new.text
    for edit in changes:
        text = by_hand(text, edit, config)
    before = read(text, config)
    assert before is not None
    log = [*first, *newer] if goes_on else newer
    plan = planned(log, config, text, LOG)
    assert (plan.new, plan.known, plan.bad) == ((), 1, ())
    for update in plan.updated:
        after = read(update.after.decode(), config)
        assert after is not None
        own = list(after.events)
        for event in update.added:
            own.remove(event)
        assert own == list(before.events)
        assert update.added
        assert min(event.date for event in update.added) >= max(e.date for e in before.events)
        assert furthest(after, config) >= furthest(before, config)
        lines = update.after.decode().splitlines()
        gone = [line for line in text.splitlines() if line not in lines]
        assert [line for line in gone if not line.startswith("  import: {")] == []
        told = {**before.extra}
        assert replace(after, events=before.events, extra=told) == before
        ended = [e.outcome for e in before.events if e.outcome and e.note == "Mine."]
        last = next(e for e in reversed(before.events) if e.stage or e.outcome)
        assert not (ended and last.note == "Mine." and last.outcome)
        text = update.after.decode()
    again = planned(log, config, text, LOG)
    assert (again.new, again.updated, again.known) == ((), (), 1)


def test_the_words_of_this_campaign_are_those_of_the_ledger() -> None:
    assert set(WORDS[4:]) <= {outcome.value for outcome in Outcome}
    assert tuple(LOG.config.stages) == STAGES


def test_two_files_of_one_row_are_told_and_left_alone(board: Shell) -> None:
    """As two machines make them that gave it two names, or a copy."""
    imported(board, "Blue Fjord,Cook,2024-01-05,sent,\n")
    board.write("ledger/opportunities/fjord-again.yaml", only(board))
    before = board.files("ledger")
    shown = imported(board, "Blue Fjord,Cook,2024-01-05,call,2024-01-09\n")
    assert "1 known already, 0 skipped" in shown
    assert "the file of 'fjord-again' says that it came of the same row: delete one" in " ".join(
        shown.split()
    )
    assert board.files("ledger") == before
