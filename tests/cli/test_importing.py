"""``opledger import`` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.conftest import Command, Finished
from tests.git.repositories import git

MAP = """\
name: mine
dates: '%d.%m.%Y'
fields: {company: Company, role: Role}
events:
  - {stage: applied, date: Sent}
  - {status: Status, date: [Closed, {column: Sent, plus: 30}]}
statuses: {no: rejected, silence: ghosted}
skip: [{when: {Status: idea}, reason: never applied}]
ledger:
  title: 'My search: winter'
  search: {started: 2023-11-01}
  stages: {applied: Applied, call: Call, offer: Offer}
"""
LOG = """\
Company,Role,Sent,Status,Closed
Blue Fjord,Cook,5.1.2024,no,20.1.2024
Northwind,Cook,6.1.2024,,
Old Mill,Cook,7.1.2024,perhaps,
Harbour Nine,Cook,,idea,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    return tmp_path


ARGUMENTS = ("import", "log.csv", "--map", "map.yaml", "--into", "ledger")


def files_of(folder: Path) -> dict[str, str]:
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))}
    return {
        name: path.read_text(encoding="utf-8")
        for name, path in found.items()
        if path.is_file() and not name.startswith(".")
    }


def test_without_write_it_shows_what_it_would_do(typed: Command, folder: Path) -> None:
    shown = typed(*ARGUMENTS, cwd=folder)
    assert shown.code == 1
    assert shown.stderr == ""
    assert shown.stdout == (
        "4 rows: 2 new, 0 known already, 1 skipped, 1 bad\n"
        "Skipped:\n"
        "      1  never applied\n"
        "Bad rows, not imported:\n"
        "  row 3 (line 4): unknown status 'perhaps' in 'Status': add it to 'statuses'\n"
        "New:\n"
        "  blue-fjord: applied 2024-01-05, rejected 2024-01-20\n"
        "  northwind: applied 2024-01-06\n"
        "Nothing was written: add --write to do it.\n"
    )
    assert not (folder / "ledger").exists()


def test_with_write_the_ledger_is_made_and_passes_check(typed: Command, folder: Path) -> None:
    assert typed(*ARGUMENTS, "--write", cwd=folder).code == 1
    assert files_of(folder / "ledger") == {
        "ledger.yaml": (
            "# yaml-language-server: $schema=./.opledger/ledger.schema.json\n"
            "title: 'My search: winter'\n"
            "search: {started: 2023-11-01}\n"
            "stages:\n  applied: Applied\n  call: Call\n  offer: Offer\n"
        ),
        "opportunities/blue-fjord.yaml": (
            "# yaml-language-server: $schema=../.opledger/opportunity.schema.json\n"
            "company: Blue Fjord\n"
            "role: Cook\n"
            "events:\n"
            "  - {date: 2024-01-05, stage: applied}\n"
            "  - {date: 2024-01-20, outcome: rejected}\n"
            "extra:\n"
            "  import:\n"
            "    map: mine\n"
            "    key: Blue Fjord | Cook | 2024-01-05\n"
            "    events:\n"
            "      - 2024-01-05 applied\n"
            "      - 2024-01-20 rejected\n"
            "  Status: 'no'\n"
        ),
        "opportunities/northwind.yaml": (
            "# yaml-language-server: $schema=../.opledger/opportunity.schema.json\n"
            "company: Northwind\n"
            "role: Cook\n"
            "events:\n"
            "  - {date: 2024-01-06, stage: applied}\n"
            "extra:\n"
            "  import: {map: mine, key: Northwind | Cook | 2024-01-06,"
            " events: [2024-01-06 applied]}\n"
        ),
    }
    checked = typed("--ledger", "ledger", "check", cwd=folder)
    assert (checked.code, checked.stdout) == (0, "")


def test_a_ledger_that_is_made_is_as_one_that_init_starts_but_for_its_first_commit(
    typed: Command, folder: Path
) -> None:
    assert typed("init", "started", cwd=folder).code == 0
    assert typed(*ARGUMENTS, "--write", cwd=folder).code == 1
    made = {path.name for path in (folder / "ledger").iterdir()}
    assert made == {path.name for path in (folder / "started").iterdir()}
    ignored = (folder / "started" / ".gitignore").read_bytes()
    assert (folder / "ledger" / ".gitignore").read_bytes() == ignored
    assert git(folder / "ledger", "status", "--porcelain").splitlines() == [
        "?? .gitignore",
        "?? .opledger/",
        "?? ledger.yaml",
        "?? opportunities/",
    ]
    assert typed("check", cwd=folder / "ledger") == Finished(0, "", "")


