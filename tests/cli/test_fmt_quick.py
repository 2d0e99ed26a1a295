"""A file in order is found so without a slow parse, and `fmt` does and says what it always did.

Held against is the long way: every file changed as any other edit changes one.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from cProfile import Profile
from pathlib import Path
from random import Random

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.commands import SOMEBODY, call
from tests.conftest import Finished
from tests.corpus import TODAY
from tests.examples import FOLDER as RULES
from tests.examples import place
from tests.git.asked import counted
from tests.git.repositories import git
from tests.ledgers import SOUND, write
from tests.readers import CONFIG, PATH, changed, files, styled

from opledger.api.loading import shown
from opledger.cli.fmt import stands_in_order
from opledger.cli.writing import Desk, change, source_of
from opledger.core.failure import Failure
from opledger.files import disk, yaml
from opledger.files.diagnostics import Severity
from opledger.files.disk import Entry, EntryKind
from opledger.files.editing import in_date_order
from opledger.files.quick import quick_reader
from opledger.files.reading import read_config, read_opportunity
from opledger.files.resources import sample_folder
from opledger.files.splice import Unsafe

UNSORTED = """\
company: Aldgrove Tallow
events:
  - {date: 2024-01-11, stage: call}
  - {date: 2024-01-08, stage: lead}
