"""``opledger due``: what to do today, and who waits for whom."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from tests.commands import call
from tests.conftest import Command
from tests.ledgers import SOUND, write

SETTINGS = "timezone: Europe/Berlin\n"
FILES = {
    "ledger.yaml": SETTINGS,
    "opportunities/kestrel-labs.yaml": (
        "company: Kestrel Labs\nrole: Engineer\nsource: outbound\n"
        "next: {action: Send references, due: 2024-02-27, turn: me}\n"
        "events:\n"
        "  - {date: 2024-01-08, stage: lead}\n"
        "  - {date: 2024-01-20, stage: call, interest: high}\n"
        "  - {date: 2024-03-06T07:00:00-05:00, stage: onsite}\n"
    ),
    "opportunities/marrow.yaml": (
        "company: Marrow\nsource: warm\n"
        "events:\n"
        "  - {date: 2024-01-10, stage: lead}\n"
        "  - {date: 2024-02-20, stage: offer, offer: {base: 9, currency: EUR,"
        " deadline: 2024-03-03}}\n"
    ),
    "opportunities/today-inc.yaml": (
        "company: Today\nevents:\n"
        "  - {date: 2024-02-20, stage: lead}\n"
        "  - {date: 2024-03-01T14:30:00+01:00, stage: call}\n"
    ),
    "opportunities/vivid.yaml": "company: Vivid\nevents:\n  - {date: 2024-03-20, stage: call}\n",
    "opportunities/quill.yaml": (
        "company: Quill\nsource: inbound\nevents:\n"
        "  - {date: 2024-02-10, stage: lead, by: company}\n"
    ),
    "opportunities/borrel.yaml": (
        "company: Borrel\nnext: {action: They decide, due: 2024-03-02, turn: company}\n"
        "events:\n  - {date: 2024-02-01, stage: lead}\n"
    ),
    "opportunities/fen.yaml": (
        "company: Fen\nevents:\n  - {date: 2024-02-01, stage: lead, interest: high}\n"
    ),
    "opportunities/over.yaml": SOUND,
}
PRINTED = """\
1 overdue, 1 today, 3 in the next 7 days                          Fri 2024-03-01
2 owe me an answer, I owe 3.

Overdue      Opportunity   What
────────────────────────────────────────────────────────
3 days late  kestrel-labs  Send references, Tue 2024-02-27

Today        Opportunity   What
─────────────────────────────────────────────────────────
14:30        today-inc     Recruiter or hiring-manager call

Next 7 days  Opportunity   What
─────────────────────────────────────────────────────────
tomorrow     borrel        They decide, Sat 2024-03-02, their turn
in 2 days    marrow        Answer the offer, Sun 2024-03-03
in 5 days    kestrel-labs  On-site, Wed 2024-03-06 at 13:00

1 more in 19 days.

My turn      Opportunity   What
────────────────────────────────────────────────
20 days      quill         First contact, 2024-02-10

Their turn   Opportunity   What
─────────────────────────────────────────────────────────────
29 days      fen           First contact, 2024-02-01; quiet; my interest is
                           high: ask
