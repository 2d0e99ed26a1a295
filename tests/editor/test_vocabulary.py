"""A word of a ledger in all its files: where it stands, and another name for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.editor.test_ledger import edited
from tests.ledgers import SETTINGS, SOUND, TODAY, lines, write

from opledger.core.contract.statistics import statistics_document
from opledger.core.failure import Failure
from opledger.core.figures.statistics import statistics
from opledger.editor.edits import applied
from opledger.editor.ledger import EditedLedger
from opledger.editor.vocabulary import (
    Renaming,
    can_rename,
    definition,
    references,
    rename_id,
    rename_word,
    word_at,
)
from opledger.editor.words import SCALES, TABLES, Spot, spots
from opledger.files.reading import parse_text, read_ledger
from opledger.files.readings import Reading
from opledger.files.schema import LEDGER, OPPORTUNITY
from opledger.files.source import Source

FOX = "opportunities/fox.yaml"
WREN = "opportunities/wren.yaml"
FILES = {
    "ledger.yaml": SETTINGS + "sources: {inbound: Cold inbound, warm: By friends}  # 🦊\n",
    FOX: SOUND,
    WREN: (
        "company: 'Warm Waters'  # warm\nsource: \"warm\"\ntags: [remote, warm]\n"
        "events:\n  - {date: 2024-01-02, stage: lead, fit: {growth: 3}, note: warm}\n"
    ),
}


def spot_of(ledger: EditedLedger, path: str, word: str, nth: int = 0) -> Spot:
    """The word of a vocabulary at the nth place where its text stands in a file."""
    source = ledger.source(path)
    assert source is not None
    index = -1
    for _ in range(nth + 1):
        index = source.text.index(word, index + 1)
    spot = word_at(parse_text(source)[0], path, index + 1)
    assert spot is not None
    return spot


def place(ledger: EditedLedger, path: str, word: str) -> tuple[str, str] | None:
    found = definition(ledger, spot_of(ledger, path, word))
    if found is None:
        return None
    at = found.source.position(found.start)
    return f"{found.source.path}:{at.line}:{at.column}", found.source.text[found.start : found.end]


def places(ledger: EditedLedger, path: str, word: str, *, defining: bool = True) -> list[str]:
    spot = spot_of(ledger, path, word)
    return [
        f"{each.source.path}:{each.source.position(each.start).line}"
        for each in references(ledger, spot, defining=defining)
    ]


def after(ledger: EditedLedger, renaming: Renaming) -> dict[str, str]:
    """The texts of the files that a renaming changes."""
    found = {}
    for path, edits in renaming.edits.items():
        source = ledger.source(path)
        assert source is not None
        found[path] = applied(source.text, edits)
    return found


def test_a_word_is_defined_where_the_ledger_lists_it(tmp_path: Path) -> None:
    ledger = edited(write(tmp_path, FILES))
    assert place(ledger, FOX, "onsite") == ("ledger.yaml:4:49", "onsite")
    assert place(ledger, WREN, "growth") == ("ledger.yaml:6:58", "growth")
    assert place(ledger, FOX, "medium") == ("ledger.yaml:5:17", "medium")
    assert place(ledger, FOX, "compilers") is None, "tags are listed nowhere"


def test_a_word_that_every_ledger_has_is_defined_nowhere(tmp_path: Path) -> None:
    ledger = edited(write(tmp_path, {FOX: SOUND}))
    assert place(ledger, FOX, "onsite") is None


def test_references_are_uses_of_the_word_and_not_of_its_letters(tmp_path: Path) -> None:
    ledger = edited(write(tmp_path, FILES))
    spot = spot_of(ledger, WREN, "warm", 1)
    assert spot.vocabulary == "sources"
    every = references(ledger, spot, defining=True)
    found = [(each.source.path, each.source.text[each.start : each.end]) for each in every]
    assert found == [("ledger.yaml", "warm"), (WREN, '"warm"')]
    assert places(ledger, FOX, "lead") == ["ledger.yaml:4", f"{FOX}:8", f"{WREN}:5"]
    assert places(ledger, FOX, "lead", defining=False) == [f"{FOX}:8", f"{WREN}:5"]
    assert places(ledger, FOX, "remote") == [f"{FOX}:5", f"{WREN}:3"]


def test_what_is_typed_is_searched_and_not_what_lies_on_the_disk(tmp_path: Path) -> None:
    ledger = edited(write(tmp_path, FILES))
    ledger.hold(WREN, FILES[WREN].replace("stage: lead", "stage: call"))
    assert places(ledger, FOX, "lead") == ["ledger.yaml:4", f"{FOX}:8"]


def test_a_renamed_word_keeps_its_quotes_and_all_that_is_not_it(tmp_path: Path) -> None:
    ledger = edited(write(tmp_path, FILES))
    renamed = after(ledger, rename_word(ledger, spot_of(ledger, WREN, "warm", 1), "friends"))
    assert renamed == {
        "ledger.yaml": FILES["ledger.yaml"].replace("warm: By", "friends: By"),
        WREN: FILES[WREN].replace('"warm"', '"friends"'),
    }


def test_a_name_that_yaml_takes_for_something_else_comes_in_quotes(tmp_path: Path) -> None:
    ledger = edited(write(tmp_path, FILES))
    renamed = after(ledger, rename_word(ledger, spot_of(ledger, FOX, "remote"), "no"))
    assert "tags: [compilers, 'no']" in renamed[FOX]


def test_a_stage_whose_name_says_what_it_means_goes_on_meaning_it(tmp_path: Path) -> None:
    ledger = edited(write(tmp_path, FILES))
    first = after(ledger, rename_word(ledger, spot_of(ledger, FOX, "call"), "chat"))
    assert "conversation: chat\n" in first["ledger.yaml"]
    second = after(ledger, rename_word(ledger, spot_of(ledger, FOX, "offer"), "terms"))
    assert "offer: terms" not in second["ledger.yaml"], "the last stage means it anyway"
    assert "conversation" not in second["ledger.yaml"]


REFUSED = {
    "Fri ends": "'Fri ends' is no word: letters, digits and -_.+ only, at most 40",
    "": "'' is no word: letters, digits and -_.+ only, at most 40",
    "\x1b[31m": "'\\x1b[31m' is no word: letters, digits and -_.+ only, at most 40",
    "inbound": "'inbound' is a source of this ledger already: choose another",
    "warm": "it is 'warm' already",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_name_that_is_none_or_taken_is_refused(tmp_path: Path, name: str) -> None:
    ledger = edited(write(tmp_path, FILES))
    with pytest.raises(Failure) as why:
        rename_word(ledger, spot_of(ledger, WREN, "warm", 1), name)
    assert str(why.value) == REFUSED[name]


def test_two_tags_are_not_made_one(tmp_path: Path) -> None:
    ledger = edited(write(tmp_path, FILES))
    with pytest.raises(Failure, match="'warm' is a tag of this ledger already"):
        rename_word(ledger, spot_of(ledger, FOX, "remote"), "warm")


def test_a_word_that_every_ledger_has_is_listed_before_it_is_renamed(tmp_path: Path) -> None:
    ledger = edited(write(tmp_path, {FOX: SOUND}))
    with pytest.raises(Failure) as why:
        can_rename(ledger, spot_of(ledger, FOX, "onsite"))
    assert str(why.value) == (
        "'onsite' is a word that every ledger has: list your own 'stages:' in ledger.yaml first"
    )


def test_a_slip_is_no_word_to_rename(tmp_path: Path) -> None:
    ledger = edited(write(tmp_path, {**FILES, FOX: SOUND.replace("stage: onsite", "stage: onsit")}))
    with pytest.raises(Failure, match="'onsit' is none of the ledger's stages"):
        can_rename(ledger, spot_of(ledger, FOX, "onsit"))


def test_a_file_that_may_use_the_word_and_can_not_be_read_stops_it(tmp_path: Path) -> None:
    broken = {"opportunities/open.yaml": "company: [\nsource: warm\n"}
    ledger = edited(write(tmp_path, {**FILES, **broken}))
    with pytest.raises(Failure, match=r"open\.yaml is no valid YAML and may use 'warm'"):
        rename_word(ledger, spot_of(ledger, WREN, "warm", 1), "friends")
    other = spot_of(ledger, FOX, "onsite")
    assert rename_word(ledger, other, "visit").edits, "it does not stand there"


def test_a_word_that_is_hidden_in_an_escape_is_found(tmp_path: Path) -> None:
    files = {**FILES, FOX: SOUND.replace("stage: onsite", 'stage: "on\\x73ite"')}
    ledger = edited(write(tmp_path, files))
    renamed = after(ledger, rename_word(ledger, spot_of(ledger, "ledger.yaml", "onsite"), "visit"))
    assert 'stage: "visit"' in renamed[FOX]


def test_an_id_is_the_name_of_its_file(tmp_path: Path) -> None:
    north = "opportunities/north/jay.yaml"
    ledger = edited(write(tmp_path, {**FILES, north: FILES[WREN].replace("Waters", "Jay")}))
    assert rename_id(ledger, north, "blue-jay").moved == (
        north,
        "opportunities/north/blue-jay.yaml",
    )
    assert rename_id(ledger, north, "jay").moved is None
    with pytest.raises(Failure, match=r"the id 'fox' is taken by opportunities/fox\.yaml"):
        rename_id(ledger, north, "fox")
    for name in ("Blue Jay", "../jay", "jay.yaml", "", "jay\n", "x" * 81):
        with pytest.raises(Failure, match="is no id: a-z, 0-9 and '-' only, at most 80"):
            rename_id(ledger, north, name)


def test_an_id_is_not_given_where_anything_else_stands(tmp_path: Path) -> None:
    ledger = edited(write(tmp_path, FILES))
    folder = tmp_path / "opportunities"
    (folder / "folder.yaml").mkdir()
    (folder / "link.yaml").symlink_to("nowhere")
    for name in ("folder", "link"):
        message = f"something stands at opportunities/{name}.yaml already|the id '{name}' is taken"
        with pytest.raises(Failure, match=message):
            rename_id(ledger, FOX, name)


SEARCH = {
    "ledger.yaml": """\
