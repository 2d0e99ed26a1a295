"""A ledger that was exported comes back: equal records, equal settings, the same figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.commands import call
from tests.exchange.records import TEXTS, full_ledgers
from tests.generated import generated
from tests.ledgers import SETTINGS, SOUND, TODAY, write
from tests.stories import LATE

from opledger.core.config import Config
from opledger.core.contract.cells import guarded, unguarded
from opledger.core.model import Ledger
from opledger.exchange.jsonlines import ledger_jsonl
from opledger.exchange.planned import Target
from opledger.exchange.restore import is_own, plan_restoring, read_told, told_config
from opledger.exchange.table import ledger_csv
from opledger.files.reading import read_ledger, read_opportunity
from opledger.files.source import Source

FORMATS = {"jsonl": ledger_jsonl, "csv": ledger_csv}
SAMPLE = Path(__file__).parents[2] / "ledger"


def brought_back(text: str) -> Ledger:
    """The ledger that an export tells, each file read as ``check`` reads it."""
    told = read_told(text.encode())
    config = told_config(told)
    plan = plan_restoring(told, Target(config), LATE)
    assert [bad.reason for bad in plan.bad] == []
    return Ledger(config, tuple(file.opportunity for file in plan.new))


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=30)
@given(ledger=full_ledgers())
def test_whatever_a_ledger_holds_comes_back(form: str, ledger: Ledger) -> None:
    text = FORMATS[form](ledger)
    assert is_own(text.encode())
    back = brought_back(text)
    assert back == ledger
    assert list(back.config.stages) == list(ledger.config.stages)
    assert [each.path for each in back.opportunities] == [
        each.path for each in ledger.opportunities
    ]
    assert FORMATS[form](back) == text


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("seed", range(0, 60, 6))
def test_generated_ledgers_come_back(form: str, seed: int) -> None:
    ledger, _ = generated(seed)
    assert brought_back(FORMATS[form](ledger)) == ledger


@pytest.mark.parametrize("text", TEXTS)
def test_a_guarded_cell_runs_nowhere_and_is_undone(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(guarded(text)) == text


def test_a_line_of_the_export_is_a_file_of_a_ledger() -> None:
    ledger = read_ledger(SAMPLE, TODAY).ledger
    for line, each in zip(ledger_jsonl(ledger).splitlines()[1:], ledger.opportunities, strict=True):
        values = json.loads(line)
        assert values.pop("id") == each.id
        source = Source.of(f"opportunities/{each.id}.yaml", json.dumps(values, ensure_ascii=False))
        read, found = read_opportunity(source, ledger.config, TODAY)
        assert read == each
        assert [d.code for d in found if d.severity == "error"] == []


@pytest.mark.parametrize("form", FORMATS)
def test_the_sample_comes_back_through_the_command(form: str, tmp_path: Path) -> None:
    file, into = tmp_path / f"all.{form}", tmp_path / "back"
    assert call("--ledger", SAMPLE, "export", form, "--output", file).code == 0
    first = call("import", file, "--into", into, "--write")
    assert (first.code, first.stderr) == (0, "")
    assert first.stdout.startswith("39 rows: 39 written, 0 known already, 0 skipped, 0 bad\n")
    for report in (("stats", "all", "--format", "json"), ("list", "--format", "csv"), ("check",)):
        here, there = (call("--ledger", root, *report) for root in (SAMPLE, into))
        assert (there.code, there.stdout) == (
            here.code,
            here.stdout.replace(str(SAMPLE), str(into)),
        )
    assert read_ledger(into, TODAY).ledger == read_ledger(SAMPLE, TODAY).ledger


@pytest.mark.parametrize("form", FORMATS)
def test_again_nothing_is_written_and_what_was_changed_stays(form: str, tmp_path: Path) -> None:
    root = write(
        tmp_path / "ledger",
        {
            "ledger.yaml": SETTINGS,
            "opportunities/2024/kestrel.yaml": f"# mine\n{SOUND}",
            "opportunities/heron.yaml": SOUND.replace("Kestrel Labs", "Heron Works"),
        },
    )
    file = tmp_path / f"all.{form}"
    assert call("--ledger", root, "export", form, "-o", file).code == 0
    changed = root / "opportunities" / "heron.yaml"
    changed.write_text(changed.read_text() + "notes: I wrote more.\n")
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    again = call("import", file, "--into", root, "--write")
    assert again.code == 0
    assert again.stdout.splitlines() == [
        "2 rows: 0 written, 2 known already, 0 skipped, 0 bad",
        "Told otherwise by the log, left alone:",
        f"  heron (row {2 if form == 'jsonl' else 1} (line 2)): the ledger says otherwise",
    ]
    assert {path: path.read_bytes() for path in root.rglob("*.yaml")} == before
    (root / "opportunities" / "2024" / "kestrel.yaml").unlink()
    assert "1 written, 1 known already" in call("import", file, "--into", root, "--write").stdout
    assert (root / "opportunities" / "2024" / "kestrel.yaml").exists()


def test_without_write_nothing_is_written(tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    call("--ledger", SAMPLE, "export", "jsonl", "-o", file)
    shown = call("import", file, "--into", tmp_path / "back")
    assert "Nothing was written: add --write to do it." in shown.stdout
    assert not (tmp_path / "back").exists()


def table(*rows: str) -> str:
    """A table of these rows and the columns that they need, and its last row."""
    head = "opledger,id,company,date,stage,interest,fit,extra,more"
    return "\n".join((head, *rows, 'ledger,,,,,,,,"{""version"": 1}"')) + "\n"


SOUND_ROWS = ("opportunity,kestrel,Kestrel,,,,,,", "event,kestrel,Kestrel,2024-01-08,lead,,,,")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (("event,,Kestrel,2024-01-08,lead,,,,",), "no row 'opportunity' has the id ''"),
        ((*SOUND_ROWS, "event,kestrel,Krestel,2024-01-09,call,,,,"), "its company is not that of"),
        ((*SOUND_ROWS, SOUND_ROWS[0]), "a second 'opportunity' after row 1 (line 2)"),
        ((*SOUND_ROWS, "evnt,kestrel,Kestrel,2024-01-09,call,,,,"), "'evnt' is no kind of row"),
        (
            ("opportunity,kestrel,Kestrel,2024-01-08,,,,,",),
            "a row of the kind 'opportunity' has no 'date'",
        ),
        (("opportunity,kestrel,Kestrel,,,,,{,",), "'extra' holds no JSON"),
        (("opportunity,kestrel,Kestrel,,,,,NaN,",), "'extra' holds no JSON"),
        (("opportunity,kestrel,Kestrel,,,,,,[]",), "'more' holds no JSON mapping"),
        (("opportunity,kestrel,Kestrel,,,,,,",), "opportunity needs 'events'"),
        ((SOUND_ROWS[0], "event,kestrel,Kestrel,08.01.2024,lead,,,,"), "'08.01.2024' is no date"),
        ((SOUND_ROWS[0], "event,kestrel,Kestrel,2024-01-08,leed,,,,"), "did you mean 'lead'?"),
        ((SOUND_ROWS[0], 'event,kestrel,Kestrel,2024-01-08,lead,,"impact=5",,'), "unknown goal"),
        (("opportunity,../x,Kestrel,,,,,,", "event,../x,Kestrel,2024-01-08,lead,,,,"), "no id"),
        (("opportunity,kestrel,,,,,,,", "event,kestrel,,2024-01-08,lead,,,,"), "the text is empty"),
        ((*SOUND_ROWS, 'event,kestrel,"Kest'), "nothing is brought in, as the row may be"),
        (
            (SOUND_ROWS[0], 'event,kestrel,Kestrel,2024-01-08,lead,,"a=5, a=4",,'),
            "'fit' names one goal twice",
        ),
    ],
)
def test_a_row_that_can_not_be_taken_is_named_with_its_reason(
    rows: tuple[str, ...], reason: str
) -> None:
    told = read_told(table(*rows).encode())
    plan = plan_restoring(told, Target(Config()), TODAY)
    assert plan.new == ()
    assert [reason in bad.reason for bad in plan.bad] == [True], plan.bad


def test_columns_and_rows_may_stand_in_another_order_and_be_parted_otherwise() -> None:
    lines = [line.split(",") for line in table(*reversed(SOUND_ROWS)).splitlines()]
    turned = "\n".join(";".join([*cells[:2], *reversed(cells[2:])]) for cells in lines)
    told = read_told(f"\ufeff{turned}\r\n".encode())
    plan = plan_restoring(told, Target(Config()), TODAY)
    assert [file.opportunity.id for file in plan.new] == ["kestrel"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"company": "Kestrel"}', "'id' is missing, or is no text"),
        ('{"id": "kestrel", "folder": "../x", "company": "K"}', "no folder below opportunities/"),
        ('{"id": "kestrel", "folder": ".git", "company": "K"}', "no folder below opportunities/"),
        ('{"id": "kestrel", "compony": "K"}', "unknown key 'compony' in opportunity"),
        ('{"id": "kestrel", "id": "heron"}', "the key 'id' stands twice"),
        ('{"id": "kestrel", "company": NaN}', "NaN is no JSON"),
        ('{"id": "kestrel", "extra": {"a": -1e999}}', "no JSON: -1e999 is too large a number"),
        ('{"id": "kestrel", "extra": ' + "7" * 5000 + "}", "7777... is too large a number"),
        ("[1]", "a mapping of names to values is needed"),
    ],
)
def test_a_line_that_can_not_be_taken_is_named_with_its_reason(line: str, reason: str) -> None:
    told = read_told(f'{{"opledger": 1, "ledger": {{}}}}\n{line}\n'.encode())
    plan = plan_restoring(told, Target(told_config(told)), TODAY)
    assert plan.new == ()
    assert [reason in bad.reason for bad in plan.bad] == [True], plan.bad


def test_what_is_no_export_needs_a_mapping(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("Company,Applied\nKestrel,2024-01-08\n")
    refused = call("import", log, "--into", tmp_path / "back")
    assert (refused.code, refused.stdout) == (2, "")
    assert "--map" in refused.stderr


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"opledger": 2, "ledger": {}}\n', "written by another version of opledger"),
        (
            '{"opledger": 1, "ledger": {"stages": {}}}\n',
            "no ledger.yaml: 0 here, at least 1 needed",
        ),
        ('{"opledger": 1, "ledger": []}\n', "holds no settings"),
        ("opledger,id,colour\nopportunity,kestrel,red\n", "no export has a column 'colour'"),
        ("opledger,id,id\n", "columns of the same name"),
        ("opledger,id,company\nopportunity,kestrel,K\n", "the file is not whole; export it again"),
        ("opledger,id,more\nledger,,{}\n", "written by another version of opledger"),
        (
            '{"opledger": 1, "ledger": {}}\n{"opledger": 1, "ledger": {"title": "Mine"}}\n',
            "row 2 (line 2): other settings than before",
        ),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_is_refused_in_a_line(
    text: str, reason: str, tmp_path: Path
) -> None:
    file = tmp_path / "all.txt"
    file.write_text(text)
    refused = call("import", file, "--into", tmp_path / "back", "--write")
    assert (refused.code, refused.stdout) == (1, "")
    assert reason in refused.stderr
    assert not (tmp_path / "back").exists()


def test_a_number_that_json_can_not_say_is_named(tmp_path: Path) -> None:
    root = write(tmp_path, {"opportunities/kestrel.yaml": f"{SOUND}extra: {{score: .nan}}\n"})
    for form in FORMATS:
        refused = call("--ledger", root, "export", form)
        assert (refused.code, refused.stdout) == (1, "")
        assert refused.stderr.startswith("opledger: kestrel: 'extra' holds .nan or .inf")


def test_no_export_is_written_into_a_site(tmp_path: Path) -> None:
    call("--ledger", SAMPLE, "site", "build", "--output", tmp_path / "site")
    refused = call("--ledger", SAMPLE, "export", "csv", "-o", tmp_path / "site" / "all.csv")
    assert refused.code == 2
    assert "is in a folder that opledger makes as a whole" in refused.stderr
    assert not (tmp_path / "site" / "all.csv").exists()


def test_a_link_among_the_folders_is_not_followed(tmp_path: Path) -> None:
    root = write(tmp_path / "ledger", {"opportunities/2024/kestrel.yaml": SOUND})
    file = tmp_path / "all.jsonl"
    call("--ledger", root, "export", "jsonl", "-o", file)
    other = write(tmp_path / "other", {})
    (other / "opportunities").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (other / "opportunities" / "2024").symlink_to(tmp_path / "elsewhere")
    refused = call("import", file, "--into", other, "--write")
    assert refused.code == 1
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_an_extra_that_is_a_list_comes_back_and_stops_no_import(tmp_path: Path) -> None:
    root = write(tmp_path / "one", {"opportunities/kestrel.yaml": f"{SOUND}extra: [1, null, a]\n"})
    for form in FORMATS:
        file, into = tmp_path / f"all.{form}", tmp_path / form
        call("--ledger", root, "export", form, "-o", file)
        assert call("import", file, "--into", into, "--write").code == 0
        (back,) = read_ledger(into, TODAY).ledger.opportunities
        assert list(back.extra) == [1, None, "a"]
    log, mapping = tmp_path / "log.csv", tmp_path / "map.yaml"
    log.write_text("Company,Date\nHeron,2024-01-08\n")
    mapping.write_text("fields: {company: Company}\nevents: [{stage: lead, date: Date}]\n")
    done = call("import", log, "--map", mapping, "--into", root, "--write")
    assert (done.code, done.stderr) == (0, "")
