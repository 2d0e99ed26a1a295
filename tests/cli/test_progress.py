"""How far something is, on a real terminal; its clock is the test's."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.conftest import Command
from tests.git.histories import search
from tests.ledgers import SETTINGS, SOUND, write
from tests.terminals import on_terminal, screens

from opledger.core.figures.comparison import COMPARED

# Ten files, of which each takes as long as the first argument says; after the tenth, what the
# second argument says happens.
WORK = """
import sys
from itertools import count
from opledger.cli.progress import progress
seconds, then = float(sys.argv[1]), sys.argv[2]
times = count()
try:
    with progress("Reading", "files", clock=lambda: next(times) * seconds) as told:
        for done in range(1, 11):
            told(done * 412, 4120)
        if then == "fail":
            raise ValueError
        if then == "wait":
            sys.stdin.close()
            import time
            time.sleep(60)
except (ValueError, KeyboardInterrupt) as error:
    print(type(error).__name__)
print("done")
"""


def work(
    run: Command,
    folder: Path,
    seconds: float,
    then: str = "",
    *,
    columns: int = 80,
    stop: bytes = b"",
    env: Mapping[str, str] | None = None,
) -> tuple[bytes, bytes]:
    """What came of the work on standard output, and on the terminal."""
    command = [sys.executable, "-c", WORK, str(seconds), then]
    code, output, heard = on_terminal(
        command, folder, run.environment(**(env or {})), columns, stop=stop
    )
    assert code == 0, heard
    return output, heard


def lines(heard: bytes) -> list[str]:
    """The different lines that stood on the terminal, one after the other, each once whole."""
    found: list[str] = []
    for screen in screens(heard):
        begun = bool(found) and screen.startswith(found[-1])  # the same line, further written
        if screen and screen not in found[-1:]:
            found[len(found) - begun :] = [screen]
    return found


def test_after_a_second_it_says_how_far_it_is_and_then_is_gone(
    run: Command, tmp_path: Path
) -> None:
    output, heard = work(run, tmp_path, 0.25)
    shown = lines(heard)
    assert [each.partition(" ━")[0] for each in shown[:2]] == [
        "Reading 1,648 of 4,120 files",
        "Reading 2,060 of 4,120 files",
    ]
    assert shown[-1].startswith("Reading 4,120 of 4,120 files ━━━━━━━━━━━━━━━━━━━━")
    assert max(map(len, shown)) <= 79
    assert (output, screens(heard)[-1]) == (b"done\n", "")
    assert heard.count(b"\x1b[?25l") == heard.count(b"\x1b[?25h") == 1  # the cursor is back


def test_of_what_takes_less_than_a_second_nothing_is_shown(run: Command, tmp_path: Path) -> None:
    assert work(run, tmp_path, 0.09) == (b"done\n", b"")


def test_it_is_written_ten_times_a_second_at_most(run: Command, tmp_path: Path) -> None:
    _, heard = work(run, tmp_path, 0.125)
    counts = dict.fromkeys(each.split()[1] for each in lines(heard))
    assert list(counts) == ["3,296", "3,708", "4,120"]
    _, heard = work(run, tmp_path, 1 / 16)  # the tenth is told before a second has passed
    assert heard == b""


@pytest.mark.parametrize("columns", [20, 40])
def test_a_narrow_terminal_has_the_words_as_far_as_they_fit(
    run: Command, tmp_path: Path, columns: int
) -> None:
    _, heard = work(run, tmp_path, 0.25, columns=columns)
    shown = lines(heard)
    words = {20: "Reading 4,120 of 4,…", 40: "Reading 4,120 of 4,120 files"}
    assert shown[-1] == words[columns]
    assert max(map(len, shown)) <= columns
    assert screens(heard)[-1] == ""


def test_where_signs_are_not_known_it_is_plain_text(run: Command, tmp_path: Path) -> None:
    for columns in (20, 80):
        _, heard = work(run, tmp_path, 0.25, columns=columns, env={"PYTHONIOENCODING": "ascii"})
        assert heard.isascii()
        assert lines(heard)[-1].startswith("Reading 4,120 of 4")


def test_without_colour_there_is_none(run: Command, tmp_path: Path) -> None:
    _, heard = work(run, tmp_path, 0.25, env={"NO_COLOR": "1"})
    assert b"\x1b[3" not in heard
    assert lines(heard)[-1].startswith("Reading 4,120 of 4,120 files")


@pytest.mark.parametrize(
    "env",
    [{"TERM": "dumb"}, {"TERM": ""}, {"CI": "true"}, {"GIT_EXEC_PATH": "/usr/lib/git-core"}],
    ids=str,
)
def test_where_nobody_looks_or_nothing_can_be_taken_back_there_is_none(
    run: Command, tmp_path: Path, env: dict[str, str]
) -> None:
    assert work(run, tmp_path, 0.25, env=env) == (b"done\n", b"")


def test_in_a_pipe_there_is_none(run: Command, tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", WORK, "0.25", ""],
        cwd=tmp_path,
        env=run.environment(TERM="xterm"),
        capture_output=True,
        check=True,
    )
    assert (ended.stdout, ended.stderr) == (b"done\n", b"")


def test_it_is_gone_also_where_it_fails_or_is_stopped(run: Command, tmp_path: Path) -> None:
    output, heard = work(run, tmp_path, 0.25, "fail")
    assert (output, screens(heard)[-1]) == (b"ValueError\ndone\n", "")
    output, heard = work(run, tmp_path, 0.25, "wait", stop=b"4,120 of 4,120")
    assert (output, screens(heard)[-1].replace("^C", "")) == (b"KeyboardInterrupt\ndone\n", "")


# A command, its clock a hundred times as fast.
FAST = """
import sys, time
real = time.monotonic
time.monotonic = lambda: real() * 10_000
from opledger.cli.main import run
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.parametrize("command", ["check", "list", "stats", "fmt", "fmt opportunities"])
def test_commands_that_read_a_ledger_tell_how_far_they_are(
    run: Command, tmp_path: Path, command: str
) -> None:
    events = "events: [{date: 2024-01-08, stage: lead}]\n"
    files = {f"opportunities/{n:02}.yaml": f"company: No. {n}\n{events}" for n in range(12)}
    write(tmp_path, files | {"opportunities/kestrel.yaml": SOUND})
    call = [sys.executable, "-c", FAST, *command.split()]
    code, output, heard = on_terminal(call, tmp_path, run.environment())
    shown = lines(heard)
    assert shown[-1].startswith("Reading 13 of 13 files")
    assert (code, screens(heard)[-1]) == (0, "")
    plain = run(*command.split(), cwd=tmp_path)
    assert (output.decode(), plain.stderr) == (plain.stdout, "")


