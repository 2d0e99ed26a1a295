"""``opledger fmt``: events in date order, and nothing else touched."""

from __future__ import annotations

import os
from collections.abc import Iterator
from cProfile import Profile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st
from tests.commands import SOMEBODY, call
from tests.conftest import Finished
from tests.corpus import SETTINGS, TODAY, config_of
from tests.git.repositories import git
from tests.ledgers import write
from tests.readers import changed, files

from opledger.files import disk, yaml
from opledger.files.diagnostics import Severity
from opledger.files.editing import in_date_order
from opledger.files.reading import read_opportunity
from opledger.files.source import Source
from opledger.files.splice import Document, Unsafe

PATH = "opportunities/kestrel.yaml"
TEXT = """\
company: 'K'   # quoted
events:
  - {date: 2024-01-11, stage: call}   # second

  # first's comment
  - date:   2024-01-08
    stage: lead
    # within it
# the end's
notes: kept
"""
SORTED = """\
company: 'K'   # quoted
events:

  # first's comment
  - date:   2024-01-08
    stage: lead
    # within it
  - {date: 2024-01-11, stage: call}   # second
# the end's
notes: kept
"""
TOLD = "kestrel: events put in another order"


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
    """A ledger with one opportunity, committed; the current folder."""
    folder = write(tmp_path / "ledger", {PATH: TEXT})
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "Start")
    monkeypatch.chdir(folder)
    return folder


def recommitted(ledger: Path, text: str | bytes) -> None:
    """Another text for the file, committed."""
    write(ledger, {PATH: text})
    git(ledger, "commit", "--quiet", "--all", "--amend", "--no-edit")


def committed(ledger: Path, words: str) -> Finished:
    """How a command ends that has committed."""
    head = git(ledger, "rev-parse", "--short=10", "HEAD")
    assert git(ledger, "log", "-1", "--format=%B") == words
    return Finished(0, f"{words} (commit {head})\n", "")


