"""What is open, and to which ledger each file belongs."""

from __future__ import annotations

from pathlib import Path

from tests.editor.test_ledger import clock
from tests.ledgers import SOUND, write

from opledger.editor.buffers import Point
from opledger.editor.session import Change, Session

FOX = "opportunities/fox.yaml"


def opened(session: Session, file: Path, text: str = SOUND) -> str:
    name = file.as_uri()
    session.opened(name, file, 1, text)
    return name


def home(session: Session, name: str) -> tuple[Path, str] | None:
    file = session.file(name)
    return (file.ledger.root, file.path) if file else None


def test_a_file_belongs_to_the_nearest_ledger_above_it(tmp_path: Path) -> None:
    inner = write(write(tmp_path, {FOX: SOUND}) / "opportunities" / "inner", {FOX: SOUND})
    session = Session(clock)
    assert home(session, opened(session, tmp_path / FOX)) == (tmp_path, FOX)
    assert home(session, opened(session, inner / FOX)) == (inner, FOX)
    assert home(session, opened(session, inner / "ledger.yaml", "")) == (inner, "ledger.yaml")
    assert set(session.ledgers) == {tmp_path, inner}


def test_files_that_no_command_reads_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path, {})
    session = Session(clock)
    for path in (
        "map.yaml",
        "opportunities/.draft.yaml",
        "opportunities/.x/a.yaml",
        "opportunities/a.md",
    ):
        assert home(session, opened(session, tmp_path / path)) is None
    assert session.ledgers == {}


def test_a_ledger_that_comes_and_goes_is_seen_when_files_are_saved(tmp_path: Path) -> None:
    session = Session(clock)
    name = opened(session, tmp_path / FOX)
    assert home(session, name) is None
    write(tmp_path, {})
    session.settle()
    assert home(session, name) == (tmp_path, FOX)
    (tmp_path / "ledger.yaml").unlink()
    session.settle()
    assert home(session, name) is None
    assert session.ledgers == {}


def test_changes_are_made_one_after_the_other_and_a_whole_text_takes_all(tmp_path: Path) -> None:
    session = Session(clock)
    name = opened(session, write(tmp_path, {}) / FOX, "🦊 company\n")
    typed = [Change("fox", Point(0, 0), Point(0, 2)), Change("!", Point(0, 3), Point(0, 3))]
    session.typed(name, 2, typed)
    file = session.file(name)
    assert file is not None
    assert file.source.text == "fox! company\n"
    assert session.buffers[name].version == 2
    session.typed(name, 3, [Change("x"), Change("y", Point(0, 1), Point(9, 9))])
    assert session.buffers[name].text == "xy"
    session.typed("file:///nobody", 1, [Change("x")])


def test_the_last_file_that_is_closed_takes_its_ledger_along(tmp_path: Path) -> None:
    session = Session(clock)
    root = write(tmp_path, {FOX: SOUND})
    names = [opened(session, root / FOX), opened(session, root / "ledger.yaml", "")]
    for name in names:
        assert list(session.ledgers) == [root]
        session.closed(name)
    assert session.ledgers == {}
    assert session.buffers == {}


def test_a_file_that_is_open_under_two_names_is_open_until_both_are_closed(tmp_path: Path) -> None:
    session = Session(clock)
    root = write(tmp_path, {FOX: SOUND})
    one = opened(session, root / FOX, "company: One\n")
    other = one.replace("fox", "%66ox")
    session.opened(other, root / FOX, 1, "company: Other\n")
    ledger = session.ledgers[root]
    session.closed(other)
    assert ledger.texts == {FOX: "company: One\n"}
    session.closed(one)
    assert (ledger.texts, session.ledgers) == ({}, {})