@pytest.mark.parametrize(
    # One of the eight did nothing to the ledger.
    ("command", "commits"),
    [("log", 7), ("log --format json", 7), ("audit", 8)],
)
def test_what_goes_through_the_history_tells_how_many_commits_it_has_read(
    run: Command, tmp_path: Path, command: str, commits: int
) -> None:
    search(tmp_path / "search")
    call = [sys.executable, "-c", FAST, *command.split()]
    code, output, heard = on_terminal(call, tmp_path / "search", run.environment())
    assert lines(heard)[-1].startswith(f"Reading {commits} of {commits} commits")
    assert screens(heard)[-1] == ""
    plain = run(*command.split(), cwd=tmp_path / "search")
    assert (code, output.decode(), plain.stderr) == (plain.code, plain.stdout, "")


def told(
    run: Command, folder: Path, *command: str | Path, env: Mapping[str, str] | None = None
) -> tuple[bytes, list[str]]:
    """What a command prints that ends well, and what it tells meanwhile, without the bars."""
    call = [sys.executable, "-c", FAST, *map(str, command)]
    code, output, heard = on_terminal(call, folder, run.environment(**(env or {})))
    assert (code, "".join(screens(heard)[-1:])) == (0, ""), heard
    return output, [each.partition(" ━")[0] for each in lines(heard)]