TEXTS = {
    "lf": (TEXT, SORTED),
    "crlf": (TEXT.replace("\n", "\r\n"), SORTED.replace("\n", "\r\n")),
    "bom": ("\ufeff" + TEXT, "\ufeff" + SORTED),
    "no last break": (
        "company: K\nevents:\n- {date: 2024-01-11, stage: call}\n- {date: 2024-01-08, stage: lead}",
        "company: K\nevents:\n- {date: 2024-01-08, stage: lead}\n- {date: 2024-01-11, stage: call}",
    ),
    "brackets": (
        "company: K\nevents: [{date: 2024-01-11, stage: call},  {date: 2024-01-08, stage: lead}]",
        "company: K\nevents: [{date: 2024-01-08, stage: lead},  {date: 2024-01-11, stage: call}]",
    ),
    "of one day": (
        (
            "company: K\nevents:\n- {date: 2024-01-11, note: b}\n- {date: 2024-01-11, note: a}\n"
            "- {date: 2024-01-08, stage: lead}\n"
        ),
        (
            "company: K\nevents:\n- {date: 2024-01-08, stage: lead}\n"
            "- {date: 2024-01-11, note: b}\n"
            "- {date: 2024-01-11, note: a}\n"
        ),
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_events_move_as_they_stand(name: str, ledger: Path) -> None:
    before, after = TEXTS[name]
    recommitted(ledger, before)
    assert call("fmt") == committed(ledger, TOLD)
    assert (ledger / PATH).read_bytes().decode() == after
    head = git(ledger, "rev-parse", "HEAD")
    assert call("fmt") == Finished(0, "", "")
    assert git(ledger, "rev-parse", "HEAD") == head
    assert call("check") == Finished(0, "", "")


def test_whether_it_would_move_something_can_be_asked(ledger: Path) -> None:
    line = f"{PATH}: events out of date order\n"
    assert call("fmt", "--check") == Finished(1, line, "")
    assert (ledger / PATH).read_text() == TEXT
    recommitted(ledger, SORTED)
    assert call("fmt", "--check") == Finished(0, "", "")


def test_it_can_be_written_without_a_commit(ledger: Path) -> None:
    assert call("fmt", "--no-commit") == Finished(0, f"{TOLD} (not committed)\n", "")
    assert git(ledger, "status", "--porcelain") == f"M {PATH}"


def test_only_the_named_files_are_put_in_order(ledger: Path) -> None:
    others = ("opportunities/tallow.yaml", "opportunities/old/wren.yaml")
    write(ledger, dict.fromkeys(others, TEXT.replace("'K'", "'T'")))
    (ledger / others[1]).write_text(TEXT.replace("'K'", "'W'"))
    git(ledger, "add", ".")
    git(ledger, "commit", "--quiet", "-m", "More")
    assert call("fmt", "opportunities/old").stdout.startswith("wren: events put")
    assert (ledger / PATH).read_text() == TEXT
    assert call("fmt", PATH, others[0]).stdout.count("events put in another order") == 2
    assert git(ledger, "rev-list", "--count", "HEAD") == "5"  # a commit for each
    assert git(ledger, "status", "--porcelain") == ""


def test_a_file_that_can_t_be_put_in_order_is_named_and_the_others_are(ledger: Path) -> None:
    odd = (
        "company: O\nevents: [{date: 2024-01-11, stage: call}, # x\n {date: 2024-01-08, note: y}]\n"
    )
    files = {
        "opportunities/broken.yaml": "company: [\n",
        "opportunities/odd.yaml": odd,
        "opportunities/wrong.yaml": TEXT.replace("'K'", "'W'") + "bad: 1\n",
    }
    write(ledger, files)
    git(ledger, "add", ".")
    git(ledger, "commit", "--quiet", "-m", "More")
    ended = call("fmt")
    assert (ended.code, ended.stdout.startswith(TOLD)) == (1, True)
    first, second, third = ended.stderr.splitlines()
    assert first.startswith(
        "opledger: mend it first: opportunities/broken.yaml:2:1: error[syntax]: "
    )
    assert second == (
        "opledger: opportunities/odd.yaml was left as it is: there may be comments within its"
        " brackets"
    )
    start = "opledger: mend it first: opportunities/wrong.yaml:11:1: error[unknown-key]: "
    assert third.startswith(start)
    for path, text in files.items():
        assert (ledger / path).read_text() == text


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("nowhere.yaml", "nowhere.yaml does not exist"),
        ("kestrel", "kestrel does not exist"),
        ("-", "- does not exist"),
        ("/", "/ is no file of the ledger in {root}: see opportunities/"),
        ("..", ".. is no file of the ledger in {root}: see opportunities/"),
    ],
)
def test_what_is_no_file_of_the_ledger_is_refused(name: str, line: str, ledger: Path) -> None:
    told = f"opledger: {line.format(root=ledger)}\n"
    assert call("fmt", name) == Finished(2, "", told)
    assert (ledger / PATH).read_text() == TEXT


