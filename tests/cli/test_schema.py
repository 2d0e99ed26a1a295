"""``opledger schema``: printed, written and committed; and who else writes or keeps schemas."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from tests.commands import call
from tests.conftest import Finished
from tests.git.repositories import git

from opledger.core.config import Config
from opledger.files.jsonschema import ledger_schema, opportunity_schema

LEDGER, OPPORTUNITY = ".opledger/ledger.schema.json", ".opledger/opportunity.schema.json"
LINE = "# yaml-language-server: $schema="
MORE = "reasons: {fit: Not a mutual fit}\n"
STALE = (
    f"{OPPORTUNITY}:1:1: warning[stale-schema]: the editors' schema is not what ledger.yaml gives"
    " now; run 'opledger schema --write'\n"
)
NO_KIND = (
    "Invalid value for '[KIND]': 'opportunities' is not one of 'opportunity', 'ledger'"
    " (see 'opledger schema --help')"
)
COMMIT = ".opledger: schemas as ledger.yaml gives them"


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home with an identity, and nothing of the caller's git."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (tmp_path / ".gitconfig").write_text("[user]\n name = A. Person\n email = a@example.com\n")
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new ledger, the current folder."""
    assert call("init", tmp_path / "ledger").code == 0
    monkeypatch.chdir(tmp_path / "ledger")
    return tmp_path / "ledger"


def extend(ledger: Path, text: str = MORE) -> None:
    with (ledger / "ledger.yaml").open("a", encoding="utf-8") as file:
        file.write(text)


def head(ledger: Path) -> str:
    return git(ledger, "rev-parse", "--short=10", "HEAD")


def changed(ledger: Path) -> list[str]:
    """The last commit's subject and files."""
    return git(ledger, "log", "-1", "--format=%s", "--name-only").split("\n")


def test_it_prints_one_schema(ledger: Path) -> None:
    extend(ledger, "segments: {startup: Startup}\n")
    printed = call("schema", "ledger")
    assert json.loads(printed.stdout)["description"].startswith("The ledger's settings.")
    assert call("schema") == call("schema", "opportunity")
    segment = json.loads(call("schema").stdout)["properties"]["segment"]["anyOf"][0]
    assert segment["enumDescriptions"] == ["Startup"]
    assert git(ledger, "status", "--porcelain") == "M ledger.yaml"


def test_an_empty_ledger_has_the_schemas_of_the_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ledger.yaml").touch()
    monkeypatch.chdir(tmp_path)
    assert call("schema", "ledger") == Finished(0, ledger_schema(Config()), "")
    assert call("schema") == Finished(0, opportunity_schema(Config()), "")


def test_a_new_ledger_and_what_is_added_name_their_schema(ledger: Path) -> None:
    assert call("add", "Kestrel Labs").code == 0
    files = {
        path: (ledger / path).read_text().splitlines()[0]
        for path in ("ledger.yaml", "opportunities/kestrel-labs.yaml")
    }
    assert files == {
        "ledger.yaml": f"{LINE}./{LEDGER}",
        "opportunities/kestrel-labs.yaml": f"{LINE}../{OPPORTUNITY}",
    }
    assert call("check") == Finished(0, "", "")
    assert call("record", "kestrel", "call").code == 0
    assert call("next", "kestrel", "Send the paper").code == 0
    assert call("audit", "--late-after", "3650").code == 0
    assert git(ledger, "status", "--porcelain") == ""


def test_what_is_imported_names_it_too(ledger: Path) -> None:
    (ledger.parent / "log.csv").write_text("Company,Date\nKestrel Labs,2024-01-08\n")
    mapping = "fields: {company: Company}\nevents: [{stage: lead, date: Date}]\n"
    (ledger.parent / "map.yaml").write_text(mapping)
    done = call("import", "../log.csv", "--map", "../map.yaml", "--into", ".", "--write")
    assert (done.code, done.stderr) == (0, "")
    text = (ledger / "opportunities" / "kestrel-labs.yaml").read_text()
    assert text.startswith(f"{LINE}../{OPPORTUNITY}\ncompany: Kestrel Labs\n")


def test_a_ledger_without_schemas_gets_no_line_that_leads_nowhere(ledger: Path) -> None:
    git(ledger, "rm", "-r", "--quiet", ".opledger")
    git(ledger, "commit", "--quiet", "-m", "No editor here")
    assert call("add", "Kestrel Labs").code == 0
    text = (ledger / "opportunities" / "kestrel-labs.yaml").read_text()
    assert text.startswith("company: Kestrel Labs\n")
    assert call("check") == Finished(0, "", "")


def test_new_words_make_it_stale_until_it_is_written(ledger: Path) -> None:
    assert call("schema", "--write") == Finished(
        0, f"{LEDGER} is up to date.\n{OPPORTUNITY} is up to date.\n", ""
    )
    extend(ledger)
    assert call("check") == Finished(0, STALE, "")
    assert json.loads(call("check", "--format", "json").stdout)["diagnostics"] == [
        {
            "path": OPPORTUNITY,
            "line": 1,
            "column": 1,
            "severity": "warning",
            "code": "stale-schema",
            "message": "the editors' schema is not what ledger.yaml gives now",
            "suggestion": "run 'opledger schema --write'",
        }
    ]
    written = call("schema", "--write")
    assert written == Finished(
        0,
        f"Wrote {OPPORTUNITY}.\n{COMMIT} (commit {head(ledger)})\n{LEDGER} is up to date.\n",
        "",
    )
    assert changed(ledger) == [COMMIT, "", OPPORTUNITY]
    assert call("check") == Finished(0, "", "")
    assert git(ledger, "status", "--porcelain") == "M ledger.yaml"