@pytest.mark.parametrize(
    "command",
    ["log", "audit --since 2026-12-01", "log --at 2026-12-01", "list --at 2026-12-01"],
)
def test_of_a_history_that_is_not_known_it_is_told_how_many_commits_were_compared(
    run: Command, tmp_path: Path, command: str
) -> None:
    search(tmp_path / "search")
    nothing_kept = {"OPLEDGER_CACHE": str(tmp_path / "cache")}
    _, shown = told(run, tmp_path / "search", *command.split(), env=nothing_kept)
    assert [each for each in shown if each.startswith("Comparing")][-1] == (
        "Comparing 8 of 8 commits"
    )
    _, shown = told(run, tmp_path / "search", *command.split(), env=nothing_kept)
    assert not [each for each in shown if each.startswith("Comparing")]


def test_exports_tell_how_far_they_are_and_imports_how_much_is_planned(
    run: Command, tmp_path: Path
) -> None:
    files = {f"opportunities/{n:02}.yaml": SOUND.replace("Kestrel", f"No. {n}") for n in range(9)}
    write(tmp_path / "ledger", files)
    for form in ("csv", "jsonl"):
        made = tmp_path / f"made.{form}"
        _, shown = told(run, tmp_path / "ledger", "export", form, "--output", made)
        assert shown[-1] == "Writing 9 of 9 opportunities"
        into = tmp_path / form
        _, shown = told(run, tmp_path, "import", made, "--into", into, "--write")
        rows = 10  # with the one of the settings
        if form == "csv":
            with made.open(encoding="utf-8", newline="") as table:
                rows = sum(1 for _ in csv.reader(table)) - 1
        assert f"Reading {rows} of {rows} rows" in shown
        assert "Planning 9 of 9 opportunities" in shown
        assert shown[-1] == "Writing 9 of 9 files"
        plain = run("import", made, "--into", into, cwd=tmp_path)
        assert ("9 known" in plain.stdout, plain.code) == (True, 0)
    made = tmp_path / "made.ics"
    _, shown = told(run, tmp_path / "ledger", "export", "ics", "--all", "--output", made)
    entries = made.read_bytes().count(b"BEGIN:VEVENT")
    assert (shown[-1], entries > 9) == (f"Writing {entries} of {entries} entries", True)


