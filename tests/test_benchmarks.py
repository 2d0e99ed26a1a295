"""The benchmarks measure what they say: equal data for all, and a page of every target."""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from benchmarks import clock, everycommand, growth
from benchmarks.clock import Broken, Command, measure
from benchmarks.made import Made, made, settings
from benchmarks.memory import peak
from benchmarks.peers import beans, journal, records_file, write_hugo
from benchmarks.run import main
from benchmarks.targets import GROUPS, TARGETS
from benchmarks.workshop import SMALL, Workshop, change, constraints
from tests.commands import call
from tests.programs import program
from tests.webpages import tree

ROOT = Path(__file__).parents[1]
COUNT = 50
# Of the settings and of each id and file of the first fifty: figures of two days can only be held
# beside each other if this stays.
DIGEST = "108bd9dd1b25d2b2e9d8f57355ddb436780316159dd8b9d6ae98e2fed0dff944"


@pytest.fixture(scope="module")
def records() -> Sequence[Made]:
    return tuple(made(COUNT))


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return workshop(tmp_path).ledger(COUNT)


def workshop(folder: Path) -> Workshop:
    return Workshop(folder, Path(sys.executable), SMALL, lambda _: None)


def asked(name: str, *words: str | Path) -> str:
    """What a peer prints; without it the test ends here, also in CI: some are 100 MB."""
    peer = shutil.which(name)
    if peer is None:
        pytest.skip(f"tests, as there is no {name}: install it")
    done = subprocess.run([peer, *words], check=True, capture_output=True, encoding="utf-8")
    assert done.stderr == ""
    return done.stdout


def events(records: Sequence[Made]) -> int:
    return sum(len(record.events) for record in records)