def test_in_a_ledger_that_is_there_no_repository_is_made(typed: Command, folder: Path) -> None:
    (folder / "ledger").mkdir()
    (folder / "ledger" / "ledger.yaml").write_text("stages: {applied: A, offer: O}\n")
    assert typed(*ARGUMENTS, "--write", cwd=folder).code == 1
    assert sorted(path.name for path in (folder / "ledger").iterdir()) == [
        "ledger.yaml",
        "opportunities",
    ]


def test_what_was_imported_is_known_again_after_it_was_edited_and_renamed(
    typed: Command, folder: Path
) -> None:
    typed(*ARGUMENTS, "--write", cwd=folder)
    ledger = folder / "ledger"
    old = ledger / "opportunities" / "blue-fjord.yaml"
    text = old.read_text(encoding="utf-8")
    changed = text.replace("role: Cook", "role: Head cook").replace(
        "2024-01-05, st", "2024-01-04, st"
    )
    (ledger / "opportunities" / "2024").mkdir()
    (ledger / "opportunities" / "2024" / "fjord.yaml").write_text(changed, encoding="utf-8")
    old.unlink()
    before = files_of(ledger)
    (folder / "log.csv").write_text(LOG.replace("perhaps", "silence"), encoding="utf-8")

    again = typed(*ARGUMENTS, "--write", cwd=folder)

    assert again.code == 0
    assert "4 rows: 1 written, 2 known already, 1 skipped, 0 bad\n" in again.stdout
    after = files_of(ledger)
    assert after.items() >= before.items()
    assert set(after) - set(before) == {"opportunities/old-mill.yaml"}


def test_an_id_that_is_taken_is_never_overwritten(typed: Command, folder: Path) -> None:
    kept = folder / "ledger" / "opportunities" / "blue-fjord.yaml"
    kept.parent.mkdir(parents=True)
    (folder / "ledger" / "ledger.yaml").write_text("stages: {applied: A, call: C, offer: O}\n")
    mine = "company: Blue Fjord\nrole: Baker\nevents: [{date: 2024-02-01, stage: call}]\n"
    kept.write_text(mine)
    done = typed(*ARGUMENTS, "--write", cwd=folder)
    assert kept.read_text() == mine
    assert (kept.parent / "blue-fjord-cook.yaml").exists()
    assert "the ledger has its own ledger.yaml" in done.stdout


def test_what_seems_to_be_there_already_is_told_beforehand_as_check_tells_it(
    typed: Command, folder: Path
) -> None:
    kept = folder / "ledger" / "opportunities" / "mine.yaml"
    kept.parent.mkdir(parents=True)
    (folder / "ledger" / "ledger.yaml").write_text("stages: {applied: A, call: C, offer: O}\n")
    kept.write_text("company: blue fjord\nrole: Cook\nevents: [{date: 2024-02-01, stage: call}]\n")
    (folder / "log.csv").write_text(LOG + "Northwind,Cook,9.1.2024,,\n")
    told = typed(*ARGUMENTS, "--write", cwd=folder).stdout
    [line] = [line for line in told.splitlines() if "duplicate-opportunity" in line]
    said = "2 duplicate-opportunity: Two files have the same company and role."
    assert " ".join(line.split()) == said
    checked = typed("check", cwd=folder / "ledger")
    assert checked.stdout.count("warning[duplicate-opportunity]") == 2


def test_the_ledgers_own_stages_govern(typed: Command, folder: Path) -> None:
    (folder / "ledger").mkdir()
    (folder / "ledger" / "ledger.yaml").write_text("stages: {sent: S, offer: O}\n")
    refused = typed(*ARGUMENTS, cwd=folder)
    assert refused.code == 2
    assert refused.stderr == (
        "map.yaml:5:13: error[unknown-stage]: unknown stage 'applied'; known here: sent, offer\n"
    )


def test_every_mistake_of_a_mapping_is_told(typed: Command, folder: Path) -> None:
    (folder / "map.yaml").write_text("fieldz: {company: a}\nevents: [{stage: lead}]\n")
    refused = typed(*ARGUMENTS, "--write", cwd=folder)
    assert (refused.code, refused.stdout) == (2, "")
    assert refused.stderr.splitlines() == [
        "map.yaml:1:1: error[missing-key]: a mapping needs 'fields'",
        (
            "map.yaml:1:1: error[unknown-key]: unknown key 'fieldz' in a mapping;"
            " did you mean 'fields'?"
        ),
        "map.yaml:2:10: error[missing-key]: an event needs 'date'",
    ]