def test_only_the_whole_ledger_at_hand_has_a_stale_schema(ledger: Path) -> None:
    extend(ledger)
    git(ledger, "commit", "--quiet", "--all", "-m", "More words")
    assert call("check", ".").stdout == STALE
    for arguments in (["ledger.yaml"], ["opportunities"], ["--staged"], ["--at", "HEAD"]):
        assert call("check", *arguments) == Finished(0, "", "")


def test_it_is_not_committed_where_nobody_wants_it(ledger: Path) -> None:
    extend(ledger, MORE + "commit: false\n")
    before = head(ledger)
    assert call("schema", "--write").stdout.startswith(f"Wrote {OPPORTUNITY}.\n{LEDGER} is")
    assert call("schema", "--write", "--commit").stdout == (
        f"{LEDGER} is up to date.\n{OPPORTUNITY} is up to date.\n"
    )
    (ledger / LEDGER).write_text("{}")
    assert call("schema", "--write", "--no-commit").stdout == (
        f"Wrote {LEDGER}.\n{OPPORTUNITY} is up to date.\n"
    )
    assert head(ledger) == before
    assert call("check") == Finished(0, "", "")


def test_a_conflict_in_it_is_settled_by_writing_it_anew(ledger: Path) -> None:
    (ledger / OPPORTUNITY).write_text("<<<<<<< HEAD\n{}\n=======\n[]\n>>>>>>> other\n")
    assert call("check").stdout == STALE
    assert call("schema", "--write").stdout.startswith(f"Wrote {OPPORTUNITY}.\n")
    assert call("check") == Finished(0, "", "")


def test_edited_settings_take_the_schemas_with_them(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = ledger.parent / "editor"
    editor.write_text(f'#!/bin/sh\nprintf "%s" "{MORE}" >> "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    done = call("edit")
    assert (done.code, done.stderr) == (0, "")
    first, wrote, second = done.stdout.splitlines()
    edited = git(ledger, "rev-parse", "--short=10", "HEAD~")
    assert first == f"ledger.yaml: settings changed (commit {edited})"
    assert (wrote, second) == (f"Wrote {OPPORTUNITY}.", f"{COMMIT} (commit {head(ledger)})")
    assert changed(ledger) == [COMMIT, "", OPPORTUNITY]
    assert call("check") == Finished(0, "", "")
    assert git(ledger, "status", "--porcelain") == ""


def test_edited_settings_of_a_ledger_without_schemas_bring_none(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(ledger, "rm", "-r", "--quiet", ".opledger")
    git(ledger, "commit", "--quiet", "-m", "No editor here")
    editor = ledger.parent / "editor"
    editor.write_text('#!/bin/sh\necho "few: 4" >> "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    assert call("edit").stdout.startswith("ledger.yaml: settings changed (commit ")
    assert not (ledger / ".opledger").exists()


def test_the_history_and_the_site_tell_nothing_of_it(ledger: Path) -> None:
    assert call("add", "Kestrel Labs").code == 0
    before = call("log").stdout
    extend(ledger)
    assert call("schema", "--write").code == 0
    assert call("log").stdout == before
    assert call("audit", "--late-after", "3650").code == 0
    assert call("site", "build").code == 0
    assert [path for path in (ledger / "site").rglob("*") if "schema" in path.name] == []


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["ledger", "--write"], 2, "--write writes both schemas: leave 'ledger' away"),
        (["--commit"], 2, "--commit and --no-commit go with --write"),
        (["--no-commit", "ledger"], 2, "--commit and --no-commit go with --write"),
        (
            ["opportunities"],
            2,
            NO_KIND,
        ),
    ],
)
def test_a_call_that_makes_no_sense_is_told(
    ledger: Path, arguments: list[str], code: int, told: str
) -> None:
    assert call("schema", *arguments) == Finished(code, "", f"opledger: {told}\n")


def test_settings_with_errors_have_no_schema(ledger: Path) -> None:
    extend(ledger, "few: 0\n")
    for arguments in ([], ["--write"]):
        done = call("schema", *arguments)
        assert (done.code, done.stdout) == (1, "")
        assert done.stderr.startswith(
            "opledger: mend the ledger's settings first: ledger.yaml:29:6: error[bad-number]"
        )


def test_init_keeps_what_stands_in_its_way(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / ".opledger").symlink_to(tmp_path / "elsewhere")
    done = call("init", tmp_path / "new")
    told = (
        f"opledger: {tmp_path}/new/.opledger is no folder, or a link to one: nothing was written\n"
    )
    assert done == Finished(1, "", told)
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert not (tmp_path / "new" / "ledger.yaml").exists()
