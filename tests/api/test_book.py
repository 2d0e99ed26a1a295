"""A ledger in a notebook: what it says, as of any day and at any commit, and never changing."""

from __future__ import annotations

import copy
import json
import pickle
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.commands import call
from tests.conftest import SOURCE_DATE_EPOCH
from tests.generated import generated
from tests.git.repositories import Past, git
from tests.ledgers import SETTINGS, SOUND, write

import opledger
from opledger.api.book import Book
from opledger.api.loading import Loaded

SAMPLE = Path(__file__).parents[2] / "ledger"
FILES = {
    "ledger.yaml": SETTINGS,
    "opportunities/kestrel.yaml": SOUND,
    "opportunities/wren.yaml": (
        "company: Wren\nsource: warm\nlevel: {sought: staff}\n"
        "next: {action: Write, due: 2024-03-05}\n"
        "events:\n  - {date: 2024-02-01, stage: lead}\n"
        "  - {date: 2024-03-09, stage: call, fit: {impact: 4}}\n"
    ),
    "opportunities/later.yaml": "company: Later\nevents: [{date: 2024-03-20, stage: lead}]\n",
}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(SOURCE_DATE_EPOCH))


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return opledger.open(write(tmp_path, FILES))


def test_it_says_what_list_and_stats_say(monkeypatch: pytest.MonkeyPatch) -> None:
    book = opledger.open(str(SAMPLE))
    for terms in ((), ("source:warm", "stage>=onsite")):
        printed = json.loads(call("--ledger", SAMPLE, "list", *terms, "--format", "json").stdout)
        listed = [each["id"] for each in printed["opportunities"]]
        assert [each.opportunity.id for each in book.list(*terms)] == listed
        assert [row["id"] for row in book.to_dicts(*terms)] == listed
    shown = call("--ledger", SAMPLE, "stats", "--by", "month", "--format", "json").stdout
    assert book.stats_dict("month") == json.loads(shown)


def test_it_is_as_of_the_search_s_last_day_or_of_any_other(book: Book) -> None:
    assert book.day == date(2024, 2, 29)
    assert [each.opportunity.id for each in book.standings] == ["kestrel", "wren"]
    assert [each.id for each in book.opportunities] == ["kestrel", "later", "wren"]
    early = book.as_of("2024-01-11")
    assert (early.day, book.day) == (date(2024, 1, 11), date(2024, 2, 29))
    stood = early.standing("kes")
    assert stood is not None
    assert (stood.furthest, stood.open) == ("call", True)
    assert early.standing("wren") is None
    assert book.as_of(datetime(2024, 1, 11, 9, tzinfo=UTC)).day == early.day
    assert book.as_of(date(2024, 1, 11)).events() == early.events()
    assert early.as_of("2024-02-29").to_dicts() == book.to_dicts()


def test_events_are_rows_in_order_that_all_have_the_same_keys(book: Book) -> None:
    rows = book.events()
    assert [(row["id"], str(row["date"]), row["stage"] or row["outcome"]) for row in rows] == [
        ("kestrel", "2024-01-08", "lead"),
        ("kestrel", "2024-01-11", "call"),
        ("kestrel", "2024-01-24", "onsite"),
        ("wren", "2024-02-01", "lead"),
        ("kestrel", "2024-02-12", "offer"),
        ("kestrel", "2024-02-20", "accepted"),
    ]
    assert {tuple(row) for row in rows} == {tuple(rows[0])}
    offer = {name: value for name, value in rows[4].items() if name.startswith("offer_")}
    assert offer == {
        "offer_base": 190_000,
        "offer_bonus": None,
        "offer_sign_on": None,
        "offer_total": None,
        "offer_equity": 300_000,
        "offer_equity_years": 4,
        "offer_currency": "USD",
        "offer_form": "written",
        "offer_pending": [],
        "offer_deadline": None,
    }
    assert rows[2]["time"].isoformat() == "2024-01-24T13:00:00-05:00"
    assert [row["fit_impact"] for row in book.as_of("2024-03-10").events("wren")] == [None, 4]
    assert book.events("source:inbound") == [row for row in rows if row["id"] == "kestrel"]


def test_opportunities_are_rows_too(book: Book) -> None:
    newest, oldest = book.to_dicts()
    assert tuple(newest) == tuple(oldest)
    assert newest == {
        "id": "wren",
        "company": "Wren",
        "alias": None,
        "role": None,
        "source": "warm",
        "segment": None,
        "size": None,
        "location": None,
        "url": None,
        "level_sought": "staff",
        "level_offered": None,
        "market": None,
        "market_currency": None,
        "tags": [],
        "started": date(2024, 2, 1),
        "last": date(2024, 2, 1),
        "days": 28,
        "silent": 28,
        "stage": "lead",
        "furthest": "lead",
        "open": True,
        "outcome": None,
        "ended": None,
        "ended_by": None,
        "reasons": [],
        "reopened": 0,
        "interest": None,
        "confidence": None,
        "next_action": "Write",
        "next_due": date(2024, 3, 5),
        "next_turn": None,
    }
    assert (oldest["outcome"], type(oldest["outcome"])) == ("accepted", str)


