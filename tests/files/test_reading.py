"""What reading a ledger finds: every mistake, in its place, with a way to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.ledgers import SETTINGS, SOUND, TODAY, ids, lines, read

from opledger.files.reading import read_ledger

_X = "opportunities/x.yaml"


def _event(rest: str) -> str:
    return f"company: A\nevents:\n  - {{date: 2024-01-08, stage: lead}}\n  - {{{rest}}}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_event("date: 2024-01-9, stage: call"), "4:12 bad-date"),
        (_event("date: 2024-01-09, stage: cal"), "4:31 unknown-stage"),
        (_event("date: 2024-01-09, outcome: reject"), "4:33 unknown-word"),
        (_event("date: 2024-01-09, note: a, intrest: low"), "4:33 unknown-key"),
        (_event("date: 2024-01-09, fit: {impact: 4, grwth: 6}"), "4:41 unknown-goal"),
        (_event("date: 2024-01-09, fit: {impact: 6}"), "4:38 bad-number"),
        (_event("date: 2024-01-07, stage: call"), "4:12 out-of-order"),
        (_event("date: 2024-01-09, outcome: rejected, reasons: [a, a]"), "4:56 repeated-item"),
        ("company: A\nevents:\n- date: 2024-01-08\n  stage: lead\n  by: us\n", "5:7 unknown-word"),
        ("company: 'A'\ntags:\n  - b\n  -   c d\nevents: []\n", "4:7 bad-word"),
        ("company: >\n  A\nrole: [\n  b]\n", "3:7 wrong-type"),
        ("  company: A\n  rolle: b\n", "2:3 unknown-key"),
        ("{company: A,\n rolle: b}\n", "2:2 unknown-key"),
        ("? company\n: A\n? rolle\n: b\n", "3:3 unknown-key"),
        ("company: 研究所👩🏽‍💻\nextra: {研: 1, 研: 2}\n", "2:15 duplicate-key"),
    ],
)
def test_a_mistake_is_told_at_its_line_and_column(text: str, expected: str, tmp_path: Path) -> None:
    reading = read(tmp_path, {"ledger.yaml": SETTINGS, _X: text})
    assert expected in [f"{d.at.line}:{d.at.column} {d.code}" for d in reading.diagnostics]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark_move_no_position(
    end: str, mark: str, tmp_path: Path
) -> None:
    text = mark + _event("date: 2024-01-09, stage: cal").replace("\n", end)
    assert lines(read(tmp_path, {_X: text})) == [
        f"{_X}:4:31: error[unknown-stage]: unknown stage 'cal'; did you mean 'call'?"
    ]


def test_every_mistake_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    files = {
        "ledger.yaml": "few: 0\nintrest: [low, high]\ntimezone: Mars/Base\n",
        "opportunities/a.yaml": "compny: A\nsize: 10\nevents: []\nurl: x\n",
        "opportunities/b/c.yaml": "company: [\n",
        "opportunities/d.yaml": SOUND,
        "opportunities/e.yml": SOUND,
    }
    assert [line.partition("]")[0] for line in lines(read(tmp_path, files))] == [
        "ledger.yaml:1:6: error[bad-number",
        "ledger.yaml:2:1: error[unknown-key",
        "ledger.yaml:3:11: error[bad-timezone",
        "opportunities/a.yaml:1:1: error[missing-key",
        "opportunities/a.yaml:1:1: error[unknown-key",
        "opportunities/a.yaml:2:7: error[wrong-type",
        "opportunities/a.yaml:3:9: error[bad-length",
        "opportunities/a.yaml:4:6: error[bad-url",
        "opportunities/b/c.yaml:2:1: error[syntax",
        "opportunities/e.yml:1:1: error[wrong-extension",
    ]


@pytest.mark.parametrize(
    "slip",
    [
        "stages: [screening]",
        "stages: {lead: [], talk: Talk}\nconversation: talk",
        "stags: {lead: Lead, screening: Screening}",
        "stages: {lead: Lead}\nstages: {screening: Screening}",
        "stages: {",
        "- screening",
        "screening",
    ],
)
def test_a_slip_in_the_stages_does_not_fault_the_opportunities(slip: str, tmp_path: Path) -> None:
    offer = "date: 2024-01-10, offer: {base: 1, currency: USD}"
    odd = _event(f"date: 2024-01-09, stage: screening}}\n  - {{{offer}")
    reading = read(tmp_path, {"ledger.yaml": slip, _X: odd, "opportunities/sound.yaml": SOUND})
    assert {each.path for each in reading.diagnostics} == {"ledger.yaml"}
    assert ids(reading) == ["sound", "x"]


def test_a_slip_in_one_setting_leaves_the_others_in_force(tmp_path: Path) -> None:
    config = "stages: {lead: Lead, talk: Talk, offer: Offer}\nfew: none\n"
    odd = _event("date: 2024-01-09, stage: call")
    reading = read(tmp_path, {"ledger.yaml": config, _X: odd})
    assert [line.partition(";")[0] for line in lines(reading)] == [
        "ledger.yaml:2:6: error[bad-number]: 'none' is no number",
        f"{_X}:4:31: error[unknown-stage]: unknown stage 'call'",
    ]


def test_one_mistake_is_told_once(tmp_path: Path) -> None:
    files = {
        "opportunities/a.yaml": "company: A\nevents:\n  - {date: 2024-01-08, stage: led}\n",
        "opportunities/b.yaml": _event("date: 2024-01-09, stage: offer, offer: {base: 190k}"),
        "opportunities/c.yaml": _event("date: 2024-13-09, outcome: rejected"),
        "opportunities/d.yaml": "company: A\nevents:\n  - {date: 2024-01-08, outcome: ghosted}\n",
        "opportunities/e.yaml": _event(
            "date: 2024-01-09, stage: offer, offer: {base: 1, pending: [base, base], currency: USD}"
        ),
    }
    assert [line.partition("]")[0] for line in lines(read(tmp_path, files))] == [
        "opportunities/a.yaml:3:31: error[unknown-stage",
        "opportunities/b.yaml:4:52: error[bad-number",
        "opportunities/c.yaml:4:12: error[bad-date",
        "opportunities/d.yaml:3:12: error[no-stage",
        "opportunities/e.yaml:4:64: error[amount-and-pending",
        "opportunities/e.yaml:4:71: error[repeated-item",
    ]


@pytest.mark.parametrize(
    ("offer", "code"),
    [
        ("{currency: USD}", "offer-without-amount"),
        ("{currency: USD, base: }", "offer-without-amount"),
        ("{currency: USD, pending: []}", "offer-without-amount"),
        ("{base: 0, currency: }", "missing-currency"),
    ],
)
def test_what_is_left_empty_is_as_if_it_were_not_there(
    offer: str, code: str, tmp_path: Path
) -> None:
    reading = read(tmp_path, {_X: _event(f"date: 2024-02-12, stage: offer, offer: {offer}")})
    assert [each.code for each in reading.diagnostics] == [code]


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("company: A\nevnts: []\n", "did you mean 'events'?"),
        ("company: A\nRole: b\n", "did you mean 'role'?"),
        ("company: A\nNOTES: b\n", "did you mean 'notes'?"),
        (_event("date: 2024-01-09, stage: Call"), "did you mean 'call'?"),
        (_event("date: 2024-01-09, outcome: ghost"), "did you mean 'ghosted'?"),
        (_event("date: 2024-01-09, stage: call, interest: hig"), "did you mean 'high'?"),
    ],
)
def test_the_nearest_word_is_offered(wrong: str, meant: str, tmp_path: Path) -> None:
    assert meant in [each.hint for each in read(tmp_path, {_X: wrong}).diagnostics]


def test_where_no_word_is_near_all_are_told(tmp_path: Path) -> None:
    config = "sources: {fair: Fair, friend: Friend}\n"
    text = "company: A\nsource: newspaper\nevents:\n  - {date: 2024-01-08, stage: lead}\n"
    (told,) = read(tmp_path, {"ledger.yaml": config, _X: text}).diagnostics
    assert told.text == "unknown source 'newspaper'"
    assert told.hint == "the ledger's sources: fair, friend"


def test_a_message_quotes_no_more_than_can_be_read(tmp_path: Path) -> None:
    events = "events:\n  - {date: 2024-01-08, stage: lead}\n"
    text = f"company: {'1' * 5000}\n{'k' * 900}: x\n{events}"
    reading = read(tmp_path, {_X: text})
    assert [each.code for each in reading.diagnostics] == ["wrong-type", "unknown-key"]
    assert all(len(line) < 700 for line in lines(reading))


def test_warnings_leave_the_file_sound(tmp_path: Path) -> None:
    reading = read(tmp_path, {_X: f"location: NO\n{SOUND}"})
    assert [each.severity for each in reading.diagnostics] == ["warning"]
    assert (reading.errors, ids(reading)) == ((), ["x"])


def test_of_one_id_in_two_folders_neither_is_read(tmp_path: Path) -> None:
    files = {f"opportunities/{folder}/x.yaml": SOUND for folder in ("a", "b", "c")}
    reading = read(tmp_path, files)
    assert ids(reading) == []
    assert lines(reading)[0] == (
        "opportunities/a/x.yaml:1:1: error[duplicate-id]: the id is taken by"
        " opportunities/b/x.yaml, opportunities/c/x.yaml too; rename one of the files"
    )


def test_texts_of_every_script_are_kept(tmp_path: Path) -> None:
    text = SOUND.replace("Kestrel Labs", "شركة 研究所 👩🏽‍💻 Zażółć")
    reading = read(tmp_path, {_X: text})
    assert lines(reading) == []
    assert reading.ledger.opportunities[0].company == "شركة 研究所 👩🏽‍💻 Zażółć"


def test_a_whole_opportunity_is_read_as_it_is_written(tmp_path: Path) -> None:
    reading = read(tmp_path, {"ledger.yaml": SETTINGS, _X: SOUND})
    (told,) = reading.ledger.opportunities
    assert (told.id, told.company, told.tags) == ("x", "Kestrel Labs", ("compilers", "remote"))
    assert [str(event.date) for event in told.events] == [
        "2024-01-08",
        "2024-01-11",
        "2024-01-24",
        "2024-02-12",
        "2024-02-20",
    ]
    assert told.events[2].note == "Four rounds, the last with the founders.\n"
    assert (reading.diagnostics, reading.files) == ((), 2)


def test_a_time_counts_on_its_day_in_the_zone_of_the_ledger(tmp_path: Path) -> None:
    late = _event("date: 2024-01-09T23:30:00-05:00, stage: call")
    days = [
        str(read(tmp_path, {"ledger.yaml": zone, _X: late}).ledger.opportunities[0].events[1].date)
        for zone in ("timezone: America/New_York\n", "timezone: Europe/Berlin\n")
    ]
    assert days == ["2024-01-09", "2024-01-10"]


def test_the_sample_ledger_is_sound() -> None:
    root = Path(__file__).parents[2] / "ledger"
    reading = read_ledger(root, TODAY)
    assert lines(reading) == []
    assert len(reading.ledger.opportunities) == reading.files - 1