def test_a_column_that_is_not_there_is_told(typed: Command, folder: Path) -> None:
    (folder / "map.yaml").write_text(MAP.replace("role: Role", "role: Rolle"))
    refused = typed(*ARGUMENTS, cwd=folder)
    assert refused.code == 2
    assert refused.stderr == (
        "map.yaml:3:34: error[unknown-column]: the file has no column 'Rolle';"
        " did you mean 'Role'?\n"
    )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("import", "none.csv", "--map", "map.yaml", "--into", "l"), 2, "can't read none.csv"),
        (("import", "log.csv", "--map", "none.yaml", "--into", "l"), 2, "can't read none.yaml"),
        (("import", "map.yaml", "--map", "map.yaml", "--into", "l"), 2, "say 'format: csv'"),
        (("import", "log.csv", "--map", "map.yaml", "--into", "log.csv"), 2, "is no folder"),
        (("import", "log.csv", "--map", "map.yaml", "--into", "."), 2, "has no ledger.yaml, but"),
        (("import", "log.csv", "--map", "map.yaml"), 2, "--into"),
        (("import", "empty.csv", "--map", "map.yaml", "--into", "l"), 1, "the file is empty"),
    ],
)
def test_a_wrong_call_is_one_line(
    typed: Command, folder: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    (folder / "empty.csv").write_text("")
    refused = typed(*arguments, "--write", cwd=folder)
    assert refused.code == code
    assert said in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_a_ledger_with_errors_is_not_imported_into(typed: Command, folder: Path) -> None:
    typed(*ARGUMENTS, "--write", cwd=folder)
    path = folder / "ledger" / "opportunities" / "blue-fjord.yaml"
    path.write_text("company: [\n")
    before = files_of(folder / "ledger")
    refused = typed(*ARGUMENTS, "--write", cwd=folder)
    assert refused.code == 1
    assert "nothing was imported" in refused.stderr
    assert files_of(folder / "ledger") == before


def test_nothing_is_written_through_a_link(typed: Command, folder: Path) -> None:
    outside = folder / "outside"
    outside.mkdir()
    (folder / "ledger").mkdir()
    (folder / "ledger" / "ledger.yaml").write_text("stages: {applied: A, call: C, offer: O}\n")
    (folder / "ledger" / "opportunities").symlink_to(outside, target_is_directory=True)
    assert typed(*ARGUMENTS, "--write", cwd=folder).code == 1
    assert list(outside.iterdir()) == []


def test_the_report_for_programs(typed: Command, folder: Path) -> None:
    shown = typed(*ARGUMENTS, "--format", "json", cwd=folder)
    assert shown.code == 1
    assert json.loads(shown.stdout) == {
        "version": 1,
        "written": False,
        "rows": 4,
        "new": [
            {
                "id": "blue-fjord",
                "path": "opportunities/blue-fjord.yaml",
                "row": 1,
                "line": 2,
                "events": [
                    {"date": "2024-01-05", "stage": "applied", "outcome": None},
                    {"date": "2024-01-20", "stage": None, "outcome": "rejected"},
                ],
            },
            {
                "id": "northwind",
                "path": "opportunities/northwind.yaml",
                "row": 2,
                "line": 3,
                "events": [{"date": "2024-01-06", "stage": "applied", "outcome": None}],
            },
        ],
        "known": 0,
        "updated": [],
        "differs": [],
        "skipped": {"never applied": 1},
        "bad": [
            {
                "row": 3,
                "line": 4,
                "reason": "unknown status 'perhaps' in 'Status': add it to 'statuses'",
            }
        ],
        "mended": {},
        "set_aside": {},
        "warnings": {},
        "notes": [],
    }


def test_what_comes_from_the_log_can_not_move_the_cursor(typed: Command, folder: Path) -> None:
    log = (
        "Company,Role,Sent,Status,Closed\n\x1b]0;x\x07Blue,Cook,\x1b[2J,no,\nB,\u202eC,1.1.2024,,\n"
    )
    (folder / "log.csv").write_text(log, encoding="utf-8")
    shown = typed(*ARGUMENTS, cwd=folder)
    assert all(character.isprintable() or character == "\n" for character in shown.stdout)
    assert all(len(line) <= 80 for line in shown.stdout.splitlines())


def test_the_files_do_not_depend_on_the_hash_seed(typed: Command, folder: Path) -> None:
    made = []
    for seed in ("1", "2"):
        into = folder / f"ledger-{seed}"
        typed(*ARGUMENTS[:-1], into, "--write", cwd=folder, env={"PYTHONHASHSEED": seed})
        made.append(files_of(into))
    assert made[0] == made[1]