def test_a_data_frame_takes_the_rows_as_they_are() -> None:
    book = opledger.open(SAMPLE)
    frame = pd.DataFrame(book.events())
    assert list(frame.columns) == list(book.events()[0])
    assert frame.groupby("id").size().sum() == len(frame) == len(book.events())
    by_stage = frame.groupby("stage")["id"].nunique()
    assert {row.stage: row.reached for row in book.stats().funnel} == {
        stage: by_stage[stage] for stage in ("call", "screen", "onsite", "offer")
    }
    rows = pd.DataFrame(book.to_dicts())
    assert int(rows["open"].sum()) == book.stats().totals.open


@given(st.integers(0, 10_000))
def test_no_event_is_lost_and_none_told_twice(seed: int) -> None:
    ledger, day = generated(seed)
    book = Book(Loaded(Path("nowhere"), ledger)).as_of(day)
    rows = book.events()
    assert len(rows) == sum(len(each.events) for each in book.standings)
    assert len({(row["id"], row["nth"]) for row in rows}) == len(rows)
    assert all(row["date"] <= book.day for row in rows)
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    assert len(book.to_dicts()) == book.stats().totals.opportunities
    assert repr(book).isprintable()
    assert book._repr_html_().isprintable()


def test_it_is_read_at_a_commit_and_as_of_a_day_together(tmp_path: Path) -> None:
    past = Past()
    kestrel = "company: Kestrel\nevents:\n  - {date: 2024-01-08, stage: lead}\n"
    past.commit("2024-01-08 12:00", {"ledger.yaml": "", "opportunities/kestrel.yaml": kestrel})
    more = f"{kestrel}  - {{date: 2024-01-20, stage: call}}\n"
    past.commit("2024-01-25 12:00", {"ledger.yaml": "", "opportunities/kestrel.yaml": more})
    hashes = past.write(tmp_path)
    now = opledger.open(tmp_path)
    assert (now.known_at, now.day) == (None, date(2024, 3, 1))
    before = now.at("HEAD~1")
    assert (before.known_at, before.day) == (hashes[1], date(2024, 1, 8))
    assert [row["stage"] for row in before.events()] == ["lead"]
    told = f"1 opportunity, 1 open, as of 2024-01-08, known at {hashes[1][:10]}"
    assert repr(before) == f"<Book 'Job search': {told}>"
    both = opledger.open(tmp_path, as_of="2024-01-10", at="2024-01-31")
    assert (both.known_at, both.day) == (hashes[2], date(2024, 1, 10))
    assert both.at("HEAD~1").day == date(2024, 1, 10)
    with pytest.raises(opledger.Failure, match=r"^no commit 'nothing': name one by its hash"):
        now.at("nothing")


def test_it_does_not_change(book: Book) -> None:
    first = book.to_dicts()
    (book.root / "opportunities" / "new.yaml").write_text(SOUND.replace("Kestrel", "New"))
    assert book.to_dicts() == first
    assert len(opledger.open(book.root).to_dicts()) == len(first) + 1
    with pytest.raises(FrozenInstanceError):
        book._asked = date(2024, 1, 1)  # type: ignore[misc]
    first[0]["tags"].append("mine")
    assert book.to_dicts() != first


def test_nothing_in_it_can_be_changed(tmp_path: Path) -> None:
    extra = SOUND + "extra: {from: {rows: [1]}}\n"
    scored = FILES | {"opportunities/kestrel.yaml": extra}
    book = opledger.open(write(tmp_path, scored), as_of="2024-03-20")
    wren, kestrel = book.opportunity("wren"), book.opportunity("kestrel")
    config = book.config
    inner: Any = kestrel.extra["from"]
    held: list[Any] = [wren.events[1].fit, kestrel.extra, inner]
    held += [config.stages, config.sources, config.goals, kestrel.events[0].fit]
    for mapping in held:
        with pytest.raises(TypeError, match="a record never changes"):
            mapping["mine"] = 1
    assert inner == {"rows": [1]}
    with pytest.raises(TypeError, match="a record never changes"):
        inner["rows"].append(2)
    assert json.loads(json.dumps(kestrel.extra)) == {"from": {"rows": [1]}}


def test_it_goes_to_another_process_and_is_a_key_like_any_value(book: Book) -> None:
    sent = pickle.loads(pickle.dumps(book.as_of("2024-03-20")))  # noqa: S301 - our own
    assert (sent, hash(sent)) == (book.as_of("2024-03-20"), hash(book.as_of("2024-03-20")))
    assert sent.stats_dict() == book.as_of("2024-03-20").stats_dict()
    assert copy.deepcopy(book) == book
    (book.root / "ledger.yaml").write_text("nothing: here")
    with pytest.raises(opledger.CheckFailed) as failed:
        opledger.open(book.root)
    told = pickle.loads(pickle.dumps(failed.value))  # noqa: S301
    assert (str(told), told.diagnostics, told.code) == (
        str(failed.value),
        failed.value.diagnostics,
        1,
    )