def test_a_link_is_not_followed(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text(TEXT)
    (ledger / "opportunities" / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    assert call("fmt").code == 0
    assert (tmp_path / "outside.yaml").read_text() == TEXT


def parsed() -> Iterator[int]:
    """How often ``fmt`` parses a text with positions, and with ``--check``."""
    for options in ([], ["--check"]):
        profile = Profile()
        assert profile.runcall(call, "fmt", *options) == Finished(0, "", "")
        counts = {each.code: each.callcount for each in profile.getstats()}
        yield counts.get(yaml.parse.__code__, 0)


def test_files_that_are_in_order_are_not_parsed_and_git_is_not_asked(ledger: Path) -> None:
    recommitted(ledger, SORTED)
    others = {f"opportunities/no-{n}.yaml": SORTED.replace("K", f"No. {n}") for n in range(20)}
    write(ledger, others)
    assert list(parsed()) == [0, 0]
    (ledger / ".git/MERGE_HEAD").write_text(git(ledger, "rev-parse", "HEAD"))
    (ledger / disk.CONFIG_NAME).write_text("currency: EUR\n")
    ledger.joinpath("opportunities").chmod(0o500)
    ledger.chmod(0o500)
    try:
        assert list(parsed()) == [0, 0]
    finally:
        ledger.chmod(0o700)
        ledger.joinpath("opportunities").chmod(0o700)


def test_where_a_commit_can_t_be_made_that_is_said_of_what_would_be_moved_alone(
    ledger: Path,
) -> None:
    write(ledger, {"opportunities/wren.yaml": SORTED.replace("'K'", "'W'")})
    (ledger / ".git/MERGE_HEAD").write_text(git(ledger, "rev-parse", "HEAD"))
    ended = call("fmt")
    assert (ended.code, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    assert ended.stderr.startswith("opledger: a merge is under way in ")
    assert (ledger / PATH).read_text() == TEXT


def test_of_two_files_with_one_id_none_is_put_in_order(ledger: Path) -> None:
    other = "opportunities/old/kestrel.yaml"
    write(ledger, {other: SORTED.replace("'K'", "'W'")})
    line = f"opledger: 'kestrel' is the id of several files: {PATH}, {other}\n"
    assert call("fmt") == Finished(1, "", line * 2)
    assert call("fmt", PATH) == call("fmt", other) == Finished(1, "", line)
    moved = f"{PATH}: events out of date order\n"
    assert call("fmt", "--check") == Finished(1, moved, "")


def slowly(path: str, content: bytes) -> tuple[bytes, bool]:
    """What becomes of a file, and whether something is wrong with it, by the slow parser alone."""
    try:
        source = Source.of(path, content.decode())
    except UnicodeDecodeError:
        return content, True
    about, found = read_opportunity(source, config_of(SETTINGS), TODAY)
    errors = {each.code for each in found if each.severity is Severity.ERROR}
    if about is None or errors - {"out-of-order"}:
        return content, True
    try:
        document = in_date_order(Document.of(source), about)
    except Unsafe:
        return content, True
    _, left = read_opportunity(document.source, config_of(SETTINGS), TODAY)
    is_moved = document.source.text != source.text
    if is_moved and any(each.severity is Severity.ERROR for each in left):
        return content, True
    return document.source.content, False


def shuffled(random: Random, text: str) -> str:
    """The text with two of its events, or whatever begins with a dash, in each other's place."""
    lines = text.split("\n")
    items = [n for n, line in enumerate(lines) if line.lstrip().startswith("- ")]
    if len(items) > 1:
        one, other = random.sample(items, 2)
        lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


@how(max_examples=8)
@given(st.randoms(use_true_random=False))
def test_files_of_all_kinds_become_what_the_slow_way_makes_of_each(
    tmp_path_factory: pytest.TempPathFactory, random: Random
) -> None:
    contents = {}
    for number in range(30):
        text = random.choice(files())
        if random.random() < 0.4:
            text = shuffled(random, text)
        for _ in range(random.choice((0, 0, 1, 2))):
            text = changed(random, text)
        contents[f"opportunities/no-{number}.yaml"] = text.encode("utf-8", "surrogatepass")
    root = write(tmp_path_factory.mktemp("ledger"), {disk.CONFIG_NAME: SETTINGS, **contents})
    expected = {path: slowly(path, content) for path, content in contents.items()}
    call("--ledger", root, "fmt", "--check", env=SOMEBODY)
    assert {path: (root / path).read_bytes() for path in contents} == contents
    ended = call("--ledger", root, "fmt", "--no-commit", env=SOMEBODY)
    assert {path: (root / path).read_bytes() for path in contents} == {
        path: content for path, (content, _) in expected.items()
    }
    wrong = [path for path, (_, is_wrong) in expected.items() if is_wrong]
    assert all(path in ended.stderr for path in wrong)
    said = [line for line in ended.stderr.splitlines() if line.startswith("opledger: ")]
    assert (len(said), ended.code) == (len(wrong), int(bool(wrong)))
    moved = [path for path, (content, _) in expected.items() if content != contents[path]]
    assert ended.stdout.count("put in another order") == len(moved)