stages: {lead: First, call: Call, onsite: On-site, offer: Offer, signed: Signed}  # in order
sources: {inbound: Cold, warm: 'By friends'}
segments:
  startup: Startup   # few people
reasons: {comp: Pay}
goals:
  impact: {label: Impact, weight: 3}
interest: [low, high]
confidence: [low, high]
few: 1
""",
    FOX: """\
company: Fox  # call me
source: "warm"
segment: startup
tags: [remote, 'ml']
events:
  - {date: 2024-01-08, stage: lead, by: me}
  - date: 2024-01-11
    stage: call
    interest: high
    confidence: low
    fit: {impact: 5}
    note: A warm call.
  - {date: 2024-01-20, stage: 'onsite', interest: low}
  - {date: 2024-01-30, outcome: rejected, reasons: [comp]}
""",
    WREN: """\
company: Wren
source: inbound
tags:
  - ml
events:
- {date: 2024-01-09, stage: call}
- {date: 2024-01-19, stage: offer, offer: {base: 1, currency: USD}}
""",
}


def every_word(files: dict[str, str], root: Path) -> Iterator[tuple[str, str, int]]:
    """The path and index of one spot of each word that can be renamed."""
    ledger = edited(write(root, files))
    seen = set()
    for path in files:
        source = ledger.source(path)
        assert source is not None
        tree, _ = parse_text(source)
        assert tree is not None
        for spot in spots(tree, LEDGER if path == "ledger.yaml" else OPPORTUNITY):
            if spot.vocabulary and (spot.vocabulary, spot.node.text) not in seen:
                seen.add((spot.vocabulary, spot.node.text))
                yield path, spot.vocabulary, spot.node.start


@cache
def words() -> list[tuple[str, str, int]]:
    with TemporaryDirectory() as folder:
        return list(every_word(SEARCH, Path(folder)))


def said(reading: Reading, word: str, name: str) -> tuple[list[str], str]:
    """The findings and figures of a ledger, with the old word in place of the new one."""
    document = statistics_document(statistics(reading.ledger, TODAY))
    text = json.dumps(document, sort_keys=True)
    return [line.replace(name, word) for line in lines(reading)], text.replace(name, word)


def test_every_word_can_be_renamed_and_no_finding_or_figure_changes(tmp_path: Path) -> None:
    assert {kind for _, kind, _ in words()} == {*TABLES, *SCALES, "tags"}
    ledger = edited(write(tmp_path, SEARCH))
    before = read_ledger(tmp_path, TODAY)
    for path, _, index in words():
        spot = word_at(parse_text(Source.of(path, SEARCH[path]))[0], path, index)
        assert spot is not None
        word, name = spot.node.text, f"{spot.node.text}-anew"
        changed = after(ledger, rename_word(ledger, spot, name))
        assert changed
        reading = read_ledger(write(tmp_path, {**SEARCH, **changed}), TODAY)
        assert said(reading, word, name) == said(before, word, name)
        write(tmp_path, SEARCH)


@settings(max_examples=25)
@given(st.data())
def test_a_word_renamed_there_and_back_leaves_every_byte(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    # Where a stage's name says what it means, the line that says it instead stays.
    files = {**SEARCH, "ledger.yaml": SEARCH["ledger.yaml"] + "conversation: call\noffer: offer\n"}
    ledger = edited(write(tmp_path_factory.mktemp("ledger"), files))
    path, _, index = data.draw(st.sampled_from(words()))
    name = data.draw(st.from_regex(r"[a-z0-9][a-z0-9.+_-]{7,20}", fullmatch=True))
    spot = word_at(parse_text(Source.of(path, files[path]))[0], path, index)
    assert spot is not None
    word = spot.node.text
    for new in (name, word):
        text = ledger.source(path)
        assert text is not None
        spot = word_at(parse_text(text)[0], path, index)
        assert spot is not None
        for each, renamed in after(ledger, rename_word(ledger, spot, new)).items():
            ledger.hold(each, renamed)
    # A name that needs quotes brought them; they may stay.
    told = {p: text.replace(f"'{word}'", word) for p, text in ledger.texts.items()}
    plain = {p: text.replace(f"'{word}'", word) for p, text in files.items()}
    assert {**plain, **told} == plain