"""


def tidy(text: str) -> str:
    """The text without how long its rules are and what its lines end in."""
    return "".join(f"{re.sub('─+', '──', line).rstrip()}\n" for line in text.splitlines())


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write(tmp_path / "my search", FILES)


def test_what_is_due_comes_first_and_then_whose_turn_it_is(ledger: Path) -> None:
    printed = call("due", "--ledger", ledger, env={"COLUMNS": "80"})
    assert (printed.code, printed.stderr) == (0, "")
    assert tidy(printed.stdout) == tidy(PRINTED)
    assert max(map(len, printed.stdout.splitlines())) <= 80


def first_lines(ledger: Path, *arguments: str) -> list[str]:
    printed = call("due", "--ledger", ledger, *arguments, env={"COLUMNS": "80"})
    assert (printed.code, printed.stderr) == (0, "")
    return [re.sub(" {2,}.*", "", line) for line in printed.stdout.splitlines()[:2]]


SEEN = {
    "a longer look": (["--days", "30"], "1 overdue, 1 today, 4 in the next 30 days"),
    "a day": (["--days", "1"], "1 overdue, 1 today, 1 tomorrow"),
    "today alone": (["--days", "0"], "1 overdue, 1 today"),
    "another day": (["--today", "2024-03-20"], "3 overdue, 1 today"),
    "some": (["source:warm"], "1 in the next 7 days"),
    "some of a word": (["source:warm", "quill"], "Nothing is due"),
    "what is scheduled": (["state:scheduled"], "1 overdue, 1 in the next 7 days"),
}


@pytest.mark.parametrize(("arguments", "title"), SEEN.values(), ids=SEEN)
def test_how_much_is_due_depends_on_what_is_asked(
    ledger: Path, arguments: list[str], title: str
) -> None:
    assert first_lines(ledger, *arguments)[0] == title


OPEN = "company: Fen\nevents:\n  - {date: 2024-02-28, stage: lead}\n"
NOTHING = {
    "no opportunity": (
        {},
        ["Nothing is due", "No opportunity is written yet: 'opledger add COMPANY' begins one."],
    ),
    "all has ended": (
        {"opportunities/over.yaml": SOUND},
        ["Nothing is due", "None is open."],
    ),
    "they are to answer": (
        {"opportunities/fen.yaml": OPEN},
        [
            "Nothing is due",
            "Nothing is due and nothing is my turn: 1 owes me an answer, I owe none.",
        ],
    ),
    "the search has ended": (
        {**FILES, "ledger.yaml": SETTINGS + "search: {ended: 2024-02-29}\n"},
        [
            "Nothing is due",
            "The search ended on 2024-02-29. 6 are still open in it: record how it went.",
        ],
    ),
    "it has ended and all in it": (
        {
            "ledger.yaml": "search: {ended: 2024-02-29}\n",
            "opportunities/over.yaml": SOUND,
        },
        ["Nothing is due", "The search ended on 2024-02-29."],
    ),
    "its last day": (
        {"ledger.yaml": "search: {ended: 2024-03-01}\n", "opportunities/fen.yaml": OPEN},
        [
            "Nothing is due",
            "Nothing is due and nothing is my turn: 1 owes me an answer, I owe none.",
        ],
    ),
}


@pytest.mark.parametrize(("files", "said"), NOTHING.values(), ids=NOTHING)
def test_where_nothing_is_due_it_says_why(
    tmp_path: Path, files: dict[str, str], said: list[str]
) -> None:
    assert first_lines(write(tmp_path, files)) == said
    assert call("due", "--ledger", tmp_path, "-q").code == 0


def test_the_exit_code_says_whether_something_is_due(ledger: Path) -> None:
    codes = {
        arguments: call("due", "--ledger", ledger, *arguments)
        for arguments in (
            ("--quiet",),
            ("-q", "source:warm"),
            ("-q", "today"),
            ("-q", "--today", "2024-01-15"),
            ("--exit-code", "--format", "json"),
            (),
        )
    }
    assert [ended.code for ended in codes.values()] == [4, 0, 4, 0, 4, 0]
    assert [bool(ended.stdout) for ended in codes.values()] == [False] * 4 + [True] * 2
    assert {ended.stderr for ended in codes.values()} == {""}
    assert call("due", "-q", "--ledger", write(ledger, {"opportunities/x.yaml": "["})).code == 1


WRONG = {
    "a day that is none": (["--today", "tomorow"], 2, "'tomorow' is no date: write it as 2024-01-"),
    "too many days": (["--days", "99999"], 2, "99999 is not in the range 0<=x<=3660"),
    "fewer than none": (["--days", "-1"], 2, "-1 is not in the range"),
    "no filter": (["sorce:warm"], 2, "unknown filter field 'sorce': did you mean 'source'?"),
    "a format there is not": (["--format", "xml"], 2, "'xml' is not one of"),
    "a commit there is not": (["--at", "HEAD"], 1, "no git repository"),
}


@pytest.mark.parametrize(("arguments", "code", "said"), WRONG.values(), ids=WRONG)
def test_what_is_typed_wrong_is_one_line(
    ledger: Path, arguments: list[str], code: int, said: str
) -> None:
    ended = call("due", "--ledger", ledger, *arguments)
    assert (ended.code, ended.stdout, ended.stderr.count("\n")) == (code, "", 1)
    assert said in ended.stderr


def test_json_and_csv_tell_the_same(ledger: Path) -> None:
    document = json.loads(call("due", "--ledger", ledger, "--format", "json").stdout)
    assert {key: document[key] for key in list(document)[:6]} == {
        "version": 1,
        "as_of": "2024-03-01",
        "known_at": None,
        "ended": None,
        "ahead": 7,
        "pressing": True,
    }
    assert document["coming"][2] == {
        "id": "kestrel-labs",
        "company": "Kestrel Labs",
        "role": "Engineer",
        "kind": "event",
        "stage": "onsite",
        "what": "On-site",
        "date": "2024-03-06",
        "time": "2024-03-06T13:00:00+01:00",
        "days": 5,
        "key": "onsite/1",
    }
    assert document["waiting"][-1] == {
        "id": "today-inc",
        "company": "Today",
        "role": None,
        "stage": "call",
        "interest": None,
        "turn": "scheduled",
        "last": "2024-03-01",
        "silent": 0,
        "quiet": False,
        "usual": None,
        "action": None,
        "due": None,
        "left": None,
    }
    groups = {group: document[group] for group in ("overdue", "today", "coming", "later")}
    rows = list(csv.DictReader(io.StringIO(call(*_csv(ledger)).stdout), strict=True))
    told = [(group, each["id"]) for group, found in groups.items() for each in found]
    told += [("open", each["id"]) for each in document["waiting"]]
    assert [(row["group"], row["id"]) for row in rows] == told
    assert rows[0] == {
        "group": "overdue",
        "id": "kestrel-labs",
        "company": "Kestrel Labs",
        "role": "Engineer",
        "kind": "action",
        "what": "Send references",
        "date": "2024-02-27",
        "time": "",
        "days": "-3",
        "turn": "",
        "silent": "",
        "quiet": "",
        "usual": "",
    }


def _csv(ledger: Path) -> tuple[str | Path, ...]:
    return ("due", "--ledger", ledger, "--format", "csv")


def test_what_a_sheet_would_run_is_text_in_it(ledger: Path) -> None:
    evil = FILES["opportunities/borrel.yaml"].replace("They decide", "'=cmd()'")
    write(ledger, {"opportunities/borrel.yaml": evil})
    rows = csv.DictReader(io.StringIO(call(*_csv(ledger)).stdout), strict=True)
    assert [row["what"] for row in rows if row["id"] == "borrel"] == ["'=cmd()", "'=cmd()"]


@pytest.mark.skipif(sys.platform == "win32", reason="the prompt is that of bash")
def test_the_prompt_of_the_page_shows_a_sign_while_something_is_due(
    run: Command, ledger: Path
) -> None:
    page = (Path(__file__).parents[2] / "docs" / "due.md").read_text(encoding="utf-8")
    found = re.search(r"```bash\n(.*?)```", page, re.DOTALL)
    assert found
    line = found[1].replace("~/my-search", shlex.quote(str(ledger)).replace("'", '"'))
    home = Path(run.environment()["HOME"])
    tool = home / "bin" / "opledger"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m opledger "$@"\n')
    tool.chmod(0o755)
    shown = []
    for moment in ("1709294400", "1705294400"):
        environment = run.environment(SOURCE_DATE_EPOCH=moment)
        environment["PATH"] = f"{tool.parent}{os.pathsep}{environment['PATH']}"
        script = f'PS1="me "\n{line}\nprintf %s "${{PS1@P}}"'
        ended = subprocess.run(
            ["bash", "-c", script], env=environment, capture_output=True, check=True, text=True
        )
        assert ended.stderr == ""
        shown.append(ended.stdout)
    assert shown == ["! me ", "me "]


@pytest.mark.skipif(sys.platform == "win32", reason="cron is that of Unix")
def test_the_line_for_cron_prints_only_if_something_is_due_or_wrong(
    run: Command, ledger: Path
) -> None:
    page = (Path(__file__).parents[2] / "docs" / "due.md").read_text(encoding="utf-8")
    found = re.search(r"^0 8 \* \* \* (.*)$", page, re.MULTILINE)
    assert found
    tool = f"{shlex.quote(sys.executable)} -m opledger"
    line = (
        found[1].replace("~/my-search", shlex.quote(str(ledger))).replace("opledger ", f"{tool} ")
    )

    def mailed(moment: str) -> str:
        environment = run.environment(SOURCE_DATE_EPOCH=moment)
        ended = subprocess.run(
            ["sh", "-c", line], env=environment, capture_output=True, check=False, text=True
        )
        return ended.stdout + ended.stderr

    assert mailed("1709294400").startswith("1 overdue, 1 today")
    assert mailed("1705294400") == ""
    write(ledger, {"opportunities/x.yaml": "["})
    assert mailed("1705294400").startswith("opledger: the ledger has errors")