def test_the_same_seed_makes_the_same_bytes(records: Sequence[Made]) -> None:
    whole = settings(COUNT) + "".join(record.id + record.text for record in records)
    assert hashlib.sha256(whole.encode()).hexdigest() == DIGEST
    assert tuple(made(COUNT, seed=2)) != records
    assert tuple(made(COUNT // 2)) == records[: COUNT // 2]


def test_what_is_made_passes_the_check(ledger: Path) -> None:
    done = call("--ledger", ledger, "check")
    assert (done.code, done.stdout, done.stderr) == (0, "", "")


def test_a_change_is_another_one_each_time_and_passes_the_check(ledger: Path) -> None:
    path = ledger / "opportunities" / "c000025.yaml"
    before = path.read_text("utf-8")
    seen = []
    for number in range(4):
        change(path, number)
        seen.append(path.read_text("utf-8"))
    assert len({before, *seen}) == 5
    # One event more than before, whatever was changed until then.
    assert {each.count("- date:") for each in seen} == {before.count("- date:") + 1}
    assert {tuple(sorted(set(before.splitlines()) - set(each.splitlines()))) for each in seen} == {
        ()
    }
    done = call("--ledger", ledger, "check")
    assert (done.code, done.stdout, done.stderr) == (0, "", "")


def test_every_event_is_a_transaction_of_hledger(tmp_path: Path, records: Sequence[Made]) -> None:
    path = tmp_path / "all.journal"
    path.write_text(journal(records), encoding="utf-8")
    told = asked("hledger", "-f", path, "print", "-O", "csv")
    rows = list(csv.DictReader(told.splitlines()))
    found = {(row["txnidx"], row["date"], row["description"], row["comment"]) for row in rows}
    wanted = [
        (f"{event.day}", each.company, event.note) for each in records for event in each.events
    ]
    assert sorted(row[1:] for row in found) == sorted(wanted)
    # Every opportunity stands at one stage or outcome in the end.
    told = asked("hledger", "-f", path, "bal", "-O", "csv", "-N", "stage", "outcome")
    assert sum(int(row[1]) for row in list(csv.reader(told.splitlines()))[1:]) == COUNT


def test_beancount_finds_the_same_transactions(tmp_path: Path, records: Sequence[Made]) -> None:
    path = tmp_path / "all.beancount"
    path.write_text(beans(records), encoding="utf-8")
    assert asked("bean-check", "-C", path) == ""
    query = "SELECT date, payee, narration WHERE number = 1"
    told = list(csv.reader(asked("bean-query", "-f", "csv", path, query).splitlines()))[1:]
    wanted = [
        [f"{event.day}", each.company, event.note] for each in records for event in each.events
    ]
    assert sorted([cell.strip() for cell in row] for row in told) == sorted(wanted)


def test_recutils_finds_the_same_records(tmp_path: Path, records: Sequence[Made]) -> None:
    path = tmp_path / "all.rec"
    path.write_text(records_file(records), encoding="utf-8")
    assert asked("recfix", path) == ""
    assert asked("recsel", "-c", path) == f"{COUNT}\n"
    assert asked("recsel", "-P", "id", path).split() == [record.id for record in records]
    told = [line for line in asked("recsel", "-P", "event", path).splitlines() if line]
    assert len(told) == events(records)
    assert [line.partition(": ")[2] for line in told] == [
        event.note for record in records for event in record.events
    ]
    # No fact of a file is left out.
    whole = path.read_text("utf-8")
    for record in records:
        for line in record.text.partition("people:")[0].splitlines():
            assert f"\n{line}\n" in whole


@pytest.fixture
def sites(tmp_path: Path, records: Sequence[Made], ledger: Path) -> tuple[Path, Path]:
    """The folders of opportunities: of our site and of Hugo's."""
    ours, source, theirs = tmp_path / "site", tmp_path / "hugo", tmp_path / "public"
    write_hugo(records, COUNT, source)
    asked("hugo", "--quiet", "--source", source, "--destination", theirs)
    done = call("--ledger", ledger, "site", "build", "--output", ours)
    assert done.code == 0
    return ours / "opportunities", theirs / "opportunities"


def test_hugo_s_pages_tell_what_ours_tell(
    sites: tuple[Path, Path], records: Sequence[Made]
) -> None:
    ours, theirs = (
        {path.name: path.read_bytes() for path in site.glob("c*.html")} for site in sites
    )
    assert set(ours) == set(theirs) == {f"{record.id}.html" for record in records}
    for record in records:
        name = f"{record.id}.html"
        own, other = (words(" ".join(tree(site[name]).itertext())) for site in (ours, theirs))
        for said in (record.company, *record.text.partition("notes: |\n")[2].splitlines()):
            assert words(said) <= own & other
        for event in record.events:
            assert words(f"{event.day} {event.note}") <= own & other
        # What only one says is a neighbour's name, the day of the build, how an end is put.
        assert len(own ^ other) < 0.2 * len(own | other), (own - other, other - own)
    # The pages are as long, all together and each.
    assert sum(map(len, theirs.values())) == pytest.approx(sum(map(len, ours.values())), rel=0.05)
    for name, page in theirs.items():
        assert len(page) == pytest.approx(len(ours[name]), rel=0.1)


def test_hugo_s_pages_are_linked_and_listed(
    sites: tuple[Path, Path], records: Sequence[Made]
) -> None:
    folder = sites[1]
    pages = {path.name: path.read_text("utf-8") for path in folder.glob("c*.html")}
    neighbours = r'<a href="/opportunities/(c\d+)\.html" rel="(prev|next)"'
    ends = {name: len(re.findall(neighbours, page)) for name, page in pages.items()}
    assert sorted(ends.values()) == [1, 1, *[2] * (COUNT - 2)]
    page = (folder.parent / "opportunities.html").read_text("utf-8")
    assert set(re.findall(r'href="/opportunities/(c\d+)\.html"', page)) == {r.id for r in records}
    assert page.count("<tr>") == COUNT + 1
    assert len(re.findall(r"/opportunities/c\d+", (folder.parent / "index.html").read_text())) == 30


def words(said: str) -> set[str]:
    return set(re.findall(r"[\w@.-]+", said))


def test_commands_take_turns_and_those_that_do_not_count_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for timer in filter(None, (clock.hyperfine(), "none")):
        if timer == "none":
            monkeypatch.setattr(clock, "hyperfine", lambda: None)
        told = tmp_path / f"told-{Path(timer).name}"
        commands = [_writing(name, told) for name in ("a", "b")]
        times = measure(commands, 2, 1)
        assert told.read_text() == "ready a0 b0 ready a1 b1 ready a2 b2 "
        assert [(each.name, len(each.wall), len(each.busy)) for each in times] == [
            ("a", 2, 2),
            ("b", 2, 2),
        ]
        assert all(0 < each.least <= each.middle for each in times)


def _writing(name: str, told: Path) -> Command:
    def ready(_round: int) -> None:
        if name == "a":
            with told.open("a") as file:
                file.write("ready ")

    code = f"open({str(told)!r}, 'a').write('{name}{{n}} ')"
    return Command(name, (sys.executable, "-c", code), told.parent, {"PATH": ""}, ready)


def test_a_command_that_fails_is_not_timed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = Command("it", (sys.executable, "-c", "raise SystemExit(3)"), tmp_path, {"PATH": ""})
    with pytest.raises(Broken, match=r"^it"):
        measure([failing], 1, 0)
    with pytest.raises(Broken, match=r"^it ended with 3, not 0"):
        clock.output(failing)
    with pytest.raises(Broken, match=r"^it ended with 3, not 0"):
        peak(failing)
    monkeypatch.setattr(clock, "hyperfine", lambda: None)
    with pytest.raises(Broken, match=r"^it ended with 3, not 0"):
        measure([failing], 1, 0)


def test_the_memory_of_all_processes_counts_together(tmp_path: Path) -> None:
    holding = "import time; kept = b'x' * (50 << 20); time.sleep(0.5)"
    alone = Command("alone", (sys.executable, "-c", holding), tmp_path, {"PATH": ""})
    three = (
        "import subprocess, sys;"
        f" [p.wait() for p in [subprocess.Popen([sys.executable, '-c', {holding!r}])"
        " for _ in range(3)]]"
    )
    together = Command("three", (sys.executable, "-c", three), tmp_path, {"PATH": ""})
    assert 50 < peak(alone) < 100
    if sys.platform == "linux":
        assert 150 < peak(together) < 300


def test_every_command_is_measured_or_left_out_with_a_reason() -> None:
    called = {call.command for call in everycommand.CALLS} - {""}
    assert called & set(everycommand.LEFT_OUT) == set()
    assert called | set(everycommand.LEFT_OUT) == set(everycommand.leaves())
    names = [call.name for call in everycommand.CALLS]
    assert len(names) == len(set(names))


def test_the_lock_file_s_versions_are_those_that_are_installed() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    locked = constraints(lock).splitlines()
    assert len(locked) == len(re.findall(r"^[a-z0-9]", lock, re.MULTILINE))
    assert all(re.fullmatch(r"[a-z0-9._-]+==[^\s\\]+( ; .+)?", line) for line in locked)


# `make bench-small` runs the commands, too; the group `check` is measured like `stats`.
@pytest.mark.parametrize("group", [name for name in GROUPS if name not in {"commands", "check"}])
def test_the_small_run_measures_a_group_and_writes_every_target(
    group: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program("git")
    page = tmp_path / "RESULTS.md"
    told = ("--small", "--only", group, "--date", "2026-11-25", "--output", str(page))
    assert main(told) == 0
    written = page.read_text("utf-8")
    assert "measured 2026-11-25." in written
    peers = all(map(shutil.which, ("hledger", "hugo")))
    for name, targets in TARGETS.items():
        for target in targets:
            limit, measured, met = row(written, target.words)
            assert limit == f"{target.limit:g}{target.unit}"
            if name != group:
                assert measured == "not asked for"
            elif peers or group in {"history", "growth"}:
                value = re.fullmatch(rf"([0-9.e+-]+){target.unit}", measured)
                assert value, (target, measured)
                assert met.startswith("met" if float(value[1]) <= target.limit else "**missed**")
            else:
                assert (measured, met.endswith("is not installed")) == ("not measured", True)
    assert "Wrote" in capsys.readouterr().err


def row(page: str, words: str) -> tuple[str, str, str]:
    """The cells of a target: the limit, the number, whether it is met."""
    (line,) = (line for line in page.splitlines() if line.startswith(f"| {words} |"))
    _, _, limit, measured, met, _ = (cell.strip() for cell in line.split("|"))
    return limit, measured, met


def test_where_no_peer_is_installed_the_page_says_so_and_the_rest_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, page = tmp_path / "bin", tmp_path / "RESULTS.md"
    alone.mkdir()
    (alone / "git").symlink_to(program("git"))
    monkeypatch.setenv("PATH", str(alone))
    assert main(("--small", "--only", "stats", "--only", "site", "--output", str(page))) == 0
    written = page.read_text("utf-8")
    assert "times by the harness's own clock" in written
    assert "| hledger | not installed |" in written
    cold, warm, edited = (row(written, target.words)[1:] for target in TARGETS["stats"])
    assert cold == warm == ("not measured", "hledger is not installed")
    assert edited[0].endswith("×")
    full, after, written_files, different = (
        row(written, target.words)[1:] for target in TARGETS["site"]
    )
    assert full == after == ("not measured", "Hugo is not installed")
    assert written_files[0].endswith("×")
    assert different[0] == "0 files"


def test_a_run_that_is_stopped_keeps_what_was_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(growth, "growth", stopped)
    page = tmp_path / "RESULTS.md"
    told = ("--small", "--only", "check", "--only", "growth", "--output", str(page))
    with pytest.raises(KeyboardInterrupt):
        main(told)
    _, measured, _ = row(page.read_text("utf-8"), TARGETS["check"][2].words)
    assert measured.endswith("×")
    _, measured, _ = row(page.read_text("utf-8"), TARGETS["growth"][0].words)
    assert measured == "not measured"


def test_a_program_that_does_not_what_it_should_is_said_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, broken = tmp_path / "RESULTS.md", tmp_path / "opledger"
    broken.write_text("#!/bin/sh\necho a finding\nexit 1\n")
    broken.chmod(0o755)
    told = ("--small", "--only", "check", "--program", str(broken), "--output", str(page))
    assert main(told) == 1
    assert row(page.read_text("utf-8"), TARGETS["check"][0].words)[1:] == (
        "not measured",
        "it failed: `check` ended with 1, not 0",
    )