"""
WARNED = "company: NO\nevents: [{date: 2024-01-08, stage: lead}]\n"
LEDGER: dict[str, str | bytes] = {
    "opportunities/kestrel.yaml": SOUND,
    "opportunities/old/wren.yaml": SOUND.replace("Kestrel Labs", "Wren"),
    "opportunities/tallow.yaml": UNSORTED,
    "opportunities/no.yaml": WARNED,
    "opportunities/Odd Name.yaml": SOUND.replace("Kestrel Labs", "Odd"),
    "opportunities/other.yml": SOUND.replace("Kestrel Labs", "Other"),
    "opportunities/broken.yaml": "company: [\n",
    "opportunities/bytes.yaml": b"company: \xff\n",
    "opportunities/tangled.yaml": (
        "company: O\nevents: [{date: 2024-01-11, stage: call}, # x\n {date: 2024-01-08, note: y}]\n"
    ),
}


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home with nothing in it, somebody who commits at one moment, and nothing of the caller."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in SOMEBODY.items():
        monkeypatch.setenv(name, value)
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        monkeypatch.setenv(name, "2024-03-01T00:00:00Z")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("HOME", str(tmp_path))


def long_way(root: Path, *, commit: bool | None, only_check: bool) -> Finished:
    """What came of every file of a ledger by the way of all other edits, one after the other."""
    config, _ = read_config(disk.Folder(root))
    at = Desk(root, config, TODAY)
    out, complaints = io.StringIO(), io.StringIO()
    ended = False
    with redirect_stdout(out), redirect_stderr(complaints):
        for entry in disk.scan(root):
            if entry.kind is not EntryKind.FILE:
                continue
            where = shown(root, entry.path)
            try:
                if only_check:
                    _, found = read_opportunity(source_of(root, entry.path), config, TODAY)
                    if any(each.code == "out-of-order" for each in found):
                        click.echo(f"{where}: events out of date order")
                        ended = True
                else:
                    change(at, Path(entry.path).stem, in_date_order, commit, ("out-of-order",))
            except Unsafe as why:
                click.echo(f"opledger: {where} was left as it is: {why}", err=True)
                ended = True
            except Failure as why:
                click.echo(f"opledger: {why}", err=True)
                ended = True
    return Finished(int(ended), out.getvalue(), complaints.getvalue())


def contents(root: Path) -> dict[str, bytes]:
    """Every file of a ledger, and its commits."""
    found = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".git" not in path.parts and os.access(path, os.R_OK)
    }
    if (root / ".git").exists():
        found["log"] = git(root, "log", "--format=%H %B").encode()
    return found


def committed_in(root: Path) -> None:
    """All of it in a repository of its own."""
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "Start")


def no_repository(_root: Path) -> None:
    """Nothing but the files."""


def without_a_commit(root: Path) -> None:
    """Settings that say that nothing is committed, though there is a repository."""
    (root / "ledger.yaml").write_text("commit: false\n", encoding="utf-8")
    committed_in(root)


def detached(root: Path) -> None:
    """No branch to commit to."""
    committed_in(root)
    git(root, "checkout", "--quiet", "--detach")


def under_way(root: Path) -> None:
    """A merge that is not finished."""
    committed_in(root)
    (root / ".git" / "MERGE_HEAD").write_text(git(root, "rev-parse", "HEAD"), encoding="utf-8")


def refused(root: Path) -> None:
    """A hook that lets no commit by."""
    committed_in(root)
    hook = root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)


def of_one_id(root: Path) -> None:
    """Two files of one id, both in order."""
    write(root, {"opportunities/old/kestrel.yaml": SOUND, "opportunities/wren.yml": SOUND})
    committed_in(root)


def lock_left_behind(root: Path) -> None:
    """The lock of one that was killed: anybody can take it."""
    committed_in(root)
    (root / ".opledger-lock").touch()


def no_lock_possible(root: Path) -> None:
    """A folder where the lock would be."""
    committed_in(root)
    (root / ".opledger-lock").mkdir()


STATES = (
    no_repository,
    committed_in,
    without_a_commit,
    detached,
    under_way,
    refused,
    of_one_id,
    lock_left_behind,
    no_lock_possible,
)


def either_way(made: Callable[[Path], object], options: str, folder: Path) -> list[object]:
    """What comes of the command in a ledger, and of the long way in one like it."""
    told: list[object] = []
    for name in ("one", "other"):
        root = folder / name / "ledger"
        made(root)
        with chdir(root):
            if name == "one":
                ended = call("fmt", *options.split())
            else:
                commit = {"--no-commit": False, "--commit": True}.get(options)
                ended = long_way(root, commit=commit, only_check=options == "--check")
        output = ended.stdout.replace(str(root), "."), ended.stderr.replace(str(root), ".")
        told.append((ended.code, *output, contents(root)))
    return told


@pytest.mark.parametrize("state", STATES, ids=lambda each: each.__name__)
@pytest.mark.parametrize("options", ["", "--check", "--no-commit", "--commit"])
def test_a_ledger_is_put_in_order_as_file_by_file(
    state: Callable[[Path], None], options: str, tmp_path: Path
) -> None:
    one, other = either_way(lambda root: state(write(root, LEDGER)), options, tmp_path)
    assert one == other


@pytest.mark.parametrize("options", ["", "--check"])
@pytest.mark.parametrize("which", ["breaks", "keeps"])
@pytest.mark.parametrize("code", sorted(path.name for path in RULES.iterdir() if path.is_dir()))
def test_the_examples_of_every_rule(code: str, which: str, options: str, tmp_path: Path) -> None:
    _, found = read_config(disk.Folder(place(code, which, tmp_path / "ledger")))
    if not any(each.severity is Severity.ERROR for each in found):
        one, other = either_way(lambda root: place(code, which, root), options, tmp_path)
        assert one == other


@pytest.fixture(scope="module")
def place_of_one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger's folder for one file."""
    return write(tmp_path_factory.mktemp("one"), {PATH: SOUND})