def test_tables_for_sql_tell_how_many_are_written(run: Command, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    write(tmp_path / "ledger", {"opportunities/kestrel.yaml": SOUND})
    call = [sys.executable, "-c", FAST, "export", "parquet", str(tmp_path / "tables")]
    code, _, heard = on_terminal(call, tmp_path / "ledger", run.environment())
    tables = len(list((tmp_path / "tables").glob("*.parquet")))
    assert (code, tables) == (0, 9)
    # What it says in the end stands on the terminal alone.
    assert any(each.startswith(f"Writing {tables} of {tables} tables") for each in lines(heard))
    assert screens(heard)[-1].startswith(f"{tables} tables with ")


@pytest.mark.parametrize("options", [[], ["--format", "json"]])
def test_a_comparison_tells_how_many_figures_are_worked_out_and_opportunities_compared(
    run: Command, tmp_path: Path, options: list[str]
) -> None:
    files = {f"opportunities/{n}.yaml": SOUND.replace("Kestrel", f"No. {n}") for n in range(3)}
    write(tmp_path, files)
    command = ("stats", "--compare", "2024-01-10", "--as-of", "2024-02-20", *options)
    output, shown = told(run, tmp_path, *command)
    figures = 2 * len(COMPARED)
    assert f"Working out {figures} of {figures} figures" in shown
    assert shown[-1] == "Comparing 3 of 3 opportunities"
    assert output.decode() == run(*command, cwd=tmp_path).stdout


def test_an_import_by_a_mapping_tells_how_much_is_planned(run: Command, tmp_path: Path) -> None:
    rows = [f"{n},2024-01-08T10:00Z,Staff {n},,2024-01-09T10:00Z,Applied,No. {n}" for n in range(7)]
    head = "id,createdAt,title,url,lastMovedAt,listName,companyName"
    (tmp_path / "huntr.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    command = ("import", "huntr.csv", "--preset", "huntr", "--into", "ledger", "--write")
    _, shown = told(run, tmp_path, *command)
    assert "Planning 7 of 7 rows" in shown
    assert shown[-1] == "Writing 7 of 7 files"


def test_a_public_site_tells_how_much_is_looked_through_and_made(
    run: Command, tmp_path: Path
) -> None:
    listed = SETTINGS.replace("[alias, stages]", "[company, turns, stages, outcome]")
    write(tmp_path, {"ledger.yaml": listed, "opportunities/kestrel.yaml": SOUND})
    output, shown = told(run, tmp_path, "site", "build", "--public")
    pages = len(list((tmp_path / "public").rglob("*.html")))
    assert output.startswith(f"Built {pages} public pages.".encode())
    assert "Looking through 1 of 1 opportunities" in shown
    assert shown[-1] == f"Making {pages} of {pages} pages"


def test_a_site_tells_how_many_commits_are_read_and_pages_made(
    run: Command, tmp_path: Path
) -> None:
    search(tmp_path / "search")
    new = {f"opportunities/{n}.yaml": SOUND.replace("Kestrel", f"No. {n}") for n in range(40)}
    write(tmp_path / "search", new)
    call = [sys.executable, "-c", FAST, "site", "build"]
    code, output, heard = on_terminal(call, tmp_path / "search", run.environment())
    shown = [each.partition(" ━")[0] for each in lines(heard)]
    pages = len(list((tmp_path / "search" / "site").rglob("*.html")))
    assert (code, output.decode().startswith(f"Built {pages} pages.")) == (0, True)
    assert "Reading 41 of 41 files" in shown
    assert "Reading 8 of 8 commits" in shown
    assert f"Making 0 of {pages} pages" in shown
    assert shown[-1] == f"Making {pages} of {pages} pages"
    assert screens(heard)[-1] == ""


def test_the_demo_tells_how_many_commits_are_made(run: Command, tmp_path: Path) -> None:
    call = [sys.executable, "-c", FAST, "demo", "demo"]
    code, output, heard = on_terminal(call, tmp_path, run.environment())
    assert code == 0
    made = re.search(r"Replayed its history: ([0-9]+) commits", output.decode())
    assert made
    told = f"Replaying {made[1]} of {made[1]} commits"
    assert any(each.startswith(told) for each in lines(heard))
    assert screens(heard)[-1] == ""


@pytest.mark.parametrize("options", [["--no-commit"], ["--check"]])
def test_fmt_tells_how_many_files_it_has_read_before_it_says_anything(
    run: Command, tmp_path: Path, options: list[str]
) -> None:
    events = "events: [{date: 2024-01-08, stage: lead}]\n"
    files = {f"opportunities/{n:02}.yaml": f"company: No. {n}\n{events}" for n in range(12)}
    events = "events: [{date: 2024-01-09, note: x}, {date: 2024-01-08, stage: lead}]\n"
    odd = f"company: K\n{events}" if "--check" in options else "company: [\n"
    write(tmp_path, files | {"opportunities/kestrel.yaml": odd})
    call = [sys.executable, "-c", FAST, "fmt", *options]
    code, output, heard = on_terminal(call, tmp_path, run.environment())
    plain = run("fmt", *options, cwd=tmp_path)
    assert lines(heard.partition(b"opledger: ")[0])[-1].startswith("Reading 13 of 13 files")
    assert (code, output.decode()) == (1, plain.stdout)
    assert screens(heard)[-1].split() == plain.stderr.split()


@pytest.mark.parametrize("options", [[], ["--write"], ["--format", "json"]])
def test_an_import_tells_how_many_rows_it_has_planned(
    run: Command, tmp_path: Path, options: list[str]
) -> None:
    rows = "".join(f"No. {n},2024-01-{n + 1:02}\n" for n in range(12))
    (tmp_path / "log.csv").write_text(f"Firm,Applied\n{rows}", encoding="utf-8")
    (tmp_path / "map.yaml").write_text(
        "fields: {company: Firm}\nevents: [{date: Applied, stage: lead}]\n", encoding="utf-8"
    )
    told = ["import", "log.csv", "--map", "map.yaml", *options, "--into"]
    call = [sys.executable, "-c", FAST, *told, "shown"]
    code, output, heard = on_terminal(call, tmp_path, run.environment())
    assert any(each.startswith("Planning 12 of 12 rows") for each in lines(heard))
    plain = run(*told, "plain", cwd=tmp_path)
    assert (code, output.decode().replace("shown", "plain")) == (plain.code, plain.stdout)
    assert (plain.code, screens(heard)[-1]) == (0, "")
