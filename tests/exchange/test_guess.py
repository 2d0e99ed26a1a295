"""Spreadsheets of all kinds, of which nobody told anything: what the draft makes of them."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from tests.conftest import HANG, Command
from tests.exchange.imports import Shell
from tests.exchange.logs import TODAY, story

from opledger.exchange.columns import check_columns
from opledger.exchange.columnwords import EMPTY_WORDS, MEANINGS, meanings, plain
from opledger.exchange.daysigns import day_signs
from opledger.exchange.gathering import read_log
from opledger.exchange.guess import guess
from opledger.exchange.guesstext import draft_text
from opledger.exchange.mapfile import read_mapping
from opledger.exchange.plan import plan_import
from opledger.exchange.planned import Target
from opledger.exchange.samples import sample_of
from opledger.files.source import Source


@dataclass(frozen=True)
class Sheet:
    """A log of somebody's, what becomes of it, and what has to be decided first."""

    name: str
    log: str
    told: dict[str, str]
    answers: dict[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"


SHEETS = (
    Sheet(
        "german.csv",
        "Firma;Stelle;Ort;Beworben am;Rückmeldung am;Status;Ansprechpartner\n"
        "Bäckerei Morgenrot;Datenanalystin;Köln;05.01.2024;20.01.2024;Absage;Frau Öz\n"
        "Blauer Fjord;Entwicklerin;Bonn;07.01.2024;;Offen;\n"
        "Alte Mühle;Köchin;;08.01.2024;15.01.2024;Vorstellungsgespräch;\n"
        "Nordwind;Pilotin;Kiel;09.01.2024;;Keine Antwort;\n",
        {
            "backerei-morgenrot": "applied 01-05, rejected 01-20",
            "blauer-fjord": "applied 01-07",
            "alte-muhle": "applied 01-08, interview 01-15",
            "nordwind": "applied 01-09, ghosted 02-08",
        },
        encoding="cp1252",
    ),
    Sheet(
        "french.csv",
        "Entreprise,Poste,Date de candidature,Réponse le,Statut,Lien\n"
        "Moulin Vieux,Analyste,13/01/2024,20/02/2024,Refus,https://example.com/1\n"
        "Fjord Bleu,Développeuse,02/02/2024,,En attente,https://example.com/2\n",
        {"moulin-vieux": "applied 01-13, rejected 02-20", "fjord-bleu": "applied 02-02"},
    ),
    Sheet(
        "spanish.tsv",
        "Empresa\tPuesto\tUbicación\tFecha de solicitud\tEstado\n"
        "Ñandú Telares\tTejedora\tSevilla\t2024-03-01\tRechazada\n"
        "Molino Viejo\tCocinera\t\t2024-03-02\tEnviado\n",
        {"nandu-telares": "applied 03-01, rejected 03-01", "molino-viejo": "applied 03-02"},
    ),
    Sheet(
        "ambiguous.csv",
        "Company,Position,Applied,Status\nBlue Fjord,Cook,03/04/2024,Rejected\n",
        {"blue-fjord": "applied 04-03, rejected 04-03"},
        {"order": "%d%m"},
    ),
    Sheet(
        "title.csv",
        "My job search,,,,\n,,,,\nCompany,Role,Applied,Phone screen,Onsite\n"
        "Blue Fjord,Cook,2024-01-05,2024-01-09,\nOld Mill,Clerk,2024-01-06,,\n",
        {"blue-fjord": "applied 01-05, call 01-09", "old-mill": "applied 01-06"},
    ),
    Sheet(
        "headless.csv",
        "Blue Fjord,Cook,2024-01-05,Rejected\nOld Mill,Clerk,2024-01-06,Applied\n",
        {"blue-fjord": "applied 01-05, rejected 01-05", "old-mill": "applied 01-06"},
        {"company": "1", "role": "2", "applied": "3"},
    ),
    Sheet(
        "moves.csv",
        "Date,Company,What happened\n2024-01-05,Blue Fjord,Applied\n"
        "2024-01-09,Blue Fjord,Phone screen\n2024-01-20,Blue Fjord,Rejected\n"
        "2024-01-06,Old Mill,Applied\n2024-01-07,Old Mill,Interview\n",
        {
            "blue-fjord": "applied 01-05, call 01-09, rejected 01-20",
            "old-mill": "applied 01-06, interview 01-07",
        },
    ),
    Sheet(
        "answers.csv",
        "Employer,Job,Date sent,Phone interview,Onsite,Offer\n"
        "Blue Fjord,Cook,1/15/24,yes,no,no\nOld Mill,Clerk,2/3/24,yes,yes,yes\n",
        {
            "blue-fjord": "applied 01-15, call 01-15",
            "old-mill": "applied 02-03, call 02-03, interview 02-03, offer 02-03",
        },
    ),
    Sheet(
        "camel.jsonl",
        '{"companyName":"Blue Fjord","jobTitle":"Cook","appliedAt":1704412800,'
        '"status":"declined"}\n'
        '{"companyName":"Old Mill","jobTitle":"Clerk","appliedAt":1704499200,'
        '"status":"in_progress"}\n',
        {"blue-fjord": "applied 01-05, rejected 01-05", "old-mill": "applied 01-06"},
        {"status declined": "rejected"},
    ),
    Sheet(
        "odd.csv",
        "Where,Who,When,How it went\nBlue Fjord,me,5 Jan 2024,nope\nOld Mill,me,6 Jan 2024,so so\n",
        {"blue-fjord": "applied 01-05", "old-mill": "applied 01-06"},
        {"company": "Where", "role": "leave", "applied": "When"},
    ),
    Sheet(
        "rounds.csv",
        "Company,Position,Applied,Offer?,R1 - Tech,R2 - Design,Bought a suit,Decision\n"
        "Blue Fjord,Cook,1/15/24,2/9/24,1/22/24,1/30/24,1/29/24,Accepted\n"
        "Old Mill,Clerk,1/16/24,,1/25/24,,,Rejected\n",
        {
            "blue-fjord": "applied 01-15, interview 01-22, interview 01-30, offer 02-09,"
            " accepted 02-09",
            "old-mill": "applied 01-16, interview 01-25, rejected 01-25",
        },
        {
            "day R1 - Tech": "interview",
            "day R2 - Design": "interview",
            "day Bought a suit": "leave",
        },
    ),
    Sheet(
        "short.csv",  # each of its words but once, in a column that is called so
        "Firma;Stelle;Beworben am;Über;Stand;Stand vom\n"
        + "".join(
            f"Werk {at};Köchin;{at:02}.01.2024;{via};{word};{at + 10}.01.2024\n"
            for at, (via, word) in enumerate(
                (
                    ("Xing", "Telefoninterview"),
                    ("Empfehlung", "Absage"),
                    ("Xing", "Vorstellungsgespräch"),
                    ("Messe", "Eingangsbestätigung"),
                    ("Messe", "keine Rückmeldung"),
                    ("Xing", "Zusage"),
                    ("Xing", "zurückgezogen"),
                    ("Xing", "Bewerbung raus"),
                    ("Xing", "Angebot abgelehnt"),
                ),
                1,
            )
        ),
        {
            "werk-1": "applied 01-01, call 01-11",
            "werk-2": "applied 01-02, rejected 01-12",
            "werk-3": "applied 01-03, interview 01-13",
            "werk-4": "applied 01-04",
            "werk-5": "applied 01-05, ghosted 02-14",
            "werk-6": "applied 01-06, offer 01-16",
            "werk-7": "applied 01-07, withdrew 01-17",
            "werk-8": "applied 01-08",
            "werk-9": "applied 01-09, declined 01-19",
        },
    ),
    Sheet(
        "months.txt",
        "Organisation|Vacancy|Submitted|Result\nBlue Fjord|Cook|January 5, 2024|Unsuccessful\n"
        "Old Mill|Clerk|February 13, 2024|Awaiting response\n",
        {"blue-fjord": "applied 01-05, rejected 01-05", "old-mill": "applied 02-13"},
    ),
    Sheet(
        "nested.json",
        '{"jobs": [{"id": 7, "companyName": "Blue Fjord", "history": ['
        '{"state": "applied", "at": "2024-01-05T10:00:00Z"},'
        '{"state": "interview1", "at": "2024-01-09T10:00:00Z"}]}]}',
        {"blue-fjord": "applied 01-05, interview 01-09"},
        {"role": "leave"},
    ),
    Sheet(
        "page.md",
        "# Jobs\n\n| Company | Applied | Status |\n|---|---|---|\n"
        "| Blue Fjord | 2024-01-05 | hired |\n",
        {"blue-fjord": "applied 01-05, accepted 01-05"},
    ),
)


def drafted(path: Path, answers: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    found = guess(sample_of(path), None, answers)
    assert [question.key for question in found.questions] == []
    draft = draft_text(found)
    return draft.text, draft.undecided


def become(path: Path, text: str) -> dict[str, str]:
    """What a log becomes by a mapping, with nothing wrong."""
    mapping, found = read_mapping(Source.of("map.yaml", text))
    assert mapping is not None, (text, found)
    rows = read_log(path, mapping)
    assert check_columns(mapping, rows) == ()
    plan = plan_import(rows, mapping, Target(mapping.config), TODAY)
    assert plan.bad == ()
    return {file.opportunity.id: story(file.opportunity) for file in plan.new}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_log_of_somebodys_becomes(sheet: Sheet, tmp_path: Path) -> None:
    path = tmp_path / sheet.name
    path.write_bytes(sheet.log.encode(sheet.encoding))
    asked = guess(sample_of(path), None, {}).questions
    assert {question.key for question in asked} == set(sheet.answers)
    text, _ = drafted(path, sheet.answers)
    assert become(path, text) == sheet.told
    assert text == drafted(path, sheet.answers)[0]


def test_what_the_user_says_of_a_status_is_written_as_if_it_were_known(tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text(
        "Company,Applied,Status\nBlue Fjord,2024-01-05,out it goes\n"
        "Old Mill,2024-01-06,nothing ever\nNorthwind,2024-01-07,they phoned\n",
        encoding="utf-8",
    )
    said = {"out it goes": "applied", "nothing ever": "ghosted", "they phoned": "call"}
    text, undecided = drafted(path, {f"status {word}": said[word] for word in said})
    assert "  out it goes: skip                          # 1 row; told above; as you said\n" in text
    assert undecided == ("no column tells the day of a status: times to an answer mean nothing",)
    assert become(path, text) == {
        "blue-fjord": "applied 01-05",
        "old-mill": "applied 01-06, ghosted 02-05",
        "northwind": "applied 01-07, call 01-07",
    }


def test_what_nothing_reads_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rounds.csv"
    path.write_text(
        "Company,Applied,Round 1,Mood,Colour,Nothing\nBlue Fjord,2024-01-05,2024-01-09,3,red,\n",
        encoding="utf-8",
    )
    draft = draft_text(guess(sample_of(path), None, {"role": "leave"}))
    assert draft.undecided == ("what does the date 'Round 1' tell?",)
    assert "\n# kept under extra, as nothing here reads it: Mood, Colour\n" in draft.text
    text, _ = drafted(path, {"role": "leave", "day Round 1": "leave"})
    assert "\n# kept under extra, as nothing here reads it: Round 1, Mood, Colour\n" in text


def test_a_workbook_with_a_title_links_and_real_days(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["Bewerbungen 2024"],
        [],
        ["Unternehmen", "Position", "Link", "Beworben", "Ergebnis", "Datum der Antwort"],
        ["Alte Mühle", "Köchin", "Anzeige", date(2024, 1, 5), "Absage", date(2024, 1, 20)],
    ):
        sheet.append(row)
    sheet["C4"].hyperlink = "https://example.com/1"
    out = BytesIO()
    book.save(out)
    path = tmp_path / "jobs.xlsx"
    path.write_bytes(out.getvalue())
    text, _ = drafted(path, {})
    assert "url: Link.url\n" in text
    assert become(path, text) == {"alte-muhle": "applied 01-05, rejected 01-20"}


DRAFT = """\
# A mapping for mine.csv, drafted by 'import --guess'.
# Look it over: each line says why it is there. What begins with '# ?' is not
# decided, nor is DECIDE; docs/import.md explains every key.
name: mine
dates: DECIDE                                # 03/04/2024 in 'Sent' could be %d/%m/%Y or %m/%d/%Y
empty: [n/a]                                 # what is written for nothing
fields:
  company: Company
  # their own word stays under extra
  source: {column: Source, words: {Referral: warm, otherwise: application}}
events:
  - {stage: applied, date: Sent, by: {constant: me}}
  # ? no column tells the day of a status: times to an answer mean nothing
  - {status: Status, date: {after: previous}}
statuses:
  Ghosted:                                   # 1 row; choose the rule
    outcome: ghosted
    date: {column: Sent, plus: 30}
    note: Silence; by a rule it counts from 30 days after the last word.
  # ? Inter + Rejec: skip   # 1 row; what does it mean?
  # ? Rejected after interview: [interview, rejected]   # 1 row; is it?
ledger:                # what goes into ledger.yaml of a new ledger
  title: Job search
  timezone: UTC                              # such as Europe/Berlin
  stages: {applied: Applied, call: Call, interview: Interview, offer: Offer}
"""
MINE = (
    "Company,Source,Sent,Status\nBlue Fjord,Referral,03/04/2024,Ghosted\n"
    "Old Mill,n/a,05/06/2024,Inter + Rejec\nNorthwind,Jobs4U,07/08/2024,Rejected after interview\n"
)


def test_without_a_terminal_what_is_not_decided_stands_in_the_file(shell: Shell) -> None:
    shell.write("mine.csv", MINE)
    shown = shell("import", "mine.csv", "--guess", "--map-out", "map.yaml")
    assert (shown.code, shown.err) == (0, "")
    assert shell.files(".")["map.yaml"] == DRAFT
    assert "4 lines are not decided:\n" in shown.out
    assert shown.out.endswith("Next: opledger import mine.csv --map map.yaml --into LEDGER\n")
    refused = shell("import", "mine.csv", "--map", "map.yaml", "--into", "ledger", "--write")
    assert refused.code == 2
    assert refused.err.startswith("map.yaml:5:8: error[bad-format]: 'DECIDE' is no date format;")
    assert not Path("ledger").exists()


def test_statuses_that_wait_are_bad_rows_and_no_guesses(shell: Shell) -> None:
    shell.write("mine.csv", MINE)
    shell.write("map.yaml", DRAFT.replace("dates: DECIDE", "dates: '%d/%m/%Y'"))
    shown = shell("import", "mine.csv", "--map", "map.yaml", "--into", "ledger")
    assert shown.code == 1
    assert shown.out.startswith("3 rows: 1 new, 0 known already, 0 skipped, 2 bad\n")


def test_no_file_is_written_over(shell: Shell) -> None:
    shell.write("mine.csv", MINE)
    for name in ("map.yaml", "mine-map.yaml"):
        shell.write(name, "mine: true\n")
    for more in (("--map-out", "map.yaml"), ()):
        shown = shell("import", "mine.csv", "--guess", *more)
        assert (shown.code, shown.out) == (1, "")
        assert "exists already: name another file with --map-out" in shown.err
    assert shell.files(".")["map.yaml"] == shell.files(".")["mine-map.yaml"] == "mine: true\n"


def test_the_stages_are_those_of_the_ledger(shell: Shell) -> None:
    shell.write("ledger.yaml", "stages: {lead: L, talk: T, offer: O}\n")
    shell.write("log.csv", "Company,Applied,Status\nBlue Fjord,2024-01-05,Interview\n")
    shown = shell("import", "log.csv", "--guess", "--map-out", "map.yaml")
    assert shown.code == 0
    text = shell.files(".")["map.yaml"]
    assert "{stage: lead, date: Applied" in text
    assert "DECIDE" in text
    assert "ledger:" not in text
    assert shown.out.endswith("Next: opledger import log.csv --map map.yaml\n")


def typed(folder: Path, run: Command, editor: str, answers: str) -> tuple[int, str]:
    """The code of ``import --guess`` on a terminal where this is typed, and what it shows."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "opledger", "import", "mine.csv", "--guess"],
        cwd=folder,
        env=run.environment(EDITOR=editor, TERM="dumb"),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    os.write(ours, answers.encode())
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:  # the other side is closed
        pass
    os.close(ours)
    return process.wait(HANG), shown.decode().replace("\r\n", "\n")


def test_on_a_terminal_it_asks_shows_edits_and_writes(run: Command, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(MINE, encoding="utf-8")
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i.old "s/plus: 30/plus: 45/" "$1"\n', encoding="utf-8")
    editor.chmod(0o755)
    # the day first; Inter + Rejec: decide later; the other one: rejected; edit; write
    code, shown = typed(tmp_path, run, str(editor), "1\n13\nperhaps\n12\nRejected\ne\nw\n")
    assert code == 0, shown
    assert "Dates such as 03/04/2024 ('Sent'): which comes first?\n  1  the day\n" in shown
    assert shown.count("Error: a number from 1 to 12, or one of the words\n") == 2
    assert "blue-fjord: applied 2024-04-03, ghosted 2024-05-03" in shown
    assert "blue-fjord: applied 2024-04-03, ghosted 2024-05-18" in shown
    text = (tmp_path / "mine-map.yaml").read_text(encoding="utf-8")
    assert "dates: '%d/%m/%Y'                            # as you said\n" in text
    assert "  # ? Inter + Rejec: skip   # 1 row; what does it mean?\n" in text
    assert (
        "  Rejected after interview:                  # 1 row; as you said\n"
        "    outcome: rejected\n    note: The log tells no day for this; it is that of"
        " the event before.\n"
    ) in text
    assert "plus: 45" in text


def test_quitting_writes_nothing(run: Command, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(MINE, encoding="utf-8")
    code, shown = typed(tmp_path, run, "true", "3\n12\n12\nq\n")
    assert (code, shown.endswith("opledger: stopped\n")) == (130, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.csv"]


@pytest.mark.parametrize(
    ("texts", "formats", "is_open"),
    [
        (["03/04/2024", "05/06/2024"], ("%d/%m/%Y", "%m/%d/%Y"), True),
        (["03/04/2024", "13/06/2024"], ("%d/%m/%Y",), False),
        (["03/04/2024", "06/13/2024"], ("%m/%d/%Y",), False),
        (["03/13/2024", "13/03/2024"], ("%d/%m/%Y", "%m/%d/%Y"), True),
        (["03.04.2024"], ("%d.%m.%Y",), False),
        (["2024-03-04", "04/13/2024"], ("iso", "%m/%d/%Y"), False),
        (["45322", "45323"], ("excel",), False),
    ],
)
def test_what_the_texts_of_dates_prove(
    texts: list[str], formats: tuple[str, ...], is_open: bool
) -> None:
    signs = day_signs(texts, named_so=True)
    assert signs is not None
    assert (set(signs.formats), signs.is_open) == (set(formats), is_open)


@given(
    st.lists(st.dates(date(2022, 1, 1), date(2024, 12, 31)), min_size=1, max_size=12),
    st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m/%d/%y"]),
)
def test_no_date_is_read_the_wrong_way_round(days: list[date], form: str) -> None:
    signs = day_signs([f"{day:{form}}" for day in days], named_so=True)
    assert signs is not None
    assert form in signs.formats
    assert signs.is_open == all(day.day <= 12 for day in days)


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("Interview #2", (("interview",), True)),
        ("2. Vorstellungsgespräch", (("interview",), False)),
        ("No offer", (("offer",), False)),
        ("Declined", ((), False)),
        ("Angebot abgelehnt", (("declined",), True)),
        ("Rejected after interview", (("interview", "rejected"), False)),
        ("blah", ((), False)),
    ],
)
def test_a_status_is_sure_only_where_its_name_says_so(
    status: str, found: tuple[tuple[str, ...], bool]
) -> None:
    assert meanings(status) == found


def test_the_words_are_written_as_they_are_compared() -> None:
    every = [word for words in MEANINGS.values() for word in words]
    assert [word for word in every if plain(word) != word] == []
    assert len(set(every)) == len(every)
    assert set(EMPTY_WORDS).isdisjoint(every)