def faults(root: Path, content: bytes) -> tuple[bool, str]:
    """Whether a file is said to stand in order, and what the long way makes of it then."""
    (root / PATH).write_bytes(content)
    at, entry = Desk(root, CONFIG, TODAY), Entry(PATH, EntryKind.FILE)
    is_quick = quick_reader(CONFIG, TODAY).read(disk.Folder(root), entry) is not None
    if not stands_in_order(at, entry):
        return False, "read fast, and out of order" if is_quick else ""
    heard = io.StringIO()
    with redirect_stdout(heard), redirect_stderr(heard):
        try:
            moved = change(at, Path(PATH).stem, in_date_order, False, ("out-of-order",))
        except (Failure, Unsafe) as why:
            return True, f"{why!r}"
    _, found = read_opportunity(source_of(root, PATH), CONFIG, TODAY)
    told = [each.text for each in found] if is_quick else []
    is_same = (root / PATH).read_bytes() == content
    return True, "".join((*told, moved or "", heard.getvalue(), "" if is_same else "changed"))


def test_what_is_in_order_in_the_corpus_is_left_as_it_is(place_of_one: Path) -> None:
    in_order = 0
    for text in files():
        is_said, why = faults(place_of_one, text.encode("utf-8", "surrogatepass"))
        assert not why, text
        in_order += is_said
    assert in_order > 700


@given(st.randoms(use_true_random=False), st.integers(0, 4), st.booleans())
def test_what_is_in_order_after_changes_at_random_is_left_as_it_is(
    place_of_one: Path, random: Random, times: int, is_styled: bool
) -> None:
    text = styled(random) if is_styled else random.choice(files())
    for _ in range(times):
        text = changed(random, text)
    assert faults(place_of_one, text.encode("utf-8", "surrogatepass"))[1] == "", text


@given(st.lists(st.integers(8, 12), min_size=1, max_size=4), st.lists(st.integers(0, 23)))
def test_only_days_in_order_are_found_so(
    place_of_one: Path, days: list[int], hours: list[int]
) -> None:
    """Also where events of one day have times, which tell their order to `check` alone."""
    events = [
        f"- date: 2024-01-{day:02}{f'T{hours[n]:02}:00:00+01:00' if n < len(hours) else ''}\n"
        f"  stage: lead\n  note: No. {n}\n"
        for n, day in enumerate(days)
    ]
    content = f"company: A\nevents:\n{''.join(events)}".encode()
    is_said, why = faults(place_of_one, content)
    assert not why
    assert not is_said or days == sorted(days)


def parses(*arguments: str) -> tuple[int, Finished]:
    """How many texts a command gives to the parser with positions, and how it ended."""
    profile = Profile()
    ended = profile.runcall(call, *arguments)
    profile.create_stats()
    times = sum(
        calls
        for (file, _, name), (calls, *_) in profile.stats.items()
        if (file, name) == (yaml.__file__, "parse")
    )
    return times, ended


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample ledger in a repository; the current folder."""
    folder = tmp_path / "sample"
    shutil.copytree(sample_folder(), folder)
    committed_in(folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("options", [(), ("--check",), ("--no-commit",), ("opportunities",)])
def test_of_a_ledger_in_order_no_file_is_parsed_the_slow_way(
    sample: Path, options: tuple[str, ...]
) -> None:
    assert len(list(sample.glob("opportunities/**/*.yaml"))) == 39
    assert parses("fmt", *options) == (0, Finished(0, "", ""))


def test_of_one_file_out_of_order_only_that_is_parsed(sample: Path) -> None:
    (sample / "opportunities" / "tallow.yaml").write_text(UNSORTED, encoding="utf-8")
    told = "opportunities/tallow.yaml: events out of date order\n"
    assert parses("fmt", "--check") == (1, Finished(1, told, ""))
    times, ended = parses("fmt", "--no-commit")
    # To look at it; before and after the change, each as a record and as a text to be changed.
    assert (times, ended.code, ended.stderr) == (5, 0, "")
    assert parses("fmt") == (0, Finished(0, "", ""))


def test_git_is_asked_for_all_files_together(sample: Path) -> None:
    with counted() as told:
        assert call("fmt") == Finished(0, "", "")
    assert told.commands == ["rev-parse", "ls-files", "symbolic-ref", "user.useConfigOnly=true"]
    with counted() as told:
        assert call("fmt", "--check") == Finished(0, "", "")
    assert told.commands == []
