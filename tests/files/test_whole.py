"""A ledger that is counted in batches says what reading it says, whatever the cache holds."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import NoReturn

import pytest
from benchmarks.made import made, settings
from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.ledgers import SOUND, lines, write

from opledger.api.counted import Survey
from opledger.core.figures.statistics import Statistics, statistics
from opledger.files import batches as cutting
from opledger.files import crew, desk, disk, processes, whole
from opledger.files.batches import Batch, batches
from opledger.files.cache import NO_CACHE, Cache
from opledger.files.disk import Entry, EntryKind
from opledger.files.processes import COPIED, STARTED
from opledger.files.reading import quick_or_ordinary, read_ledger

DAY = date(2026, 1, 1)
MANY = 300
COPIES = pytest.mark.skipif(sys.platform != "linux", reason="no process is copied here")


class Counts:
    """How often files were read, and texts turned into records."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.read = self.parsed = 0
        real_read, real_parse = disk.read, quick_or_ordinary

        def read(root: Path, entry: Entry, limit: int = disk.MAX_BYTES) -> tuple[bytes, str]:
            self.read += entry.path != disk.CONFIG_NAME
            return real_read(root, entry, limit)

        def parse(*given: object) -> object:
            self.parsed += 1
            return real_parse(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(disk, "read", read)
        monkeypatch.setattr(desk, "quick_or_ordinary", parse)

    def since(self) -> tuple[int, int]:
        """The counts since they were last asked for."""
        counts, self.read, self.parsed = (self.read, self.parsed), 0, 0
        return counts


def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on it is ten seconds later than it is: whatever was written is old."""
    real = disk.moment
    monkeypatch.setattr(disk, "moment", lambda: real() + 10_000_000_000)


def looked_at(root: Path, cache: Path, seed: int) -> None:
    """Another process reads the ledger, some seconds from now."""
    code = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from opledger.files import disk, whole; from opledger.files.cache import Cache\n"
        "real = disk.moment; disk.moment = lambda: real() + 10_000_000_000\n"
        "whole.read_whole(Path(sys.argv[1]), date(2026, 1, 1), Cache(Path(sys.argv[2])))\n"
    )
    source = str(Path(disk.__file__).parents[2])
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": source}
    subprocess.run([sys.executable, "-c", code, root, cache], env=environment, check=True)


def test_another_process_finds_what_the_first_one_kept(many: Path, tmp_path: Path) -> None:
    """Settings hold sets, whose order is another one in each process."""
    fields = "[stages, outcome, source, interest, confidence, dates]"
    with (many / "ledger.yaml").open("a") as file:
        file.write(f"publish:\n  fields: {fields}\n")
    entries = []
    for seed in (1, 2, 3):
        looked_at(many, tmp_path / "cache", seed)
        entries.append(sorted(path.name for path in (tmp_path / "cache").glob("*.kept")))
    assert entries[0]
    assert entries == [entries[0]] * 3


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_the_rules_of_a_zone_are_others_where_a_link_leads_to_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zoneinfo.TZPATH", (str(tmp_path),))
    (tmp_path / "real").write_bytes(b"one")
    (tmp_path / "Zurich").symlink_to("real")
    before = disk.zone_looks("Zurich")
    (tmp_path / "real").write_bytes(b"another")
    assert disk.zone_looks("Zurich") != before


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A ledger of some hundred sound files."""
    files = {f"opportunities/{each.id}.yaml": each.text for each in made(MANY)}
    return write(tmp_path / "ledger", {"ledger.yaml": settings(MANY), **files})


def test_what_was_read_once_is_not_read_again(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch)
    counts, cache = Counts(monkeypatch), Cache(tmp_path / "cache")
    told: list[tuple[int, int]] = []
    first = whole.whole(many, DAY, cache, lambda done, every: told.append((done, every)))
    assert counts.since() == (MANY, MANY)
    assert told[-1] == (MANY, MANY)
    assert sorted(told) == told
    again = whole.whole(many, DAY, cache, lambda *_: pytest.fail("nothing was read"))
    assert counts.since() == (0, 0)
    assert (again.diagnostics, again.files) == (first.diagnostics, first.files) == ((), MANY + 1)
    assert [tally for _, tally in again.tallies] == [tally for _, tally in first.tallies]


def test_where_one_file_changed_its_batch_alone_is_read(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch)
    counts, cache = Counts(monkeypatch), Cache(tmp_path / "cache")
    first = whole.whole(many, DAY, cache)
    counts.since()
    path = many / "opportunities" / "c000100.yaml"
    path.write_text(path.read_text().replace("stage: lead", "stage: call"))
    again = whole.whole(many, DAY, cache)
    (batch,) = (
        b for b, _ in first.tallies if "opportunities/c000100.yaml" in [e.path for e in b.entries]
    )
    assert counts.since() == (len(batch.entries), len(batch.entries))
    changed = [a != b for (_, a), (_, b) in zip(first.tallies, again.tallies, strict=True)]
    assert changed.count(True) == 1
    os.utime(path, (1, 1))  # it looks otherwise, and says the same
    whole.whole(many, DAY, cache)
    assert counts.since() == (len(batch.entries), 0)


def test_a_file_that_was_just_written_is_read_again_as_it_may_change_unseen(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts, cache = Counts(monkeypatch), Cache(tmp_path / "cache")
    whole.whole(many, DAY, cache)
    counts.since()
    whole.whole(many, DAY, cache)
    assert counts.since() == (MANY, 0)


def test_another_day_is_asked_only_where_a_date_lies_ahead(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch)
    ahead = many / "opportunities" / "c000100.yaml"
    ahead.write_text(
        ahead.read_text().replace("events:", "next: {action: Ask, due: 2026-02-01}\nevents:")
    )
    counts, cache = Counts(monkeypatch), Cache(tmp_path / "cache")
    whole.whole(many, DAY, cache)
    counts.since()
    whole.whole(many, DAY + timedelta(days=1), cache)
    assert 0 < counts.since()[1] < MANY
    whole.whole(many, date(2026, 2, 2), cache)
    assert 0 < counts.since()[1] < MANY
    whole.whole(many, date(2027, 1, 1), cache)
    assert counts.since() == (0, 0)


def test_records_that_were_read_once_are_not_read_again(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch)
    counts, cache = Counts(monkeypatch), Cache(tmp_path / "cache")
    plainly = read_ledger(many, DAY)
    counts.since()
    assert whole.read_whole(many, DAY, cache) == plainly
    assert counts.since() == (MANY, MANY)
    assert whole.read_whole(many, DAY, cache) == plainly
    assert counts.since() == (0, 0)
    path = many / "opportunities" / "c000100.yaml"
    path.write_text(path.read_text().replace("stage: lead", "stage: call"))
    changed = whole.read_whole(many, DAY, cache)
    assert 0 < counts.since()[0] < MANY
    assert changed == read_ledger(many, DAY)


def test_what_is_known_of_files_is_not_enough_where_their_records_are_wanted(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch)
    counts, cache = Counts(monkeypatch), Cache(tmp_path / "cache")
    whole.whole(many, DAY, cache)
    counts.since()
    assert whole.read_whole(many, DAY, cache) == read_ledger(many, DAY)
    assert counts.since()[0] >= MANY
    whole.whole(many, DAY, cache)
    assert counts.since() == (0, 0)


@COPIES
def test_records_that_others_have_read_are_the_same(
    many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared_by(monkeypatch, 2)
    counts = Counts(monkeypatch)
    assert whole.read_whole(many, DAY, NO_CACHE) == read_ledger(many, DAY)
    assert counts.since() == (MANY, 0)


def test_where_the_stages_are_wrong_any_other_word_may_be_one(tmp_path: Path) -> None:
    files = {"ledger.yaml": "stages: [call]\n", "opportunities/a.yaml": ENTRIES["unknown"]}
    ledger = write(tmp_path, files)
    found = whole.whole(ledger, DAY, NO_CACHE)
    assert found.diagnostics == read_ledger(ledger, DAY).diagnostics
    assert [each.path for each in found.diagnostics] == ["ledger.yaml"]


def test_other_settings_are_another_check(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch)
    cache = Cache(tmp_path / "cache")
    assert whole.whole(many, DAY, cache).diagnostics == ()
    (many / "ledger.yaml").write_text(settings(MANY).replace("inbound", "incoming"))
    found = whole.whole(many, DAY, cache)
    assert lines(found) == lines(read_ledger(many, DAY))  # type: ignore[arg-type]
    assert "unknown source 'inbound'" in lines(found)[0]  # type: ignore[arg-type]


def test_a_small_ledger_is_read_without_asking_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "MANY", 2)
    write(tmp_path / "ledger", {"opportunities/kestrel.yaml": SOUND})
    assert whole.whole(tmp_path / "ledger", DAY, Cache(tmp_path / "cache")).files == 2
    assert not (tmp_path / "cache").exists()


def test_a_file_that_can_not_be_read_is_looked_at_each_time(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch)
    cache, real = Cache(tmp_path / "cache"), disk.read

    def refused(root: Path, entry: Entry, limit: int = disk.MAX_BYTES) -> tuple[bytes, str]:
        if entry.path.endswith("c000100.yaml"):
            return b"", "permission denied"
        return real(root, entry, limit)

    with monkeypatch.context() as patched:
        patched.setattr(disk, "read", refused)
        for _ in range(2):
            found = whole.whole(many, DAY, cache)
            assert [(d.path, d.code) for d in found.diagnostics] == [
                ("opportunities/c000100.yaml", "unreadable")
            ]
    assert whole.whole(many, DAY, cache).diagnostics == ()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_no_utf8_is_kept_like_any_other(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch)
    (many / os.fsdecode(b"opportunities/a\xff.yaml")).write_text(SOUND)
    counts, cache = Counts(monkeypatch), Cache(tmp_path / "cache")
    first = whole.whole(many, DAY, cache)
    assert [each.code for each in first.diagnostics] == ["bad-id"]
    counts.since()
    assert whole.whole(many, DAY, cache).diagnostics == first.diagnostics
    assert counts.since() == (0, 0)


def shared_by(monkeypatch: pytest.MonkeyPatch, count: int, method: str = COPIED) -> None:
    """From now on so many processes share in reading a ledger."""
    monkeypatch.setattr(crew, "_WORTH", 50)
    monkeypatch.setattr(processes, "processors", lambda: count)
    monkeypatch.setattr(processes, "usual_method", lambda: method)


@pytest.mark.parametrize("method", [pytest.param(COPIED, marks=COPIES), STARTED])
def test_several_processes_say_what_one_says(
    method: str, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(many, {"opportunities/c000100.yaml": "company: [", "opportunities/zz.yaml": SOUND})
    alone = whole.whole(many, DAY, NO_CACHE)
    shared_by(monkeypatch, 3, method)
    counts = Counts(monkeypatch)
    together = whole.whole(many, DAY, NO_CACHE)
    assert counts.since() == (0, 0)
    assert together.diagnostics == alone.diagnostics
    assert len(alone.diagnostics) >= 3
    assert [tally for _, tally in together.tallies] == [tally for _, tally in alone.tallies]


def no_more(*_: object) -> NoReturn:
    """What a system says that has no process to give."""
    raise BlockingIOError("resource temporarily unavailable")


@COPIES
@pytest.mark.parametrize("trouble", ["killed", "wrong", "refused", "second refused"])
def test_where_processes_fail_this_one_reads_the_rest(
    trouble: str, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = whole.whole(many, DAY, NO_CACHE)
    shared_by(monkeypatch, 2)
    here, read, fork = os.getpid(), desk.Desk.read, os.fork
    left = 0 if trouble == "refused" else 1
    if trouble in {"killed", "wrong"}:

        def fail(at: desk.Desk, batch: Batch) -> desk.Read:
            if os.getpid() != here and batch.entries[0].path > "opportunities/c0001":
                os._exit(1) if trouble == "killed" else no_more()
            return read(at, batch)

        monkeypatch.setattr(desk.Desk, "read", fail)
    else:

        def copied() -> int:
            nonlocal left
            left -= 1
            return fork() if left >= 0 else no_more()

        monkeypatch.setattr(os, "fork", copied)
    together = whole.whole(many, DAY, NO_CACHE)
    assert [tally for _, tally in together.tallies] == [tally for _, tally in alone.tallies]
    assert multiprocessing.active_children() == []


@COPIES
def test_it_takes_no_thread_and_no_semaphore_to_share(
    many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A container without /dev/shm has none, and a limit of processes counts threads as well."""
    shared_by(monkeypatch, 2)
    counts = Counts(monkeypatch)
    monkeypatch.setattr(threading.Thread, "start", no_more)
    monkeypatch.setattr("_multiprocessing.SemLock", no_more)
    assert whole.whole(many, DAY, NO_CACHE).files == MANY + 1
    assert counts.since() == (0, 0)


@pytest.mark.parametrize("chance", range(5))
def test_one_file_more_or_less_changes_no_more_than_two_batches(chance: int) -> None:
    every = [Entry(f"opportunities/c{n:06}.yaml", EntryKind.FILE) for n in range(3000)]
    cut = batches(every)
    assert [entry for batch in cut for entry in batch.entries] == every
    assert len(cut) > 10
    gone = Random(chance).randrange(len(every))  # noqa: S311 - the same each time
    without = batches(every[:gone] + every[gone + 1 :])
    assert len(set(cut) - set(without)) <= 2
    assert len(set(without) - set(cut)) <= 1
    assert max(len(batch.entries) for batch in cut) <= cutting._MOST


ENDS = "  - {date: 2024-02-%02d, outcome: rejected}\n"
ENTRIES = {
    "sound": SOUND,
    "open": SOUND.replace("  - {date: 2024-02-20, outcome: accepted}\n", ""),
    "reopened": SOUND + "  - {date: 2024-02-21, stage: offer, reopened: They called.}\n",
    "ahead": SOUND.replace(
        "  - {date: 2024-02-20, outcome: accepted}\n", "  - {date: 2024-04-02, stage: onsite}\n"
    ),
    "due": SOUND.replace("events:", "next: {action: Call, due: 2024-03-20}\nevents:"),
    "foretold": SOUND.replace("2024-02-20, outcome", "2024-03-20, outcome"),
    "misspelt": SOUND.replace("source: inbound", "source: [inbound"),
    "unknown": SOUND.replace("stage: onsite", "stage: onsight"),
    "warned": SOUND.replace(", currency: USD, form: written", ", total: 5, currency: USD"),
    "empty": "",
}
DAYS = (date(2024, 1, 1), date(2024, 2, 20), date(2024, 3, 1), date(2024, 3, 25), date(2024, 6, 1))


class Edited(RuleBasedStateMachine):
    """A ledger that is edited, and looked at with a cache that is damaged at times."""

    def __init__(self) -> None:
        super().__init__()
        self.patched = pytest.MonkeyPatch()
        later(self.patched)
        self.patched.setattr(disk, "MANY", 0)
        self.patched.setattr(cutting, "_USUAL", 3)
        self.files: dict[str, str] = {}
        self.day = DAYS[2]
        self.moment = 1_000_000_000

    @initialize(root=st.builds(lambda: next(FOLDERS)))
    def begun(self, root: Path) -> None:
        self.root, self.cache = root / "ledger", Cache(root / "cache")
        write(self.root, {})

    @rule(name=st.sampled_from("abcdefgh"), what=st.sampled_from([*ENTRIES]), own=st.booleans())
    def written(self, name: str, what: str, own: bool) -> None:
        text = ENTRIES[what]
        text = text.replace("Kestrel Labs", f"Kestrel {name}") if own else text
        self.put(f"opportunities/{name}.yaml", text)

    @rule(name=st.sampled_from("abc"))
    def twin(self, name: str) -> None:
        self.put(f"opportunities/deep/{name}.yaml", SOUND.replace("Labs", "Twin"))

    @rule(name=st.sampled_from("abcdefgh"))
    def removed(self, name: str) -> None:
        (self.root / f"opportunities/{name}.yaml").unlink(missing_ok=True)

    @rule(
        settings=st.sampled_from(
            ["", "few: 3\n", "sources: [warm]\n", "stages: [call]\n", "few: x\n"]
        )
    )
    def set(self, settings: str) -> None:
        self.put("ledger.yaml", settings)

    @rule(day=st.sampled_from(DAYS))
    def slept(self, day: date) -> None:
        self.day = day

    @rule(at=st.integers(0, 10**6), how=st.sampled_from(["flip", "cut", "gone", "swapped"]))
    def damaged(self, at: int, how: str) -> None:
        kept = sorted(self.cache.folder.glob("*.kept"))  # type: ignore[union-attr]
        if not kept:
            return
        path = kept[at % len(kept)]
        content = bytearray(path.read_bytes())
        match how:
            case "flip":
                content[at % len(content)] ^= 1 + at % 255
                path.write_bytes(content)
            case "cut":
                path.write_bytes(content[: at % len(content)])
            case "gone":
                path.unlink()
            case "swapped":
                path.write_bytes(kept[-1].read_bytes())

    def put(self, path: str, text: str) -> None:
        """Write a file; what looks the same from outside is the same, as on a disk later on."""
        write(self.root, {"ledger.yaml": self.settings(), path: text})
        self.moment += 1
        os.utime(self.root / path, (self.moment, self.moment))

    def settings(self) -> str:
        """What the settings are now."""
        return (self.root / "ledger.yaml").read_text()

    @invariant()
    def says_what_reading_says(self) -> None:
        if not hasattr(self, "root"):
            return
        read = read_ledger(self.root, self.day)
        fresh = whole.whole(self.root, self.day, NO_CACHE)
        found = whole.whole(self.root, self.day, self.cache)
        assert found.diagnostics == fresh.diagnostics == read.diagnostics
        assert found.files == fresh.files == read.files
        assert whole.read_whole(self.root, self.day, self.cache) == read
        assert whole.read_whole(self.root, self.day, NO_CACHE) == read
        if read.errors:
            return
        assert sum(len(tally.known) for _, tally in found.tallies) == len(read.ledger.opportunities)
        for day in DAYS[1:4]:
            for dimension in ("source", "segment"):
                expected = statistics(read.ledger, day, dimension)
                counted = Statistics(found.config, day, Survey(found, day), dimension)
                assert counted.census == expected.census
                assert counted.reversed == expected.reversed
                assert counted.groups == expected.groups
                assert counted.standings == expected.standings

    def teardown(self) -> None:
        self.patched.undo()


FOLDERS: Iterator[Path]


@pytest.fixture(autouse=True)
def folders(tmp_path: Path) -> None:
    """A new folder for each run of the machine."""
    global FOLDERS  # noqa: PLW0603 - Hypothesis makes the machines itself
    FOLDERS = (tmp_path / str(n) for n in range(10**6))


TestEdited = Edited.TestCase
TestEdited.settings = how(max_examples=40, stateful_step_count=15)