def test_it_stays_with_its_ledger_when_the_program_goes_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    past = Past()
    past.commit("2024-01-10 12:00", FILES)
    past.write(tmp_path / "search")
    git(tmp_path / "search", "reset", "--quiet", "--hard")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    books = [opledger.open("search"), opledger.open(Path("search")), opledger.open("~/search")]
    monkeypatch.chdir("/")
    assert [each.root for each in books] == 3 * [tmp_path / "search"]
    assert [str(each.at("HEAD").day) for each in books] == 3 * ["2024-01-10"]


def test_a_moment_is_a_day_in_the_ledger_s_zone(book: Book) -> None:
    night = datetime(2024, 1, 12, 3, tzinfo=UTC)  # still the eleventh in New York
    days: list[Any] = [
        night,
        pd.Timestamp(night),
        datetime(2024, 1, 11, 23),  # noqa: DTZ001
        pd.Timestamp(2024, 1, 11),
    ]
    assert [book.as_of(each).day for each in days] == 4 * [date(2024, 1, 11)]
    assert opledger.open(book.root, as_of=night).day == date(2024, 1, 11)


def test_what_a_notebook_shows_is_short_and_escaped(tmp_path: Path) -> None:
    settings = "title: \"<script>alert(1)</script> & 'co'\"\nstages: {lead: <b>, call: Call}\n"
    wren = "company: Wren\nevents: [{date: 2024-02-01, stage: lead}]\n"
    write(tmp_path, {"ledger.yaml": settings, "opportunities/wren.yaml": wren})
    book = opledger.open(tmp_path, as_of="2024-02-29")
    shown = book._repr_html_()
    assert shown == (
        "<p><strong>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#x27;co&#x27;</strong>:"
        " 1 opportunity, 1 open, as of 2024-02-29</p><table><thead><tr><th>Stage</th>"
        "<th>Reached</th><th>Stopped</th><th>Pending</th></tr></thead><tbody>"
        "<tr><td>&lt;b&gt;</td><td>1</td><td>0</td><td>1</td></tr>"
        "<tr><td>Call</td><td>0</td><td>0</td><td>0</td></tr></tbody></table>"
    )
    assert "<script>" not in shown


def test_an_empty_ledger_is_a_book_too(tmp_path: Path) -> None:
    book = opledger.open(write(tmp_path, {}))
    assert repr(book) == "<Book 'Job search': 0 opportunities, 0 open, as of 2024-03-01>"
    assert (book.to_dicts(), book.events(), book.list()) == ([], [], ())
    assert book.stats().totals.opportunities == 0
    assert "<table>" in book._repr_html_()


def test_what_is_wrong_is_one_line_and_the_diagnostics(tmp_path: Path) -> None:
    broken = {"opportunities/borrel.yaml": "company: B\nevents: [{date: 2024-01-40, stage: x}]\n"}
    write(tmp_path, {**FILES, **broken})
    with pytest.raises(opledger.CheckFailed) as failed:
        opledger.open(tmp_path)
    assert isinstance(failed.value, opledger.Failure)
    assert [(d.path, d.at.line, d.code) for d in failed.value.diagnostics] == [
        ("opportunities/borrel.yaml", 2, "bad-date"),
        ("opportunities/borrel.yaml", 2, "unknown-stage"),
    ]
    assert "\n" not in str(failed.value)
    printed = call("--ledger", tmp_path, "stats").stderr
    assert printed == f"opledger: {failed.value}\n"


@pytest.mark.parametrize(
    ("attempt", "text"),
    [
        (lambda book: book.as_of("soon"), "'soon' is no date: write it as 2024-01-31"),
        (lambda book: book.as_of(5), "'5' is no date: write it as 2024-01-31"),
        (lambda book: book.as_of(pd.NaT), "'NaT' is no date: write it as 2024-01-31"),
        (lambda book: book.list("sorce:b"), "unknown filter field 'sorce': did you mean"),
        (lambda book: book.events("stage:zz"), "unknown stage 'zz': known: lead, call"),
        (lambda book: book.stats("colour"), "'colour' is nothing to group by: it is one of source"),
        (lambda book: book.opportunity("x"), "no opportunity 'x': 'opledger list' lists them"),
        (lambda book: book.standing(""), "no opportunity ''"),
        (lambda book: book.at("HEAD"), "is in no git repository: 'git init' there starts"),
        (lambda _: opledger.open("/nowhere"), "/nowhere is no folder: start a ledger there with"),
    ],
)
def test_a_slip_is_one_line_that_says_what_to_do(book: Book, attempt, text: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    with pytest.raises(opledger.Failure) as failed:
        attempt(book)
    assert text in str(failed.value)


def test_without_a_folder_it_is_the_nearest_one_upward(
    book: Book, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.chdir(book.root / "opportunities")
    assert opledger.open().to_dicts() == book.to_dicts()
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))
    with pytest.raises(opledger.Failure, match=r"name one with opledger.open\(DIR\)"):
        opledger.open()


def test_a_name_that_is_not_there_is_said_so() -> None:
    with pytest.raises(AttributeError, match="module 'opledger' has no attribute 'Ledger'"):
        opledger.Ledger  # type: ignore[attr-defined]  # noqa: B018
