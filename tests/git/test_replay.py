"""The sample's history: one commit an event, the same on every machine."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from tests.git import repositories
from tests.git.builder import Builder
from tests.git.repositories import git
from tests.ledgers import SETTINGS, SOUND, write
from tests.replayed import SAMPLE_TIP

from opledger.files import disk
from opledger.files.cutting import Cutting
from opledger.files.reading import read_ledger
from opledger.files.resources import sample_folder
from opledger.files.source import Source
from opledger.files.splice import Document
from opledger.files.yaml import Parse
from opledger.git.replay import AUTHOR, Moment, replay, retraced

TODAY = date(2024, 3, 1)
TOLD = (
    "questions:\n  - {ask: Who decides?, answer: They, date: 2024-01-12}\n  - {ask: Why?}\n"
    "notes: |\n  All of it.\n"
)


def moments(root: Path) -> tuple[Moment, ...]:
    """What led to the ledger in a folder."""
    entries = (disk.config_entry(root), *disk.scan(root))
    files = {entry.path: disk.read(root, entry)[0] for entry in entries}
    return retraced(read_ledger(root, TODAY).ledger, files)


def test_a_story_is_told_event_by_event_on_its_days(tmp_path: Path) -> None:
    path = "opportunities/kestrel.yaml"
    write(tmp_path, {"ledger.yaml": SETTINGS, path: SOUND.replace("events", TOLD + "events")})
    found = moments(tmp_path)
    assert [(each.when.isoformat(), each.message) for each in found] == [
        ("2023-12-11T09:00:00-05:00", "Start the ledger"),
        ("2024-01-08T18:30:00-05:00", "kestrel: lead"),
        ("2024-01-11T18:30:00-05:00", "kestrel: lead -> call, interest medium, confidence low"),
        ("2024-01-24T18:30:00-05:00", "kestrel: call -> onsite, interest medium -> high"),
        ("2024-02-12T18:30:00-05:00", "kestrel: onsite -> offer"),
        ("2024-02-20T18:30:00-05:00", "kestrel: offer -> accepted"),
        ("2024-02-29T20:30:00-05:00", "End the search"),
    ]
    texts = [each.files[path].decode() for each in found[1:-1]]
    assert texts[-1] == (tmp_path / path).read_text()
    assert [text.count("date: 2024") for text in texts] == [1, 2, 4, 5, 6]
    assert ["Who decides?" in text for text in texts] == [False, False, True, True, True]
    assert ["All of it." in text for text in texts] == [False, False, False, False, True]
    assert "ended" not in found[0].files["ledger.yaml"].decode()
    assert found[-1].files == {"ledger.yaml": SETTINGS.encode()}


def test_every_version_of_the_sample_passes_the_check_on_its_day(tmp_path: Path) -> None:
    found = moments(sample_folder())
    assert len(found) == 223
    for path, content in {p: c for each in found[:112] for p, c in each.files.items()}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    assert read_ledger(tmp_path, found[111].when.date()).diagnostics == ()
    times = [each.when for each in found]
    assert times == sorted(times)
    assert len(set(times)) == len(times)


def test_the_sample_s_stories_are_cut_by_lines_as_they_are_by_edits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edited: list[str] = []
    document_of = Document.of

    def of(source: Source, *parser: Parse) -> Document:
        edited.append(source.path)
        return document_of(source, *parser)

    monkeypatch.setattr(Document, "of", of)
    found = moments(sample_folder())
    assert edited == ["ledger.yaml"]  # one parse with places, and one of what comes of it
    monkeypatch.setattr(Cutting, "of", lambda _: None)
    assert moments(sample_folder()) == found
    assert len(edited) == 2 + 39


def test_the_repository_has_the_same_hash_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "reference-transaction").write_text("#!/bin/sh\nexit 1\n")
    (hooks / "reference-transaction").chmod(0o755)
    (tmp_path / "config").write_text(
        "[user]\nname = Me\nemail = me@x\n[core]\nautocrlf = true\n[commit]\ngpgsign = true\n"
        f"[core]\nhooksPath = {hooks.as_posix()}\n"
        "[i18n]\ncommitEncoding = latin1\n[init]\ndefaultObjectFormat = sha256\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    root = sample_folder()
    readme = {"README.md": (root / "README.md").read_bytes()}
    ignored = {".gitignore": b"# what opledger makes\n/site/\n/public/\n.opledger-*\n"}
    first, *rest = moments(root)
    told = (Moment(first.when, first.message, {**ignored, **first.files, **readme}), *rest)
    folder = tmp_path / "demo"
    folder.mkdir()
    assert replay(folder, told) == SAMPLE_TIP
    assert git(folder, "fsck", "--strict") == ""
    assert (
        git(folder, "log", "-1", "--format=%an <%ae> %cn")
        == f"{AUTHOR[0]} <{AUTHOR[1]}> {AUTHOR[0]}"
    )
    assert git(folder, "rev-list", "--count", "HEAD") == "223"


def test_objects_are_those_that_git_makes(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    files = {"a.b": b"1\r\n", "a/b": b"2", "a/c/d": b"3", "a0": "ß".encode()}
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / path).write_bytes(content)
    git(tmp_path, "add", ".")
    builder = Builder(tmp_path)
    tree = builder.tree({path: builder.blob(content) for path, content in files.items()})
    assert tree == git(tmp_path, "write-tree")
    when = datetime.fromisoformat("2024-01-08T12:00:00+00:00")
    who = ("A. Person", "a@example.com")
    commit = builder.commit(tree, None, who, when, "Ü")
    assert commit == git(tmp_path, "commit-tree", tree, "-m", "Ü")
    assert builder.commit(tree, commit, who, when, "x") == (
        git(tmp_path, "commit-tree", tree, "-p", commit, "-m", "x")
    )


@pytest.mark.parametrize("many", [1, 150])  # git keeps few objects one by one, many together
def test_moments_become_the_commits_that_git_makes(tmp_path: Path, many: int) -> None:
    files = {"a.b": b"1\r\n", "a/b": b"", "a/c/d": b"data 3\ndone\n", "a0": "ß".encode()}
    files |= {f"a/{n}": b"%d" % n for n in range(many)}
    files['a/"\\\n ü\t'] = b"\0\xff"
    ours, theirs = (repositories.write(tmp_path / name, files) for name in ("ours", "theirs"))
    when = datetime.fromisoformat("2024-01-08T12:00:00+05:30")
    told: list[tuple[int, int]] = []
    moments = (Moment(when, "Ü\n\nfrom <me>", files), Moment(when, "x", {"a/b": b"4"}))
    tip = replay(ours, moments, lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]
    git(theirs, "init", "--quiet", "--initial-branch=main")
    git(theirs, "add", ".")
    assert git(ours, "rev-parse", "main", f"{tip}~:") == f"{tip}\n{git(theirs, 'write-tree')}"
    for each in (ours, theirs):
        (each / "a/b").write_bytes(b"4")
    git(theirs, "add", ".")
    person = f"{AUTHOR[0]} <{AUTHOR[1]}> 1704695400 +0530"
    assert git(ours, "cat-file", "commit", "main") == (
        f"tree {git(theirs, 'write-tree')}\nparent {git(ours, 'rev-parse', 'main~')}\n"
        f"author {person}\ncommitter {person}\n\nx"
    )
    assert git(ours, "log", "-1", "--format=%B", "main~") == "Ü\n\nfrom <me>"
    assert git(ours, "fsck", "--strict") == ""
    assert git(ours, "status", "--porcelain") == ""
